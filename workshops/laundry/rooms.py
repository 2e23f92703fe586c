"""The rooms of the laundry put together: each declares its part, the workshop is their sum."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from esat.declarations import Module

LISTS = (
    "blueprints", "nav", "capabilities", "event_kinds", "guards", "hold_reasons", "jobs", "cli",
    "acts", "imports", "exports", "checks", "retention", "help_pages",
)  # fmt: skip


def together(parts: Iterable[Module]) -> dict[str, Any]:
    """The lists of all parts one after the other, their texts, receivers and first-day work."""
    rooms = tuple(parts)
    found: dict[str, Any] = {
        name: tuple(one for part in rooms for one in getattr(part, name)) for name in LISTS
    }
    found["texts"] = {code: words for part in rooms for code, words in part.texts.items()}
    found["receivers"] = _each([part.receivers for part in rooms if part.receivers])
    found["install"] = _install([part.install for part in rooms if part.install])
    return found


def _each(receivers: list[Callable[[], None]]) -> Callable[[], None]:
    def listen() -> None:
        for one in receivers:
            one()

    return listen


def _install(works: list[Callable[..., None]]) -> Callable[..., None]:
    def install(session: Any, at: datetime) -> None:
        for one in works:
            one(session, at)

    return install


def demos(parts: Iterable[Module]) -> Callable[[Any], Callable[[Any], None]]:
    """The demos of all parts: each prepares its scene, then all play each day."""
    works = [part.demo for part in parts if part.demo]

    def prepare(scene: Any) -> Callable[[Any], None]:
        players = [work(scene) for work in works]

        def play(scene: Any) -> None:
            for player in players:
                player(scene)

        return play

    return prepare
