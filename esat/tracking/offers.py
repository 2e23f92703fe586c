"""What other rooms offer behind a client's link; a higher room registers, the page asks."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sqlmodel import Session


@dataclass(frozen=True, slots=True)
class Offer:
    """A page behind the link: `endpoint` takes the token, `suits(session, order_id)` says whether
    this order has one. The client's page names it by `code`, so that no token stands in its text.
    """

    code: str
    label: str
    help: str
    pictogram: str
    endpoint: str
    suits: Callable[[Session, int], bool]


_offers: Final[list[Offer]] = []


def add(offer: Offer) -> None:
    """Offer a page; again is the same as once."""
    if offer not in _offers:
        _offers.append(offer)


def of_order(session: Session, order_id: int) -> list[Offer]:
    """What the client of an order finds behind his link."""
    return [one for one in _offers if one.suits(session, order_id)]


def named(session: Session, order_id: int, code: str) -> Offer | None:
    """One of them by its code; None for what this order has not."""
    found = next((one for one in _offers if one.code == code), None)
    return found if found is not None and found.suits(session, order_id) else None
