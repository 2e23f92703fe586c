"""Where the tracking room says how an address is made from a link's id; it makes none itself."""

from collections.abc import Callable

from sqlmodel import Session

Resolver = Callable[[Session, int], str | None]
_resolvers: list[Resolver] = []


def set_link_resolver(resolver: Resolver) -> None:
    """Name the function that gives a link's full address, or None once it is revoked or over."""
    _resolvers[:] = [resolver]


def address_of(session: Session, link_id: int | None) -> str | None:
    if link_id is None or not _resolvers:
        return None
    return _resolvers[0](session, link_id)
