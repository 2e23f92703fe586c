"""What the house decides about itself, one dated row a value; it knows no page."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field

from esat.db import Row


class HouseSetting(Row, table=True):
    """One value since a moment, and who set it; rows are only ever added, the newest counts."""

    __tablename__ = "house_setting"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(max_length=60)
    value: str = Field(default="", max_length=500)
    since: datetime
    set_by: int | None = Field(default=None, foreign_key="account.id")

    __table_args__ = (Index("ix_house_setting_key", "key", "id"),)
