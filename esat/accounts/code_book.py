"""How accounts read and obtain codes of badges and places, without knowing the codes' table.

The composition of the application gives the real ones, which stand on a higher floor.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlmodel import Session

from esat.errors import Invalid


def _as_typed(raw: str) -> str:
    return raw.strip().upper()


def _must_be_given(_session: Session, _letter: str, given: str) -> str:
    if not given:
        raise Invalid("form_invalid", {"code": "Ce champ est à remplir."})
    return given


def _nothing(_session: Session, _code: str, _station_id: int | None, _account: int | None) -> None:
    """Nothing is bound when no table of codes stands above."""


@dataclass(frozen=True, slots=True)
class CodeBook:
    """`read` repairs what a scanner typed; `obtain(session, letter, given)` gives a free code, the
    given one if it is right; `bind(session, code, station_id, account_id)` says what it names.
    """

    read: Callable[[str], str] = _as_typed
    obtain: Callable[[Session, str, str], str] = _must_be_given
    bind: Callable[[Session, str, int | None, int | None], None] = _nothing
