"""The tiles of this room on the home of RABC, each with its number."""

from datetime import datetime

from sqlmodel import Session

from esat import clock
from esat.actors import Actor
from laundry_rabc.papers import action_reads, document_reads, reads, rights, team_reads
from laundry_rabc.tiles import Tile


def to_read(session: Session, by: Actor, _at: datetime) -> int:
    return document_reads.to_read(session, by)


def late_actions(session: Session, _by: Actor, at: datetime) -> int:
    return action_reads.late(session, clock.local(at).date())


def late_reviews(session: Session, _by: Actor, at: datetime) -> int:
    """Whether the management review is overdue: none or one."""
    return int(team_reads.review_due(session, clock.local(at).date()).late)


def late_audits(session: Session, _by: Actor, at: datetime) -> int:
    """Whether the internal audit is overdue: none or one."""
    return int(reads.audit_due(session, clock.local(at).date()).late)


TILES: tuple[Tile, ...] = (
    Tile("Documents", "file-text", "rabc_documents.index", rights.READ, to_read,
         ("à lire", "à lire")),
    Tile("Audits et certificat", "clipboard-check", "rabc_audits.index", rights.READ, late_audits,
         ("en retard", "en retard"), bad=True),
    Tile("Équipe et revues", "people", "rabc_reviews.index", rights.READ, late_reviews,
         ("revue en retard", "revues en retard"), bad=True),
    Tile("Actions", "list-check", "rabc_actions.index", rights.READ, late_actions,
         ("en retard", "en retard"), bad=True),
)  # fmt: skip
