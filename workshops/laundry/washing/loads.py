"""The wash loads that wait: what is in each, whose, how heavy, under which precautions; statements
for many loads at once. A load is a lot with a row of ours beside it.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import Session, col
from sqlmodel import select as rows_of

from esat.actors import Actor
from esat.errors import Forbidden, NotFound, Refused
from esat.production import codes, subjects, tables
from esat.production.models import Lot
from esat.production.subjects import Subject
from esat.web.filters import number
from workshops.laundry.intake.models import LaundryItem
from workshops.laundry.plant.models import Bin, Precaution, PrecautionProgramme
from workshops.laundry.washing.models import Cycle, Load
from workshops.laundry.washing.rules import CALLED_OFF, WAITING, LoadFacts

WORKSHOP = "laundry"
_item, _member, _order, _client = tables.item, tables.lot_item, tables.order, tables.client
_side: Any = LaundryItem.__table__
_cycle: Any = Cycle.__table__


@dataclass(frozen=True, slots=True)
class Member:
    """One thing of a load, with its kilograms; None while it was not weighed."""

    item_id: int
    label: str
    kind: str
    kg: Decimal | None
    pieces: int | None
    client_id: int
    client: str
    family: str | None
    precaution_id: int | None
    isolated_until: datetime | None


@dataclass(frozen=True, slots=True)
class ClientPart:
    """What one client has in a load, and how much of it that is, in percent."""

    client: str
    kg: Decimal
    percent: Decimal


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in a load now."""

    members: tuple[Member, ...] = ()

    @property
    def kg(self) -> Decimal:
        return sum((one.kg for one in self.members if one.kg), Decimal(0))

    @property
    def told(self) -> str:
        """« 8 kg », or « 3 pièces » where nothing in it is weighed; empty for nothing."""
        if self.kg:
            return number(self.kg, "kg")
        return number(len(self.members), "pièce") if self.members else ""

    @property
    def unweighed(self) -> tuple[str, ...]:
        """What must be weighed and was not; a piece that wears its own code is not weighed."""
        return tuple(one.label for one in self.members if one.kg is None and one.kind != "garment")

    @property
    def families(self) -> frozenset[str]:
        return frozenset(one.family for one in self.members if one.family)

    @property
    def precautions(self) -> frozenset[int]:
        return frozenset(one.precaution_id for one in self.members if one.precaution_id)

    @property
    def isolated_until(self) -> datetime | None:
        return max((one.isolated_until for one in self.members if one.isolated_until), default=None)

    @property
    def shares(self) -> tuple[ClientPart, ...]:
        """The kilograms of each client, the most first."""
        by_client: dict[tuple[int, str], Decimal] = defaultdict(Decimal)
        for one in self.members:
            by_client[one.client_id, one.client] += one.kg or Decimal(0)
        whole = self.kg
        found = [
            ClientPart(
                name, kg, (kg * 100 / whole).quantize(Decimal("0.1")) if whole else Decimal(0)
            )
            for (_, name), kg in by_client.items()
        ]
        return tuple(sorted(found, key=lambda share: (-share.kg, share.client)))


_CONTENTS = (
    select(
        _member.c.lot_id, _item.c.id, _item.c.label, _item.c.kind, _item.c.quantity,
        _item.c.unit, _order.c.client_id, _client.c.name, _side.c.kg, _side.c.pieces,
        _side.c.family_code, _side.c.precaution_id, _side.c.isolated_until,
    )
    .select_from(
        _member.join(_item, _item.c.id == _member.c.item_id)
        .join(_order, _order.c.id == _item.c.order_id)
        .join(_client, _client.c.id == _order.c.client_id)
        .outerjoin(_side, _side.c.item_id == _item.c.id)
    )
    .where(_member.c.lot_id.in_(bindparam("lots", expanding=True)), _member.c.left_at.is_(None))
    .order_by(_member.c.id)
)  # fmt: skip
"""Built once, as what follows: every load is read again and again."""


def contents(session: Session, lot_ids: Sequence[int]) -> dict[int, Contents]:
    """What is in each of these loads, by one statement."""
    found: dict[int, list[Member]] = {key: [] for key in lot_ids}
    for row in session.connection().execute(_CONTENTS, {"lots": list(lot_ids)}):
        kg = row.quantity if row.unit == "kg" else row.kg
        found[row.lot_id].append(
            Member(
                row.id, row.label, row.kind, kg, row.pieces, row.client_id, row.name,
                row.family_code, row.precaution_id, row.isolated_until,
            )
        )  # fmt: skip
    return {key: Contents(tuple(members)) for key, members in found.items()}


