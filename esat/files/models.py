"""What was attached, to what, and who may see it; the bytes are in `store`."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from esat.db import Row


class StoredFile(Row, table=True):
    """One attachment. Two rows may share the same bytes: they are kept once, under their hash."""

    __tablename__ = "file"

    id: int | None = Field(default=None, primary_key=True)
    sha256: str = Field(max_length=64, index=True)
    thumb_sha256: str | None = Field(default=None, max_length=64)
    size: int
    media_type: str = Field(max_length=40)
    name: str = Field(max_length=120)
    created_at: datetime
    created_by: int | None = Field(default=None, foreign_key="account.id")
    order_id: int | None = Field(default=None, foreign_key="orders.id", index=True)
    item_id: int | None = Field(default=None, foreign_key="item.id", index=True)
    client_id: int | None = Field(default=None, foreign_key="client.id", index=True)
    visibility: str = Field(default="internal", max_length=10)

    __table_args__ = (
        CheckConstraint("visibility IN ('internal', 'client')", name="visibility"),
        CheckConstraint("size >= 0", name="size"),
    )
