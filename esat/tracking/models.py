"""Links to the client's page, one for each recipient; no row ever holds a token."""

from datetime import datetime

from sqlmodel import Field

from esat.db import Row


class AccessLink(Row, table=True):
    """One link for one recipient and one purpose. `salt` makes its token another than that of a
    link which had the same key before a purge or a restored backup; the token itself is made from
    the secret of the installation, and only its hash is here.
    """

    __tablename__ = "access_link"

    id: int | None = Field(default=None, primary_key=True)
    order_id: int = Field(foreign_key="orders.id", index=True)
    recipient: str = Field(max_length=120)
    email: str = Field(default="", max_length=200)
    purpose: str = Field(default="follow", max_length=20)
    salt: str = Field(max_length=32)
    token_hash: str = Field(max_length=64, unique=True)
    created_at: datetime
    created_by: int | None = Field(default=None, foreign_key="account.id")
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    last_opened_at: datetime | None = None