def of_lot(session: Session, lot_id: int) -> Load | None:
    """The row of ours beside a lot; None for a lot that is no load."""
    return session.get(Load, lot_id)


def waiting(session: Session) -> list[tuple[Load, Lot]]:
    """The open wash loads that wait, the oldest first."""
    query = (
        rows_of(Load, Lot)
        .join(Lot, col(Lot.id) == col(Load.lot_id))
        .where(
            Load.kind == "wash",
            Lot.workshop == WORKSHOP,
            col(Lot.closed_at).is_(None),
            col(Lot.stage).in_(WAITING),
        )
        .order_by(col(Lot.opened_at), col(Lot.id))
    )
    return list(session.exec(query))


_IN_BIN = (
    rows_of(Lot)
    .join(Load, col(Load.lot_id) == col(Lot.id))
    .where(
        col(Load.bin_id) == bindparam("bin"),
        col(Load.kind) == "wash",
        col(Lot.closed_at).is_(None),
        col(Lot.stage).in_(WAITING),
        col(Lot.id).not_in(
            select(_cycle.c.lot_id).where(
                _cycle.c.lot_id.is_not(None), _cycle.c.fault != CALLED_OFF
            )
        ),
    )
    .order_by(col(Lot.id))
)


def in_bin(session: Session, bin_id: int) -> list[Lot]:
    """The loads that are still in a bin: waiting and never in a machine; oldest first."""
    return list(session.exec(_IN_BIN, params={"bin": bin_id}))


def facts(session: Session, load: Load, inside: Contents) -> LoadFacts:
    """A load as the rules ask about it; its bin's family counts where a thing has none."""
    families = inside.families
    if load.family_code and any(one.family is None for one in inside.members):
        families |= {load.family_code}
    cards = programmes_of(session, inside.precautions)
    return LoadFacts(families, tuple(cards[key] for key in sorted(inside.precautions)))


def programmes_of(session: Session, precaution_ids: frozenset[int]) -> dict[int, frozenset[int]]:
    """The programme cards that alone may wash each of these versions of a category."""
    found: dict[int, set[int]] = {key: set() for key in precaution_ids}
    if precaution_ids:
        query = rows_of(PrecautionProgramme).where(
            col(PrecautionProgramme.precaution_id).in_(precaution_ids)
        )
        for row in session.exec(query):
            found[row.precaution_id].add(row.programme_card_id)
    return {key: frozenset(cards) for key, cards in found.items()}


def precautions(session: Session, keys: frozenset[int]) -> list[Precaution]:
    """These versions of categories of precaution."""
    if not keys:
        return []
    return list(session.exec(rows_of(Precaution).where(col(Precaution.id).in_(keys))))


def the_bin(session: Session, code: str) -> tuple[Bin, Subject]:
    """A bin by its code, kept from others until this is done. Refuses `not_a_bin`."""
    subject = subjects.by_code(session, codes.repair(code))
    if subject is None or subject.thing != "bin" or subject.revoked:
        raise Refused("not_a_bin")
    # One load a bin, also when two tablets fill it at once (SQLite has one writer anyway).
    query = rows_of(Bin).where(Bin.resource_id == subject.resource_id).with_for_update()
    found = session.exec(query).first()
    if found is None or subject.workshop != WORKSHOP:
        raise Refused("not_a_bin")
    return found, subject


def the_load(session: Session, code: str) -> tuple[Load, Subject]:
    """The load of a T code, or the one that is in the bin of an R code. Refuses `not_a_load`,
    `bin_empty`, `bin_several_loads`.
    """
    subject = subjects.by_code(session, codes.repair(code))
    if subject is not None and subject.thing == "bin" and not subject.revoked:
        found = in_bin(session, subject.resource_id or 0)
        if not found:
            raise Refused("bin_empty", label=subject.label)
        if len(found) > 1:
            raise Refused("bin_several_loads", label=subject.label)
        subject = subjects.lot(session, found[0].id or 0)
    if subject is None or subject.lot_id is None or subject.workshop != WORKSHOP:
        raise Refused("not_a_load")
    load = of_lot(session, subject.lot_id)
    if load is None:
        raise Refused("not_a_load")
    return load, subject


def require(by: Actor, capability: str = "production.move") -> None:
    """Forbids (`not_allowed`) one who has not that right in the laundry."""
    if not by.is_system and not by.can(capability, workshop=WORKSHOP):
        raise Forbidden("not_allowed")


def the_subject(session: Session, code: str | None) -> Subject:
    """What a code designates in the laundry. NotFound (`code_unknown`) otherwise."""
    subject = None if code is None else subjects.by_code(session, codes.repair(code))
    if subject is None or subject.revoked or subject.workshop != WORKSHOP:
        raise NotFound("code_unknown")
    return subject
