"""Where higher rooms say what a mail gets when it leaves and no row may hold: the address of a
link, a secret of a moment. This room makes none itself.
"""

from collections.abc import Callable

from sqlmodel import Session

Resolver = Callable[[Session, int], str | None]
_resolvers: list[Resolver] = []
Filler = Callable[[Session, str], str]
_fillers: dict[str, tuple[str, Filler]] = {}


def set_link_resolver(resolver: Resolver) -> None:
    """Name the function that gives a link's full address, or None once it is revoked or over."""
    _resolvers[:] = [resolver]


def address_of(session: Session, link_id: int | None) -> str | None:
    if link_id is None or not _resolvers:
        return None
    return _resolvers[0](session, link_id)


def set_filler(kind: str, name: str, filler: Filler) -> None:
    """Mails of a kind hold `{name}`; `filler(session, key)` says what stands there when the mail of
    that key leaves.
    """
    _fillers[kind] = (name, filler)


def filled(session: Session, kind: str, key: str, text: str) -> str:
    """The text of a mail that leaves now; as it was where its kind has no filler."""
    if kind not in _fillers:
        return text
    name, filler = _fillers[kind]
    return text.replace(f"{{{name}}}", filler(session, key))
