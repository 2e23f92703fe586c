"""Complaints and movements as tables to take away; both ends of the days are included."""

from collections.abc import Iterator
from datetime import date, timedelta

from sqlmodel import Session, col, select

from esat import clock
from esat.clients.models import Client
from esat.production.articles import Article
from workshops.laundry.stock.complaints import DECISIONS
from workshops.laundry.stock.models import Complaint, StockMove
from workshops.laundry.stock.reads import LABELS
from workshops.laundry.stock.rules import PLACES

COMPLAINT_HEADERS = (
    "reference", "client", "recue_le", "articles", "faits", "repondre_avant", "decision",
    "montant_eur", "effet_plan_de_controle", "decidee_le", "repondue_le",
)  # fmt: skip
MOVE_HEADERS = (
    "client", "article", "unite", "mouvement", "de", "vers", "quantite", "le", "saisi_le", "motif",
    "tardif",
)  # fmt: skip


def complaint_rows(
    session: Session, since: date | None, until: date | None
) -> Iterator[tuple[object, ...]]:
    """Complaints by the day they came."""
    query = (
        select(Complaint, Client.name)
        .join(Client, col(Client.id) == Complaint.client_id)
        .order_by(col(Complaint.received_at), col(Complaint.id))
    )
    if since is not None:
        query = query.where(col(Complaint.received_at) >= clock.midnight(since))
    if until is not None:
        query = query.where(col(Complaint.received_at) < clock.midnight(until + timedelta(days=1)))
    words = dict(DECISIONS)
    for one, client in session.exec(query):
        yield (
            one.ref, client, one.received_at, one.articles, one.facts, one.due_on,
            words.get(one.decision, ""), "" if one.amount is None else one.amount,
            one.plan_effect, one.decided_at or "", one.replied_at or "",
        )  # fmt: skip


def move_rows(
    session: Session, since: date | None, until: date | None
) -> Iterator[tuple[object, ...]]:
    """Movements by their moment."""
    query = (
        select(StockMove, Client.name, Article)
        .join(Client, col(Client.id) == StockMove.client_id)
        .join(Article, col(Article.id) == StockMove.article_id)
        .order_by(col(StockMove.at), col(StockMove.id))
    )
    if since is not None:
        query = query.where(col(StockMove.at) >= clock.midnight(since))
    if until is not None:
        query = query.where(col(StockMove.at) < clock.midnight(until + timedelta(days=1)))
    for move, client, article in session.exec(query):
        yield (
            client, article.label, article.unit, LABELS[move.kind],
            PLACES.get(move.from_place or "", ""), PLACES.get(move.to_place or "", ""),
            move.quantity, move.at, move.recorded_at, move.reason, move.late,
        )  # fmt: skip
