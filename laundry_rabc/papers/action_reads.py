"""Actions as their pages show them: what waits, what is late, one with its steps. SELECTs only."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlmodel import Session, col, select

from esat import clock
from laundry_rabc.papers import actions, people, versions
from laundry_rabc.papers.audit_models import Finding, PaperAction, PaperActionStep
from laundry_rabc.papers.states import ActionState
from laundry_rabc.papers.team_models import Meeting

MOST: Final = 2000
VIEWS: Final = (("a-faire", "À faire"), ("a-verifier", "À vérifier"), ("verifiees", "Vérifiées"))
_VIEW: Final = {"open": "a-faire", "done": "a-verifier", "verified": "verifiees"}


@dataclass(frozen=True, slots=True)
class Row:
    """An action, how it stood on the day asked for, whose it is, and what it comes from."""

    action: PaperAction
    state: ActionState
    owner: str
    origin: str
    on: date

    @property
    def late(self) -> bool:
        return self.state.late(self.on)

    @property
    def label(self) -> str:
        return self.state.label(self.on)

    @property
    def meaning(self) -> str:
        return self.state.meaning(self.on)


@dataclass(frozen=True, slots=True)
class Told:
    """A step with who wrote it."""

    step: PaperActionStep
    label: str
    who: str


def every(session: Session, on: date | None = None) -> list[Row]:
    """Every action there was at the end of a day, the most urgent first."""
    query = select(PaperAction).order_by(col(PaperAction.due_on), col(PaperAction.id)).limit(MOST)
    return _rows(session, query, on)


def views(session: Session) -> dict[str, list[Row]]:
    """The actions by view: those late stand first; the last verified are named first."""
    found: dict[str, list[Row]] = {name: [] for name, _ in VIEWS}
    for row in sorted(every(session), key=lambda one: one.state.due_on):
        found[_VIEW[row.state.code]].append(row)
    found["verifiees"].reverse()
    return found


def of_findings(session: Session, ids: Iterable[int]) -> dict[int, list[Row]]:
    """The actions of findings, by the first row of the finding."""
    found: dict[int, list[Row]] = defaultdict(list)
    query = select(PaperAction).where(col(PaperAction.finding_id).in_(list(ids)))
    for row in _rows(session, query.order_by(col(PaperAction.id)), None):
        found[row.action.finding_id or 0].append(row)
    return found


def of_meeting(session: Session, meeting_id: int) -> list[Row]:
    """The actions that a review or a meeting decided."""
    query = select(PaperAction).where(PaperAction.meeting_id == meeting_id)
    return _rows(session, query.order_by(col(PaperAction.id)), None)


def one(session: Session, action: PaperAction) -> Row:
    return _rows(session, select(PaperAction).where(PaperAction.id == action.id), None)[0]


def late(session: Session, on: date) -> int:
    """How many actions are late."""
    return sum(1 for row in every(session) if row.state.late(on))


def steps(session: Session, action_id: int) -> list[Told]:
    """What became of it, the newest first."""
    query = (
        select(PaperActionStep)
        .where(PaperActionStep.action_id == action_id)
        .order_by(col(PaperActionStep.id).desc())
    )
    found = list(session.exec(query))
    names = people.names(session, [it for step in found for it in (step.account_id, step.owner_id)])
    return [
        Told(step, _label(step, names), names.get(step.account_id, "")) for step in found
    ]  # fmt: skip


def _label(step: PaperActionStep, names: dict[int | None, str]) -> str:
    if step.kind != "moved" or step.due_on is None:
        return actions.STEP_LABELS[step.kind]
    return f"{names.get(step.owner_id, '')}, pour le {step.due_on:%d/%m/%Y}"


def _rows(session: Session, query: Any, on: date | None) -> list[Row]:
    if on is not None:
        query = query.where(col(PaperAction.recorded_at) < versions.end_of(on))
    rows = list(session.exec(query))
    by_action = _steps(session, [row.id or 0 for row in rows], on)
    found = [(row, actions.state_of(row, by_action.get(row.id or 0, ()))) for row in rows]
    names = people.names(session, [state.owner_id for _, state in found])
    origins = _origins(session, rows)
    return [
        Row(row, state, names[state.owner_id], origins.get(row.id or 0, ""), on or clock.today())
        for row, state in found
    ]


def _steps(session: Session, ids: list[int], on: date | None) -> dict[int, list[PaperActionStep]]:
    found: dict[int, list[PaperActionStep]] = defaultdict(list)
    query = (
        select(PaperActionStep)
        .where(col(PaperActionStep.action_id).in_(ids))
        .order_by(col(PaperActionStep.id))
    )
    if on is not None:
        query = query.where(col(PaperActionStep.recorded_at) < versions.end_of(on))
    for step in session.exec(query) if ids else ():
        found[step.action_id].append(step)
    return found


def _origins(session: Session, rows: list[PaperAction]) -> dict[int, str]:
    findings = {row.finding_id for row in rows if row.finding_id is not None}
    meetings = {row.meeting_id for row in rows if row.meeting_id is not None}
    refs = dict(
        session.exec(select(Finding.id, Finding.ref).where(col(Finding.id).in_(findings))).all()
    )
    held = session.exec(select(Meeting).where(col(Meeting.id).in_(meetings)))
    days = {one.id: one.held_on for one in held}
    found = {}
    for row in rows:
        if row.finding_id is not None:
            found[row.id or 0] = f"Constat {refs[row.finding_id]}"
        elif row.meeting_id is not None:
            found[row.id or 0] = f"Réunion du {days[row.meeting_id]:%d/%m/%Y}"
    return found
