"""Photographs of deposits: they protect both sides until nobody can complain any more; then go."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from esat.declarations import Retention
from esat.files import service as files
from esat.production.models import Order
from workshops.laundry.desk.models import DepositLine, DepositPhoto
from workshops.laundry.plant import limits


def due(session: Session, at: datetime) -> list[str]:
    """One line for each deposit whose photographs may go."""
    return [f"Commande {ref}" for ref in dict.fromkeys(ref for _, ref in _old(session, at))]


def purge(session: Session, at: datetime) -> int:
    """Remove them; answers how many."""
    old = _old(session, at)
    for photo, _ in old:
        key = photo.file_id
        session.delete(photo)
        session.flush()
        files.remove(session, key)
    session.flush()
    return len(old)


def _old(session: Session, at: datetime) -> list[tuple[DepositPhoto, str]]:
    """Those of deposits that were collected, or cancelled, so long ago."""
    kept = timedelta(days=int(limits.value(session, "deposit_photo", at)))
    query = (
        select(DepositPhoto, Order.ref)
        .join(DepositLine, col(DepositLine.line_id) == DepositPhoto.line_id)
        .join(Order, col(Order.id) == DepositLine.order_id)
        .where(func.coalesce(col(Order.closed_at), col(Order.cancelled_at)) < at - kept)
        .order_by(col(DepositPhoto.file_id))
    )
    return list(session.exec(query).all())


PHOTOS = Retention(
    code="laundry_deposit_photos",
    label="Photos de dépôts retirés depuis un an : effacées",
    source="Délai de garde proposé : limite « deposit_photo » de la blanchisserie",
    status="proposé",
    due=due,
    purge=purge,
)
