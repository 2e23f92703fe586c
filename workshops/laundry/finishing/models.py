"""What is done to linen after the wash, step by step, and what was not good enough to be packed.

What was noted by mistake stays: a further row stands in its place (`amends_id`), with its own time
and author and why (`fix_reason`); `void` says that it never was.
"""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ColumnElement, Index, Table, and_, exists
from sqlmodel import Field

from esat.db import Quantity, Row


class Step(Row, table=True):
    """One step of a load at a machine or a table, with what was read there: residual moisture
    (%), temperature of the calender (°C). `limit_id` is the row of the limit that judged it.
    """

    __tablename__ = "laundry_step"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('extract', 'dry', 'calender', 'iron', 'fold', 'other')", name="kind"
        ),
        CheckConstraint("verdict IN ('', 'target', 'alert', 'action')", name="verdict"),
        CheckConstraint("ended_at >= started_at", name="order"),
        CheckConstraint("amends_id IS NULL OR fix_reason <> ''", name="fix_reason"),
        Index("uq_laundry_step_amends", "amends_id", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    lot_id: int = Field(foreign_key="lot.id", index=True)
    kind: str = Field(max_length=10)
    machine_id: int | None = Field(default=None, foreign_key="resource.id")
    cycle_id: int | None = Field(default=None, foreign_key="laundry_cycle.id")
    started_at: datetime
    ended_at: datetime
    value: Decimal | None = Field(default=None, sa_type=Quantity)
    unit: str = Field(default="", max_length=6)
    verdict: str = Field(default="", max_length=6)
    """Empty when nothing was measured."""
    limit_id: int | None = Field(default=None, foreign_key="laundry_limit.id")
    at: datetime
    recorded_at: datetime
    station_id: int | None = Field(default=None, foreign_key="station.id")
    account_id: int | None = Field(default=None, foreign_key="account.id")
    late: bool = False
    reason: str = Field(default="", max_length=200)
    amends_id: int | None = Field(default=None, foreign_key="laundry_step.id")
    void: bool = False
    fix_reason: str = Field(default="", max_length=200)


class Reject(Row, table=True):
    """Linen put aside at a control: how much, why, whose doing, what was decided, and the last
    wash that it came from. A later decision on the same item is a further row.
    """

    __tablename__ = "laundry_reject"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint("pieces IS NULL OR pieces > 0", name="pieces"),
        CheckConstraint("fault IN ('ours', 'client', 'unknown')", name="fault"),
        CheckConstraint("decision IN ('rewash', 'mend', 'discard')", name="decision"),
        CheckConstraint("amends_id IS NULL OR fix_reason <> ''", name="fix_reason"),
        Index("uq_laundry_reject_amends", "amends_id", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    item_id: int = Field(foreign_key="item.id", index=True)
    """What was put aside: a part cut from `from_item_id`, or the whole item."""
    from_item_id: int | None = Field(default=None, foreign_key="item.id")
    lot_id: int | None = Field(default=None, foreign_key="lot.id", index=True)
    """The load that it left; None for what travelled in none."""
    cycle_id: int | None = Field(default=None, foreign_key="laundry_cycle.id", index=True)
    programme_id: int | None = Field(default=None, foreign_key="laundry_programme.id")
    reason: str = Field(max_length=20)
    fault: str = Field(max_length=8)
    decision: str = Field(max_length=8)
    quantity: Decimal = Field(sa_type=Quantity)
    unit: str = Field(max_length=20)
    pieces: int | None = None
    whole_load: bool = False
    note: str = Field(default="", max_length=200)
    at: datetime
    recorded_at: datetime
    station_id: int | None = Field(default=None, foreign_key="station.id")
    account_id: int | None = Field(default=None, foreign_key="account.id")
    late: bool = False
    late_reason: str = Field(default="", max_length=200)
    amends_id: int | None = Field(default=None, foreign_key="laundry_reject.id")
    void: bool = False
    fix_reason: str = Field(default="", max_length=200)


def counts(table: Table) -> ColumnElement[bool]:
    """Of `laundry_step` or `laundry_reject`: the rows that nothing amends and that were."""
    later: Any = table.alias("later")
    return and_(~exists().where(later.c.amends_id == table.c.id), table.c.void.is_(False))
