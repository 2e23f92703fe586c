"""Families, precautions, bins and limits by version, and the end of any record: each change is a
further version with who, when and why.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlmodel import Session

from esat import clock
from esat.actors import Actor
from esat.errors import Invalid, NotFound, Refused
from esat.production.models import Resource
from workshops.laundry.plant import limits, service, versions
from workshops.laundry.plant.models import (
    Bin,
    BinVersion,
    Family,
    Limit,
    Precaution,
    PrecautionProgramme,
)

Busy = Callable[[Session, Any, object], Refused | None]
_busy: list[Busy] = []


def add_busy(asks: Busy) -> None:
    """Name a function that tells why a record is at work and cannot be withdrawn; the room that
    knows it stands above.
    """
    if asks not in _busy:
        _busy.append(asks)


def refuse_busy(session: Session, table: Any, value: object) -> None:
    """Refuses what is at work now, with the refusal of the room that knows it."""
    for asks in _busy:
        if (refusal := asks(session, table, value)) is not None:
            raise refusal


@dataclass(frozen=True, slots=True)
class Signed:
    """Who changes a record, why, and when."""

    by: Actor
    reason: str = ""
    at: datetime | None = None

    @property
    def moment(self) -> datetime:
        return self.at or clock.now()

    def columns(self) -> dict[str, Any]:
        return {
            "reason": self.reason,
            "created_at": self.moment,
            "created_by": self.by.account_id,
        }


def keep_family(
    session: Session, code: str, facts: dict[str, Any], signed: Signed, *, new: bool = False
) -> Family:
    """A family, new or by a further version. Invalid for a code that is taken. Flushes."""
    made: Family = _keep(session, Family, code, facts, signed, new=new)
    return made


def keep_precaution(
    session: Session,
    code: str,
    facts: dict[str, Any],
    programmes: Sequence[int],
    signed: Signed,
    *,
    new: bool = False,
) -> Precaution:
    """A category of precaution, with the programme cards that alone may wash it. Flushes."""
    made: Precaution = _keep(session, Precaution, code, facts, signed, new=new)
    session.add_all(
        PrecautionProgramme(precaution_id=made.id or 0, programme_card_id=card)
        for card in dict.fromkeys(programmes)
    )
    session.flush()
    return made


def set_limit(
    session: Session, code: str, value: Decimal, since: date, facts: dict[str, Any], signed: Signed
) -> Limit:
    """A limit from a day on; the former ones stay. NotFound for one that nobody declared."""
    service.require(signed.by)
    proposed = limits.BY_CODE.get(code)
    if proposed is None:
        raise NotFound("not_found")
    made = Limit(
        code=code, version=versions.following(session, Limit, "code", code), value=value,
        unit=proposed.unit, since=since, **facts, **signed.columns(),
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def change_bin(
    session: Session, resource_id: int, facts: dict[str, Any], signed: Signed
) -> BinVersion:
    """A bin called otherwise or taking other linen, from now on. Flushes."""
    service.require(signed.by)
    versions.current(session, BinVersion, "resource_id", resource_id)
    made = service.bin_version(session, resource_id, facts, signed.columns())
    row, thing = session.get(Bin, resource_id), session.get(Resource, resource_id)
    if row is None or thing is None:
        raise NotFound("not_found")
    row.family_code = facts["family_code"]
    row.whole, row.contaminated = facts["whole"], facts["contaminated"]
    thing.label = facts["label"]
    session.flush()
    return made


def withdraw(session: Session, table: Any, key: str, value: object, signed: Signed) -> None:
    """Use a record no more: a further version says so, and its code answers no longer. Refuses
    `reason_missing` and what is at work (`add_busy`); NotFound for one withdrawn already.
    """
    service.require(signed.by)
    if not signed.reason.strip():
        raise Refused("reason_missing")
    last = versions.current(session, table, key, value)
    refuse_busy(session, table, value)
    kept = last.model_dump(exclude={"id", "version", "withdrawn", *signed.columns()})
    number = versions.following(session, table, key, value)
    session.add(table(**kept, version=number, withdrawn=True, **signed.columns()))
    if key == "resource_id":
        thing = session.get(Resource, value)
        if thing is not None and thing.retired_at is None:
            thing.retired_at = signed.moment
    session.flush()


def _keep(
    session: Session, table: Any, code: str, facts: dict[str, Any], signed: Signed, *, new: bool
) -> Any:
    service.require(signed.by)
    if new and versions.history(session, table, "code", code):
        raise Invalid("form_invalid", {"code": "Ce code est déjà pris."})
    if not new:
        versions.current(session, table, "code", code)
    number = versions.following(session, table, "code", code)
    made = table(code=code, version=number, **facts, **signed.columns())
    session.add(made)
    session.flush()
    return made
