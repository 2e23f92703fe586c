"""Trials: their end, the days away in them, and the longer end that only the director accepts."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from sqlmodel import Session, col, select

from esat import clock, texts
from esat.accounts.models import Account
from esat.actors import Actor
from esat.errors import Forbidden, Invalid, NotFound, Refused
from esat.workers import statuses
from esat.workers.absences import reads as absences
from esat.workers.contracts import calendar, reads
from esat.workers.contracts.chains import Chain
from esat.workers.contracts.forms import ExtensionIn
from esat.workers.contracts.models import TrialExtension
from esat.workers.models import HalfDay
from esat.workers.rules.keeping import BOOK
from esat.workers.timetables import plans
from esat.workers.timetables import reads as timetables

EXTEND: Final = "contracts.extend_trial"
"""The director's alone."""


@dataclass(frozen=True, slots=True)
class Extension:
    """What was decided: how many days, until when, when the CDAPH was told, by whom."""

    days: int
    until: date
    told_on: date
    who: str


@dataclass(frozen=True, slots=True)
class Trial:
    """A trial. `ends` is its end by the rule, `until` with what was accepted."""

    contract: int
    worker_id: int
    begins: date
    ends: date
    until: date
    most: date
    """The end beyond which a proposal is to be checked first."""
    away: int = 0
    """Days away in it, those off between them included."""
    extensions: tuple[Extension, ...] = ()

    @property
    def accepted(self) -> int:
        return sum(one.days for one in self.extensions)

    @property
    def proposed(self) -> int:
        """Days that may still be added."""
        return max(self.away - self.accepted, 0)

    @property
    def proposed_until(self) -> date:
        return self.until + calendar.DAY * self.proposed

    @property
    def beyond(self) -> bool:
        return bool(self.proposed) and self.proposed_until > self.most


def running(session: Session, day: date, workers: Collection[int] | None = None) -> list[Trial]:
    """The trials of that day, and those just ended whose extension was not decided, by end."""
    found = reads.everybody(session) if workers is None else reads.of_workers(session, workers)
    months = BOOK.number(session, "trial_months", day)
    most = BOOK.number(session, "trial_most_months", day)
    after = BOOK.number(session, "trial_shown_days", day)
    drafts = [_draft(one, months, most) for one in found if _tried(one, day, most)]
    decided = _extensions(session, [one.contract for one in drafts])
    drafts = [_extended(one, decided.get(one.contract, ())) for one in drafts]
    near = [one for one in drafts if one.until >= day - calendar.DAY * after]
    told = [replace(one, away=away_days(session, one.worker_id, one.begins, one.until))
            for one in near]  # fmt: skip
    shown = [one for one in told if one.until >= day or one.proposed]
    return sorted(shown, key=lambda one: (one.until, one.contract))


def of_contract(session: Session, one: Chain, day: date) -> Trial | None:
    """The trial of this contract, while it is shown."""
    mine = running(session, day, [one.worker_id])
    return next((trial for trial in mine if trial.contract == one.root), None)


def extend(
    session: Session, one: Chain, given: ExtensionIn, *, by: Actor, at: datetime | None = None
) -> None:
    """Accept the proposal that was read. Forbidden `not_allowed` to all but the director. Refused
    `trial_changed` when it is another by now. Invalid: `form_invalid`. Twice is once.
    """
    if not by.can(EXTEND):
        raise Forbidden("not_allowed")
    at = at or clock.now()
    today = clock.local(at).date()
    trial = of_contract(session, one, today)
    if trial is None:
        raise NotFound("contract_unknown")
    if any(done.until == given.until for done in trial.extensions):
        return
    if not trial.proposed or trial.proposed_until != given.until:
        raise Refused("trial_changed")
    if given.told_on > today:
        raise Invalid("form_invalid", {"told_on": texts.sentence("day_to_come")})
    if given.told_on < trial.begins:
        raise Invalid("form_invalid", {"told_on": texts.sentence("trial_told_early")})
    session.add(
        TrialExtension(
            contract_id=one.root, days=trial.proposed, until=given.until, told_on=given.told_on,
            decided_at=at, decided_by=by.account_id,
        )
    )  # fmt: skip
    session.flush()


def away_days(session: Session, worker_id: int, since: date, until: date) -> int:
    """How many days the worker was or will be away: whole days, and those off between them.

    What a sheet saw stands above what was announced.
    """
    announced = absences.standing(session, since, until, [worker_id])
    query = select(HalfDay).where(
        HalfDay.worker_id == worker_id, col(HalfDay.day).between(since, until)
    )
    there: set[date] = set()
    away: dict[date, set[str]] = {}
    for row in announced:
        for day, half in absences.stretch(row).keys(since, until) if row.from_time is None else ():
            away.setdefault(day, set()).add(half)
    for said in session.exec(query):
        if said.status in statuses.AWAY:
            away.setdefault(said.day, set()).add(said.half)
        else:
            there.add(said.day)
    if not away:
        return 0
    over = timetables.over(session, [worker_id], min(away), max(away))[worker_id]
    plan = {one.day: one for one in over}
    whole = [
        day
        for day, halves in away.items()
        if day not in there
        and not any(plan[day].expects(half) for half in plans.HALVES if half not in halves)
    ]
    return calendar.length(whole, lambda day: bool(plan[day].expected))


def _tried(one: Chain, day: date, most: int) -> bool:
    """Whether its trial may still be shown: it is not older than the longest one."""
    if not (one.counted and one.newest.trial) or one.begins is None:
        return False
    oldest = calendar.months_after(one.begins, 2 * most)
    return one.begins <= day <= oldest and (one.last is None or one.last >= day)


def _draft(one: Chain, months: int, most: int) -> Trial:
    begins = one.begins or date.min
    ends = calendar.months_after(begins, months) - calendar.DAY
    longest = calendar.months_after(begins, most) - calendar.DAY
    return Trial(one.root, one.worker_id, begins, ends, ends, longest)


def _extended(one: Trial, decided: Collection[Extension]) -> Trial:
    until = max((done.until for done in decided), default=one.ends)
    return replace(one, until=until, extensions=tuple(decided))


def _extensions(session: Session, contracts: Collection[int]) -> dict[int, list[Extension]]:
    query = (
        select(TrialExtension, Account.display_name)
        .outerjoin(Account, col(Account.id) == TrialExtension.decided_by)
        .where(col(TrialExtension.contract_id).in_(contracts))
        .order_by(col(TrialExtension.id))
    )
    found: dict[int, list[Extension]] = {}
    for row, who in session.exec(query):
        made = Extension(row.days, row.until, row.told_on, who or "")
        found.setdefault(row.contract_id, []).append(made)
    return found
