"""Which digit codes of clients are accepted: read from dated rows."""

from datetime import date

from sqlmodel import Session, col, select

from esat.production.code_format_models import CodeFormat


def accepted(session: Session, client_id: int | None, on: date) -> list[CodeFormat]:
    """The formats in force on a day: everybody's, and those of this client."""
    mine = col(CodeFormat.client_id).is_(None) | (col(CodeFormat.client_id) == client_id)
    query = select(CodeFormat).where(
        mine,
        CodeFormat.since <= on,
        col(CodeFormat.until).is_(None) | (col(CodeFormat.until) >= on),
    )
    return list(session.exec(query.order_by(col(CodeFormat.id))))
