"""What the tests of clients' codes share: the thing of a code, and what the journal says of one."""

from sqlmodel import Session, select

from esat.production import subjects
from esat.production.journal_models import Event
from esat.production.subjects import Subject


def subject(session: Session, code: str) -> Subject:
    found = subjects.by_code(session, code)
    assert found is not None
    return found


def trace(session: Session, text: str) -> list[tuple[str, str]]:
    """What the journal says of a code: kind and reason."""
    rows = session.exec(select(Event).where(Event.kind.startswith("code.")).order_by(Event.id))  # type: ignore[attr-defined, arg-type]
    return [(row.kind, row.reason) for row in rows if (row.data or {})["code"] == text]
