"""Versions of documents with what was decided of them, until a moment. SELECTs only."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from esat import clock
from laundry_rabc.papers import states
from laundry_rabc.papers.models import Document, DocumentAct, DocumentVersion

MOST = 2000


@dataclass(frozen=True, slots=True)
class Version:
    """A version, its document, what was decided of it, and its state on the day asked for."""

    document: Document
    row: DocumentVersion
    acts: tuple[DocumentAct, ...]
    state: str
    on: date

    @property
    def label(self) -> str:
        return states.LABELS[self.state]

    @property
    def meaning(self) -> str:
        return states.MEANINGS[self.state]

    @property
    def approval(self) -> DocumentAct | None:
        return next((act for act in self.acts if act.kind == "approved"), None)

    @property
    def starts(self) -> date | None:
        """The day from which it counts, once approved."""
        act = self.approval
        if act is None:
            return None
        return max(self.row.effective_on, clock.local(act.at).date())

    @property
    def review_on(self) -> date:
        """The day by which its content is looked at again, after the last review."""
        days = [act.next_on for act in self.acts if act.next_on is not None]
        return days[-1] if days else self.row.review_on

    @property
    def review_late(self) -> bool:
        return self.state == states.IN_FORCE and self.review_on < self.on

    @property
    def readers(self) -> frozenset[str]:
        return frozenset(self.row.readers.split())


def of(session: Session, document_id: int) -> list[Version]:
    """Every version of one document, the newest first."""
    return _made(session, document_id, None)


def every(session: Session, on: date | None = None) -> list[Version]:
    """Every version there was at the end of a day, by code, the newest first."""
    return _made(session, None, on)


def state_of(session: Session, row: DocumentVersion) -> str:
    """How one version stands now."""
    return next(one.state for one in of(session, row.document_id) if one.row.id == row.id)


def end_of(on: date) -> datetime:
    """The first moment after a Paris day."""
    return datetime.combine(on + timedelta(days=1), datetime.min.time(), clock.PARIS)


_ROWS = (
    select(DocumentVersion, Document)
    .join(Document, col(Document.id) == DocumentVersion.document_id)
    .order_by(col(Document.code), col(DocumentVersion.number).desc())
    .limit(MOST)
)
_ACTS = select(DocumentAct).order_by(col(DocumentAct.id))
_MINE = col(DocumentVersion.document_id) == bindparam("document")
_ROWS_OF = _ROWS.where(_MINE)
_ACTS_OF = _ACTS.join(
    DocumentVersion, col(DocumentVersion.id) == col(DocumentAct.version_id)
).where(_MINE)
"""Of one document, built once: every reading of a paper and every result asks them."""


def _made(session: Session, document_id: int | None, on: date | None) -> list[Version]:
    rows, acts = (_ROWS, _ACTS) if document_id is None else (_ROWS_OF, _ACTS_OF)
    if on is not None:
        rows = rows.where(col(DocumentVersion.created_at) < end_of(on))
        acts = acts.where(col(DocumentAct.at) < end_of(on))
    asked = {} if document_id is None else {"document": document_id}
    by_version: dict[int, list[DocumentAct]] = defaultdict(list)
    for act in session.exec(acts, params=asked):
        by_version[act.version_id].append(act)
    return _judged(session.exec(rows, params=asked).all(), by_version, on or clock.today())


def _judged(
    rows: Iterable[tuple[DocumentVersion, Document]],
    acts: dict[int, list[DocumentAct]],
    on: date,
) -> list[Version]:
    found = list(rows)
    by_document: dict[int, list[states.Known]] = defaultdict(list)
    for row, _ in found:
        by_document[row.document_id].append(_known(row, acts.get(row.id or 0, ())))
    judged = {
        key: state
        for known in by_document.values()
        for key, state in states.states(known, on).items()
    }
    return [
        Version(document, row, tuple(acts.get(row.id or 0, ())), judged[row.id or 0], on)
        for row, document in found
    ]


def _known(row: DocumentVersion, acts: Sequence[DocumentAct]) -> states.Known:
    days = {act.kind: clock.local(act.at).date() for act in acts}
    return states.Known(
        row.id or 0, row.number, row.effective_on, days.get("approved"), "refused" in days,
        days.get("withdrawn"),
    )  # fmt: skip
