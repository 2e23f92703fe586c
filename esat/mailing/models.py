"""Mails to be sent and their wording, as rows; it knows neither orders nor tracking links."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field

from esat.db import Row

_WAITING = text("sent_at IS NULL AND given_up_at IS NULL")


class Mail(Row, table=True):
    """One mail to one address. `key` is written once ever, so a state is told once ever.

    No table holds a tracking token: the body keeps `{lien}`, and `link_id` says which link's
    address replaces it when the mail leaves.
    """

    __tablename__ = "mail"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(max_length=120, unique=True)
    kind: str = Field(max_length=40)
    to_address: str = Field(max_length=254)
    subject: str = Field(max_length=200)
    body_text: str = Field(max_length=10_000)
    body_html: str | None = None
    order_id: int | None = Field(default=None, foreign_key="orders.id", index=True)
    link_id: int | None = None
    created_at: datetime
    next_try_at: datetime
    attempts: int = 0
    last_error: str = Field(default="", max_length=500)
    sent_at: datetime | None = None
    given_up_at: datetime | None = None

    __table_args__ = (
        Index("ix_mail_waiting", "next_try_at", sqlite_where=_WAITING, postgresql_where=_WAITING),
    )


class MailWording(Row, table=True):
    """The house's own words for a kind of mail; without a row the words in code are used."""

    __tablename__ = "mail_wording"

    kind: str = Field(max_length=40, primary_key=True)
    subject: str = Field(max_length=200)
    body: str = Field(max_length=8000)
    updated_at: datetime
    updated_by: int | None = Field(default=None, foreign_key="account.id")
