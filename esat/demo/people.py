"""The demo's people: one account a role, sixteen supervisors with their groups, 83 workers."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from sqlmodel import Session

from esat import clock
from esat.accounts import devices, passwords, service
from esat.accounts.models import Account
from esat.accounts.roles import Grants
from esat.accounts.service import NewAccount
from esat.actors import Actor
from esat.demo.sources import Names
from esat.folding import fold
from esat.production import badge_codes
from esat.registry import Registry
from esat.workers import people
from esat.workers.forms import GroupIn, WorkerIn

WORKERS = 83
GROUPS = {"laundry": 5, "green_spaces": 4, "bookbinding": 3, "subcontracting": 4}
SHARES = {"laundry": 30, "green_spaces": 20, "bookbinding": 11, "subcontracting": 22}
NEW = (14, 37, 58, 79)
"""Those whose contract is short or new: the room of contracts writes it."""
STATIONS = (
    ("Comptoir blanchisserie", "laundry", "dirty"),
    ("Sortie machines", "laundry", "clean"),
    ("Dépôt espaces verts", "green_spaces", "none"),
    ("Établi reliure", "bookbinding", "none"),
    ("Quai sous-traitance", "subcontracting", "none"),
)
ROLES = (
    ("direction", "direction", None),
    ("bureau", "bureau", None),
    ("administrateur", "administrateur", None),
    ("qualite", "qualite", None),
    ("responsable", "responsable_atelier", ("laundry",)),
    ("comptoir", "comptoir", ("laundry",)),
    ("inspecteur", "inspecteur", None),
)


@dataclass(frozen=True, slots=True)
class Cast:
    """Who was made: a supervisor's actor for each workshop, the logins to print, the groups."""

    actors: dict[str, Actor]
    logins: list[tuple[str, str]]
    groups: dict[str, list[int]]


def make(session: Session, registry: Registry, rng: Random, password: str, since: date) -> Cast:
    """Create every account, group, worker and station of the demo."""
    names, kept = Names(rng), passwords.hashed(password)
    cast = Cast({}, [], {})
    for login, role, workshops in ROLES:
        _account(session, names, kept, login, role, workshops)
        cast.logins.append((role, login))
    for workshop in GROUPS:
        _groups(session, registry, names, kept, workshop, cast, since)
    _workers(session, names, rng, cast.groups, since)
    for name, workshop, zone in STATIONS:
        code = badge_codes.obtain(session, "X", "")
        station = devices.create_station(
            session, code=code, name=name, workshop=workshop, zone=zone
        )
        badge_codes.bind(session, code, station.id, None)
    return cast


def _groups(  # noqa: PLR0917 - what a group is made of
    session: Session,
    registry: Registry,
    names: Names,
    kept: str,
    workshop: str,
    cast: Cast,
    since: date,
) -> None:
    """A workshop's groups, each with its supervisor; the first one acts in the simulated days."""
    label = registry.workshop(workshop).label
    for n in range(GROUPS[workshop]):
        account = _supervisor(session, names, kept, workshop)
        code = f"{workshop.split('_', maxsplit=1)[0]}-{n + 1}"
        given = GroupIn(code=code, workshop=workshop, name=f"{label} {n + 1}")
        group = people.create_group(session, given)
        people.lead(session, group, account.id or 0, since)
        cast.groups.setdefault(workshop, []).append(group.id or 0)
        if n == 0:
            cast.actors[workshop] = _actor(account, Grants(registry), workshop)
            cast.logins.append((f"moniteur ({label})", account.login))


def _account(
    session: Session,
    names: Names,
    kept: str,
    login: str,
    role: str,
    workshops: tuple[str, ...] | None,
) -> None:
    first, last = names.draw()
    ends = clock.today() + timedelta(days=365) if role == "inspecteur" else None
    service.create_account(
        session,
        NewAccount(
            login,
            f"{first} {last}",
            kept,
            (role,),
            workshops,
            ends_on=ends,
            must_change_password=False,
        ),
    )


def _supervisor(session: Session, names: Names, kept: str, workshop: str) -> Account:
    first, last = names.draw()
    login = f"{fold(first)}.{fold(last)}".replace(" ", "-")[:60]
    new = NewAccount(
        login, f"{first} {last}", kept, ("moniteur",), (workshop,), must_change_password=False
    )
    return service.create_account(session, new)


def _actor(account: Account, grants: Grants, workshop: str) -> Actor:
    return Actor(
        account_id=account.id,
        roles=frozenset({"moniteur"}),
        capabilities=grants.of(["moniteur"]),
        workshops=frozenset({workshop}),
        groups=None,
        display_name=account.display_name,
    )


def _workers(
    session: Session, names: Names, rng: Random, groups: dict[str, list[int]], since: date
) -> None:
    number = 0
    for workshop, share in SHARES.items():
        for n in range(share):
            first, last = names.draw()
            number += 1
            started = since - timedelta(days=rng.randrange(200, 5000))
            hours = Decimal(35) if rng.random() < 0.8 else Decimal("17.5")
            known = number not in NEW
            people.create_worker(
                session,
                WorkerIn(
                    first_name=first,
                    last_name=last,
                    payroll_id=f"P{number:04d}",
                    group_id=groups[workshop][n % len(groups[workshop])],
                    contract_kind="Accompagnement" if known else "",
                    contract_starts=started if known else None,
                    weekly_hours=hours if known else None,
                ),
                at=clock.now(),
            )
