"""What teams made, and the short texts they wrote; there is no column for a worker."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from esat.db import Quantity, Row

NOTE = 280
"""The longest free text: facts, not health."""


class Remark(Row, table=True):
    """A short text of a team. It stands apart from the rows that only grow: the office may take
    the words out, and who did so and when stays.
    """

    __tablename__ = "team_remark"

    id: int | None = Field(default=None, primary_key=True)
    text: str = Field(max_length=NOTE)
    written_at: datetime
    written_by: int | None = Field(default=None, foreign_key="account.id")
    withdrawn_at: datetime | None = None
    withdrawn_by: int | None = Field(default=None, foreign_key="account.id")


class Output(Row, table=True):
    """What one team made of one order on one day, as far as it was told at once. Several rows of a
    day add up; a row that amends another stands in its place.
    """

    __tablename__ = "team_output"

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(foreign_key="team.id")
    day: date
    order_id: int = Field(foreign_key="orders.id", index=True)
    quantity: Decimal = Field(sa_type=Quantity)
    scrap: Decimal = Field(default=Decimal(0), sa_type=Quantity)
    unit: str = Field(min_length=1, max_length=20)
    note_id: int | None = Field(default=None, foreign_key="team_remark.id")
    at: datetime
    """When it was told, by the device's clock."""
    recorded_at: datetime
    recorded_by: int | None = Field(default=None, foreign_key="account.id")
    late: bool = False
    event_id: int | None = Field(default=None, foreign_key="event.id")
    amends_id: int | None = Field(default=None, foreign_key="team_output.id")
    reason_id: int | None = Field(default=None, foreign_key="team_remark.id")

    __table_args__ = (
        CheckConstraint("quantity >= 0 AND scrap >= 0", name="amounts"),
        Index("ix_team_output_day", "group_id", "day"),
        Index(
            "uq_team_output_amends",
            "amends_id",
            unique=True,
            sqlite_where=text("amends_id IS NOT NULL"),
            postgresql_where=text("amends_id IS NOT NULL"),
        ),
    )
