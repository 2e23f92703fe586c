"""The set-up codes of a maker's scanner, as its notice prints them; none is invented here."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from esat.db import Row


class ScannerSetup(Row, table=True):
    """A picture of the code that a scanner's notice gives for one setting."""

    __tablename__ = "scanner_setup"
    __table_args__ = (CheckConstraint("width_mm >= 10 AND width_mm <= 170", name="width_mm"),)

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=80)
    note: str = Field(default="", max_length=280)
    file_id: int | None = Field(default=None, foreign_key="file.id")
    width_mm: int
    """How wide the picture is in the notice: it is printed as wide again."""
    created_at: datetime
    created_by: int | None = Field(default=None, foreign_key="account.id")
    retired_at: datetime | None = None
