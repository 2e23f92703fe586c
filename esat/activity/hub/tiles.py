"""The tiles of every room, in the order in which they are shown."""

from typing import Final

from esat.activity.kiosk.tiles import TILES as KIOSK
from esat.activity.reports.tiles import TILES as REPORTS
from esat.activity.rights.tiles import TILES as RIGHTS
from esat.activity.skills.tiles import SKILLS
from esat.activity.statements.tiles import TILES as STATEMENTS
from esat.workers.absences.tiles import TILES as ABSENCES
from esat.workers.replacing.tiles import TILES as REPLACING
from esat.workers.tiles import Tile

TILES: Final[tuple[Tile, ...]] = (
    *STATEMENTS,
    *ABSENCES,
    Tile("Les personnes", "Travailleurs", "person-badge", "workers.people", "workers.read"),
    Tile("Les personnes", "Équipes", "people", "workers.teams", "workers.read"),
    Tile("Réglages", "Modèles d’horaires", "calendar-week", "timetables.index", "workers.manage"),
    Tile(
        "Les personnes", "Textes des équipes", "chat-left-text", "team_remarks.index",
        "remarks.withdraw",
    ),
    *KIOSK,
    *REPLACING,
    *REPORTS,
    *SKILLS,
    *RIGHTS,
)  # fmt: skip
