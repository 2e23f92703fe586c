"""What the pages and papers of the counter show: SELECTs only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from esat import clock, registry
from esat.clients.models import Client
from esat.folding import fold
from esat.production.models import Item, Order, OrderLine
from workshops.laundry.desk import words
from workshops.laundry.desk.models import Deposit, DepositLine, DepositPhoto, Tariff
from workshops.laundry.desk.record_models import Collection, Payment

PEOPLE = 12


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line with the tariff that priced it, its reservations in words and its photographs."""

    line: DepositLine
    tariff: Tariff
    reservations: tuple[str, ...]
    photos: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of a deposit is ready to leave, and how much has left."""

    things: int
    ready: int
    gone: int

    @property
    def word(self) -> str:
        """One word or two of where it is."""
        if self.things == self.gone:
            return "Retiré"
        if self.ready + self.gone == self.things:
            return "Prêt"
        return f"{self.ready} prêts sur {self.things - self.gone}" if self.ready else "En cours"

    @property
    def meaning(self) -> str:
        """The meaning that colours it."""
        if self.things == self.gone:
            return "plain"
        return "ok" if self.ready else "question"


def lines(session: Session, order_id: int) -> list[LineRow]:
    """The lines of a deposit in their order."""
    photos: dict[int, list[int]] = {}
    of_order = select(DepositPhoto).join(
        DepositLine, col(DepositLine.line_id) == DepositPhoto.line_id
    )
    for photo in session.exec(of_order.where(DepositLine.order_id == order_id)):
        photos.setdefault(photo.line_id, []).append(photo.file_id)
    query = (
        select(DepositLine, Tariff)
        .join(Tariff, col(Tariff.id) == DepositLine.tariff_id)
        .join(OrderLine, col(OrderLine.id) == DepositLine.line_id)
        .where(DepositLine.order_id == order_id)
        .order_by(col(OrderLine.position))
    )
    return [
        LineRow(
            line, tariff, tuple(words.reservations(line.reservations)),
            tuple(sorted(photos.get(line.line_id, ()))),
        )
        for line, tariff in session.exec(query)
    ]  # fmt: skip


def progress(session: Session, order_ids: Sequence[int]) -> dict[int, Progress]:
    """How far each of these deposits is, by one statement."""
    road = registry.current().workshop("laundry").road
    aside = {stage.code for stage in road.stages if stage.final and not stage.counted}
    query = select(Item.order_id, Item.stage).where(col(Item.order_id).in_(order_ids))
    found: dict[int, list[str]] = {key: [] for key in order_ids}
    for order_id, stage in session.exec(query):
        if stage not in aside:
            found[order_id].append(stage)
    return {
        key: Progress(len(stages), stages.count("packed"), stages.count("handed_over"))
        for key, stages in found.items()
    }


def lying(session: Session, order_id: int, stages: Sequence[str]) -> bool:
    """Whether everything of a deposit is still where it was put down."""
    begun = select(Item.id).where(Item.order_id == order_id, col(Item.stage).not_in(stages))
    return session.exec(begun.limit(1)).first() is None


def people(session: Session, text: str) -> list[Client]:
    """The individuals whose name or phone holds every word."""
    query = select(Client).where(Client.kind == "individual", col(Client.archived_at).is_(None))
    for word in fold(text).split():
        query = query.where(col(Client.search).contains(word, autoescape=True))
    return list(session.exec(query.order_by(col(Client.search), col(Client.id)).limit(PEOPLE)))


def is_deposit(session: Session, order_id: int | None) -> bool:
    """Whether an order was left at the desk by an individual."""
    return order_id is not None and session.get(Deposit, order_id) is not None


def client_of(session: Session, order: Order) -> Client:
    """Whose deposit it is."""
    return session.get_one(Client, order.client_id)


def collections(session: Session, order_id: int) -> dict[int, str]:
    """What was shown at each collection of a deposit, by its hand-over."""
    query = select(Collection).where(Collection.order_id == order_id)
    return {row.delivery_id: words.PROOFS[row.proof] for row in session.exec(query)}


EXPORT_HEADERS = (
    "depot",
    "commande",
    "total_ttc",
    "paiement",
    "regie",
    "recu",
    "regle_le",
    "retire",
)


def export_rows(
    session: Session, since: date | None, until: date | None
) -> list[tuple[object, ...]]:
    """Deposits with what is asked and how it is paid, for the invoices; no name stands in it. What
    was cancelled is asked of nobody.
    """
    query = (
        select(Deposit, Order, Payment)
        .join(Order, col(Order.id) == Deposit.order_id)
        .join(
            Payment,
            (col(Payment.order_id) == Deposit.order_id) & col(Payment.ended_at).is_(None),
            isouter=True,
        )
        .where(col(Order.cancelled_at).is_(None))
        .order_by(col(Deposit.at), col(Deposit.order_id))
    )
    found: list[tuple[object, ...]] = []
    for deposit, order, payment in session.exec(query):
        day = _day(deposit.at)
        if (since and day < since) or (until and day > until):
            continue
        paid = (
            ("", "", "", None)
            if payment is None
            else (words.KINDS[payment.kind], payment.cash_office, payment.receipt_no,
                  payment.paid_on)
        )  # fmt: skip
        gone = _day(order.closed_at) if order.closed_at else None
        found.append((day, order.ref, deposit.total, *paid, gone))
    return found


def _day(moment: datetime) -> date:
    return clock.local(moment).date()
