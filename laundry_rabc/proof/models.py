"""One-time codes by which a client opens his hygiene statements, and what each opened."""

from datetime import datetime

from sqlmodel import Field

from esat.db import Row


class ProofCode(Row, table=True):
    """One code for one link. The code is made of the secret of the installation and `salt`; only
    its hash is here, and that of the short session that it opened.
    """

    __tablename__ = "rabc_proof_code"

    id: int | None = Field(default=None, primary_key=True)
    order_id: int = Field(foreign_key="orders.id", index=True)
    link_id: int = Field(index=True)
    salt: str = Field(max_length=32)
    code_hash: str = Field(max_length=64)
    created_at: datetime
    expires_at: datetime
    tries: int = 0
    used_at: datetime | None = None
    session_hash: str | None = Field(default=None, max_length=64, unique=True)
    session_until: datetime | None = None
