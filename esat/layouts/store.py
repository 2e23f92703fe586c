"""Versions of layouts over those of the house: which one serves, a new one, the way back.

A version is never changed or deleted; what a label was printed with is always found again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Final

from sqlalchemy import func
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from esat.actors import Actor
from esat.errors import Invalid, NotFound, Refused
from esat.layouts import differences, faults
from esat.layouts.models import LabelLayout
from labels import LAYOUTS, LabelError, Layout
from labels.codec import boxes_to_list, layout_from_dict

MANAGE: Final = "layouts.manage"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A layout to keep, and the newest version when it was drawn: 0 where there was none."""

    layout: Layout
    base: int


class Serving:
    """What serves now, for a whole run of labels: read once, and each layout made once."""

    def __init__(self, rows: Iterable[LabelLayout]) -> None:
        self._rows = {row.code: row for row in rows}
        self._made: dict[str, Layout] = {}

    @property
    def codes(self) -> tuple[str, ...]:
        """Those of the house in their order, then the others by name."""
        ours = [code for code, row in self._rows.items() if code not in LAYOUTS and _serves(row)]
        return (*LAYOUTS, *sorted(ours))

    def layout(self, code: str) -> Layout:
        """NotFound `layout_unknown`; refuses `layout_unreadable`."""
        row = self._rows.get(code)
        if row is None or row.withdrawn:
            return _house(code)
        if code not in self._made:
            self._made[code] = layout_of(row)
        return self._made[code]

    def version(self, code: str) -> int:
        """The version that serves; 0 for the house's own."""
        row = self._rows.get(code)
        return row.version if row is not None and _serves(row) else 0


def serving(session: Session) -> Serving:
    """What serves now, by one SELECT: ask it once, however many labels there are."""
    return Serving(newest_rows(session))


def in_force(session: Session) -> dict[str, Layout]:
    """Every layout that serves, by code."""
    found = serving(session)
    return {code: found.layout(code) for code in found.codes}


def current(session: Session, code: str) -> Layout:
    """The newest version that is not withdrawn, else the house's own. NotFound `layout_unknown`."""
    row = newest(session, code)
    return layout_of(row) if row is not None and _serves(row) else _house(code)


def version_of(session: Session, code: str) -> int:
    """The version that serves; 0 for the house's own."""
    row = newest(session, code)
    return row.version if row is not None and _serves(row) else 0


def at_version(session: Session, code: str, version: int) -> Layout:
    """A layout as it was; 0 is the house's own. NotFound `layout_unknown`."""
    return layout_of(row_at(session, code, version)) if version else _house(code)


def row_at(session: Session, code: str, version: int) -> LabelLayout:
    """The row of a version. NotFound `layout_unknown`."""
    query = select(LabelLayout).where(LabelLayout.code == code, LabelLayout.version == version)
    row = session.exec(query).first()
    if row is None:
        raise NotFound("layout_unknown", layout=code)
    return row


def newest(session: Session, code: str) -> LabelLayout | None:
    """The newest row of a layout, withdrawn or not."""
    query = select(LabelLayout).where(LabelLayout.code == code)
    return session.exec(query.order_by(col(LabelLayout.version).desc()).limit(1)).first()


def newest_rows(session: Session) -> list[LabelLayout]:
    """The newest row of every layout, withdrawn or not."""
    last = select(LabelLayout.code, func.max(LabelLayout.version)).group_by(LabelLayout.code)
    newest_of = last.subquery()
    query = select(LabelLayout).join(
        newest_of,
        (col(LabelLayout.code) == newest_of.c[0]) & (col(LabelLayout.version) == newest_of.c[1]),
    )
    return list(session.exec(query.order_by(LabelLayout.code)))


def layout_of(row: LabelLayout) -> Layout:
    """The layout that a row keeps. Refuses `layout_unreadable`."""
    kept = {
        "code": row.code,
        "label": row.label,
        "width": float(row.width_mm),
        "height": float(row.height_mm),
        "sheet": row.sheet,
        "boxes": row.boxes,
    }
    try:
        return layout_from_dict(kept)
    except LabelError as error:
        raise Refused("layout_unreadable", layout=row.label, version=row.version) from error


