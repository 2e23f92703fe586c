"""How clients reach the house and each of its workshops: read by their pages and papers."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from esat import clock
from esat.accounts.models import Account
from esat.actors import Actor
from esat.administration.forms import ContactIn
from esat.administration.models import HouseSetting
from esat.clients import service as clients

HOUSE = "house"
FIELDS = {
    "phone": "Téléphone",
    "email": "Courriel",
    "address": "Adresse",
    "hours": "Heures d’ouverture",
}


@dataclass(frozen=True, slots=True)
class Contact:
    """What a client reads; an empty value was never given."""

    phone: str = ""
    email: str = ""
    address: str = ""
    hours: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One value that was set: whose, which, by whom, since when."""

    scope: str
    field: str
    value: str
    since: datetime
    who: str


def contact(session: Session, workshop: str | None = None) -> Contact:
    """How to reach a workshop; what it does not say is said by the house."""
    known = _newest(session)
    own = said(known, workshop) if workshop else Contact()
    house = asdict(said(known, HOUSE))
    return Contact(**{field: value or house[field] for field, value in asdict(own).items()})


def own_contact(session: Session, scope: str) -> Contact:
    """What was said of the house (`HOUSE`) or of a workshop, and nothing borrowed."""
    return said(_newest(session), scope)


def said(known: dict[str, str], scope: str) -> Contact:
    """The contact of a scope among the newest values."""
    return Contact(**{field: known.get(f"{scope}.{field}", "") for field in FIELDS})


def set_contact(
    session: Session, scope: str, given: ContactIn, *, by: Actor, at: datetime | None = None
) -> int:
    """Add a row for each value that changes; answers how many. Invalid: `form_invalid`."""
    clients.refuse_faults(clients.place_faults(phone=given.phone, email=given.email))
    now = asdict(own_contact(session, scope))
    changed = {field: value for field, value in given.model_dump().items() if now[field] != value}
    for field, value in changed.items():
        row = HouseSetting(
            key=f"{scope}.{field}", value=value, since=at or clock.now(), set_by=by.account_id
        )
        session.add(row)
    session.flush()
    return len(changed)


def changes(session: Session, limit: int = 20) -> tuple[Change, ...]:
    """The last values set, newest first."""
    query = (
        select(HouseSetting, Account.display_name)
        .join(Account, col(Account.id) == HouseSetting.set_by, isouter=True)
        .order_by(col(HouseSetting.id).desc())
        .limit(limit)
    )
    found = []
    for row, who in session.exec(query):
        scope, _, field = row.key.partition(".")
        found.append(Change(scope, field, row.value, row.since, who or "Système"))
    return tuple(found)


def _newest(session: Session) -> dict[str, str]:
    return dict(session.connection().execute(_SET).all())


_SET = select(HouseSetting.key, HouseSetting.value).order_by(col(HouseSetting.id))
