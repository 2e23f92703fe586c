"""The control plan on the screen: the table, a checkpoint with its versions, two dates compared."""

from datetime import date, datetime, time, timedelta
from typing import Any, Final

from flask import Blueprint, Response, request
from sqlmodel import Session

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.errors import NotFound
from esat.production import once
from esat.web import door, htmx
from laundry_rabc.plan import drafting, listing, rights, vocabulary, waiting, words
from laundry_rabc.plan.listing import Line

blueprint = Blueprint("rabc_plan", __name__, url_prefix="/rabc/plan")

LAST_MOMENT: Final = timedelta(days=1) - timedelta(microseconds=1)
ORDER: Final = ("COL", "REC", "TRI", "LAV", "ESS", "SEC", "CAL", "FIN", "HYG", "ENV", "STO")
STATES: Final = {
    "in_force": ("En vigueur", "ok"), "coming": ("À venir", "question"),
    "past": ("Remplacée", "plain"), "withdrawn": ("Point retiré", "plain"),
    "waiting": ("À approuver", "question"), "refused": ("Refusée", "refused"),
    "replaced": ("Jamais en vigueur", "plain"),
}  # fmt: skip


@blueprint.get("")
@allow(rights.READ)
def index() -> Response:
    """The plan as a table, by step; filtered by step, zone, type and status."""
    session, now = opened(), clock.now()
    lines = listing.table(session, now)
    asked = {name: request.args.get(name, "") for name in ("etape", "zone", "nature", "statut")}
    shown = [one for one in lines if _suits(one, asked)]
    return htmx.render(
        "laundry_rabc/plan/index.html",
        steps=_by_step(shown),
        count=len(shown),
        total=len(lines),
        proposed=sum(one.version.status == "proposed" for one in lines),
        asked=asked,
        step_options=[(one, one) for one, _ in _by_step(lines)],
        may_keep=may(rights.KEEP),
        kinds=vocabulary.kinds(session, now),
        waiting=waiting.count(session),
        words=words,
    )


@blueprint.get("/point/<code>")
@allow(rights.READ)
def point(code: str) -> Response:
    """One checkpoint: what is in force, all its versions."""
    return shown(code, {}, "", 200)


@blueprint.get("/point/<code>/comparer")
@allow(rights.READ)
def versions(code: str) -> Response:
    """Two versions of a checkpoint, field by field."""
    session = opened()
    past = listing.history(session, drafting.the(session, code), clock.now())
    known = {one.version.version: one for one in past}
    first = request.args.get("a", type=int)
    second = request.args.get("b", type=int)
    if first not in known or second not in known:
        raise NotFound("not_found")
    before, after = known[min(first, second)], known[max(first, second)]
    return htmx.render(
        "laundry_rabc/plan/versions.html",
        code=code,
        before=before,
        after=after,
        changes=listing.differences(session, before.version, after.version),
    )


@blueprint.get("/comparer")
@allow(rights.READ)
def compare() -> Response:
    """The plan at the end of a day against the plan at the end of another."""
    session = opened()
    first, second = _day("a"), _day("b")
    wrong = {
        name: "Écrivez une date, par exemple 2026-11-23."
        for name, found in (("a", first), ("b", second))
        if found is None and request.args.get(name)
    }
    changes = None
    if first is not None and second is not None:
        changes = listing.between(session, _end(first), _end(second))
    return htmx.render(
        "laundry_rabc/plan/compare.html",
        status=422 if wrong else 200,
        values=request.args,
        errors=wrong,
        first=first,
        second=second,
        changes=changes,
    )


def shown(code: str, errors: dict[str, str], opened_part: str, status: int) -> Response:
    """The page of a checkpoint, with what is wrong in one of its forms."""
    session, now = opened(), clock.now()
    past = listing.history(session, drafting.the(session, code), now)
    current = next((one for one in past if one.state == "in_force"), None)
    return htmx.render(
        "laundry_rabc/plan/point.html",
        status=status,
        code=code,
        current=current,
        past=past,
        states=STATES,
        owner=_owner(session, current),
        kinds=vocabulary.kinds(session, now),
        words=words,
        key=once.fresh(),
        values=request.form,
        errors=errors,
        opened=opened_part,
        may_keep=may(rights.KEEP),
        may_approve=may(rights.APPROVE),
    )


def opened() -> Session:
    """The session, for who may read the plan in the laundry."""
    rights.require(current_actor(), rights.READ)
    return door.session()


def may(capability: str) -> bool:
    """Whether the one who looks holds a right in the laundry."""
    return current_actor().can(capability, workshop=rights.WORKSHOP)


def _owner(session: Session, current: Any) -> str:
    if current is None or current.version.owner_id is None:
        return ""
    return listing.names(session, {current.version.owner_id}).get(current.version.owner_id, "")


def _suits(line: Line, asked: dict[str, str]) -> bool:
    one = line.version
    said = {"etape": one.step, "zone": one.zone, "nature": one.kind, "statut": one.status}
    return all(not asked[name] or asked[name] == value for name, value in said.items())


def _by_step(lines: list[Line]) -> list[tuple[str, list[Line]]]:
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line.version.step, []).append(line)
    return sorted(found.items(), key=lambda pair: _place(pair[1][0].code))


def _place(code: str) -> tuple[int, str]:
    """Along the flow, then what has no place in it."""
    prefix = code[:3]
    return (ORDER.index(prefix) if prefix in ORDER else len(ORDER), code)


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None


def _end(day: date) -> datetime:
    """The last moment of a day in Paris."""
    return datetime.combine(day, time(0), clock.PARIS) + LAST_MOMENT
