"""What the pages of client labels show: SELECTs only."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from esat import clock
from esat.accounts.models import Account
from esat.client_labels import numbers, ranges
from esat.client_labels.models import ClientTemplate, IssuedNumber, NumberRange
from esat.clients.models import Client

PAGE = 50
EXPORT_HEADERS = ("plage", "numero", "code", "donne_le", "annule_le", "motif")


@dataclass(frozen=True, slots=True)
class RangeRow:
    """A range and what remains of it."""

    held: NumberRange
    client: str
    first: str
    last: str
    left: int
    given: int
    aside: int
    few: bool

    @property
    def is_open(self) -> bool:
        return self.held.closed_at is None


@dataclass(frozen=True, slots=True)
class IssuedRow:
    """A number that left, or that never will; `who` gave it, or set it aside."""

    number: IssuedNumber
    spaced: str
    who: str


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version of a template and its author."""

    template: ClientTemplate
    who: str


def all_ranges(session: Session) -> list[RangeRow]:
    """Every range, those that are open first."""
    held = session.exec(select(NumberRange).order_by(col(NumberRange.id).desc())).all()
    named, counts = client_names(session), _counts(session)
    found = [_row(one, named, counts.get(one.id or 0, (0, 0, 0))) for one in held]
    return sorted(found, key=lambda row: not row.is_open)


def range_row(session: Session, code: str) -> RangeRow:
    """One range. NotFound `range_unknown`."""
    held = ranges.by_code(session, code)
    counts = _counts(session, held.id)
    return _row(held, client_names(session), counts.get(held.id or 0, (0, 0, 0)))


def issued(
    session: Session, held: NumberRange, before: int | None = None
) -> tuple[list[IssuedRow], int | None]:
    """The numbers of a range, newest first, and the key to ask the next page with."""
    giver, spoiler = aliased(Account), aliased(Account)
    query = (
        select(IssuedNumber, giver.display_name, spoiler.display_name)
        .join(giver, col(giver.id) == col(IssuedNumber.issued_by), isouter=True)
        .join(spoiler, col(spoiler.id) == col(IssuedNumber.voided_by), isouter=True)
        .where(IssuedNumber.range_id == held.id)
        .order_by(col(IssuedNumber.id).desc())
        .limit(PAGE + 1)
    )
    if before is not None:
        query = query.where(col(IssuedNumber.id) < before)
    spaced = ranges.series_of(held).spaced
    rows = [
        IssuedRow(one, spaced(one.text), (aside if one.voided_at else given) or "Système")
        for one, given, aside in session.exec(query)
    ]
    return rows[:PAGE], rows[PAGE - 1].number.id if len(rows) > PAGE else None


def history(session: Session, code: str) -> list[VersionRow]:
    """Every version of a template, newest first; none when there is no such template."""
    query = (
        select(ClientTemplate, Account.display_name)
        .join(Account, col(Account.id) == ClientTemplate.created_by, isouter=True)
        .where(ClientTemplate.code == code)
        .order_by(col(ClientTemplate.version).desc())
    )
    return [VersionRow(one, who or "Système") for one, who in session.exec(query)]


def client_names(session: Session) -> dict[int, str]:
    """Every client by key, in the order of their names."""
    query = select(Client.id, Client.name).order_by(col(Client.search), col(Client.id))
    return {key: name for key, name in session.exec(query) if key is not None}


def export_rows(
    session: Session, since: date | None, until: date | None
) -> Iterator[tuple[object, ...]]:
    """Every number that left, as its owner may ask for it."""
    query = select(IssuedNumber, NumberRange.name).join(
        NumberRange, col(NumberRange.id) == IssuedNumber.range_id
    )
    for one, name in session.exec(query.order_by(col(IssuedNumber.id))):
        day = clock.local(one.issued_at).date()
        if (since is None or since <= day) and (until is None or day <= until):
            yield (name, one.text, one.for_code, _wall(one.issued_at), _wall(one.voided_at),
                   one.void_reason)  # fmt: skip


def faults(session: Session, _settings: object = None) -> list[str]:
    """What does not hold together, range by range: a number lost, given twice, or ill written."""
    found = []
    for held in session.exec(select(NumberRange).order_by(col(NumberRange.id))):
        series = ranges.series_of(held)
        rows = session.exec(select(IssuedNumber).where(IssuedNumber.range_id == held.id)).all()
        passed = {row.number for row in rows if row.number < held.next}
        if len(passed) != held.next - held.first:
            found.append(f"Plage {held.code} : un numéro passé n’a pas de trace")
        found += [
            f"Plage {held.code} : {row.text} n’est pas le numéro {row.number}"
            for row in rows
            if series.number_of(row.text) != row.number
        ]
        found += [
            f"Plage {held.code} : {row.text} est donné hors de son tour"
            for row in rows
            if row.number >= held.next and row.voided_at is None
        ]
    return found


def _row(held: NumberRange, named: dict[int, str], counts: tuple[int, int, int]) -> RangeRow:
    series = ranges.series_of(held)
    given, aside, ahead = counts
    left = 0 if held.closed_at is not None else held.last + 1 - held.next - ahead
    return RangeRow(
        held,
        named.get(held.client_id or 0, ""),
        series.written(held.first),
        series.written(held.last),
        left,
        given,
        aside,
        held.closed_at is None and numbers.few(left, series.size),
    )


def _counts(session: Session, range_id: int | None = None) -> dict[int, tuple[int, int, int]]:
    """By range: numbers in use, numbers set aside, and of these those whose turn had not come."""
    gone = col(IssuedNumber.voided_at).is_not(None)
    ahead = col(IssuedNumber.number) >= NumberRange.next
    query = (
        select(
            IssuedNumber.range_id,
            func.count().filter(~gone),
            func.count().filter(gone),
            func.count().filter(ahead),
        )
        .join(NumberRange, col(NumberRange.id) == IssuedNumber.range_id)
        .group_by(col(IssuedNumber.range_id))
    )
    if range_id is not None:
        query = query.where(IssuedNumber.range_id == range_id)
    return {key: (used, aside, early) for key, used, aside, early in session.exec(query)}


def _wall(value: datetime | None) -> str:
    return "" if value is None else clock.local(value).isoformat()
