"""A laundry for tests: machines, programmes, bins, stations with zones, bags weighed."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlmodel import Session, select

from esat import clock
from esat.actors import SYSTEM, Actor
from esat.clients.models import Client
from esat.db import Database
from esat.production import barcodes, captures, moves, subjects, things
from esat.production.models import Item, Lot, LotItem
from esat.production.moves import Context
from esat.production.sent import Sent
from esat.production.subjects import Subject
from tests import factories
from workshops.laundry.intake import items
from workshops.laundry.plant import seeds, service
from workshops.laundry.plant.models import Precaution, PrecautionProgramme
from workshops.laundry.plant.service import MachineFacts, ProgrammeFacts
from workshops.laundry.washing.models import Load


@dataclass
class Plant:
    """The codes of what stands in the laundry."""

    l1: str
    l2: str
    red_machine: str
    p60: str
    p90: str
    special: str
    empty: str
    flat: str
    kitchen: str
    any: str
    whole: str
    red: str
    ids: dict[str, int] = field(default_factory=dict)

    def id(self, name: str) -> int:
        return self.ids[name]


def build(session: Session, at: datetime = factories.AT) -> Plant:
    """Two washers of 40 and 20 kg, one for contaminated linen; four programmes, five bins."""
    seeds.install(session, at)
    ids: dict[str, int] = {}
    codes: dict[str, str] = {}

    def machine(name: str, label: str, kg: int, *, red: bool = False) -> None:
        facts = MachineFacts(label, nominal_kg=Decimal(kg), barrier=True, contaminated_only=red)
        made, codes[name] = service.add_machine(session, facts, by=SYSTEM, at=at)
        ids[name] = made.resource_id

    machine("l1", "L1", 40)
    machine("l2", "L2", 20)
    machine("red_machine", "L3", 15, red=True)
    every = tuple(ids.values())

    def programme(name: str, label: str, machines: tuple[int, ...], **more: Any) -> None:
        facts = ProgrammeFacts(
            name, label, 60, machines=machines, temperature_c=Decimal(60), **more
        )
        made, codes[name] = service.add_programme(session, facts, by=SYSTEM, at=at)
        ids[name] = made.resource_id

    programme("p60", "Draps 60 °C", every[:2], families=("flat", "kitchen"))
    programme("p90", "Cuisine 90 °C", every[:1], families=("kitchen",))
    programme("special", "Précautions 71 °C", (every[0], every[2]))
    programme("empty", "À vide 90 °C", every, kind="disinfect")

    _bins(session, ids, codes, at)
    return Plant(**codes, ids=ids)


def _bins(session: Session, ids: dict[str, int], codes: dict[str, str], at: datetime) -> None:
    """Five bins; each category of precaution is washed by the special programme alone."""

    def add_bin(name: str, label: str, family: str | None, **more: bool) -> None:
        made, codes[name] = service.add_bin(session, label, family, by=SYSTEM, at=at, **more)
        ids[name] = made.resource_id

    add_bin("flat", "Bac draps", "flat")
    add_bin("kitchen", "Bac cuisine", "kitchen")
    add_bin("any", "Bac divers", None)
    add_bin("whole", "Bac sacs", "flat", whole=True)
    add_bin("red", "Bac rouge", None, whole=True, contaminated=True)
    for row in session.exec(select(Precaution)):
        session.add(
            PrecautionProgramme(precaution_id=row.id or 0, programme_card_id=ids["special"])
        )
    session.flush()


def received(
    session: Session,
    kg: str | None,
    client: Client | None = None,
    precaution: str | None = None,
    until: datetime | None = None,
    at: datetime = factories.AT,
) -> str:
    """A bag of a client, received and weighed, flagged where a category is named; its code."""
    owner = client or factories.make_client(session)
    bag, code = factories.make_bag(session, owner)
    order = factories.make_order(session, client=owner, at=at)
    item = things.add_item(session, order, "bag", bag.label, by=SYSTEM, at=at, resource=bag)
    subject = subjects.by_code(session, code)
    assert subject is not None
    moves.move(session, subject, "receive", Context(SYSTEM, at))
    side = items.ensure(session, item.id or 0)
    side.kg = None if kg is None else Decimal(kg)
    side.isolated_until = until
    if precaution is not None:
        side.precaution_id = category(session, precaution).id
    session.flush()
    session.expire_all()
    return code


def category(session: Session, code: str) -> Precaution:
    """The category of precaution in force."""
    query = select(Precaution).where(Precaution.code == code)
    return session.exec(query.order_by(Precaution.version.desc())).first()  # type: ignore[return-value,attr-defined]


def subject(session: Session, code: str) -> Subject:
    session.expire_all()
    found = subjects.by_code(session, code)
    assert found is not None
    return found


def lot_of(session: Session, bin_id: int) -> tuple[Load, Lot]:
    """The newest load of a bin."""
    session.expire_all()
    query = select(Load, Lot).join(Lot, Lot.id == Load.lot_id).where(Load.bin_id == bin_id)  # type: ignore[arg-type]
    return session.exec(query.order_by(Lot.id.desc())).first()  # type: ignore[return-value,union-attr]


def load_code(session: Session, lot_id: int | None) -> str:
    return barcodes.of(session, lot_id=lot_id or 0) or ""


def inside(session: Session, lot_id: int | None) -> list[Item]:
    """The things that travel in a lot."""
    session.expire_all()
    query = select(Item).join(LotItem, LotItem.item_id == Item.id)  # type: ignore[arg-type]
    query = query.where(LotItem.lot_id == lot_id, LotItem.left_at.is_(None))  # type: ignore[union-attr]
    return list(session.exec(query.order_by(Item.id)))  # type: ignore[arg-type]


def act(
    database: Database, by: Actor, action: str, code: str | None, at: datetime | None = None,
    *, offline: bool = False, uid: uuid.UUID | None = None, **data: Any,
) -> dict[str, Any]:  # fmt: skip
    """One act as a device sends it; its answer."""
    sent = Sent(
        uid or uuid.uuid4(), at or clock.now(), "act", code, action, data=data, offline=offline
    )
    return captures.take(database, sent, by=by)


def scan(
    database: Database, by: Actor, code: str, at: datetime | None = None, *, offline: bool = False
) -> dict[str, Any]:
    """One scan as a device sends it; its answer."""
    sent = Sent(uuid.uuid4(), at or clock.now(), "scan", code, offline=offline)
    return captures.take(database, sent, by=by)


def move(
    database: Database, by: Actor, action: str, code: str, at: datetime | None = None,
    *, offline: bool = False,
) -> dict[str, Any]:  # fmt: skip
    """One passage as a device sends it; its answer."""
    sent = Sent(uuid.uuid4(), at or clock.now(), "move", code, action, offline=offline)
    return captures.take(database, sent, by=by)
