"""Numbered papers as rows: what each one says, frozen when it was made, and where its file is."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field

from esat.db import Row


class Document(Row, table=True):
    """One paper. `content` never changes; `sha256` is empty until its file is on the disk.

    No token stands in it: `link_id` says which tracking link the paper carries, and the address is
    made when the paper is.
    """

    __tablename__ = "document"

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(max_length=20, unique=True)
    kind: str = Field(max_length=30)
    order_id: int = Field(foreign_key="orders.id", index=True)
    delivery_id: int | None = Field(default=None, foreign_key="delivery.id")
    link_id: int | None = None
    created_at: datetime
    created_by: int | None = Field(default=None, foreign_key="account.id")
    content: dict[str, Any] = Field(sa_type=JSON)
    sha256: str | None = Field(default=None, max_length=64)
    frozen_at: datetime | None = None
