"""From a form that was read to the version that it makes, kind by kind."""

from collections.abc import Callable
from typing import Any

from sqlmodel import Session

from esat.errors import Invalid
from workshops.laundry.plant import records, service, shapes, versions
from workshops.laundry.plant.kinds import Kind
from workshops.laundry.plant.models import Machine
from workshops.laundry.plant.records import Signed
from workshops.laundry.plant.service import MachineFacts, ProgrammeFacts


def keep(session: Session, kind: Kind, key: str | None, given: Any, signed: Signed) -> str:
    """Make a record (`key` None) or its next version; answers the record's key. Invalid
    `form_invalid`, with `reason` for a change that does not say why.
    """
    if key is not None and not signed.reason.strip():
        raise Invalid("form_invalid", {"reason": "Dites pourquoi cela change."})
    return _KEEP[kind.slug](session, key, given, signed)


def _machine(session: Session, key: str | None, given: shapes.MachineIn, signed: Signed) -> str:
    if given.kind == "washer" and given.nominal_kg is None:
        raise Invalid("form_invalid", {"nominal_kg": "Écrivez ce qu’elle prend, en kg."})
    facts = MachineFacts(
        given.label, given.kind, given.nominal_kg, given.barrier, given.contaminated_only
    )
    if key is None:
        made, _ = service.add_machine(session, facts, by=signed.by, at=signed.at)
    else:
        before = versions.current(session, Machine, "resource_id", int(key))
        if before.kind != facts.kind:
            records.refuse_busy(session, Machine, int(key))
        made = service.change_machine(
            session, int(key), facts, signed.reason, by=signed.by, at=signed.at
        )
    return str(made.resource_id)


def _programme(session: Session, key: str | None, given: shapes.ProgrammeIn, signed: Signed) -> str:
    if not given.machines:
        raise Invalid("form_invalid", {"machines": "Cochez au moins une machine."})
    _check_machines(session, given)
    facts = ProgrammeFacts(
        given.code, given.label, given.minutes, given.kind, given.temperature_c,
        given.hold_minutes, given.mixing_minutes, given.water_l_per_kg, given.families,
        _numbers(given.machines), shapes.doses_of(given.doses), given.status, given.source,
    )  # fmt: skip
    if key is None:
        made, _ = service.add_programme(session, facts, by=signed.by, at=signed.at)
    else:
        made = service.change_programme(
            session, int(key), facts, signed.reason, by=signed.by, at=signed.at
        )
    return str(made.resource_id)


def _check_machines(session: Session, given: shapes.ProgrammeIn) -> None:
    """What washes runs on washers alone, and what dries on none of them."""
    dries = given.kind == "dry"
    wrong = [
        one.label
        for one in versions.newest(session, Machine, "resource_id")
        if str(one.resource_id) in given.machines and (one.kind == "washer") == dries
    ]
    if wrong:
        why = "ne sèche pas" if dries else "ne lave pas"
        raise Invalid("form_invalid", {"machines": f"« {wrong[0]} » {why} : décochez-la."})


def _bin(session: Session, key: str | None, given: shapes.BinIn, signed: Signed) -> str:
    if given.contaminated and not given.whole:
        words = "Un bac à précautions prend des sacs fermés : cochez les deux."
        raise Invalid("form_invalid", {"whole": words})
    facts = given.model_dump(exclude={"reason"})
    if key is None:
        made, _ = service.add_bin(session, **facts, by=signed.by, at=signed.at)
        return str(made.resource_id)
    return str(records.change_bin(session, int(key), facts, signed).resource_id)


def _family(session: Session, key: str | None, given: shapes.FamilyIn, signed: Signed) -> str:
    facts = given.model_dump(exclude={"reason", "code"})
    return records.keep_family(session, key or given.code, facts, signed, new=key is None).code


def _precaution(
    session: Session, key: str | None, given: shapes.PrecautionIn, signed: Signed
) -> str:
    facts = given.model_dump(exclude={"reason", "code", "programmes"})
    cards = _numbers(given.programmes)
    made = records.keep_precaution(
        session, key or given.code, facts, cards, signed, new=key is None
    )
    return made.code


def _limit(session: Session, key: str | None, given: shapes.LimitIn, signed: Signed) -> str:
    facts = {"status": given.status, "source": given.source}
    return records.set_limit(session, key or "", given.value, given.since, facts, signed).code


_KEEP: dict[str, Callable[[Session, str | None, Any, Signed], str]] = {
    "machines": _machine,
    "programmes": _programme,
    "bacs": _bin,
    "familles": _family,
    "precautions": _precaution,
    "limites": _limit,
}


def _numbers(keys: list[str]) -> list[int]:
    """The keys of things that were ticked, which `shown.check` found in their list."""
    return [int(key) for key in keys]
