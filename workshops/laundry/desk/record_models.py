"""What follows a deposit: how it is paid, who collected it, reminders, what the house decided."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from esat.db import Quantity, Row

_STANDS = text("ended_at IS NULL")
_RECEIPT_STANDS = text("ended_at IS NULL AND kind = 'receipt'")


class Payment(Row, table=True):
    """How a deposit is paid: to be invoiced, or by a receipt of the cash office. A change is a
    further row with its reason; the former one then ends.
    """

    __tablename__ = "laundry_payment"
    __table_args__ = (
        CheckConstraint("kind IN ('invoice', 'receipt')", name="kind"),
        CheckConstraint(
            "kind = 'invoice' OR (receipt_no <> '' AND paid_on IS NOT NULL)", name="receipt"
        ),
        CheckConstraint("amends_id IS NULL OR reason <> ''", name="reason"),
        Index(
            "uq_laundry_payment_standing",
            "order_id",
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        ),
        Index(
            "uq_laundry_payment_receipt",
            "cash_office",
            "receipt_no",
            unique=True,
            sqlite_where=_RECEIPT_STANDS,
            postgresql_where=_RECEIPT_STANDS,
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    order_id: int = Field(foreign_key="laundry_deposit.order_id", index=True)
    kind: str = Field(max_length=8)
    cash_office: str = Field(default="", max_length=60)
    receipt_no: str = Field(default="", max_length=30)
    amount: Decimal = Field(sa_type=Quantity)
    paid_on: date | None = None
    at: datetime
    recorded_at: datetime
    account_id: int | None = Field(default=None, foreign_key="account.id")
    amends_id: int | None = Field(default=None, foreign_key="laundry_payment.id")
    reason: str = Field(default="", max_length=200)
    ended_at: datetime | None = None


class Collection(Row, table=True):
    """What was shown when things were collected: the ticket, or a paper that was only seen."""

    __tablename__ = "laundry_collection"
    __table_args__ = (CheckConstraint("proof IN ('ticket', 'identity')", name="proof"),)

    delivery_id: int = Field(foreign_key="delivery.id", primary_key=True)
    order_id: int = Field(foreign_key="laundry_deposit.order_id", index=True)
    proof: str = Field(max_length=8)


class Reminder(Row, table=True):
    """That somebody was reminded of what he left: how, and when."""

    __tablename__ = "laundry_reminder"
    __table_args__ = (CheckConstraint("way IN ('letter', 'phone')", name="way"),)

    id: int | None = Field(default=None, primary_key=True)
    order_id: int = Field(foreign_key="laundry_deposit.order_id", index=True)
    way: str = Field(max_length=6)
    at: datetime
    recorded_at: datetime
    account_id: int | None = Field(default=None, foreign_key="account.id")


class Abandonment(Row, table=True):
    """What the house decided of a deposit that nobody came for; the deposit itself stays."""

    __tablename__ = "laundry_abandonment"
    __table_args__ = (CheckConstraint("decision IN ('keep', 'hand_on')", name="decision"),)

    id: int | None = Field(default=None, primary_key=True)
    order_id: int = Field(foreign_key="laundry_deposit.order_id", index=True)
    decision: str = Field(max_length=8)
    reason: str = Field(max_length=200)
    at: datetime
    recorded_at: datetime
    account_id: int | None = Field(default=None, foreign_key="account.id")
