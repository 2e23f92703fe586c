"""Ranges of numbers lent to the house: opened once, given one by one, set aside with a reason."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, text, update
from sqlmodel import Session, col
from sqlmodel import select as of_rows

from esat import clock
from esat.actors import Actor
from esat.client_labels import numbers
from esat.client_labels.models import IssuedNumber, NumberRange
from esat.client_labels.numbers import Series
from esat.clients.models import Client
from esat.errors import Invalid, NotFound, Refused
from esat.production import barcodes, subjects
from esat.production.models import Barcode

_range, _issued, _code = NumberRange.__table__, IssuedNumber.__table__, Barcode.__table__
_TARGETS = ("item_id", "lot_id", "resource_id")
LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class WantedRange:
    """A range as its owner describes it; `client_id` None lends it to the whole house."""

    name: str
    kind: str
    prefix: str
    width: int
    first: int
    last: int
    client_id: int | None = None

    @property
    def series(self) -> Series:
        return Series(self.kind, self.prefix, self.width, self.first, self.last)


def series_of(held: Any) -> Series:
    """The series of a range, given as an object or as a row read."""
    return Series(held.kind, held.prefix, held.width, held.first, held.last)


def check_range(session: Session, wanted: WantedRange) -> None:
    """What `open_range` refuses, without opening anything: asked before the click."""
    faults = numbers.faults(wanted.series)
    if not wanted.name.strip():
        faults["name"] = "Ce champ est à remplir."
    if wanted.client_id is not None and session.get(Client, wanted.client_id) is None:
        faults["client_id"] = "Choisissez dans la liste."
    if faults:
        raise Invalid("form_invalid", faults)
    others = session.exec(of_rows(NumberRange)).all()
    met = [one for one in others if numbers.meet(series_of(one), wanted.series)]
    given = _first_given(session, [one.id or 0 for one in met], wanted.series)
    linked = given or _first_linked(session, wanted.series)
    if linked is not None:
        raise Refused("range_reused", number=linked)
    if met:
        raise Refused("range_overlaps", name=met[0].name)


def open_range(
    session: Session, wanted: WantedRange, *, by: Actor, at: datetime | None = None
) -> NumberRange:
    """A range that no other meets. Invalid `form_invalid`; refuses `range_overlaps`,
    `range_reused` (a number of it already left, or is linked to a thing). Flushes.
    """
    if session.connection().dialect.name == "postgresql":  # two ranges at once see each other
        session.connection().execute(text("LOCK TABLE number_range IN SHARE ROW EXCLUSIVE MODE"))
    check_range(session, wanted)
    made = NumberRange(
        code=wanted.series.written(wanted.first),
        name=wanted.name.strip(),
        kind=wanted.kind,
        prefix=wanted.prefix,
        width=wanted.width,
        first=wanted.first,
        last=wanted.last,
        next=wanted.first,
        client_id=wanted.client_id,
        created_at=at or clock.now(),
        created_by=by.account_id,
    )
    session.add(made)
    session.flush()
    return made


def close_range(
    session: Session, code: str, *, by: Actor, at: datetime | None = None
) -> NumberRange:
    """Nothing more is given from it; what left stays. NotFound `range_unknown`; refuses
    `range_closed`.
    """
    held = by_code(session, code)
    done = session.connection().execute(
        update(_range)
        .where(_range.c.id == held.id, _range.c.closed_at.is_(None))
        .values(closed_at=at or clock.now(), closed_by=by.account_id)
    )
    if done.rowcount != 1:
        raise Refused("range_closed", name=held.name)
    session.refresh(held)
    return held


def issue(
    session: Session, range_id: int, for_code: str, *, by: Actor, at: datetime | None = None
) -> IssuedNumber:
    """The number of a thing: the one it has, else the next of the range, linked to the thing so
    that it is found by a scan. NotFound `range_unknown`, `code_unknown`; refuses `code_revoked`,
    `number_for_things`, `range_other_client`, `range_closed`, `range_exhausted`, and what
    `barcodes.link` refuses. Flushes.
    """
    while True:
        # `next` is read first: who then finds no number of this code, and still finds `next` as
        # it was, is the only one who can have given it one.
        held = session.connection().execute(select(_range).where(_range.c.id == range_id)).first()
        if held is None:
            raise NotFound("range_unknown")
        mine = number_of(session, range_id, for_code)
        if mine is not None:
            return mine
        if held.closed_at is not None:
            raise Refused("range_closed", name=held.name)
        if held.next > held.last:
            raise Refused("range_exhausted", name=held.name)
        target = _target(session, for_code, held.client_id)
        if _take(session, range_id, held.next) and not _is_set_aside(session, range_id, held.next):
            break
    given_at = at or clock.now()
    made = _recorded(session, held, held.next, for_code, by=by, at=given_at)
    for scanned in numbers.scanned(held.kind, made.text):
        barcodes.link(session, scanned, given_at, trusted=True, **target)
    return made


def void(
    session: Session,
    typed: str,
    reason: str,
    *,
    by: Actor,
    of: NumberRange | None = None,
    at: datetime | None = None,
) -> IssuedNumber:
    """Set a number aside for ever, given or not yet: a scan of it now says « annulé ». Invalid
    `form_invalid` without a reason, or for a number that is not `of` the range; refuses
    `number_void`. Flushes.
    """
    printed, when, why = numbers.bare(typed), at or clock.now(), reason.strip()
    held = _range_of(session, printed, of)
    faults = {} if held is not None else {"number": "Ce numéro n’est pas dans cette plage."}
    if not 0 < len(why) <= LONGEST_REASON:
        faults["reason"] = "Écrivez pourquoi, en 200 signes au plus."
    if held is None or faults:
        raise Invalid("form_invalid", faults)
    found = session.exec(of_rows(IssuedNumber).where(IssuedNumber.text == printed)).first()
    if found is None:  # its turn has not come: spoilt on paper, or taken elsewhere
        number = series_of(held).number_of(printed)
        found = _recorded(session, held, number or 0, "", by=by, at=when)
    done = session.connection().execute(
        update(_issued)
        .where(_issued.c.id == found.id, _issued.c.voided_at.is_(None))
        .values(voided_at=when, voided_by=by.account_id, void_reason=why)
    )
    if done.rowcount != 1:
        raise Refused("number_void", number=printed)
    for scanned in numbers.scanned(held.kind, found.text) if found.for_code else ():
        with suppress(Refused):  # somebody parted it from the thing before
            barcodes.revoke(session, scanned, when)
    session.refresh(found)
    return found


def number_of(session: Session, range_id: int, for_code: str) -> IssuedNumber | None:
    """The number that a thing has of a range, those set aside left out."""
    query = of_rows(IssuedNumber).where(
        IssuedNumber.range_id == range_id,
        IssuedNumber.for_code == for_code,
        col(IssuedNumber.voided_at).is_(None),
    )
    return session.exec(query.execution_options(populate_existing=True)).first()


def by_code(session: Session, code: str) -> NumberRange:
    """A range by its code: its first number, as written. NotFound `range_unknown`."""
    found = session.exec(of_rows(NumberRange).where(NumberRange.code == code)).first()
    if found is None:
        raise NotFound("range_unknown")
    return found


def _recorded(
    session: Session, held: Any, number: int, for_code: str, *, by: Actor, at: datetime
) -> IssuedNumber:
    """One number of a range (its row, as an object or as read), with what it is for."""
    made = IssuedNumber(
        range_id=held.id,
        number=number,
        text=series_of(held).written(number),
        for_code=for_code,
        issued_at=at,
        issued_by=by.account_id,
    )
    session.add(made)
    session.flush()
    return made


def _range_of(session: Session, printed: str, of: NumberRange | None) -> NumberRange | None:
    """The range that writes this number, or None; only `of` when one is asked."""
    held = session.exec(of_rows(NumberRange)).all() if of is None else [of]
    return next((one for one in held if series_of(one).number_of(printed) is not None), None)


def _take(session: Session, range_id: int, number: int) -> bool:
    """Compare and set: whether the number was still the next one, and is now passed."""
    done = session.connection().execute(
        update(_range)
        .where(
            _range.c.id == range_id,
            _range.c.next == number,
            _range.c.closed_at.is_(None),
        )
        .values(next=number + 1)
    )
    return done.rowcount == 1


def _is_set_aside(session: Session, range_id: int, number: int) -> bool:
    query = select(_issued.c.id).where(_issued.c.range_id == range_id, _issued.c.number == number)
    return session.connection().execute(query).first() is not None


def _target(session: Session, code: str, client_id: int | None) -> dict[str, Any]:
    """What a code of ours is bound to, as `barcodes.link` wants it."""
    row = session.connection().execute(select(_code).where(_code.c.code == code)).first()
    subject = subjects.by_code(session, code)
    if row is None or subject is None or row.origin != "ours":
        raise NotFound("code_unknown")
    if row.revoked_at is not None:
        raise Refused("code_revoked")
    target = {name: getattr(row, name) for name in _TARGETS if getattr(row, name) is not None}
    if not target:
        raise Refused("number_for_things")
    if client_id is not None and subject.client_id not in {None, client_id}:
        raise Refused("range_other_client")
    return target


def _first_given(session: Session, range_ids: Iterable[int], series: Series) -> str | None:
    """A number that already left, of those ranges, and that this series would write again."""
    query = select(_issued.c.text).where(_issued.c.range_id.in_(tuple(range_ids)))
    texts = session.connection().execute(query.order_by(_issued.c.id)).scalars()
    return next((one for one in texts if series.number_of(one) is not None), None)


def _first_linked(session: Session, series: Series) -> str | None:
    """A number of this series that is linked to one of our things already."""
    forms = numbers.scanned(series.kind, series.written(series.first))
    query = select(_code.c.code).where(
        _code.c.origin != "ours", func.length(_code.c.code).in_([len(form) for form in forms])
    )
    texts = session.connection().execute(query).scalars()
    return next((one for one in texts if series.number_of(numbers.bare(one)) is not None), None)
