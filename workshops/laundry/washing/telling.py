"""What a scan or an act is answered in French: the load, the machine, the bin, what comes next."""

from datetime import datetime
from decimal import Decimal

from sqlmodel import Session

from esat import texts
from esat.production.models import Lot
from esat.production.subjects import Subject
from esat.web.filters import hour, number
from workshops.laundry.washing import cycles, loads, reads, rules, starting
from workshops.laundry.washing.models import Load
from workshops.laundry.washing.opening import Sorted


def sorted_words(session: Session, done: Sorted, bag: Subject) -> str:
    """Where a bag went, and what its load weighs now."""
    inside = loads.contents(session, list(done.loads))
    named = []
    for lot_id in done.loads:
        lot = session.get(Lot, lot_id)
        named.append(f"{lot.label if lot else ''} ({inside[lot_id].told})")
    return texts.sentence("sorted_into", {"label": bag.label, "bins": ", ".join(named)})


def started_words(session: Session, lot_id: int, machine: str, programme: str) -> str:
    """That a load runs, and when it should be ready."""
    cycle = cycles.last_of_lot(session, lot_id)
    kg = None if cycle is None else cycle.kg
    told = number(kg, "kg") if kg else loads.contents(session, [lot_id])[lot_id].told
    said = {"machine": machine, "programme": programme, "kg": told}
    return texts.sentence("wash_started", said)


def machine_words(
    session: Session, subject: Subject, words: dict[str, Subject], *, at: datetime
) -> tuple[str, str]:
    """What a machine does, and what to scan next."""
    found = [
        one for one in reads.machine_states(session, at)
        if one.machine.resource_id == subject.resource_id
    ]  # fmt: skip
    named: dict[str, object] = {"machine": subject.label}
    if not found:
        return "not_a_washer", texts.sentence("not_a_washer", named)
    state = found[0]
    if state.state == "running":
        code = "machine_runs" if state.minutes_left else "machine_runs_over"
        named |= {
            "lot": state.lot_label or "à vide", "left": state.minutes_left,
            "ends": hour(state.ends_at) if state.ends_at else "",
        }  # fmt: skip
        return code, texts.sentence(code, named)
    if state.state == "to_open":
        named["lot"] = state.lot_label
        return "machine_to_open", texts.sentence("machine_to_open", named)
    if state.state == "to_disinfect":
        return "machine_disinfect_next", texts.sentence("machine_disinfect_next", named)
    if "programme" in words:
        named["what"] = words["programme"].label
        return "scan_load_next", texts.sentence("scan_load_next", named)
    return "scan_programme_first", texts.sentence("scan_programme_first", named)


def bin_words(session: Session, subject: Subject, *, at: datetime) -> tuple[str, str]:
    """What is in a bin, how heavy it is, and how full each machine would be with it."""
    named: dict[str, object] = {"bin": subject.label}
    found = loads.in_bin(session, subject.resource_id or 0)
    if not found:
        return "bin_is_empty", texts.sentence("bin_is_empty", named)
    keys = [lot.id or 0 for lot in found]
    inside = loads.contents(session, keys)
    whole = loads.Contents(tuple(one for each in inside.values() for one in each.members))
    ratios = _ratios(session, whole.kg, session.get(Load, keys[0]), at)
    named |= {"kg": whole.told, "count": len(whole.members), "ratios": ratios}
    return "bin_holds", texts.sentence("bin_holds", named)


def _ratios(session: Session, kg: Decimal, load: Load | None, at: datetime) -> str:
    """The charge of the machine that is named for a load, or of each washer."""
    machines = reads.washers(session)
    named = None if load is None else load.machine_id
    machines = [one for one in machines if one.resource_id == named] or machines
    bounds = starting.bounds(session, at)
    said = []
    for machine in machines:
        full = rules.charge(kg, machine.nominal_kg, bounds)
        if full.percent is not None:
            said.append(f"{machine.label} {number(full.percent, '%')}")
    return ", ".join(said) or "Charge inconnue"
