"""The journal and the orders as tables to take away; no name of a person enters them."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlmodel import Session

from esat import clock, registry
from esat.declarations import Export
from esat.production import tables

_event, _item, _order, _lot = tables.event, tables.item, tables.order, tables.lot
_station, _client, _line = tables.station, tables.client, tables.order_line

JOURNAL = (
    "numero", "nature", "fait_le", "enregistre_le", "atelier", "commande", "article", "lot",
    "materiel", "etape_avant", "etape_apres", "motif", "poste", "compte", "en_retard", "corrige",
)  # fmt: skip
ORDERS = (
    "commande", "atelier", "client", "ville", "reference_client", "engagement", "ouverte_le",
    "promise_le", "confirmee_le", "terminee_le", "annulee_le", "ligne", "article", "designation",
    "quantite", "unite",
)  # fmt: skip


def journal(
    session: Session, since: date | None, until: date | None
) -> Iterator[tuple[object, ...]]:
    """Every event in its order; the days are those when it happened. Free words stay inside: only
    declared reasons go out.
    """
    known = registry.current()
    for row in session.connection().execute(_within(_journal(), _event.c.at, since, until)):
        kind = known.event_kinds.get(row.kind)
        workshop = known.workshops.get(row.workshop or "")
        yield (
            row.id, kind.label if kind else row.kind, _wall(row.at), _wall(row.recorded_at),
            workshop.label if workshop else row.workshop, row.order_ref, row.item_id, row.lot_ref,
            row.resource_id, row.from_stage, row.to_stage, _reason(row.data), row.station,
            row.account_id, row.late, row.amends_id,
        )  # fmt: skip


def orders(
    session: Session, since: date | None, until: date | None
) -> Iterator[tuple[object, ...]]:
    """Every line of every order, an order without a line too; the days are those of opening."""
    known = registry.current().workshops
    for row in session.connection().execute(_within(_orders(), _order.c.opened_at, since, until)):
        workshop = known.get(row.workshop)
        yield (
            row.ref, workshop.label if workshop else row.workshop, row.name, row.town,
            row.client_ref, row.commitment_no, _wall(row.opened_at), row.due_on,
            _wall(row.confirmed_at), _wall(row.closed_at), _wall(row.cancelled_at), row.position,
            row.service_code, row.label, row.quantity, row.unit,
        )  # fmt: skip


EXPORTS = (
    Export("journal", "Journal", "journal.export", JOURNAL, journal),
    Export("orders", "Commandes", "orders.export", ORDERS, orders),
)


def _journal() -> Select[Any]:
    return (
        select(
            _event.c.id, _event.c.kind, _event.c.at, _event.c.recorded_at, _event.c.item_id,
            _event.c.resource_id, _event.c.from_stage, _event.c.to_stage, _event.c.account_id,
            _event.c.late, _event.c.amends_id, _event.c.data,
            func.coalesce(_order.c.workshop, _lot.c.workshop).label("workshop"),
            _order.c.ref.label("order_ref"), _lot.c.ref.label("lot_ref"),
            _station.c.code.label("station"),
        )
        .select_from(
            _event.outerjoin(_item, _item.c.id == _event.c.item_id)
            .outerjoin(_order, _order.c.id == func.coalesce(_event.c.order_id, _item.c.order_id))
            .outerjoin(_lot, _lot.c.id == _event.c.lot_id)
            .outerjoin(_station, _station.c.id == _event.c.station_id)
        )
        .order_by(_event.c.id)
    )  # fmt: skip


def _orders() -> Select[Any]:
    return (
        select(
            _order.c.ref, _order.c.workshop, _client.c.name, _client.c.town, _order.c.client_ref,
            _order.c.commitment_no, _order.c.opened_at, _order.c.due_on, _order.c.confirmed_at,
            _order.c.closed_at, _order.c.cancelled_at, _line.c.position, _line.c.service_code,
            _line.c.label, _line.c.quantity, _line.c.unit,
        )
        .select_from(
            _order.join(_client, _client.c.id == _order.c.client_id).outerjoin(
                _line, _line.c.order_id == _order.c.id
            )
        )
        .order_by(_order.c.id, _line.c.position)
    )  # fmt: skip


def _within(
    query: Select[Any], column: ColumnElement[Any], since: date | None, until: date | None
) -> Select[Any]:
    """Between two days of the Paris calendar, both included."""
    if since is not None:
        query = query.where(column >= clock.midnight(since))
    if until is not None:
        query = query.where(column < clock.midnight(until + timedelta(days=1)))
    return query


def _wall(moment: datetime | None) -> str:
    """As the clock on the wall showed it, with its offset, to the second."""
    return "" if moment is None else clock.local(moment).isoformat(timespec="seconds")


def _reason(data: dict[str, Any] | None) -> str:
    code = (data or {}).get("reason")
    reason = registry.current().hold_reasons.get(code) if isinstance(code, str) else None
    return reason.label if reason else ""
