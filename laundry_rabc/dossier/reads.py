"""Dossiers as their page shows them, and those that wait to be made. SELECTs only."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select as columns
from sqlmodel import Session, col, func, select

from esat.accounts.models import Account
from esat.actors import Actor
from esat.config import Settings
from esat.documents import service as papers
from esat.errors import NotFound
from esat.production.journal_models import Seal
from laundry_rabc.dossier.composing import SealWords
from laundry_rabc.dossier.models import Dossier, DossierFailure, DossierMade

PAGE: Final = 50
TRIES: Final = 3
"""After so many failures nobody tries again by himself: somebody asks for a new one."""


@dataclass(frozen=True, slots=True)
class Row:
    """A dossier with what became of it."""

    dossier: Dossier
    by: str
    made: DossierMade | None
    failures: int
    why: str = ""

    @property
    def state(self) -> str:
        if self.made is not None:
            return "made"
        return "failed" if self.failures >= TRIES else "waiting"

    @property
    def label(self) -> str:
        if self.made is not None:
            return "Incomplet" if self.made.gaps else "Complet"
        return {"failed": "Échec", "waiting": "En préparation"}[self.state]

    @property
    def meaning(self) -> str:
        if self.made is not None:
            return "question" if self.made.gaps else "ok"
        return {"failed": "refused", "waiting": "unknown"}[self.state]


def listed(session: Session, before: int | None = None) -> list[Row]:
    """The dossiers, the last asked for first; those older than one when asked so."""
    query = _rows().order_by(col(Dossier.id).desc()).limit(PAGE + 1)
    if before is not None:
        query = query.where(col(Dossier.id) < before)
    return _made(session, query)


def one(session: Session, ref: str) -> Row:
    """One dossier. NotFound for none."""
    found = _made(session, _rows().where(Dossier.ref == ref))
    if not found:
        raise NotFound("not_found")
    return found[0]


def waiting(session: Session) -> list[int]:
    """The keys of those still to be made, the oldest first."""
    tries = (
        select(DossierFailure.dossier_id, func.count().label("n"))
        .group_by(col(DossierFailure.dossier_id))
        .subquery()
    )
    query = (
        select(Dossier.id)
        .outerjoin(DossierMade, col(DossierMade.dossier_id) == col(Dossier.id))
        .outerjoin(tries, tries.c.dossier_id == col(Dossier.id))
        .where(
            col(DossierMade.dossier_id).is_(None), func.coalesce(tries.c.n, 0) < TRIES
        )
        .order_by(col(Dossier.id))
        .limit(PAGE)
    )  # fmt: skip
    return [key for key in session.exec(query) if key is not None]


def count_incomplete(session: Session, by: Actor, at: datetime) -> int:
    """How many gaps the newest dossier tells."""
    del by, at
    query = select(DossierMade.gaps).order_by(col(DossierMade.dossier_id).desc()).limit(1)
    return session.exec(query).first() or 0


def faults(session: Session, settings: Settings) -> list[str]:
    """Dossiers whose bytes are missing or are no longer what was made."""
    store = papers.papers_of(settings)
    query = (
        select(Dossier.ref, DossierMade)
        .join(DossierMade, col(DossierMade.dossier_id) == col(Dossier.id))
        .order_by(col(Dossier.id))
    )
    return [
        f"{ref} : {fault}"
        for ref, made in session.exec(query)
        for sha256 in (made.pdf_sha256, made.zip_sha256)
        if (fault := store.fault(sha256)) is not None
    ]


def last_seal(session: Session) -> SealWords:
    """The newest seal of the journal."""
    seal = Seal.__table__
    query = columns(seal.c.id, seal.c.last_event, seal.c.head).order_by(seal.c.id.desc()).limit(1)
    row = session.connection().execute(query).first()
    return SealWords(None, 0, "") if row is None else SealWords(row.id, row.last_event, row.head)


def _rows() -> Any:
    last = (
        select(
            DossierFailure.dossier_id, func.count().label("n"),
            func.max(DossierFailure.why).label("w"),
        )
        .group_by(col(DossierFailure.dossier_id))
        .subquery()
    )  # fmt: skip
    return (
        select(  # type: ignore[call-overload]
            Dossier, Account.display_name, DossierMade, func.coalesce(last.c.n, 0), last.c.w
        )
        .outerjoin(Account, col(Account.id) == Dossier.account_id)
        .outerjoin(DossierMade, col(DossierMade.dossier_id) == Dossier.id)
        .outerjoin(last, last.c.dossier_id == Dossier.id)
    )


def _made(session: Session, query: Any) -> list[Row]:
    return [
        Row(dossier, by or "Système", made, n, why or "")
        for dossier, by, made, n, why in session.exec(query)
    ]
