"""The set-up codes of a maker's scanner, as its notice prints them; none is invented here."""

from datetime import datetime

from sqlmodel import Field

from esat.db import Row


class ScannerSetup(Row, table=True):
    """A picture of the code that a scanner's notice gives for one setting."""

    __tablename__ = "scanner_setup"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=80)
    note: str = Field(default="", max_length=280)
    file_id: int | None = Field(default=None, foreign_key="file.id")
    created_at: datetime
    created_by: int | None = Field(default=None, foreign_key="account.id")
    retired_at: datetime | None = None
