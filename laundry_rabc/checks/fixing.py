"""A correction is a further result that names the one it amends; both stay in every report."""

from sqlmodel import Session, col, select

from esat.actors import Actor
from esat.errors import NotFound, Refused
from laundry_rabc.cases import judged
from laundry_rabc.checks import answering, shapes, signing
from laundry_rabc.checks.models import CheckAnswer
from laundry_rabc.checks.shapes import AnswerIn, Note
from laundry_rabc.plan.models import PointVersion
from laundry_rabc.results.keeping import Given
from laundry_rabc.results.models import Result

HAND = "hand"
LONGEST = 50
"""More corrections of one reading than this are none."""


class FixIn(AnswerIn):
    """What it should have said, and why it did not."""

    fix_reason: Note = ""


def fix(session: Session, result_id: int, given: FixIn, *, by: Actor) -> Result:
    """Correct a reading made by hand: it keeps its moment and gets a further row, judged by the
    version in force then. Refuses `fix_not_by_hand`, `fix_needs_reason`, `already_amended`, and
    what `answering.answer` refuses of a value. NotFound for no such result. Flushes.
    """
    former = session.get(Result, result_id)
    if former is None:
        raise NotFound("not_found")
    if former.source != HAND:
        raise Refused("fix_not_by_hand")
    if not given.fix_reason:
        raise Refused("fix_needs_reason")
    version = session.get_one(PointVersion, former.point_version_id)
    signing.require(session, version, by=by, at=former.taken_at)
    made = Given(
        point=answering.code_of(session, version.point_id),
        measure=shapes.measure(version, given), taken_at=former.taken_at,
        confirmed=bool(given.confirmed), late_reason=given.fix_reason,
        check_id=former.check_id or _check_of(session, former), lot_id=former.lot_id,
        item_id=former.item_id, cycle_id=former.cycle_id, machine_id=former.machine_id,
        instrument_id=former.instrument_id, place=former.place, note=given.why_not,
        amends_id=former.id, fix_reason=given.fix_reason,
    )  # fmt: skip
    return judged.record(session, made, by=by)


def chain(session: Session, result: Result) -> list[Result]:
    """A reading and its corrections, the first one first, whichever of them is given."""
    found = [result]
    while found[0].amends_id is not None and len(found) < LONGEST:
        found.insert(0, session.get_one(Result, found[0].amends_id))
    while len(found) < LONGEST:
        further = session.exec(select(Result).where(Result.amends_id == found[-1].id)).first()
        if further is None:
            break
        found.append(further)
    return found


def _check_of(session: Session, result: Result) -> int | None:
    """The check that a reading answered without naming it."""
    query = select(CheckAnswer.check_id).where(
        col(CheckAnswer.result_id) == chain(session, result)[0].id
    )
    return session.exec(query).first()
