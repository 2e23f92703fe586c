"""Machines, programmes and bins: added, changed by a further version, withdrawn. Never by hand
in the tables: each keeps who and why.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlmodel import Session

from esat import clock
from esat.actors import Actor
from esat.errors import Forbidden
from esat.production import things
from esat.production.models import Resource
from workshops.laundry.plant import versions
from workshops.laundry.plant.models import (
    Bin,
    BinVersion,
    Machine,
    Programme,
    ProgrammeDose,
    ProgrammeFamily,
    ProgrammeMachine,
)

MANAGE = "laundry.plant"


@dataclass(frozen=True, slots=True)
class MachineFacts:
    """A machine as somebody describes it; `nominal_kg` is what it takes, dry."""

    label: str
    kind: str = "washer"
    nominal_kg: Decimal | None = None
    barrier: bool = False
    contaminated_only: bool = False


@dataclass(frozen=True, slots=True)
class ProgrammeFacts:
    """A programme as somebody describes it; `machines` are resources, `doses` ml a kilogram."""

    code: str
    label: str
    minutes: int
    kind: str = "wash"
    temperature_c: Decimal | None = None
    hold_minutes: Decimal | None = None
    mixing_minutes: Decimal | None = None
    water_l_per_kg: Decimal | None = None
    families: Sequence[str] = ()
    machines: Sequence[int] = ()
    doses: dict[str, Decimal] = field(default_factory=dict)
    status: str = "proposed"
    source: str = ""


def add_machine(
    session: Session, facts: MachineFacts, *, by: Actor, at: datetime | None = None
) -> tuple[Machine, str]:
    """A new machine and its E code. Forbids `not_allowed`; flushes."""
    require(by)
    moment = at or clock.now()
    thing, code = things.add_resource(session, "machine", facts.label, "laundry", "E", at=moment)
    made = _machine(session, thing.id or 0, facts, "", by, moment)
    return made, code


def change_machine(
    session: Session,
    resource_id: int,
    facts: MachineFacts,
    reason: str,
    *,
    by: Actor,
    at: datetime | None = None,
) -> Machine:
    """A further version of a machine. NotFound for a withdrawn one; flushes."""
    require(by)
    versions.current(session, Machine, "resource_id", resource_id)
    _call(session, resource_id, facts.label)
    return _machine(session, resource_id, facts, reason, by, at or clock.now())


def add_programme(
    session: Session, facts: ProgrammeFacts, *, by: Actor, at: datetime | None = None
) -> tuple[Programme, str]:
    """A new programme and the K code of its card. Flushes."""
    require(by)
    moment = at or clock.now()
    card, code = things.add_resource(session, "programme", facts.label, "laundry", "K", at=moment)
    return _programme(session, card.id or 0, facts, "", by, moment), code


def change_programme(
    session: Session,
    resource_id: int,
    facts: ProgrammeFacts,
    reason: str,
    *,
    by: Actor,
    at: datetime | None = None,
) -> Programme:
    """A further version of a programme: what was washed before keeps the one it had. Flushes."""
    require(by)
    versions.current(session, Programme, "resource_id", resource_id)
    _call(session, resource_id, facts.label)
    return _programme(session, resource_id, facts, reason, by, at or clock.now())


def add_bin(
    session: Session,
    label: str,
    family_code: str | None,
    *,
    by: Actor,
    whole: bool = False,
    contaminated: bool = False,
    at: datetime | None = None,
) -> tuple[Bin, str]:
    """A sorting bin and its R code. Flushes."""
    require(by)
    moment = at or clock.now()
    thing, code = things.add_resource(session, "bin", label, "laundry", "R", at=moment)
    made = Bin(
        resource_id=thing.id or 0, family_code=family_code, whole=whole, contaminated=contaminated
    )
    session.add(made)
    session.flush()
    facts = {
        "label": label, "family_code": family_code, "whole": whole, "contaminated": contaminated,
    }  # fmt: skip
    signed = {"reason": "", "created_at": moment, "created_by": by.account_id}
    bin_version(session, made.resource_id, facts, signed)
    return made, code


def bin_version(
    session: Session, resource_id: int, facts: dict[str, Any], signed: dict[str, Any]
) -> BinVersion:
    """What a bin is from now on, as a further row. Flushes."""
    number = versions.following(session, BinVersion, "resource_id", resource_id)
    made = BinVersion(resource_id=resource_id, version=number, **facts, **signed)
    session.add(made)
    session.flush()
    return made


def _machine(
    session: Session, resource_id: int, facts: MachineFacts, reason: str, by: Actor, at: datetime
) -> Machine:
    made = Machine(
        resource_id=resource_id,
        version=versions.following(session, Machine, "resource_id", resource_id),
        kind=facts.kind, label=facts.label, nominal_kg=facts.nominal_kg, barrier=facts.barrier,
        contaminated_only=facts.contaminated_only, reason=reason, created_at=at,
        created_by=by.account_id,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def _programme(
    session: Session, resource_id: int, facts: ProgrammeFacts, reason: str, by: Actor, at: datetime
) -> Programme:
    made = Programme(
        resource_id=resource_id,
        version=versions.following(session, Programme, "resource_id", resource_id),
        code=facts.code, kind=facts.kind, label=facts.label, minutes=facts.minutes,
        temperature_c=facts.temperature_c, hold_minutes=facts.hold_minutes,
        mixing_minutes=facts.mixing_minutes, water_l_per_kg=facts.water_l_per_kg,
        status=facts.status, source=facts.source, reason=reason, created_at=at,
        created_by=by.account_id,
    )  # fmt: skip
    session.add(made)
    session.flush()
    key = made.id or 0
    session.add_all(ProgrammeFamily(programme_id=key, family_code=f) for f in facts.families)
    session.add_all(ProgrammeMachine(programme_id=key, machine_id=m) for m in facts.machines)
    session.add_all(
        ProgrammeDose(programme_id=key, product=p, ml_per_kg=ml) for p, ml in facts.doses.items()
    )
    session.flush()
    return made


def _call(session: Session, resource_id: int, label: str) -> None:
    """The thing is called as its newest version says: its label is printed with that name."""
    thing = session.get(Resource, resource_id)
    if thing is not None:
        thing.label = label


def require(by: Actor) -> None:
    if not by.is_system and not by.can(MANAGE, workshop="laundry"):
        raise Forbidden("not_allowed")
