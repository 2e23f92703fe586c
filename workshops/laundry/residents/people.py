"""Residents: written down, corrected, gone; likeness of names is told before it does harm."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated, Final

from pydantic import StringConstraints
from sqlmodel import Session, col, func, select

from esat import clock
from esat.actors import Actor
from esat.clients.models import Client
from esat.errors import Invalid, NotFound, Refused
from esat.folding import fold
from esat.web.forms import Blank, FormShape, NoControl
from workshops.laundry.residents import names, rights
from workshops.laundry.residents.models import Resident, ResidentStep

FIELDS: Final = {
    "number": "numéro", "last_name": "nom", "first_name": "prénom", "sector": "secteur",
    "arrived_on": "arrivée",
}  # fmt: skip
LATEST: Final = timedelta(days=366)
"""Nobody who left so long before is written down: the year is wrong, and the name would go."""
Short = Annotated[str, StringConstraints(max_length=60), NoControl]


class ResidentIn(FormShape):
    """A resident as typed or read from a file; `sure` says that a like name was looked at."""

    number: Annotated[str, StringConstraints(min_length=1, max_length=20), NoControl]
    last_name: Annotated[str, StringConstraints(min_length=1, max_length=60), NoControl]
    first_name: Short = ""
    sector: Short = ""
    arrived_on: Annotated[date | None, Blank] = None
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Alike:
    """A resident of the same client whose name is like another, and in what."""

    resident: Resident
    why: str


def the(session: Session, resident_id: int) -> Resident:
    """One resident. NotFound otherwise."""
    found = session.get(Resident, resident_id)
    if found is None:
        raise NotFound("not_found")
    return found


def by_number(session: Session, client_id: int, number: str) -> Resident | None:
    """The resident who bears a number at a client's; « 12a » is « 12A », as it is for a file."""
    query = select(Resident).where(
        Resident.client_id == client_id,
        func.lower(col(Resident.number)) == number.strip().lower(),
    )
    return session.exec(query.order_by(col(Resident.id))).first()


def of_client(session: Session, client_id: int) -> list[Resident]:
    """Everybody the client told us of, present first, by name."""
    query = select(Resident).where(Resident.client_id == client_id)
    return list(
        session.exec(query.order_by(col(Resident.left_on).is_not(None), col(Resident.search)))
    )


def alike(
    session: Session, client_id: int, name: tuple[str, str], but: int | None = None
) -> list[Alike]:
    """Residents of that client, still there or not yet forgotten, whose name is like this one."""
    query = select(Resident).where(
        Resident.client_id == client_id, col(Resident.purged_at).is_(None)
    )
    found = []
    for one in session.exec(query.order_by(col(Resident.number))):
        why = "" if one.id == but else names.likeness(name, (one.last_name, one.first_name))
        if why:
            found.append(Alike(one, names.WORDS[why]))
    return found


def add(
    session: Session, client_id: int, given: ResidentIn, *, by: Actor, at: datetime | None = None
) -> Resident:
    """A new resident. Invalid when the number is taken; refuses `resident_alike` until somebody is
    sure. Flushes.
    """
    rights.require(by, rights.EDIT)
    if session.get(Client, client_id) is None:
        raise NotFound("not_found")
    if by_number(session, client_id, given.number) is not None:
        raise Invalid("form_invalid", {"number": "Ce numéro est déjà celui d’un résident."})
    if not given.sure and alike(session, client_id, (given.last_name, given.first_name)):
        raise Refused("resident_alike")
    moment = at or clock.now()
    made = Resident(
        client_id=client_id, number=given.number, last_name=given.last_name,
        first_name=given.first_name, sector=given.sector, arrived_on=given.arrived_on,
        search=search_text(given.number, given.last_name, given.first_name, given.sector),
        created_at=moment, created_by=by.account_id,
    )  # fmt: skip
    session.add(made)
    session.flush()
    _step(session, made, "created", by=by, at=moment)
    return made


def change(
    session: Session,
    resident: Resident,
    given: ResidentIn,
    *,
    by: Actor,
    at: datetime | None = None,
) -> list[str]:
    """Correct a resident; answers the fields that changed. Invalid and refuses as `add`, and
    `resident_forgotten`. Flushes.
    """
    rights.require(by, rights.EDIT)
    _alive(resident)
    other = by_number(session, resident.client_id, given.number)
    if other is not None and other.id != resident.id:
        raise Invalid("form_invalid", {"number": "Ce numéro est déjà celui d’un résident."})
    name = (given.last_name, given.first_name)
    renamed = name != (resident.last_name, resident.first_name)
    if renamed and not given.sure and alike(session, resident.client_id, name, resident.id):
        raise Refused("resident_alike")
    changed = [field for field in FIELDS if getattr(resident, field) != getattr(given, field)]
    for field in changed:
        setattr(resident, field, getattr(given, field))
    if changed:
        resident.search = search_text(*name, given.number, given.sector)
        session.flush()
        _step(session, resident, "changed", ", ".join(FIELDS[f] for f in changed), by=by, at=at)
    return changed


def leave(
    session: Session, resident: Resident, on: date, *, by: Actor, at: datetime | None = None
) -> None:
    """The resident left the house; the name goes some time later. Refuses `resident_forgotten`;
    Invalid for a day to come or before the arrival.
    """
    rights.require(by, rights.EDIT)
    _alive(resident)
    if on > clock.today():
        raise Invalid("form_invalid", {"left_on": "Ce jour n’est pas encore venu."})
    if resident.arrived_on is not None and on < resident.arrived_on:
        raise Invalid("form_invalid", {"left_on": "C’est avant son arrivée."})
    if on < clock.local(resident.created_at).date() - LATEST:
        raise Invalid("form_invalid", {"left_on": "C’est trop ancien. Vérifiez l’année."})
    resident.left_on = on
    session.flush()
    _step(session, resident, "left", by=by, at=at)


def come_back(
    session: Session, resident: Resident, *, by: Actor, at: datetime | None = None
) -> None:
    """The departure was a mistake, or the resident is back. Refuses `resident_forgotten`."""
    rights.require(by, rights.EDIT)
    _alive(resident)
    if resident.left_on is None:
        return
    resident.left_on = None
    session.flush()
    _step(session, resident, "came_back", by=by, at=at)


def search_text(*parts: str) -> str:
    return fold(*parts)[:250]


def steps(session: Session, resident_id: int) -> list[ResidentStep]:
    """What was done to a resident's row, the newest first."""
    query = select(ResidentStep).where(ResidentStep.resident_id == resident_id)
    return list(session.exec(query.order_by(col(ResidentStep.id).desc())))


def _alive(resident: Resident) -> None:
    if resident.purged_at is not None:
        raise Refused("resident_forgotten")


def _step(
    session: Session, resident: Resident, kind: str, fields: str = "", *, by: Actor,
    at: datetime | None = None,
) -> None:  # fmt: skip
    now = clock.now()
    session.add(
        ResidentStep(
            resident_id=resident.id or 0, kind=kind, fields=fields[:120], at=at or now,
            recorded_at=now, account_id=by.account_id,
        )
    )  # fmt: skip
    session.flush()
