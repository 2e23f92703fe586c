"""Months as pages name them, and the days that a statement reads; pure."""

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Final

from esat.errors import NotFound

_FORM: Final = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


def last_day(month: date) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1])


def before(month: date) -> date:
    return (month - timedelta(days=1)).replace(day=1)


def after(month: date) -> date:
    return last_day(month) + timedelta(days=1)


def first_monday(month: date) -> date:
    """The Monday of the week in which the month begins."""
    return month - timedelta(days=month.weekday())


def usual(today: date) -> date:
    """The month that the office works on: the one that ended last."""
    return before(today.replace(day=1))


def read(text: str) -> date:
    """« 2026-11 » as its first day. NotFound otherwise."""
    found = _FORM.fullmatch(text)
    if found is None:
        raise NotFound("not_found")
    return date(int(found[1]), int(found[2]), 1)
