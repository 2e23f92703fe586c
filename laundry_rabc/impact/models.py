"""Searches for what a fault may have touched: as found then, with what was held and who is told."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from esat.db import Quantity, Row


class Impact(Row, table=True):
    """One search that was acted on. `thing` is the key of what failed, of the table that `kind`
    says; `correction` in the unit of the instrument; times are those that were asked.
    """

    __tablename__ = "rabc_impact"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('instrument', 'machine', 'programme', 'pump', 'chemical', 'point', 'period')",
            name="kind",
        ),
        CheckConstraint("until > since", name="order"),
    )

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=12)
    thing: int | None = None
    thing_label: str = Field(default="", max_length=120)
    since: datetime
    until: datetime
    correction: Decimal | None = Field(default=None, sa_type=Quantity)
    reason: str = Field(max_length=280)
    at: datetime
    account_id: int | None = Field(default=None, foreign_key="account.id")
    case_id: int | None = Field(default=None, foreign_key="rabc_case.id")
    source_ref: str = Field(default="", max_length=60, index=True)
    """What asked for it by itself: `calibration:12`, `pump:4`; once each."""
    cycles: int = 0
    lots: int = 0
    kg: Decimal = Field(default=Decimal(0), sa_type=Quantity)
    held: int = 0


class ImpactLine(Row, table=True):
    """What one client had in one lot that was found; `here` when some of it was in house then."""

    __tablename__ = "rabc_impact_line"
    __table_args__ = (Index("ix_rabc_impact_line_lot", "lot_id"),)

    impact_id: int = Field(foreign_key="rabc_impact.id", primary_key=True)
    lot_id: int = Field(foreign_key="lot.id", primary_key=True)
    client_id: int = Field(foreign_key="client.id", primary_key=True)
    kg: Decimal = Field(sa_type=Quantity)
    unweighed: int = 0
    here: bool = False


class ImpactClient(Row, table=True):
    """A client of a search: to be warned, or with nothing gone; `possible` where his linen only
    travelled with some of it. Told once, by whom and how.
    """

    __tablename__ = "rabc_impact_client"
    __table_args__ = (CheckConstraint("told_by IN ('', 'mail', 'letter', 'call')", name="told_by"),)

    impact_id: int = Field(foreign_key="rabc_impact.id", primary_key=True)
    client_id: int = Field(foreign_key="client.id", primary_key=True)
    lots: int = 0
    kg: Decimal = Field(default=Decimal(0), sa_type=Quantity)
    here_kg: Decimal = Field(default=Decimal(0), sa_type=Quantity)
    to_warn: bool = False
    possible: bool = False
    text: str = Field(default="", max_length=4000)
    """What was said to him."""
    told_by: str = Field(default="", max_length=8)
    told_at: datetime | None = None
    told_account_id: int | None = Field(default=None, foreign_key="account.id")
