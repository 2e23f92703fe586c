"""A month validated by its supervisor, then by the office, then closed for good in a version.

Closing locks the month of the worker: what is corrected afterwards makes a further version.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from sqlmodel import Session, col, select

from esat import clock, texts
from esat.activity.statements import board, frozen, kept, periods
from esat.activity.statements.anomalies import LABELS
from esat.activity.statements.board import Sheet
from esat.activity.statements.figures import Closed, Signed
from esat.activity.statements.models import StatementAct, StatementNote, StatementVersion
from esat.actors import Actor
from esat.errors import Forbidden, Invalid, NotFound, Refused
from esat.workers import leading, locks, memberships
from esat.workers.models import Group, Worker

VALIDATE: Final = "statements.validate"
MANAGE: Final = "statements.manage"


@dataclass(frozen=True, slots=True)
class Done:
    """How many months an act of several reached, and how many it left as they are."""

    done: int
    left: int


def may_validate(by: Actor, group: Group | None) -> bool:
    """Whether this supervisor answers for the months of this group."""
    if group is None:
        return False
    return leading.may(by, VALIDATE, group)


def led(
    session: Session, by: Actor, month: date, worker_ids: Collection[int] | None = None
) -> list[int]:
    """The workers for whom `by` validates: of his groups as the month ended. Forbidden
    `not_your_group` when one asked is not his.
    """
    its = memberships.group_on(periods.last_day(month))
    query = select(Worker, Group).join(Group, col(Group.id) == its, isouter=True)
    if worker_ids is not None:
        query = query.where(col(Worker.id).in_(worker_ids))
    elif by.groups is not None:
        query = query.where(its.in_(by.groups))
    rows = session.exec(query).all()
    mine = [worker.id or 0 for worker, group in rows if may_validate(by, group)]
    if worker_ids is not None and set(mine) != set(worker_ids):
        raise Forbidden("not_your_group")
    return mine


def validate_by_supervisor(
    session: Session, month: date, worker_ids: Collection[int], *, by: Actor, at: datetime
) -> Done:
    """Say that what was recorded of these months is right; those validated already stay.

    Forbidden `not_your_group`. Refused `month_not_over`.
    """
    asked = led(session, by, month, worker_ids)
    _refuse_early(month, at)
    found = board.veiled(session, month, asked, today=clock.local(at).date())
    new = [one for one in found if one.supervisor is None and not one.versions]
    keep(session, [(one, one.facts) for one in new], board.SUPERVISOR, by, at)
    return Done(len(new), len(found) - len(new))


def explain(
    session: Session,
    month: date,
    worker_id: int,
    anomaly: str,
    words: str,
    *,
    by: Actor,
    at: datetime,
) -> None:
    """One sentence of the office for an anomaly and the days it has now. NotFound without it."""
    _require(by)
    sheet = the(session, month, worker_id, today=clock.local(at).date())
    named = next((one for one in sheet.anomalies if one.code == anomaly), None)
    if named is None:
        raise NotFound("statement_point_gone")
    days = " ".join(day.isoformat() for day in named.days)
    session.add(
        StatementNote(
            worker_id=worker_id, month=month, anomaly=anomaly, days=days,
            words=frozen.seal_words(worker_id, words), at=at,
            recorded_by=by.account_id,
        )
    )  # fmt: skip
    session.flush()


def validate(session: Session, month: date, worker_id: int, *, by: Actor, at: datetime) -> None:
    """The office says that the month is right. Refused `statement_open` while something is open
    and not explained, `month_not_over`, `statement_closed`.
    """
    _require(by)
    _refuse_early(month, at)
    sheet = the(session, month, worker_id, today=clock.local(at).date())
    _refuse_closed(sheet)
    _refuse_open([sheet])
    if sheet.office is None:
        keep(session, [(sheet, sheet.digest)], board.OFFICE, by, at)


def validate_all(session: Session, month: date, *, by: Actor, at: datetime) -> Done:
    """The same for all those without any anomaly that their supervisor validated."""
    _require(by)
    _refuse_early(month, at)
    found = [
        one
        for one in board.sheets(session, month, today=clock.local(at).date())
        if one.state in {board.OPEN, board.SUPERVISOR}
    ]
    clear = [one for one in found if not one.anomalies]
    keep(session, [(one, one.digest) for one in clear], board.OFFICE, by, at)
    return Done(len(clear), len(found) - len(clear))


def close_all(session: Session, month: date, *, by: Actor, at: datetime) -> Done:
    """Close every month that the office validated; the others stay open."""
    _require(by)
    _refuse_early(month, at)
    found = board.sheets(session, month, today=clock.local(at).date(), leave=True)
    ready = [one for one in found if one.state == board.OFFICE]
    close_sheets(session, month, ready, "", by, at)
    waiting = [one for one in found if one.state in {board.OPEN, board.SUPERVISOR, board.AGAIN}]
    return Done(len(ready), len(waiting))


def close(
    session: Session, month: date, worker_id: int, reason: str = "", *, by: Actor, at: datetime
) -> int:
    """Close the month of a worker, or take it again after a correction; the version's number.

    Refused `statement_open` while something is open and not explained, `month_not_over`,
    `statement_closed` when nothing changed since. Invalid without a reason for a further version.
    """
    _require(by)
    _refuse_early(month, at)
    sheet = the(session, month, worker_id, today=clock.local(at).date())
    _refuse_closed(sheet)
    _refuse_open([sheet])
    if sheet.versions and not reason:
        raise Invalid("form_invalid", {"reason": texts.sentence("statement_reason")})
    if sheet.office is None:
        keep(session, [(sheet, sheet.digest)], board.OFFICE, by, at)
    close_sheets(session, month, [sheet], reason, by, at)
    return len(sheet.versions) + 1


def the(session: Session, month: date, worker_id: int, *, today: date) -> Sheet:
    """The month of one worker. NotFound `statement_unknown` when he was not here."""
    found = board.sheets(session, month, [worker_id], today=today, leave=True)
    if not found:
        raise NotFound("statement_unknown")
    return found[0]


def _require(by: Actor) -> None:
    if not by.can(MANAGE):
        raise Forbidden("not_allowed")


def _refuse_early(month: date, at: datetime) -> None:
    if clock.local(at).date() < periods.last_day(month):
        raise Refused("month_not_over", day=periods.last_day(month))


def _refuse_closed(sheet: Sheet) -> None:
    if sheet.state == board.CLOSED:
        raise Refused("statement_closed", name=sheet.statement.person.name)


def _refuse_open(sheets: Iterable[Sheet]) -> None:
    for sheet in sheets:
        left = ", ".join(LABELS[one.code].lower() for one in sheet.unexplained)
        if left:
            raise Refused("statement_open", name=sheet.statement.person.name, left=left)


def keep(
    session: Session, sheets: Sequence[tuple[Sheet, str]], kind: str, by: Actor, at: datetime
) -> None:
    """Write the validations; the rules were asked before."""
    for sheet, digest in sheets:
        session.add(
            StatementAct(
                worker_id=sheet.worker_id, month=sheet.statement.month, kind=kind,
                digest=digest, at=at, recorded_by=by.account_id,
            )
        )  # fmt: skip
    session.flush()


def close_sheets(
    session: Session, month: date, sheets: Sequence[Sheet], reason: str, by: Actor, at: datetime
) -> None:
    """Write the versions and lock the month; the rules were asked before."""
    for sheet in sheets:
        session.add(
            StatementVersion(
                worker_id=sheet.worker_id,
                month=month,
                version=len(sheet.versions) + 1,
                digest=sheet.digest,
                sealed=frozen.seal(_closed(sheet, by, at)),
                reason=frozen.seal_words(sheet.worker_id, reason) if reason else "",
                at=at,
                recorded_by=by.account_id,
            )
        )
    locks.close(session, [one.worker_id for one in sheets], month, by=by, at=at)


def _closed(sheet: Sheet, by: Actor, at: datetime) -> Closed:
    """The month with who answers for it; whoever closes it answers for the office."""
    made = kept.as_it_stands(sheet)
    return made if made.office else replace(made, office=Signed(by.display_name, at))
