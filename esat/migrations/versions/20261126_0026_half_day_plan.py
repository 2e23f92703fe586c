"""What was expected of a half-day, from when to when, kept with it.

Revision: 0026, after 0025.

A half-day of before was judged by the usual hours of its group: they are what was expected. Where
the group has changed them since, the minutes of the half-day say how long it was.
"""

from datetime import date, datetime, time, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

TEAM = sa.table(
    "team",
    sa.column("id", sa.Integer),
    *(
        sa.column(f"{half}_{end}", sa.Time)
        for half in ("morning", "afternoon")
        for end in ("from", "to")
    ),
)
HALF_DAY = sa.table(
    "half_day",
    sa.column("id", sa.Integer),
    sa.column("group_id", sa.Integer),
    sa.column("half", sa.String),
    sa.column("status", sa.String),
    sa.column("from_time", sa.Time),
    sa.column("to_time", sa.Time),
    sa.column("minutes", sa.Integer),
    sa.column("planned_minutes", sa.Integer),
    sa.column("planned_from", sa.Time),
    sa.column("planned_to", sa.Time),
)
THERE = ("present", "elsewhere", "outside")


def upgrade() -> None:
    with op.batch_alter_table("half_day", schema=None) as batch_op:
        batch_op.add_column(sa.Column("planned_from", sa.Time(), nullable=True))
        batch_op.add_column(sa.Column("planned_to", sa.Time(), nullable=True))
    for team in op.get_bind().execute(sa.select(TEAM)).mappings().all():
        for half in ("morning", "afternoon"):
            _fill(team["id"], half, team[f"{half}_from"], team[f"{half}_to"])


def downgrade() -> None:
    with op.batch_alter_table("half_day", schema=None) as batch_op:
        batch_op.drop_column("planned_to")
        batch_op.drop_column("planned_from")


def _fill(team: int, half: str, start: time, end: time) -> None:
    row, of_it = HALF_DAY.c, sa.and_(HALF_DAY.c.group_id == team, HALF_DAY.c.half == half)
    op.execute(
        sa.update(HALF_DAY)
        .where(of_it)
        .values(planned_from=start, planned_to=end, planned_minutes=_minutes(start, end))
    )
    other_hours = sa.or_(
        sa.and_(row.status.in_(THERE), row.minutes != _minutes(start, end)),
        row.status.in_(("late", "left_early")),
    )
    query = sa.select(row.id, row.from_time, row.to_time, row.minutes).where(of_it, other_hours)
    for key, came, left, minutes in op.get_bind().execute(query).all():
        first, last = _around(came, left, minutes, start, end)
        op.execute(
            sa.update(HALF_DAY)
            .where(row.id == key)
            .values(planned_from=first, planned_to=last, planned_minutes=_minutes(first, last))
        )


def _around(
    came: time | None, left: time | None, minutes: int, start: time, end: time
) -> tuple[time, time]:
    """The hours that give the minutes it has."""
    if came is not None and left is None:
        return min(start, came), _later(came, minutes)
    if left is not None and came is None:
        return _later(left, -minutes), max(end, left)
    return (start, _later(start, minutes)) if came is None else (start, end)


def _later(moment: time, minutes: int) -> time:
    return (datetime.combine(date(2000, 1, 1), moment) + timedelta(minutes=minutes)).time()


def _minutes(start: time, end: time) -> int:
    return (end.hour * 60 + end.minute) - (start.hour * 60 + start.minute)
