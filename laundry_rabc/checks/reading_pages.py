"""A reading that no turn asked for: any point that people may read, on a lot or a machine."""

from typing import Final

from flask import Response, request, url_for
from sqlmodel import Session

from esat import clock
from esat.accounts.permissions import allow
from esat.errors import NotFound, Refused
from esat.production import scans
from esat.web import door, htmx
from laundry_rabc.checks import answering, asking, rights
from laundry_rabc.checks.answering import Where
from laundry_rabc.checks.pages import Screen, blueprint, keep, mine, show
from laundry_rabc.checks.shapes import AnswerIn, by_laboratory
from laundry_rabc.plan import reads as plan
from laundry_rabc.plan.models import PointVersion
from laundry_rabc.results.models import Result

THINGS: Final = ("lot", "resource")


@blueprint.get("/autre")
@allow(rights.DO)
def choose() -> Response:
    """The points that may be read at any time."""
    mine(rights.DO)
    found = plan.plan_at(door.session(), clock.now())
    zones: dict[str, list[tuple[str, PointVersion]]] = {}
    for code, version in found.items():
        if not by_laboratory(version):
            zones.setdefault(version.zone, []).append((code, version))
    return htmx.render(
        "laundry_rabc/checks/choose.html",
        zones=zones,
        zone_words=asking.zone_words,
        par=request.args.get("par") or None,
    )


@blueprint.get("/autre/<code>")
@allow(rights.DO)
def reading(code: str) -> Response:
    """The question of one point."""
    mine(rights.DO)
    return show(_screen(code, request.args))


@blueprint.post("/autre/<code>")
@allow(rights.DO)
def read(code: str) -> Response:
    """Keep the reading."""
    by = mine(rights.DO)
    screen = _screen(code, request.form)

    def work(session: Session, given: AnswerIn) -> Result:
        where = thing(session, given.thing)
        return answering.read_now(session, code, given, by=by, where=where)

    return keep(screen, f"rabc.reading.{code}", work, screen.version.zone)


def thing(session: Session, code: str) -> Where:
    """The lot or machine that a code names. Refuses `check_thing_unknown`."""
    if not code:
        return Where()
    subject = scans.resolve(session, code).subject
    if subject is None or subject.kind not in THINGS or subject.workshop != rights.WORKSHOP:
        raise Refused("check_thing_unknown")
    return Where(lot_id=subject.lot_id, machine_id=subject.resource_id)


def _screen(code: str, values: object) -> Screen:
    version = plan.in_force(door.session(), code, clock.now())
    if version is None:
        raise NotFound("not_found")
    return Screen(
        code, version, url_for("rabc_checks.read", code=code), url_for("rabc_checks.choose"),
        values=values,  # type: ignore[arg-type]
    )  # fmt: skip
