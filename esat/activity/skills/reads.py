"""What pages show of skills: per worker, and per item who can show it; never people compared."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlmodel import Session, and_, col, or_, select

from esat.accounts.models import Account
from esat.activity.skills import items, rights
from esat.activity.skills.levels import ABLE, BY_CODE, WITHDRAWN, Level
from esat.activity.skills.models import SkillItem, SkillObservation, SkillTrace
from esat.actors import Actor
from esat.folding import fold
from esat.workers import memberships, reach
from esat.workers.models import Group, Worker


@dataclass(frozen=True, slots=True)
class Seen:
    """An observation as pages show it."""

    id: int
    code: str
    day: date
    level: str
    note: str
    has_photo: bool
    who: str
    corrected: bool
    corrects: int | None
    withdrawn: bool = False
    """Its words and its picture were taken out by the office."""

    @property
    def counts(self) -> bool:
        """Whether it stands: nothing has come in its place, and it was not taken back."""
        return not self.corrected and self.level != WITHDRAWN

    @property
    def words(self) -> Level | None:
        return BY_CODE.get(self.level)


@dataclass(frozen=True, slots=True)
class Cell:
    """An item, and what was last seen of it; None while nothing was."""

    item: SkillItem
    seen: Seen | None


def observations(session: Session, worker_id: int) -> list[Seen]:
    """All that was written of a worker, the oldest first."""
    row, follow = SkillObservation, SkillObservation.__table__.alias("follow")
    columns: Any = (row, SkillItem.code, SkillTrace, Account.display_name, follow.c.id)
    query = (
        select(*columns)
        .join(SkillItem, col(SkillItem.id) == row.item_id)
        .join(SkillTrace, col(SkillTrace.observation_id) == row.id, isouter=True)
        .join(Account, col(Account.id) == row.observed_by, isouter=True)
        .join(follow, follow.c.corrects_id == row.id, isouter=True)
        .where(row.worker_id == worker_id)
        .order_by(col(row.day), col(row.id))
    )
    return [
        Seen(
            id=said.id or 0, code=code, day=said.day, level=said.level,
            note=trace.note if trace else "",
            has_photo=trace is not None and trace.file_id is not None,
            who=who or "Système", corrected=after is not None, corrects=said.corrects_id,
            withdrawn=trace is not None and trace.withdrawn_at is not None,
        )
        for said, code, trace, who, after in session.exec(query)
    ]  # fmt: skip


def chapters(
    session: Session, worker_id: int, workshop: str, day: date, *, every: bool = False
) -> list[tuple[str, list[Cell]]]:
    """The items of his workshop, and those of another that were seen of him, by chapter; with
    `every`, those of all workshops.
    """
    last = {one.code: one for one in observations(session, worker_id) if one.counts}
    found = sorted(
        (
            one
            for one in items.newest(session, day).values()
            if ((every or one.workshop == workshop) and not one.withdrawn) or one.code in last
        ),
        key=lambda one: (one.workshop != workshop, one.position, one.code),
    )
    cells = [Cell(one, last.get(one.code)) for one in found]
    return [
        (chapter, list(group)) for chapter, group in groupby(cells, key=lambda it: it.item.chapter)
    ]


def who_can_show(session: Session, by: Actor, code: str, day: date) -> list[tuple[int, str]]:
    """Key and name, by first name, of the workers whom `by` reaches and who do it without help."""
    row, follow = SkillObservation, SkillObservation.__table__.alias("follow")
    query = (
        select(row, Worker, Group)
        .join(SkillItem, col(SkillItem.id) == row.item_id)
        .join(Worker, col(Worker.id) == row.worker_id)
        .join(Group, col(Group.id) == memberships.group_on(day), isouter=True)
        .join(follow, and_(follow.c.corrects_id == row.id), isouter=True)
        .where(
            SkillItem.code == code, row.level != WITHDRAWN, follow.c.id.is_(None),
            or_(col(Worker.left_on).is_(None), col(Worker.left_on) >= day),
        )
        .order_by(col(row.day), col(row.id))
    )  # fmt: skip
    last = {worker.id: (said.level, worker, group) for said, worker, group in session.exec(query)}
    found = [
        (worker.id or 0, worker.display_name)
        for level, worker, group in last.values()
        if level in ABLE and reach.may(by, rights.READ, group)
    ]
    return sorted(found, key=lambda pair: (fold(pair[1]), pair[0]))


def photo_of(session: Session, observation_id: int) -> tuple[int, int] | None:
    """The worker and the file of an observation's picture."""
    query = (
        select(SkillObservation.worker_id, SkillTrace.file_id)
        .join(SkillTrace, col(SkillTrace.observation_id) == SkillObservation.id)
        .where(SkillObservation.id == observation_id)
    )
    found = session.exec(query).first()
    return None if found is None or found[1] is None else (found[0], found[1])
