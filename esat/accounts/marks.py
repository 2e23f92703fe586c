"""The marks a view wears: which right it wants, and how it is logged; it knows no request."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

PUBLIC = ""
OWN = "session.own"
"""The right of everybody who is signed in: his own account."""

View = TypeVar("View", bound=Callable[..., Any])


def allow(capability: str) -> Callable[[View], View]:
    """Open a view to those who hold `capability`."""

    def mark(view: View) -> View:
        view.__capability__ = capability  # type: ignore[attr-defined]
        return view

    return mark


def public(view: View) -> View:
    """Open a view to everybody, strangers included."""
    view.__capability__ = PUBLIC  # type: ignore[attr-defined]
    return view


def unlogged(view: View) -> View:
    """Keep no access line of a success: the view keeps its own trace (captures) or only looks."""
    view.__unlogged__ = True  # type: ignore[attr-defined]
    return view


def while_pending(missing: str) -> Callable[[View], View]:
    """Open a view to somebody whose sign-in still lacks `missing` (code, setup, password)."""

    def mark(view: View) -> View:
        view.__while_pending__ = missing  # type: ignore[attr-defined]
        return view

    return mark


def capability_of(view: Callable[..., Any] | None) -> str | None:
    """The capability a view asks for, "" when it is public, None when it never said."""
    return cast("str | None", getattr(view, "__capability__", None))


def is_unlogged(view: Callable[..., Any] | None) -> bool:
    return bool(getattr(view, "__unlogged__", False))


def is_for_pending(view: Callable[..., Any] | None, missing: str) -> bool:
    """Whether the view is the one where that is given, and no other."""
    return bool(getattr(view, "__while_pending__", None) == missing)
