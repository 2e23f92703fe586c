"""What the pages of sorting show: the bags that wait, the bins that may take one. SELECTs only."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col
from sqlmodel import select as rows_of

from esat.production import tables
from esat.production.models import Resource
from esat.web.icons import icon_names
from workshops.laundry.intake.models import LaundryItem
from workshops.laundry.plant import limits, versions
from workshops.laundry.plant.models import Bin, Family, Precaution
from workshops.laundry.washing import loads
from workshops.laundry.washing.reads import codes_of, worn

_side: Any = LaundryItem.__table__


@dataclass(frozen=True, slots=True)
class WaitingBag:
    """A bag that waits to be sorted, and how long it has."""

    code: str
    label: str
    client: str
    order: str
    since: datetime
    kg: Decimal | None
    precaution_id: int | None
    isolated_until: datetime | None
    age: str
    held: bool = False
    piece: bool = False
    """It wears its own code: it is not weighed and nothing in it is parted."""
    family: str | None = None
    """That of linen which was sorted before: to be washed again."""


@dataclass(frozen=True, slots=True)
class BinChoice:
    """A bin to tap: what is in it now."""

    code: str
    label: str
    family: str
    pictogram: str
    whole: bool
    told: str
    """How much is in it now."""
    own: bool = False
    """The bin of the family that the linen has already."""


def bins_for(
    session: Session, flagged: Precaution | None, family: str | None = None
) -> list[BinChoice]:
    """The bins that a bag may go into: those for precautions, or those for ordinary linen; those
    of its own family first.
    """
    families = {one.code: one for one in versions.in_force(session, Family, "code")}
    wanted = [
        (row, thing, code)
        for row, thing, code in bins(session)
        if row.contaminated == (flagged is not None)
        and (flagged is None or not flagged.never_opened or row.whole)
    ]
    held: dict[int, list[int]] = {}
    for load, _ in loads.waiting(session):
        held.setdefault(load.bin_id or 0, []).append(load.lot_id)
    inside = loads.contents(session, [key for keys in held.values() for key in keys])
    found = [
        BinChoice(
            code, thing.label,
            families[row.family_code].label if row.family_code in families else "",
            _pictogram(families.get(row.family_code or "")),
            row.whole,
            loads.Contents(
                tuple(one for key in held.get(row.resource_id, ()) for one in inside[key].members)
            ).told,
            family is not None and row.family_code == family,
        )
        for row, thing, code in wanted
    ]  # fmt: skip
    return sorted(found, key=lambda one: not one.own)


def _pictogram(family: Family | None) -> str:
    known = family is not None and family.pictogram in icon_names()
    return family.pictogram if family is not None and known else "inbox"


def bins(session: Session) -> list[tuple[Bin, Resource, str]]:
    """The bins in use, with their codes, by name."""
    query = (
        rows_of(Bin, Resource)
        .join(Resource, col(Resource.id) == col(Bin.resource_id))
        .where(col(Resource.retired_at).is_(None))
        .order_by(col(Resource.label), col(Resource.id))
    )
    found = session.exec(query).all()
    codes = codes_of(session, [row.resource_id for row, _ in found])
    return [(row, thing, codes.get(row.resource_id, "")) for row, thing in found]


def waiting_bags(session: Session, at: datetime) -> list[WaitingBag]:
    """The bags received that wait to be sorted, the oldest first, with their age."""
    item, order, client = tables.item, tables.order, tables.client
    code, member = tables.barcode, tables.lot_item
    inside = select(member.c.item_id).where(member.c.left_at.is_(None))
    hold = tables.hold
    held = select(hold.c.id).where(hold.c.item_id == item.c.id, hold.c.lifted_at.is_(None)).exists()
    query = (
        select(
            code.c.code, item.c.label, item.c.kind, item.c.stage, client.c.name, order.c.ref,
            item.c.stage_since, _side.c.kg, _side.c.precaution_id, _side.c.isolated_until,
            _side.c.family_code, held.label("held"),
        )
        .select_from(
            item.join(order, order.c.id == item.c.order_id)
            .join(client, client.c.id == order.c.client_id)
            .join(code, worn())
            .outerjoin(_side, _side.c.item_id == item.c.id)
        )
        .where(
            item.c.workshop == loads.WORKSHOP,
            item.c.closed_at.is_(None),
            item.c.stage.in_(("received", "sorted", "loaded", "to_rewash")),
            item.c.id.not_in(inside),
            code.c.origin == "ours",
            code.c.revoked_at.is_(None),
        )
        .order_by(item.c.stage_since, item.c.id)
    )  # fmt: skip
    hours = limits.values(session, ("waiting_alert", "waiting_limit"), at)
    return [_waiting(row, at, hours) for row in session.connection().execute(query)]


def _waiting(row: Any, at: datetime, hours: dict[str, Decimal]) -> WaitingBag:
    return WaitingBag(
        row.code, row.label, row.name, row.ref, row.stage_since, row.kg, row.precaution_id,
        row.isolated_until, _age(at - row.stage_since, hours), bool(row.held),
        row.kind == "garment", row.family_code,
    )  # fmt: skip


def _age(waited: timedelta, hours: dict[str, Decimal]) -> str:
    """ok, question or refused: how a wait stands against the house's delays, in hours."""
    exact = Decimal(int(waited.total_seconds())) / 3600
    if exact > hours["waiting_limit"]:
        return "refused"
    return "question" if exact > hours["waiting_alert"] else "ok"
