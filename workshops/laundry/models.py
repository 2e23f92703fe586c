"""What the laundry knows of its orders: the round and the declared bags and kilograms."""

from decimal import Decimal

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from esat.db import Quantity, Row


class LaundryOrder(Row, table=True):
    """Keyed by the order: round (tournée), bags announced, kilograms announced."""

    __tablename__ = "laundry_order"

    order_id: int = Field(foreign_key="orders.id", primary_key=True)
    round: str = Field(default="", max_length=40)
    bags: int | None = None
    kg: Decimal | None = Field(default=None, sa_type=Quantity)

    __table_args__ = (
        CheckConstraint("bags IS NULL OR bags >= 0", name="bags"),
        CheckConstraint("kg IS NULL OR kg >= 0", name="kg"),
    )
