"""What green spaces know of a visit: where, what is to be done, and between which days."""

from datetime import date

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from esat.db import Row


class Visit(Row, table=True):
    """Keyed by the item: the place, the tasks as they are told to the team, and the window."""

    __tablename__ = "green_visit"

    item_id: int = Field(foreign_key="item.id", primary_key=True)
    site: str = Field(max_length=120)
    tasks: str = Field(default="", max_length=1000)
    window_from: date | None = None
    window_to: date | None = None

    __table_args__ = (CheckConstraint("window_from <= window_to", name="window"),)
