"""The forms that clients' own digit codes may have, as dated rows; they judge nothing."""

from datetime import date

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from esat.db import Row


class CodeFormat(Row, table=True):
    """Which digit codes of clients are accepted: a partial reading has another length, or a wrong
    check digit. Dated rows; None for the client means everybody's.
    """

    __tablename__ = "code_format"

    id: int | None = Field(default=None, primary_key=True)
    client_id: int | None = Field(default=None, foreign_key="client.id", index=True)
    symbology: str = Field(max_length=12)
    length: int = Field(ge=4, le=64)
    check_digit: str = Field(default="gs1", max_length=6)
    source: str = Field(max_length=200)
    status: str = Field(default="proposed", max_length=10)
    since: date
    until: date | None = None
    created_by: int | None = Field(default=None, foreign_key="account.id")

    __table_args__ = (
        CheckConstraint(
            "symbology IN ('ean13', 'ean8', 'upca', 'itf', 'digits')", name="symbology"
        ),
        CheckConstraint("check_digit IN ('gs1', 'none')", name="check_digit"),
        CheckConstraint("check_digit = 'gs1' OR symbology = 'digits'", name="checked"),
        CheckConstraint("status IN ('proposed', 'approved')", name="status"),
    )
