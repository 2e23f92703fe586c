"""What the pages of the register show besides the search: clients, residents, histories."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case
from sqlalchemy import select as columns
from sqlmodel import Session, col, func, select

from esat.accounts.models import Account
from esat.clients.models import Client
from esat.production.models import Resource
from workshops.laundry.residents import garments, people, search
from workshops.laundry.residents.models import Garment, GarmentStep, Resident

EXPORT_HEADERS = (
    "numero", "nom", "prenom", "secteur", "arrivee", "depart", "code", "nature", "couleur",
    "taille", "ou", "lavages", "dernier_lavage", "premier_passage", "dernier_retour", "etat",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class House:
    """A client with residents: how many, and how many of their garments."""

    id: int
    name: str
    residents: int
    garments: int
    to_mark: int
    missing: int


@dataclass(frozen=True, slots=True)
class Step:
    """A line of a garment's history."""

    title: str
    detail: str
    at: datetime
    recorded_at: datetime
    who: str


@dataclass(frozen=True, slots=True)
class AtCounter:
    """A garment as the counter tells it: whose by number alone, where, and what is amiss."""

    number: str
    where: str
    since: datetime | None
    lost: str
    lost_since: datetime | None
    to_mark: bool


def at_counter(session: Session, resource_id: int) -> AtCounter | None:
    """The garment that a thing is; None when it is none. One statement."""
    found = search.one(session, resource_id)
    if found is None:
        return None
    return AtCounter(
        found.number, found.where, found.since, found.lost, found.lost_since,
        found.marked_at is None,
    )  # fmt: skip


def houses(session: Session) -> list[House]:
    """The clients who told us of residents or whose garments we know, by name."""
    people_of, linen_of = _people(), _linen()
    house = Client.__table__
    query = (
        columns(
            house.c.id, house.c.name, people_of.c.n.label("residents"),
            linen_of.c.n.label("garments"), linen_of.c.to_mark, linen_of.c.missing,
        )
        .select_from(
            house.outerjoin(people_of, people_of.c.client_id == house.c.id).outerjoin(
                linen_of, linen_of.c.client_id == house.c.id
            )
        )
        .where(people_of.c.n.is_not(None) | linen_of.c.n.is_not(None))
        .order_by(house.c.search)
    )  # fmt: skip
    return [
        House(
            row.id, row.name, row.residents or 0, row.garments or 0, row.to_mark or 0,
            row.missing or 0,
        )
        for row in session.connection().execute(query)
    ]  # fmt: skip


def _people() -> Any:
    """How many residents a client has now."""
    return (
        select(Resident.client_id, func.count().label("n"))
        .where(col(Resident.left_on).is_(None))
        .group_by(col(Resident.client_id))
        .subquery()
    )


def _linen() -> Any:
    """How many garments a client has in use, and in what state."""
    return (
        select(
            Resource.client_id,
            func.count().label("n"),
            func.sum(case((col(Garment.marked_at).is_(None), 1), else_=0)).label("to_mark"),
            func.sum(case((col(Garment.lost) == "missing", 1), else_=0)).label("missing"),
        )
        .join(Garment, col(Garment.resource_id) == Resource.id)
        .where(col(Resource.retired_at).is_(None))
        .group_by(col(Resource.client_id))
        .subquery()
    )


def history(session: Session, garment_id: int) -> list[Step]:
    """A garment's steps, the newest first; residents by their number."""
    steps = session.exec(
        select(GarmentStep, Account.display_name)
        .outerjoin(Account, col(Account.id) == GarmentStep.account_id)
        .where(GarmentStep.garment_id == garment_id)
        .order_by(col(GarmentStep.id).desc())
    ).all()
    keys = {key for one, _ in steps for key in (one.from_resident_id, one.to_resident_id) if key}
    rows = session.exec(select(Resident.id, Resident.number).where(col(Resident.id).in_(keys)))
    numbers = {key or 0: number for key, number in rows}
    return [_step(one, who or "", numbers) for one, who in steps]


def _step(one: GarmentStep, who: str, numbers: dict[int, str]) -> Step:
    whose = ""
    if one.to_resident_id is not None and one.from_resident_id is not None:
        before, after = numbers[one.from_resident_id], numbers[one.to_resident_id]
        whose = f"du résident n° {before} au résident n° {after}"
    elif one.to_resident_id is not None:
        whose = f"résident n° {numbers[one.to_resident_id]}"
    detail = " · ".join(part for part in (whose, one.note) if part)
    return Step(garments.STEPS[one.kind], detail, one.at, one.recorded_at, who)


def export_rows(session: Session, client_id: int) -> Iterator[tuple[object, ...]]:
    """A client's register, for the client: each resident with each garment, or alone."""
    for resident in people.of_client(session, client_id):
        if resident.purged_at is not None:
            continue
        head = (
            resident.number, resident.last_name, resident.first_name, resident.sector,
            resident.arrived_on or "", resident.left_on or "",
        )  # fmt: skip
        worn = search.of_resident(session, resident.id or 0)
        for one in worn:
            yield (
                *head, one.code, one.nature, one.colour, one.size, one.where, one.washes,
                one.washed_at or "", one.first_at or "", one.back_at or "",
                garments.LOST[one.lost] or one.damage,
            )  # fmt: skip
        if not worn:
            yield (*head, *([""] * 10))
