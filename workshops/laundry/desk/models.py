"""Tariffs, social brackets and legal texts by version; deposits, their lines and photographs.

A price, a bracket or a text is never changed: a further version is added, with the day it holds
from. A deposit keeps the versions that it was priced by.
"""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from esat.db import Quantity, Row

STATUS = "status IN ('proposed', 'validated')"


class Tariff(Row, table=True):
    """A version of the price of a service on a nature of article, taxes included."""

    __tablename__ = "laundry_tariff"
    __table_args__ = (
        UniqueConstraint("code", "version"),
        CheckConstraint("price >= 0", name="price"),
        CheckConstraint(STATUS, name="status"),
    )

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=60)
    version: int
    article: str = Field(max_length=60)
    service: str = Field(max_length=60)
    price: Decimal = Field(sa_type=Quantity)
    unit: str = Field(max_length=12)
    pictogram: str = Field(default="tag", max_length=40)
    position: int = 0
    since: date
    status: str = Field(default="proposed", max_length=10)
    source: str = Field(default="", max_length=160)
    withdrawn: bool = False
    reason: str = Field(default="", max_length=200)
    created_at: datetime
    created_by: int | None = Field(default=None, foreign_key="account.id")


class Bracket(Row, table=True):
    """A version of a bracket of the social tariff. Its upper bound is a text to be read: nobody's
    income is asked by this program, nor kept.
    """

    __tablename__ = "laundry_bracket"
    __table_args__ = (
        UniqueConstraint("code", "version"),
        CheckConstraint("kind IN ('percent', 'fixed')", name="kind"),
        CheckConstraint("percent IS NULL OR percent > 0", name="percent"),
        CheckConstraint(STATUS, name="status"),
    )

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=40)
    version: int
    label: str = Field(max_length=60)
    bound: str = Field(default="", max_length=80)
    kind: str = Field(default="percent", max_length=8)
    percent: Decimal | None = Field(default=None, sa_type=Quantity)
    """What is taken off every price; None where the prices are fixed."""
    position: int = 0
    since: date
    status: str = Field(default="proposed", max_length=10)
    source: str = Field(default="", max_length=160)
    withdrawn: bool = False
    reason: str = Field(default="", max_length=200)
    created_at: datetime
    created_by: int | None = Field(default=None, foreign_key="account.id")


class BracketPrice(Row, table=True):
    """The price of one article in a version of a bracket with fixed prices."""

    __tablename__ = "laundry_bracket_price"
    __table_args__ = (CheckConstraint("price >= 0", name="price"),)

    bracket_id: int = Field(foreign_key="laundry_bracket.id", primary_key=True)
    tariff_code: str = Field(max_length=60, primary_key=True)
    price: Decimal = Field(sa_type=Quantity)


class DeskText(Row, table=True):
    """A version of a text that the law wants on the ticket, or of a list that the desk offers."""

    __tablename__ = "laundry_desk_text"
    __table_args__ = (
        UniqueConstraint("code", "version"),
        CheckConstraint(STATUS, name="status"),
    )

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=20)
    version: int
    body: str = Field(max_length=2000)
    since: date
    status: str = Field(default="proposed", max_length=10)
    source: str = Field(default="", max_length=160)
    reason: str = Field(default="", max_length=200)
    created_at: datetime
    created_by: int | None = Field(default=None, foreign_key="account.id")


class Deposit(Row, table=True):
    """What an individual left at the counter: keyed by its order. The bracket is the fact that
    was chosen then; its version keeps what it took off.
    """

    __tablename__ = "laundry_deposit"
    __table_args__ = (CheckConstraint("total >= 0", name="total"),)

    order_id: int = Field(foreign_key="orders.id", primary_key=True)
    bracket_id: int | None = Field(default=None, foreign_key="laundry_bracket.id")
    total: Decimal = Field(sa_type=Quantity)
    at: datetime
    recorded_at: datetime
    account_id: int | None = Field(default=None, foreign_key="account.id")


class DepositLine(Row, table=True):
    """A line of a deposit: keyed by the order's line, its price frozen with the tariff's version.
    `reservations` are codes of `words.RESERVATIONS`, one after the other.
    """

    __tablename__ = "laundry_deposit_line"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint("unit_price >= 0 AND unit_price <= full_price", name="unit_price"),
        CheckConstraint("amount >= 0", name="amount"),
        CheckConstraint("value IS NULL OR value > 0", name="value"),
    )

    line_id: int = Field(foreign_key="order_line.id", primary_key=True)
    order_id: int = Field(foreign_key="laundry_deposit.order_id", index=True)
    tariff_id: int = Field(foreign_key="laundry_tariff.id")
    quantity: Decimal = Field(sa_type=Quantity)
    full_price: Decimal = Field(sa_type=Quantity)
    unit_price: Decimal = Field(sa_type=Quantity)
    amount: Decimal = Field(sa_type=Quantity)
    value: Decimal | None = Field(default=None, sa_type=Quantity)
    """What it was bought for, said at the deposit."""
    reservations: str = Field(default="", max_length=200)
    note: str = Field(default="", max_length=200)


class DepositPhoto(Row, table=True):
    """A photograph of a line, taken before anything was done to it."""

    __tablename__ = "laundry_deposit_photo"

    file_id: int = Field(foreign_key="file.id", primary_key=True, ondelete="CASCADE")
    line_id: int = Field(foreign_key="laundry_deposit_line.line_id", index=True)
