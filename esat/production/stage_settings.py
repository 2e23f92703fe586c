"""What the house says of a workshop's stages, over the declaration: rows, dated and signed.

Codes and moves stay in code: guards, labels and tracking hang on them.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from esat import clock, registry
from esat.accounts.models import Account
from esat.actors import Actor
from esat.declarations import Subject, Workshop
from esat.errors import Forbidden, Invalid
from esat.production.models import StageSetting
from esat.stages import Stage, StageMachine

MANAGE = "house.settings"
_READ = "stage_settings_read"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for one stage; no label and no position mean those of the declaration."""

    label: str = ""
    position: int | None = None
    hidden: bool = False
    resting_minutes: int | None = None


@dataclass(frozen=True, slots=True)
class ShownStage:
    """A stage as boards show it; `stage` is the declared one."""

    stage: Stage
    label: str
    position: int
    hidden: bool
    resting_minutes: int | None
    since: datetime | None = None

    @property
    def code(self) -> str:
        return self.stage.code


@dataclass(frozen=True, slots=True)
class Change:
    """A row that was added: which stage, what it said, by whom, since when."""

    stage: str
    label: str
    position: int
    hidden: bool
    resting_minutes: int | None
    since: datetime
    who: str


def current(session: Session, workshop: Workshop) -> tuple[ShownStage, ...]:
    """Every stage of the workshop, in the order that the house wants on its boards."""
    newest = _newest(session, workshop.code)
    shown = [
        _shown(stage, place, newest.get(stage.code))
        for place, stage in enumerate(workshop.road.stages, start=1)
    ]
    return tuple(sorted(shown, key=lambda one: one.position))


def set_stages(
    session: Session,
    workshop: Workshop,
    wanted: Mapping[str, Wanted],
    *,
    by: Actor,
    at: datetime | None = None,
) -> int:
    """Add a row for each stage that changes; answers how many.

    Forbidden: `not_allowed`. Invalid: `form_invalid`, fields named `<stage>.<field>`.
    """
    if not by.is_system and not by.can(MANAGE, workshop=workshop.code):
        raise Forbidden("not_allowed")
    if faults := _faults(workshop, wanted):
        raise Invalid("form_invalid", faults)
    standing = _newest(session, workshop.code)
    rows = [
        row
        for code, asked in wanted.items()
        if (row := _changed(workshop, code, asked, standing.get(code))) is not None
    ]
    for row in rows:
        row.since, row.set_by = at or clock.now(), by.account_id
    session.add_all(rows)
    session.flush()
    return len(rows)


def changes(session: Session, workshop: Workshop, limit: int = 20) -> tuple[Change, ...]:
    """The last rows of a workshop, newest first."""
    query = (
        select(StageSetting, Account.display_name)
        .join(Account, col(Account.id) == StageSetting.set_by, isouter=True)
        .where(StageSetting.workshop == workshop.code)
        .order_by(col(StageSetting.id).desc())
        .limit(limit)
    )
    road = workshop.road
    found = []
    for row, who in session.exec(query):
        stage = road.stage(row.stage).label if road.knows(row.stage) else row.stage
        said = (row.label, row.position, row.hidden, row.resting_minutes)
        found.append(Change(stage, *said, row.since, who or "Système"))
    return tuple(found)


def is_optional(road: StageMachine, code: str) -> bool:
    """Whether a thing can go from the start to an end without standing there."""
    start = road.stages[0].code
    if code == start or road.stage(code).final:
        return False
    seen, waiting = {start}, [start]
    while waiting:
        for move in road.moves_from(waiting.pop()):
            if move.target not in seen and move.target != code:
                seen.add(move.target)
                waiting.append(move.target)
    return any(road.stage(one).final for one in seen)


def still_resting(session: Session, subject: Subject, at: datetime) -> str | None:
    """A guard that a workshop may declare on moves out of a press: `stage_resting` until the time
    that the house gave to that stage is over.
    """
    if subject.workshop is None or subject.stage is None:
        return None
    row = _newest_of(session, subject.workshop, subject.stage)
    since = getattr(subject, "stage_since", None)
    if row is None or not row.resting_minutes or since is None:
        return None
    return "stage_resting" if at < since + timedelta(minutes=row.resting_minutes) else None


@contextmanager
def read_once(session: Session) -> Iterator[None]:
    """Within it each stage's setting is read once: a list asks the same guard of many things."""
    session.info[_READ] = {}
    try:
        yield
    finally:
        del session.info[_READ]


def _newest_of(session: Session, workshop: str, stage: str) -> StageSetting | None:
    read: dict[tuple[str, str], StageSetting | None] = session.info.get(_READ, {})
    if (workshop, stage) not in read:
        read[workshop, stage] = session.exec(
            select(StageSetting)
            .where(StageSetting.workshop == workshop, StageSetting.stage == stage)
            .order_by(col(StageSetting.id).desc())
            .limit(1)
        ).first()
    return read[workshop, stage]


def may_rest(workshop: Workshop, stage: str) -> bool:
    """Whether a resting time means anything there: a move that leaves it is so guarded."""
    known = registry.current()
    return any(
        guard.ask is still_resting
        for move in workshop.road.moves_from(stage)
        for guard in known.guards_of(workshop.code, move.action)
    )


def _changed(
    workshop: Workshop, code: str, asked: Wanted, former: StageSetting | None
) -> StageSetting | None:
    """The row to add for a stage, or None when it already says so."""
    stage, place = workshop.road.stage(code), workshop.road.position(code) + 1
    now = _shown(stage, place, former)
    label = "" if asked.label == stage.label else asked.label
    position = asked.position or place
    if _says(now, former) == (label, position, asked.hidden, asked.resting_minutes):
        return None
    return StageSetting(
        workshop=workshop.code,
        stage=code,
        label=label,
        position=0 if position == place else position,
        hidden=asked.hidden,
        resting_minutes=asked.resting_minutes,
        since=clock.now(),
    )


def _newest(session: Session, workshop: str) -> dict[str, StageSetting]:
    query = (
        select(StageSetting).where(StageSetting.workshop == workshop).order_by(col(StageSetting.id))
    )
    return {row.stage: row for row in session.exec(query)}


def _shown(stage: Stage, place: int, row: StageSetting | None) -> ShownStage:
    if row is None:
        return ShownStage(stage, stage.label, place, hidden=False, resting_minutes=None)
    return ShownStage(
        stage,
        row.label or stage.label,
        row.position or place,
        row.hidden,
        row.resting_minutes,
        row.since,
    )


def _says(now: ShownStage, row: StageSetting | None) -> tuple[str, int, bool, int | None]:
    return (row.label if row else "", now.position, now.hidden, now.resting_minutes)


def _faults(workshop: Workshop, wanted: Mapping[str, Wanted]) -> dict[str, str]:
    road, faults = workshop.road, {}
    labels: dict[str, str] = {}
    for code, asked in wanted.items():
        if not road.knows(code):
            faults[f"{code}.label"] = "Cette étape n’existe pas."
            continue
        if asked.hidden and not is_optional(road, code):
            faults[f"{code}.hidden"] = "Cette étape est obligatoire : elle reste sur le tableau."
        if asked.resting_minutes and not may_rest(workshop, code):
            faults[f"{code}.resting_minutes"] = "Cette étape n’a pas de temps de repos."
        label = (asked.label or road.stage(code).label).casefold()
        if labels.setdefault(label, code) != code:
            faults[f"{code}.label"] = "Une autre étape porte déjà ce nom."
    return faults
