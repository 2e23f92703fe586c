"""The articles that the packing bench counts by name for a client; a room above tells which."""

from collections.abc import Callable, Sequence

from sqlmodel import Session

Source = Callable[[Session, int], Sequence[tuple[int, str]]]
_sources: list[Source] = []


def add_source(source: Source) -> None:
    """Name a function that gives the key and the name of a client's articles."""
    if source not in _sources:
        _sources.append(source)


def of_client(session: Session, client_id: int) -> list[tuple[int, str]]:
    """The articles to be counted by name for a client."""
    return [one for source in _sources for one in source(session, client_id)]
