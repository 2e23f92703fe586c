"""Months as pages name them, and the days that a statement reads; pure."""

from calendar import monthrange
from datetime import date, timedelta


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
