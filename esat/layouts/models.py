"""Versions of a layout, kept for ever; the last is in force. None: that of `labels` serves."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, CheckConstraint, UniqueConstraint
from sqlmodel import Field

from esat.db import Quantity, Row


class LabelLayout(Row, table=True):
    """One version of a layout. `boxes` are those of `labels.spec`, in millimetres."""

    __tablename__ = "label_layout"
    __table_args__ = (
        UniqueConstraint("code", "version"),
        CheckConstraint("version > 0", name="version"),
        CheckConstraint("width_mm > 0 AND height_mm > 0", name="size"),
    )

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=40)
    version: int
    label: str = Field(max_length=120)
    width_mm: Decimal = Field(sa_type=Quantity)
    height_mm: Decimal = Field(sa_type=Quantity)
    sheet: str = Field(default="", max_length=10)
    boxes: list[dict[str, Any]] = Field(sa_type=JSON)
    withdrawn: bool = False
    """From this version on the house's own layout serves again, or none where it has none."""
    reason: str = Field(default="", max_length=200)
    created_at: datetime
    created_by: int | None = Field(default=None, foreign_key="account.id")
