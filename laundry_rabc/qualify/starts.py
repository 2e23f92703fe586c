"""A load of sensitive linen or under precautions on a programme that nothing proves: refused, asked
for, and let go by a supervisor with a reason, where the house allows it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal

from pydantic import StringConstraints
from sqlmodel import Session, col, func, select

from esat import clock
from esat.actors import Actor
from esat.errors import NotFound, Refused
from esat.production.models import Lot
from esat.web.forms import FormShape, NoControl
from laundry_rabc.policies import keeping as policies
from laundry_rabc.qualify import rights, standing
from laundry_rabc.qualify.models import UnprovedStart
from workshops.laundry.plant import versions
from workshops.laundry.plant.models import Family, Machine, Programme
from workshops.laundry.washing import loads, rules
from workshops.laundry.washing.conditions import Key, Way, Why
from workshops.laundry.washing.loads import Contents
from workshops.laundry.washing.models import Cycle, Load

RULE = "qualified_wash"
MAY_ACCEPT = "qualified_accept"
PAGE = "/rabc/qualifications/depart/{}/{}/{}"


class DecisionIn(FormShape):
    """What a supervisor says of a start without proof."""

    decision: Literal["accepted", "refused"]
    reason: Annotated[str, StringConstraints(min_length=1, max_length=280), NoControl]


def condition(
    session: Session, load: Load, inside: Contents, ways: Sequence[Way], at: datetime
) -> dict[Key, Why]:
    """Which ways to wash a load the house's rule closes: those that nothing proves and that no
    supervisor has let go. Nothing while the rule is off or the linen does not demand it.
    """
    if not policies.is_on(session, RULE, at) or not demands_proof(session, load, inside):
        return {}
    pairs = [(machine.resource_id, programme.resource_id) for machine, programme in ways]
    stand = standing.of_pairs(session, dict.fromkeys(pairs), at)
    let_go = accepted(session, load.lot_id)
    found = {}
    for (machine, programme), pair in zip(ways, pairs, strict=True):
        key = (machine.resource_id, programme.id or 0)
        told = stand[pair].standing
        if not told.state.proved and key not in let_go:
            found[key] = Why(
                "programme_unproved", {"why": told.sentence}, "programme_not_proved",
                PAGE.format(load.lot_id, *key),
            )  # fmt: skip
    return found


def demands_proof(session: Session, load: Load, inside: Contents) -> bool:
    """Whether a load holds sensitive linen or linen under precautions."""
    if inside.precautions or load.precaution_id is not None:
        return True
    families = set(inside.families)
    if load.family_code and any(one.family is None for one in inside.members):
        families.add(load.family_code)
    known = versions.in_force(session, Family, "code")
    return any(one.sensitive and one.code in families for one in known)


def accepted(session: Session, lot_id: int) -> set[Key]:
    """The machines and programme versions on which a load may start without proof: each word is
    for one start.
    """
    last = select(func.max(Cycle.start_recorded_at)).where(Cycle.lot_id == lot_id)
    since = session.exec(last).first()
    query = select(UnprovedStart).where(
        UnprovedStart.lot_id == lot_id, UnprovedStart.kind != "asked"
    )
    if since is not None:
        query = query.where(col(UnprovedStart.at) > since)
    found: dict[Key, str] = {}
    for row in session.exec(query.order_by(col(UnprovedStart.id))):
        found[row.machine_id, row.programme_id] = row.kind
    return {key for key, kind in found.items() if kind == "accepted"}


def ask(session: Session, lot_id: int, key: Key, *, by: Actor) -> UnprovedStart:
    """Ask a supervisor for a start. Refuses `start_proved`, `start_already_asked`, and what
    `the_load` refuses. Flushes.
    """
    rights.require(by, rights.ASK)
    if is_asked(session, lot_id, key):
        raise Refused("start_already_asked")
    return _keep(session, "asked", lot_id, key, "", by)


def decide(
    session: Session, lot_id: int, key: Key, given: DecisionIn, *, by: Actor
) -> UnprovedStart:
    """Let a load start without proof, or not. Refuses `start_never_accepted` where the house does
    not allow it, `start_already_accepted`, `start_proved`; Invalid without a reason. Flushes.
    """
    rights.require(by, rights.ACCEPT)
    if given.decision == "accepted":
        if not policies.is_on(session, MAY_ACCEPT, clock.now()):
            raise Refused("start_never_accepted")
        if key in accepted(session, lot_id):
            raise Refused("start_already_accepted")
    return _keep(session, given.decision, lot_id, key, given.reason, by)


def is_asked(session: Session, lot_id: int, key: Key) -> bool:
    """Whether a start waits for the word of a supervisor."""
    query = (
        select(UnprovedStart.kind)
        .where(
            UnprovedStart.lot_id == lot_id,
            UnprovedStart.machine_id == key[0],
            UnprovedStart.programme_id == key[1],
        )
        .order_by(col(UnprovedStart.id).desc())
        .limit(1)
    )
    return session.exec(query).first() == "asked"


def the_load(session: Session, lot_id: int, key: Key) -> tuple[Load, Lot, Machine, Programme]:
    """A load that waits, with the machine and the programme in force. NotFound otherwise."""
    load, lot = session.get(Load, lot_id), session.get(Lot, lot_id)
    version = session.get(Programme, key[1])
    if load is None or lot is None or version is None or lot.workshop != rights.WORKSHOP:
        raise NotFound("not_found")
    if lot.closed_at is not None or lot.stage not in rules.WAITING:
        raise NotFound("not_found")
    machine = versions.current(session, Machine, "resource_id", key[0])
    programme = versions.current(session, Programme, "resource_id", version.resource_id)
    if programme.id != version.id:
        raise NotFound("not_found")
    return load, lot, machine, programme


def _keep(
    session: Session, kind: str, lot_id: int, key: Key, reason: str, by: Actor
) -> UnprovedStart:
    load, _, machine, programme = the_load(session, lot_id, key)
    now = clock.now()
    told = standing.of_pair(session, key[0], programme.resource_id, now).standing
    inside = loads.contents(session, [load.lot_id])[load.lot_id]
    if told.state.proved or not demands_proof(session, load, inside):
        raise Refused("start_proved")
    made = UnprovedStart(
        kind=kind, lot_id=lot_id, machine_id=machine.resource_id, card_id=programme.resource_id,
        programme_id=programme.id or 0, state=told.sentence[:160], reason=reason, at=now,
        account_id=by.account_id,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made
