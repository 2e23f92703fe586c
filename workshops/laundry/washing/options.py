"""How a waiting load may be washed: every machine with every programme that runs on it, each open
or closed with its reason, before anybody touches it.
"""

from datetime import datetime

from sqlmodel import Session

from workshops.laundry.plant.models import Machine
from workshops.laundry.washing import conditions, loads, reads, rules, starting
from workshops.laundry.washing.conditions import Why
from workshops.laundry.washing.loads import Contents
from workshops.laundry.washing.models import Load
from workshops.laundry.washing.reads import Option


def options(
    session: Session, load: Load, stage: str, inside: Contents, at: datetime
) -> list[Option]:
    """The ways to wash a load. Under precautions only their own programmes are shown."""
    machines = reads.washers(session)
    programmes = reads.programmes_in_force(session, "wash")
    facts = starting.programme_facts(session, programmes)
    codes = reads.codes_of(
        session, [one.resource_id for one in machines] + [one.resource_id for one in programmes]
    )
    wanted, bounds = loads.facts(session, load, inside), starting.bounds(session, at)
    ways = [
        (machine, programme)
        for machine in machines
        for programme in programmes
        if rules.unsuitable(
            wanted, starting.machine_facts(machine), facts[programme.id or 0]
        ) is None
    ]  # fmt: skip
    whys = {one.resource_id: _why(session, load, stage, inside, one, at=at) for one in machines}
    demanded = conditions.closed(session, load, inside, ways, at)
    found = []
    for machine, programme in ways:
        why, told = whys[machine.resource_id], demanded.get(conditions.key((machine, programme)))
        found.append(
            Option(
                machine, codes.get(machine.resource_id, ""),
                programme, codes.get(programme.resource_id, ""),
                rules.charge(inside.kg, machine.nominal_kg, bounds),
                why or told, of_programme=why is None and told is not None,
            )
        )  # fmt: skip
    # What fills a machine well comes first, what is closed last.
    found.sort(key=lambda one: (one.why is not None, one.charge.verdict != "good"))
    return found


def _why(
    session: Session, load: Load, stage: str, inside: Contents, machine: Machine, *, at: datetime
) -> Why | None:
    """What closes a machine for a load, asked once for all its programmes: those that do not suit
    are not shown.
    """
    named = Load(lot_id=load.lot_id, machine_id=machine.resource_id, programme_id=0)
    return starting.of_load(named, stage, inside, at) or starting.on_machine(
        session, machine, load, inside, at
    )
