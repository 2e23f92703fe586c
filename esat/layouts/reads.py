"""What the pages show of layouts: those that serve, who changed each, every version; SELECTs."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlmodel import Session, col, select

from esat.accounts.models import Account
from esat.errors import NotFound, Refused
from esat.layouts import differences, store
from esat.layouts.models import LabelLayout
from labels import LAYOUTS, Layout

NOBODY: Final = "Système"
ORIGIN: Final = "Gabarit d’origine"


@dataclass(frozen=True, slots=True)
class Version:
    """One version: what it is, who made it, when and why. 0 is the house's own, made by nobody."""

    code: str
    version: int
    label: str
    withdrawn: bool = False
    reason: str = ""
    at: datetime | None = None
    who: str = ""
    layout: Layout | None = None
    """None where it is not read, or does not read any more."""

    @property
    def title(self) -> str:
        if not self.version:
            return ORIGIN
        back = "retrait" if self.code not in LAYOUTS else "retour à l’origine"
        return f"Version {self.version}" + (f" : {back}" if self.withdrawn else "")


@dataclass(frozen=True, slots=True)
class Card:
    """A layout that serves, and its newest version whatever became of it."""

    layout: Layout
    version: int
    last: Version | None


@dataclass(frozen=True, slots=True)
class History:
    """Every version of a layout, newest first, and which of them serves (None: none does)."""

    code: str
    versions: tuple[Version, ...]
    serving: Version | None
    newest: int

    @property
    def is_house(self) -> bool:
        return self.code in LAYOUTS


@dataclass(frozen=True, slots=True)
class Compared:
    """A version beside the one that serves and the house's own; None where there is none."""

    shown: Version
    layout: Layout
    history: History
    from_serving: tuple[str, ...] | None
    from_origin: tuple[str, ...] | None


def gallery(session: Session) -> list[Card]:
    """Every layout that serves, the lowest papers first: cards of a height stand in a row."""
    rows = store.newest_rows(session)
    found, names = store.Serving(rows), _names(session, rows)
    last = {row.code: _version(row, names) for row in rows}
    cards = [Card(found.layout(c), found.version(c), last.get(c)) for c in found.codes]
    return sorted(cards, key=lambda card: (card.layout.height, card.layout.width))


def gone(session: Session) -> list[Version]:
    """Layouts of the house's people that serve no more; their versions are kept."""
    rows = [row for row in store.newest_rows(session) if row.withdrawn and row.code not in LAYOUTS]
    names = _names(session, rows)
    return [_version(row, names) for row in rows]


def history(session: Session, code: str) -> History:
    """NotFound `layout_unknown` where there never was such a layout."""
    query = select(LabelLayout).where(LabelLayout.code == code)
    rows = list(session.exec(query.order_by(col(LabelLayout.version).desc())))
    names = _names(session, rows)
    found = [replace(_version(row, names), layout=_readable(row)) for row in rows]
    if code in LAYOUTS:
        found.append(Version(code, 0, LAYOUTS[code].label, layout=LAYOUTS[code]))
    if not found:
        raise NotFound("layout_unknown", layout=code)
    newest = found[0]
    serving = newest if not newest.withdrawn else found[-1] if code in LAYOUTS else None
    return History(code, tuple(found), serving, newest.version)


def compared(session: Session, code: str, version: int) -> Compared:
    """A version and what differs. NotFound `layout_unknown`; refuses `layout_unreadable`."""
    layout, whole = store.at_version(session, code, version), history(session, code)
    shown = next(one for one in whole.versions if one.version == version)
    serving = whole.serving.layout if whole.serving and whole.serving != shown else None
    origin = LAYOUTS.get(code) if version else None
    return Compared(
        shown,
        layout,
        whole,
        None if serving is None else differences.between(layout, serving),
        None if origin is None else differences.between(origin, layout),
    )


def _readable(row: LabelLayout) -> Layout | None:
    try:
        return store.layout_of(row)
    except Refused:
        return None


def _names(session: Session, rows: list[LabelLayout]) -> dict[int | None, str]:
    ids = {row.created_by for row in rows if row.created_by is not None}
    if not ids:
        return {}
    query = select(Account.id, Account.display_name).where(col(Account.id).in_(ids))
    return dict(session.exec(query).all())


def _version(row: LabelLayout, names: dict[int | None, str]) -> Version:
    return Version(
        row.code,
        row.version,
        row.label,
        row.withdrawn,
        row.reason,
        row.created_at,
        names.get(row.created_by, NOBODY),
    )
