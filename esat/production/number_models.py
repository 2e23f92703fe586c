"""The last number of each series, and the numbers that stay unused."""

from datetime import datetime

from sqlmodel import Field

from esat.db import Row


class Counter(Row, table=True):
    """The last number given of a series; updated in the transaction that uses it."""

    __tablename__ = "counter"

    series: str = Field(max_length=30, primary_key=True)
    last: int = 0


class VoidNumber(Row, table=True):
    """A number that was given and not used, and why: a series without silent gaps."""

    __tablename__ = "void_number"

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(max_length=20)
    reason: str = Field(max_length=200)
    at: datetime
    account_id: int | None = Field(default=None, foreign_key="account.id")
