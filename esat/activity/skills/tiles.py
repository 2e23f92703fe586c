"""The tiles of posts, authorisations and skills on the home of people's work."""

from typing import Final

from esat.activity.skills import rights
from esat.workers.posts import reads as post_reads
from esat.workers.posts import rights as post_rights
from esat.workers.tiles import PEOPLE, SETTINGS, Tile

SKILLS: Final = (
    Tile(
        PEOPLE, "Autorisations de poste", "shield-check", "work_authorisations.index",
        post_rights.SEE, post_reads.ending_count, ("à renouveler", "à renouveler"), bad=True,
    ),
    Tile(PEOPLE, "Compétences", "list-check", "activity_items.index", rights.READ),
    Tile(
        SETTINGS, "Postes", "geo-alt", "work_posts.index", post_rights.READ,
        post_reads.post_count, ("poste ouvert", "postes ouverts"),
    ),
)  # fmt: skip
