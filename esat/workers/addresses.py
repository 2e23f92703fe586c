"""The days and months that an address names: those that can be; any other is a page that says so.

A house takes over from paper what it had begun: it opens with the month before its first account,
or with the oldest half-day that it holds.
"""

import re
from datetime import date, timedelta
from typing import Final

from sqlmodel import Session, col, select

from esat import clock
from esat.accounts.models import Account
from esat.errors import NotFound
from esat.workers.models import HalfDay

_DAY: Final = re.compile(r"20\d\d-\d\d-\d\d", re.ASCII)
_MONTH: Final = re.compile(r"20\d\d-\d\d", re.ASCII)


def day(session: Session, text: str, *, today: date | None = None) -> date:
    """« 2026-11-23 », since the house began, up to `today` when given. NotFound otherwise."""
    when = any_day(text, today)
    if not begun(session, when):
        raise NotFound("day_unknown")
    return when


def any_day(text: str, until: date | None = None) -> date:
    """The same for what was before the house too. NotFound otherwise."""
    when = _read(_DAY, text, "", "day_unknown")
    if until is not None and when > until:
        raise NotFound("day_unknown")
    return when


def month(session: Session, text: str, *, today: date) -> date:
    """« 2026-11 » as its first day: a month that has begun, since the house began. NotFound
    otherwise.
    """
    first = any_month(text)
    if first > today or not begun(session, first):
        raise NotFound("month_unknown")
    return first


def any_month(text: str) -> date:
    """The same where what is to come is looked at too. NotFound for what is no month."""
    return _read(_MONTH, text, "-01", "month_unknown")


def _read(form: re.Pattern[str], text: str, more: str, refused: str) -> date:
    """Strictly: « 2026-11 » has one writing only."""
    try:
        if form.fullmatch(text):
            return date.fromisoformat(text + more)
    except ValueError:
        pass
    raise NotFound(refused)


def begun(session: Session, when: date) -> bool:
    """Whether the house had begun in that month. Of this month and the last nothing is asked:
    whoever looks has an account.
    """
    following = _after(when)
    opened = clock.midnight(_after(following))
    if opened > clock.now():
        return True
    if session.exec(select(Account.id).where(Account.created_at < opened).limit(1)).first():
        return True
    return bool(
        session.exec(select(HalfDay.id).where(col(HalfDay.day) < following).limit(1)).first()
    )


def _after(when: date) -> date:
    """The first day of the month after."""
    return (when.replace(day=1) + timedelta(days=31)).replace(day=1)
