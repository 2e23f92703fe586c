"""Sharing a season between visits: days only, no database."""

from datetime import date, timedelta

Window = tuple[date | None, date | None]


def shared(first: date | None, last: date | None, visits: int) -> list[Window]:
    """One window a visit, in order, without a gap and without a day in two of them.

        |---- 1 ----|---- 2 ----|---- 3 ----|
        first                            last

    Lengths differ by one day at most. When an end is open, or there are more visits than days,
    nothing can be shared and every visit has the whole window.
    """
    if first is None or last is None or (last - first).days + 1 < visits:
        return [(first, last)] * visits
    days = (last - first).days + 1
    starts = [first + timedelta(days=days * n // visits) for n in range(visits + 1)]
    return [(starts[n], starts[n + 1] - timedelta(days=1)) for n in range(visits)]
