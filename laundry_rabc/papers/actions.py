"""Actions: given to somebody, done with evidence, verified by another person than who did it."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Annotated, Any, Final

from pydantic import Field, StringConstraints
from sqlmodel import Session, col, select

from esat import clock
from esat.actors import Actor
from esat.errors import Forbidden, Invalid, NotFound, Refused
from esat.production import numbers
from esat.web.forms import Blank, FormShape, NoControl
from laundry_rabc.papers import kept, people, rights, rules, states
from laundry_rabc.papers.audit_models import Finding, PaperAction, PaperActionStep
from laundry_rabc.papers.kept import Sent
from laundry_rabc.papers.team_models import Meeting

SERIES: Final = "AC"
STEP_LABELS: Final = {
    "done": "Faite", "verified": "Vérifiée", "returned": "Renvoyée à faire",
    "moved": "Échéance ou personne changée", "note": "Précision",
}  # fmt: skip
MOST: Final = 2**31 - 1
"""The highest key of a row."""
WAIT: Final = 3 * 366
Note = Annotated[str, StringConstraints(min_length=1, max_length=1000), NoControl]


class ActionIn(FormShape):
    """What is to be done; without a day, the delay in force gives it."""

    words: Annotated[str, StringConstraints(min_length=1, max_length=500), NoControl]
    owner: Annotated[int | None, Blank] = None
    due_on: Annotated[date | None, Blank] = None
    finding: Annotated[int | None, Field(ge=1, le=MOST), Blank] = None
    meeting: Annotated[int | None, Field(ge=1, le=MOST), Blank] = None


class DoneIn(FormShape):
    """The evidence that it was done, and the day."""

    note: Note
    on_day: Annotated[date | None, Blank] = None


class NoteIn(FormShape):
    note: Note


class MoveIn(FormShape):
    """Another day or another person, and why."""

    note: Note
    owner: Annotated[int | None, Blank] = None
    due_on: Annotated[date | None, Blank] = None


def the(session: Session, action_id: int) -> PaperAction:
    """One action. NotFound otherwise."""
    found = session.get(PaperAction, action_id)
    if found is None:
        raise NotFound("not_found")
    return found


def open_one(session: Session, given: ActionIn, *, by: Actor) -> PaperAction:
    """Write an action. Invalid for a person it cannot be given to and a day that is past; refuses
    `finding_has_no_action`. Flushes.
    """
    rights.require(by, rights.WRITE)
    _origin(session, given)
    now = clock.now()
    today = clock.today()
    due = given.due_on or today + timedelta(days=rules.delay(session, "action_due", today).value)
    owner = _owner(session, given.owner)
    _due(due)
    made = PaperAction(
        ref=numbers.take(session, SERIES, now), finding_id=given.finding,
        meeting_id=given.meeting, words=given.words, owner_id=owner, due_on=due, recorded_at=now,
        account_id=by.account_id,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def state(session: Session, action: PaperAction) -> states.ActionState:
    """How it stands, after its steps."""
    query = (
        select(PaperActionStep)
        .where(PaperActionStep.action_id == action.id)
        .order_by(col(PaperActionStep.id))
    )
    return state_of(action, session.exec(query).all())


def state_of(action: PaperAction, steps: Sequence[PaperActionStep]) -> states.ActionState:
    """The same, of steps already read, in their order."""
    plain = [states.Step(one.kind, one.account_id, one.owner_id, one.due_on) for one in steps]
    return states.action_state(action.owner_id, action.due_on, plain)


def done(
    session: Session, action: PaperAction, given: DoneIn, sent: Sent | None, *, by: Actor
) -> None:
    """Say that it is done, with what proves it: its owner, or who keeps the file. Refuses
    `action_not_open`; Forbidden `action_not_yours`; Invalid for a day to come.
    """
    rights.require(by, rights.ACT)
    found = state(session, action)
    if by.account_id != found.owner_id and not rights.may(by, rights.WRITE):
        raise Forbidden("action_not_yours")
    if found.code != "open":
        raise Refused("action_not_open")
    day = given.on_day or clock.today()
    first = clock.local(action.recorded_at).date()
    if day > clock.today() or day < first:
        raise Invalid("form_invalid", {"on_day": "Entre le jour où elle est écrite et ce jour."})
    _step(session, action, "done", given.note, by=by, on_day=day,
          file_id=kept.one(session, sent, by=by))  # fmt: skip


def verify(session: Session, action: PaperAction, given: NoteIn, *, by: Actor) -> None:
    """It worked: said by neither its owner nor who did it. Refuses `action_not_done`; Forbidden
    `paper_same_person`.
    """
    _other(session, action, by)
    _step(session, action, "verified", given.note, by=by)


def send_back(session: Session, action: PaperAction, given: NoteIn, *, by: Actor) -> None:
    """It did not work: to be done again. The same two persons as to verify it."""
    _other(session, action, by)
    _step(session, action, "returned", given.note, by=by)


def move(session: Session, action: PaperAction, given: MoveIn, *, by: Actor) -> None:
    """Another day or another person, with the reason; the first day stays readable. Refuses
    `action_not_open`.
    """
    rights.require(by, rights.WRITE)
    found = state(session, action)
    if found.code != "open":
        raise Refused("action_not_open")
    if given.owner is None and given.due_on is None:
        raise Invalid("form_invalid", {"due_on": "Changez le jour ou la personne."})
    due = given.due_on or found.due_on
    if given.due_on is not None:
        _due(given.due_on)
    owner = found.owner_id if given.owner is None else _owner(session, given.owner)
    _step(session, action, "moved", given.note, by=by, owner_id=owner, due_on=due)


def note(session: Session, action: PaperAction, given: NoteIn, *, by: Actor) -> None:
    """Something more about it, at any time."""
    rights.require(by, rights.ACT)
    _step(session, action, "note", given.note, by=by)


def _origin(session: Session, given: ActionIn) -> None:
    if given.finding is not None:
        finding = session.get(Finding, given.finding)
        if finding is None or finding.root_id is not None:
            raise NotFound("not_found")
        last = session.exec(
            select(Finding).where(Finding.root_id == finding.id).order_by(col(Finding.id).desc())
        ).first()
        if (last or finding).grade == "strength":
            raise Refused("finding_has_no_action")
    if given.meeting is not None and session.get(Meeting, given.meeting) is None:
        raise NotFound("not_found")


def _owner(session: Session, owner: int | None) -> int:
    if owner is None or not people.may_own(session, owner):
        raise Invalid("form_invalid", {"owner": "Choisissez qui la fait."})
    return owner


def _due(day: date) -> None:
    today = clock.today()
    if not today <= day <= today + timedelta(days=WAIT):
        raise Invalid("form_invalid", {"due_on": "Choisissez un jour à venir, sous trois ans."})


def _other(session: Session, action: PaperAction, by: Actor) -> None:
    rights.require(by, rights.APPROVE)
    found = state(session, action)
    if found.code != "done":
        raise Refused("action_not_done")
    if by.account_id is None or by.account_id in found.doers:
        raise Forbidden("paper_same_person")


def _step(
    session: Session, action: PaperAction, kind: str, words: str, *, by: Actor,
    on_day: date | None = None, **more: Any,
) -> None:  # fmt: skip
    session.add(
        PaperActionStep(
            action_id=action.id or 0, kind=kind, note=words, on_day=on_day or clock.today(),
            recorded_at=clock.now(), account_id=by.account_id, **more,
        )
    )  # fmt: skip
    session.flush()
