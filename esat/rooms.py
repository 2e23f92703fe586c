"""The rooms of a module put together: each declares its part, the module is their sum."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from esat.declarations import Module

LISTS = (
    "blueprints", "nav", "nav_pages", "capabilities", "event_kinds", "guards", "hold_reasons",
    "jobs", "cli", "acts", "imports", "exports", "checks", "retention", "named_papers", "restored",
    "help_pages", "resource_labels", "order_fragments", "order_counts", "post_closures",
)  # fmt: skip


def together(parts: Iterable[Module]) -> dict[str, Any]:
    """The lists of all parts one after the other, their texts, receivers and first-day work."""
    rooms = tuple(parts)
    found: dict[str, Any] = {
        name: tuple(one for part in rooms for one in getattr(part, name)) for name in LISTS
    }
    found["texts"] = _texts(rooms)
    found["receivers"] = _each([part.receivers for part in rooms if part.receivers])
    found["demo"] = _demo([part.demo for part in rooms if part.demo])
    found["install"] = _install([part.install for part in rooms if part.install])
    return found


def _texts(rooms: Iterable[Module]) -> dict[str, str]:
    """Every sentence by its code; two rooms that say one code differently are a mistake."""
    found: dict[str, str] = {}
    for part in rooms:
        for code, words in part.texts.items():
            if found.setdefault(code, words) != words:
                msg = f"two sentences for {code}"
                raise ValueError(msg)
    return found


def _each(receivers: list[Callable[[], None]]) -> Callable[[], None]:
    def listen() -> None:
        for one in receivers:
            one()

    return listen


def _demo(demos: list[Callable[..., Any]]) -> Callable[..., Any]:
    """Each room prepares its part; a day plays them one after the other."""

    def demo(scene: Any) -> Callable[[Any], None]:
        players = [player for one in demos if (player := one(scene)) is not None]

        def play(scene: Any) -> None:
            for player in players:
                player(scene)

        return play

    return demo


def _install(works: list[Callable[..., None]]) -> Callable[..., None]:
    def install(session: Any, at: datetime) -> None:
        for one in works:
            one(session, at)

    return install
