"""What a module adds to the labels and to the orders of the house: shapes only."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

EVERY = "*"
"""Instead of a workshop's code: for the orders of all of them."""


@dataclass(frozen=True, slots=True)
class ResourceLabel:
    """What the label of a lasting thing says, by its kind: `lines(session, resource_id)` gives the
    fields of a label; where no workshop says so, the house writes whose it is.
    """

    kinds: tuple[str, ...]
    lines: Callable[..., dict[str, str]]


@dataclass(frozen=True, slots=True)
class OrderFragment:
    """A card that a workshop adds to the pages of its orders; htmx fetches it from `path`, in which
    `{ref}` is the order's number. A module that is no workshop names the one it is for, or EVERY.
    """

    title: str
    path: str
    capability: str
    help: str = ""
    workshop: str = ""


@dataclass(frozen=True, slots=True)
class MadeSoFar:
    """How much of an order is counted as made, in one unit: nothing of who made it."""

    unit: str
    quantity: Decimal = Decimal(0)
    scrap: Decimal = Decimal(0)
    ordered: Decimal | None = None
    """None where the order does not say how much of this unit it wants."""
    last: date | None = None

    @property
    def over(self) -> bool:
        return self.ordered is not None and self.quantity > self.ordered


OrderCount = Callable[..., dict[int, tuple[MadeSoFar, ...]]]
"""`count(session, order_ids)` gives what is made of those orders of which something is; it asks as
many statements for one of them as for fifty.
"""
