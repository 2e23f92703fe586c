"""A laundry for these tests: washers and dryers, and loads that were washed, of several clients."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from sqlmodel import Session, col, select

from esat.actors import SYSTEM
from esat.clients.models import Client
from esat.production import lots, moves, subjects, things
from esat.production.models import Item, Lot, LotItem
from esat.production.moves import Context
from tests import factories
from workshops.laundry.intake import items as side
from workshops.laundry.plant import service
from workshops.laundry.plant.service import MachineFacts
from workshops.laundry.washing import cycles
from workshops.laundry.washing.models import Load

WASHED_AGO = timedelta(minutes=20)


@dataclass(frozen=True, slots=True)
class Washed:
    """A wash load opened on the clean side: the lot, its code, its items by their code."""

    lot: Lot
    code: str
    items: tuple[str, ...]

    @property
    def first(self) -> str:
        return self.items[0]


def machine(
    session: Session, label: str = "Séchoir 1", kind: str = "dryer", kg: str | None = "20"
) -> str:
    """A machine, and its code."""
    nominal = None if kg is None else Decimal(kg)
    facts = MachineFacts(label, kind, nominal, barrier=kind == "washer")
    return service.add_machine(session, facts, by=SYSTEM)[1]


def linen(
    session: Session, client: Client, kg: str, at: datetime, pieces: int | None = None
) -> int:
    """Sorted linen of a client, in kg, as it stands before the wash."""
    order = factories.make_order(session, client=client, at=at)
    item = things.add_item(
        session, order, "linen", "Linge plat", by=SYSTEM, at=at, quantity=Decimal(kg)
    )
    row = side.ensure(session, item.id or 0)
    row.kg, row.pieces, row.family_code = Decimal(kg), pieces, "flat"
    session.flush()
    _move(session, subjects.item(session, item.id or 0), "receive", at)
    return item.id or 0


def washed(
    session: Session,
    shares: Mapping[str, str] | Sequence[tuple[Client, str]],
    at: datetime,
    *,
    ago: timedelta = WASHED_AGO,
    pieces: int | None = None,
    precaution_id: int | None = None,
) -> Washed:
    """A load of these kg by client, washed `ago` and opened."""
    end = at - ago
    begin = end - timedelta(minutes=50)
    named = shares.items() if isinstance(shares, Mapping) else shares
    ids = [
        linen(session, _client(session, whose), kg, begin - timedelta(hours=2), pieces)
        for whose, kg in named
    ]
    washer = machine(session, "Laveuse", "washer")
    machine_id = subjects.by_code(session, washer).resource_id or 0  # type: ignore[union-attr]
    lot = lots.open_lot(session, "laundry", "received", ids, by=SYSTEM, at=begin, kind="wash")
    session.add(
        Load(lot_id=lots.key(lot), kind="wash", family_code="flat", machine_id=machine_id,
             precaution_id=precaution_id)
    )  # fmt: skip
    cycle = cycles.begin(session, cycles.Start(machine_id, lot.id), by=SYSTEM, at=begin)
    _move(session, lots.subject_of(session, lot), "start_wash", begin)
    cycles.finish(session, cycle, cycles.Report(), by=SYSTEM, at=end)
    cycle.opened_at, cycle.open_recorded_at = end, end
    session.flush()
    _move(session, lots.subject_of(session, lot), "end_wash", end)
    session.expire_all()
    codes = tuple(code_of(session, key) for key in ids)
    return Washed(lot, lots.subject_of(session, lot).code or "", codes)


def finished(session: Session, load: Washed, at: datetime) -> None:
    """A washed load is dried and folded."""
    for action in ("dry", "finish"):
        _move(session, lots.subject_of(session, load.lot), action, at)
    session.expire_all()


def code_of(session: Session, item_id: int) -> str:
    found = subjects.item(session, item_id)
    assert found is not None
    return found.code or ""


def item(session: Session, code: str) -> Item:
    found = subjects.by_code(session, code)
    assert found is not None
    session.expire_all()
    kept = session.get(Item, found.item_id)
    assert kept is not None
    return kept


def inside(session: Session, lot: Lot) -> list[Item]:
    """The items now in a lot, oldest first."""
    query = (
        select(Item)
        .join(LotItem, col(LotItem.item_id) == Item.id)
        .where(LotItem.lot_id == lot.id, col(LotItem.left_at).is_(None))
        .order_by(col(Item.id))
    )
    session.expire_all()
    return list(session.exec(query))


def _client(session: Session, whose: str | Client) -> Client:
    if isinstance(whose, Client):
        return whose
    known = session.exec(select(Client).where(Client.name == whose)).first()
    return known or factories.make_client(session, whose)


def _move(session: Session, subject: object, action: str, at: datetime) -> None:
    # Set up as it happened: the rules of other rooms are not what these tests are about.
    moves.move(session, subject, action, Context(by=SYSTEM, at=at, judged=False))  # type: ignore[arg-type]
