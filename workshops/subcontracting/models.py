"""What subcontracting knows of a batch: reference, revision, the quantity announced."""

from decimal import Decimal

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from esat.db import Quantity, Row


class Batch(Row, table=True):
    """Keyed by the item. The quantity announced is the whole order's: the batch's own is the
    item's, which changes when it is split.
    """

    __tablename__ = "batch"

    item_id: int = Field(foreign_key="item.id", primary_key=True)
    reference: str = Field(max_length=60)
    revision: str = Field(default="", max_length=20)
    announced: Decimal = Field(sa_type=Quantity)

    __table_args__ = (CheckConstraint("announced > 0", name="announced"),)
