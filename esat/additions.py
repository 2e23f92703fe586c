"""What a workshop adds to the labels and the order pages of the house: shapes only."""

from collections.abc import Callable
from dataclasses import dataclass

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