def save(session: Session, wanted: Wanted, *, reason: str, by: Actor, at: datetime) -> LabelLayout:
    """Keep a layout as a new version. Flushes.

    Invalid `layout_faulty`, a sentence for each box that cannot hold what it shows; refuses
    `layout_changed` when somebody saved since `base`, `layout_same` when nothing differs.
    """
    found = faults.of(wanted.layout)
    if found:
        raise Invalid("layout_faulty", faults.by_place(found))
    row = newest(session, wanted.layout.code)
    _refuse_if_changed(row, wanted.base)
    now = layout_of(row) if row is not None and _serves(row) else LAYOUTS.get(wanted.layout.code)
    if now is not None and not differences.between(now, wanted.layout):
        raise Refused("layout_same")
    return _add(session, wanted, reason=reason, by=by, at=at)


def restore(
    session: Session, code: str, version: int, *, base: int, reason: str, by: Actor, at: datetime
) -> LabelLayout:
    """Let a former version serve again, as a new one; 0 goes back to the house's own.

    NotFound `layout_unknown`; Invalid and refused as by `save` and `withdraw`.
    """
    if version == 0:
        _house(code)
        return withdraw(session, code, base=base, reason=reason, by=by, at=at)
    wanted = Wanted(at_version(session, code, version), base)
    return save(session, wanted, reason=reason, by=by, at=at)


def withdraw(
    session: Session, code: str, *, base: int, reason: str, by: Actor, at: datetime
) -> LabelLayout:
    """Let the house's own layout serve again, or none where it has none: a version that says so.
    NotFound `layout_unknown`; refuses `layout_changed`, `layout_not_ours`.
    """
    row = newest(session, code)
    if row is None or row.withdrawn:
        current(session, code)
        raise Refused("layout_not_ours")
    _refuse_if_changed(row, base)
    wanted = Wanted(LAYOUTS.get(code) or layout_of(row), base)
    return _add(session, wanted, reason=reason, by=by, at=at, withdrawn=True)


def duplicate(
    session: Session, source: str, code: str, label: str, *, by: Actor, at: datetime
) -> LabelLayout:
    """The same boxes under another name. NotFound `layout_unknown`; Invalid `form_invalid` when
    the name serves, or served once.
    """
    copied = current(session, source)
    if code in LAYOUTS or newest(session, code) is not None:
        raise Invalid("form_invalid", {"copy_code": "Un gabarit porte déjà ce nom court."})
    wanted = Wanted(replace(copied, code=code, label=label), 0)
    return save(session, wanted, reason=f"Copie de « {copied.label} »"[:200], by=by, at=at)


def _serves(row: LabelLayout) -> bool:
    return not row.withdrawn


def _house(code: str) -> Layout:
    found = LAYOUTS.get(code)
    if found is None:
        raise NotFound("layout_unknown", layout=code)
    return found


def _refuse_if_changed(row: LabelLayout | None, base: int) -> None:
    if base != (0 if row is None else row.version):
        raise Refused("layout_changed")


def _add(
    session: Session,
    wanted: Wanted,
    *,
    reason: str,
    by: Actor,
    at: datetime,
    withdrawn: bool = False,
) -> LabelLayout:
    layout = wanted.layout
    row = LabelLayout(
        code=layout.code,
        version=wanted.base + 1,
        label=layout.label,
        width_mm=_exact(layout.width),
        height_mm=_exact(layout.height),
        sheet=layout.sheet,
        boxes=boxes_to_list(layout.boxes),
        withdrawn=withdrawn,
        reason=reason,
        created_at=at,
        created_by=by.account_id,
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        # Two at once on PostgreSQL: both saw the same newest version, one row of it can exist.
        _refuse_if_changed(newest(session, layout.code), wanted.base)
        raise
    return row


def _exact(millimetres: float) -> Decimal:
    return round(Decimal(str(millimetres)), 3)
