"""Linen that circulates, by client and article, and what clients complain of: rows that only grow.

A place is the client's (`client`), the laundry's work (`house`) or its clean shelves (`store`).
"""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from esat.db import Quantity, Row

PLACES_SQL = "('client', 'house', 'store')"


class StockMove(Row, table=True):
    """Pieces that went from one place to another; without a start they came in, without an end
    they are gone. Never changed: a count corrects.
    """

    __tablename__ = "laundry_stock_move"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint(
            "kind IN ('delivered', 'returned', 'stored', 'bought', 'discarded', 'loss',"
            " 'found', 'counted')",
            name="kind",
        ),
        CheckConstraint(
            f"from_place IS NULL OR from_place IN {PLACES_SQL}",
            name="from_place",
        ),
        CheckConstraint(f"to_place IS NULL OR to_place IN {PLACES_SQL}", name="to_place"),
        CheckConstraint("from_place IS NOT NULL OR to_place IS NOT NULL", name="somewhere"),
        CheckConstraint("kind <> 'counted' OR reason <> ''", name="why"),
        Index("ix_laundry_stock_move_of", "client_id", "article_id", "at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    client_id: int = Field(foreign_key="client.id")
    article_id: int = Field(foreign_key="article.id")
    kind: str = Field(max_length=10)
    from_place: str | None = Field(default=None, max_length=6)
    to_place: str | None = Field(default=None, max_length=6)
    quantity: Decimal = Field(sa_type=Quantity)
    at: datetime
    recorded_at: datetime
    account_id: int | None = Field(default=None, foreign_key="account.id")
    counted: Decimal | None = Field(default=None, sa_type=Quantity)
    """What the count found, where the row makes up the difference."""
    reason: str = Field(default="", max_length=200)
    late: bool = False


class StockCount(Row, table=True):
    """An inventory of one place, kept also when it found what was expected."""

    __tablename__ = "laundry_stock_count"
    __table_args__ = (
        CheckConstraint("counted >= 0", name="counted"),
        CheckConstraint(f"place IN {PLACES_SQL}", name="place"),
    )

    id: int | None = Field(default=None, primary_key=True)
    client_id: int = Field(foreign_key="client.id", index=True)
    article_id: int = Field(foreign_key="article.id")
    place: str = Field(max_length=6)
    expected: Decimal = Field(sa_type=Quantity)
    counted: Decimal = Field(sa_type=Quantity)
    move_id: int | None = Field(default=None, foreign_key="laundry_stock_move.id")
    reason: str = Field(default="", max_length=200)
    at: datetime
    recorded_at: datetime
    account_id: int | None = Field(default=None, foreign_key="account.id")


class Par(Row, table=True):
    """How much of an article should circulate for a client, by version; `daily` and `days` are
    those of the proposal that it follows, None where somebody decided otherwise.
    """

    __tablename__ = "laundry_par"
    __table_args__ = (
        CheckConstraint("quantity >= 0", name="quantity"),
        Index("uq_laundry_par_version", "client_id", "article_id", "version", unique=True),
    )

    id: int | None = Field(default=None, primary_key=True)
    client_id: int = Field(foreign_key="client.id")
    article_id: int = Field(foreign_key="article.id")
    version: int
    quantity: Decimal = Field(sa_type=Quantity)
    daily: Decimal | None = Field(default=None, sa_type=Quantity)
    days: Decimal | None = Field(default=None, sa_type=Quantity)
    since: date
    reason: str = Field(default="", max_length=200)
    created_at: datetime
    created_by: int | None = Field(default=None, foreign_key="account.id")


class Complaint(Row, table=True):
    """What a client complains of, what was decided of it and when it was answered."""

    __tablename__ = "laundry_complaint"
    __table_args__ = (
        CheckConstraint("decision IN ('', 'accepted', 'partial', 'refused')", name="decision"),
        CheckConstraint("amount IS NULL OR amount >= 0", name="amount"),
        CheckConstraint("(decision = '') = (decided_at IS NULL)", name="decided"),
        CheckConstraint("replied_at IS NULL OR decided_at IS NOT NULL", name="replied"),
        Index("ix_laundry_complaint_open", "replied_at", "due_on"),
    )

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(max_length=20, unique=True)
    client_id: int = Field(foreign_key="client.id", index=True)
    received_at: datetime
    articles: str = Field(max_length=200)
    facts: str = Field(max_length=2000)
    order_id: int | None = Field(default=None, foreign_key="orders.id", index=True)
    item_id: int | None = Field(default=None, foreign_key="item.id")
    lot_id: int | None = Field(default=None, foreign_key="lot.id")
    resource_id: int | None = Field(default=None, foreign_key="resource.id")
    due_on: date
    owner_id: int | None = Field(default=None, foreign_key="account.id")
    decision: str = Field(default="", max_length=8)
    amount: Decimal | None = Field(default=None, sa_type=Quantity)
    plan_effect: str = Field(default="", max_length=500)
    decided_at: datetime | None = None
    replied_at: datetime | None = None
    created_at: datetime
    created_by: int | None = Field(default=None, foreign_key="account.id")


class ComplaintStep(Row, table=True):
    """What was done of a complaint; a mistake is followed by another row."""

    __tablename__ = "laundry_complaint_step"

    id: int | None = Field(default=None, primary_key=True)
    complaint_id: int = Field(foreign_key="laundry_complaint.id", index=True)
    kind: str = Field(max_length=10)
    note: str = Field(default="", max_length=600)
    owner_id: int | None = Field(default=None, foreign_key="account.id")
    """To whom it was given, by that step."""
    at: datetime
    recorded_at: datetime
    account_id: int | None = Field(default=None, foreign_key="account.id")


class ComplaintPhoto(Row, table=True):
    """A photograph that came with a complaint."""

    __tablename__ = "laundry_complaint_photo"

    id: int | None = Field(default=None, primary_key=True)
    complaint_id: int = Field(foreign_key="laundry_complaint.id", index=True)
    file_id: int = Field(foreign_key="file.id", unique=True)
    created_at: datetime
