"""The core’s part of a demo: the usual formats of clients’ codes, and a few that are linked."""

from sqlmodel import col, select

from esat.production import barcodes, client_codes, code_formats, foreign_codes
from esat.production.models import Resource
from esat.production.rehearsal import Player, Scene
from esat.production.subjects import by_code

LINKED = 3
FIRST = 200_000_000_001
"""GS1 leaves numbers that begin with 2 to each house, for its own use."""


def demo(scene: Scene) -> Player:
    """Propose the usual formats, and answer the player that links codes on the last day."""
    code_formats.install(scene.session, scene.at(6))
    return _play


def _play(scene: Scene) -> None:
    if scene.day != scene.last_day:
        return
    bags = (
        select(Resource.id)
        .where(Resource.kind == "bag", col(Resource.client_id).in_(scene.fictive))
        .order_by(col(Resource.id))
        .limit(LINKED)
    )
    when = scene.at(8)
    for n, key in enumerate(scene.session.exec(bags).all()):
        subject = by_code(scene.session, barcodes.of(scene.session, resource_id=key or 0) or "")
        body = str(FIRST + n)
        if subject is not None:
            with scene.moment(when):
                client_codes.link(
                    scene.session, body + foreign_codes.key_of(body), subject,
                    symbology="ean13", by=scene.actor("laundry"), at=when,
                )  # fmt: skip
