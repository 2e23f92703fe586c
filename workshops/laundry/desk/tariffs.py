"""The tariff and the brackets in force on a day: what the counter may ask. SELECTs only.

Only what was validated is asked of anybody; a proposal waits beside it until somebody validates it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import bindparam
from sqlmodel import Session, col, func, select

from esat.errors import NotFound
from workshops.laundry.desk import pricing
from workshops.laundry.desk.models import Bracket, BracketPrice, DeskText, Tariff
from workshops.laundry.desk.pricing import NONE, Reduction

Dated = TypeVar("Dated", Tariff, Bracket, DeskText)


@dataclass(frozen=True, slots=True)
class Choice:
    """A bracket that may be chosen, with what it does to prices; None is the full price."""

    bracket: Bracket | None
    reduction: Reduction = NONE

    def price(self, tariff: Tariff) -> Decimal:
        """What one unit costs in it."""
        return pricing.reduced(tariff.code, tariff.price, self.reduction)


@dataclass(frozen=True, slots=True)
class PriceList:
    """What is asked on a day: prices in their order, brackets in theirs."""

    on: date
    tariffs: tuple[Tariff, ...]
    choices: tuple[Choice, ...]

    def tariff(self, code: str) -> Tariff | None:
        return next((one for one in self.tariffs if one.code == code), None)

    def choice(self, code: str) -> Choice | None:
        """The bracket of that code; the full price is no bracket."""
        return next((c for c in self.choices if c.bracket and c.bracket.code == code), None)

    @property
    def articles(self) -> dict[str, list[Tariff]]:
        """The prices of each nature of article, in the order of the list."""
        found: dict[str, list[Tariff]] = {}
        for one in self.tariffs:
            found.setdefault(one.article, []).append(one)
        return found


def price_list(session: Session, on: date) -> PriceList:
    """Prices and brackets that are validated and in force on a day."""
    brackets = in_force(session, Bracket, on)
    fixed = _fixed(session, [one.id or 0 for one in brackets])
    choices = [
        Choice(one, Reduction(one.percent or Decimal(0), fixed.get(one.id or 0, {})))
        for one in brackets
    ]
    return PriceList(on, tuple(in_force(session, Tariff, on)), tuple(choices))


@lru_cache(maxsize=4)
def _validated(table: type[Any]) -> Any:
    return (
        select(table)
        .where(table.status == "validated", col(table.since) <= bindparam("day"))
        .order_by(col(table.since), col(table.version))
    )


def in_force(session: Session, table: type[Dated], on: date) -> list[Dated]:
    """The last validated version of each record on a day, without what is withdrawn."""
    last: dict[str, Dated] = {}
    gone: dict[str, int] = {}
    for row in session.exec(_validated(table), params={"day": on}):
        last[row.code] = row
        if getattr(row, "withdrawn", False):
            gone[row.code] = max(row.version, gone.get(row.code, 0))
    # A withdrawal also undoes what was planned before it for a later day.
    kept = [row for row in last.values() if row.version > gone.get(row.code, 0)]
    return sorted(kept, key=lambda row: (getattr(row, "position", 0), row.code))


def coming(session: Session, table: type[Dated], on: date) -> list[Dated]:
    """Versions that are not in force: proposals newer than what is asked, and later days."""
    newest = _newest_asked(session, table, on)
    rows = session.exec(select(table).order_by(col(table.since), col(table.code)))
    return [row for row in rows if row.version > newest.get(row.code, 0)]


def history(session: Session, table: type[Dated], code: str) -> Sequence[Dated]:
    """Every version of a record, the newest first. NotFound when there is none."""
    query = select(table).where(table.code == code).order_by(col(table.version).desc())
    found = session.exec(query).all()
    if not found:
        raise NotFound("not_found")
    return found


def following(session: Session, table: type[Dated], code: str) -> int:
    """The number of the next version of a record."""
    query = select(func.max(table.version)).where(table.code == code)
    return (session.exec(query).first() or 0) + 1


def text_of(session: Session, code: str, on: date) -> DeskText | None:
    """A text as it stands on a day: the validated one, else the one that is proposed."""
    query = (
        select(DeskText)
        .where(DeskText.code == code, col(DeskText.since) <= on)
        .order_by(
            (col(DeskText.status) == "validated").desc(),
            col(DeskText.since).desc(),
            col(DeskText.version).desc(),
        )
        .limit(1)
    )
    return session.exec(query).first()


def cash_offices(session: Session, on: date) -> list[str]:
    """The names of the cash offices whose receipts are taken."""
    found = text_of(session, "cash_offices", on)
    lines = found.body.splitlines() if found else []
    return [line.strip()[:60] for line in lines if line.strip()]


def fixed_of(session: Session, bracket: Bracket) -> dict[str, Decimal]:
    """The prices of a version of a bracket."""
    return _fixed(session, [bracket.id or 0]).get(bracket.id or 0, {})


def _fixed(session: Session, brackets: list[int]) -> dict[int, dict[str, Decimal]]:
    query = select(BracketPrice).where(col(BracketPrice.bracket_id).in_(brackets))
    found: dict[int, dict[str, Decimal]] = {}
    for row in session.exec(query):
        found.setdefault(row.bracket_id, {})[row.tariff_code] = row.price
    return found


def _newest_asked(session: Session, table: type[Any], on: date) -> dict[str, int]:
    query = (
        select(table.code, func.max(table.version))
        .where(table.status == "validated", col(table.since) <= on)
        .group_by(table.code)
    )
    return dict(session.exec(query).all())


def stamp(moment: datetime, account_id: int | None) -> dict[str, Any]:
    """Who added a version and when."""
    return {"created_at": moment, "created_by": account_id}
