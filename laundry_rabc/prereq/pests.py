"""Visits of the pest controller, what each trap held, and whether clean linen was near."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Final

from pydantic import StringConstraints
from sqlmodel import Session, col, select

from esat import clock
from esat.actors import Actor
from esat.errors import Invalid
from esat.web.forms import Blank, NoControl
from laundry_rabc.prereq import judging
from laundry_rabc.prereq.judging import Fact
from laundry_rabc.prereq.saying import When, amended, day, stamp, standing
from laundry_rabc.prereq.upkeep import PestFinding, PestVisit

POINT: Final = "NUI-01"
KINDS: Final = {
    "rodent": "Rongeur", "crawling": "Insecte rampant", "flying": "Insecte volant",
    "other": "Autre",
}  # fmt: skip
LINES: Final = 6
FARTHEST: Final = timedelta(days=732)


class VisitIn(When):
    """A visit as it is noted; nothing is answered beforehand."""

    provider: Annotated[str, StringConstraints(min_length=1, max_length=80), NoControl]
    near_clean: bool
    place: Annotated[str, StringConstraints(max_length=120), NoControl] = ""
    next_on: Annotated[date | None, Blank] = None


@dataclass(frozen=True, slots=True)
class Trap:
    """What a trap or a place held."""

    place: str
    kind: str
    found: int


def traps(form: dict[str, str]) -> list[Trap]:
    """The lines of a form that say something: `place_1`, `kind_1`, `found_1`, … Invalid beside the
    field of a line that says it by half.
    """
    found, wrong = [], {}
    for n in range(1, LINES + 1):
        place, kind, count = (form.get(f"{x}_{n}", "").strip() for x in ("place", "kind", "found"))
        if not (place or kind or count):
            continue
        if not place or len(place) > 80:
            wrong[f"place_{n}"] = "Écrivez le piège ou l’endroit."
        if kind not in KINDS:
            wrong[f"kind_{n}"] = "Choisissez dans la liste."
        if not (count.isascii() and count.isdigit() and len(count) <= 4):
            wrong[f"found_{n}"] = "Écrivez un nombre entier, 0 pour rien."
        else:
            found.append(Trap(place, kind, int(count)))
    if wrong:
        raise Invalid("form_invalid", wrong)
    return found


def visited(
    session: Session, given: VisitIn, found: list[Trap], *, by: Actor, file_id: int | None = None
) -> PestVisit:
    """Keep a visit and have it judged by NUI-01. Invalid where a trace near clean linen has no
    place, or the next visit is before this one; refuses `already_corrected`. Flushes.
    """
    first = None if given.amends is None else amended(session, PestVisit, given.amends)
    said = stamp(session, given, by=by, late_after=judging.LATE, first=first)
    wrong = {}
    if given.near_clean and not given.place:
        wrong["place"] = "Écrivez où, près de quel linge propre."
    if given.next_on is not None and not day(said.at) < given.next_on <= day(said.at) + FARTHEST:
        wrong["next_on"] = "La prochaine visite est après celle-ci. Vérifiez la date."
    if wrong:
        raise Invalid("form_invalid", wrong)
    visit = PestVisit(
        provider=given.provider, near_clean=given.near_clean, place=given.place,
        next_on=given.next_on, file_id=file_id or (first.file_id if first else None),
        result_id=judging.result_of(session, _fact(given, found, first), said, by=by),
        amends_id=given.amends, **said.columns,
    )  # fmt: skip
    session.add(visit)
    session.flush()
    session.add_all(
        PestFinding(visit_id=visit.id or 0, place=one.place, kind=one.kind, found=one.found)
        for one in found
    )
    session.flush()
    return visit


def last(session: Session) -> PestVisit | None:
    """The last visit that stands."""
    query = standing(PestVisit).order_by(col(PestVisit.at).desc(), col(PestVisit.id).desc())
    return session.exec(query.limit(1)).first()


def late(session: Session) -> date | None:
    """Since when a visit is due that nobody noted; None when none is."""
    visit = last(session)
    due = None if visit is None else visit.next_on
    return due if due is not None and due < clock.today() else None


def findings(session: Session, visits: list[int]) -> dict[int, list[PestFinding]]:
    """What each of these visits found, in the order of the traps."""
    rows: dict[int, list[PestFinding]] = {}
    query = select(PestFinding).where(col(PestFinding.visit_id).in_(visits))
    for row in session.exec(query.order_by(col(PestFinding.id))):
        rows.setdefault(row.visit_id, []).append(row)
    return rows


def _fact(given: VisitIn, found: list[Trap], first: PestVisit | None) -> Fact:
    """Traces of rodents are counted; any trace near clean linen is what must never be found."""
    rodents = sum(one.found for one in found if one.kind == "rodent")
    note = f"Visite de {given.provider}. Traces de rongeurs : {rodents}."
    if given.near_clean:
        note = f"Trace près du linge propre : {given.place}. {note}"
    return Fact(
        POINT, yes=rodents == 0 and not given.near_clean, value=Decimal(rodents),
        forbidden=given.near_clean, place=given.place, note=note,
        amends_id=None if first is None else first.result_id,
    )  # fmt: skip
