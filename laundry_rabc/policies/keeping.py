"""Rules of the house, dated: read at a moment, changed by a further row only."""

from datetime import datetime
from decimal import Decimal
from typing import Final

from sqlmodel import Session

from esat import clock
from esat.rulebook.book import Book
from esat.rulebook.book import RuleIn as PolicyIn
from esat.rulebook.models import RuleRow
from laundry_rabc.policies.models import Policy
from laundry_rabc.policies.proposals import PROPOSALS

__all__ = ["BOOK", "PolicyIn", "decide", "install", "is_on", "number", "require", "row", "value"]

SET: Final = "rabc.policies"
WORKSHOP: Final = "laundry"
BOOK: Final = Book(Policy, PROPOSALS, SET, WORKSHOP)
install = BOOK.install
decide = BOOK.decide
require = BOOK.require


def row(session: Session, code: str, at: datetime) -> RuleRow | None:
    """The version of a rule in force at a moment; None before the first one."""
    return BOOK.row(session, code, clock.local(at).date())


def value(session: Session, code: str, at: datetime) -> Decimal:
    """The value in force at a moment; where the house has none, the one that is proposed."""
    return BOOK.value(session, code, clock.local(at).date())


def number(session: Session, code: str, at: datetime) -> int:
    """A length in force: whole months or days."""
    return BOOK.number(session, code, clock.local(at).date())


def is_on(session: Session, code: str, at: datetime) -> bool:
    """Whether a switch is on at a moment."""
    return BOOK.is_on(session, code, clock.local(at).date())
