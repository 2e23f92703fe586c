"""Categories of precaution on bags: set, cleared with a reason, forgotten early.

A category reveals something of somebody's health: it stands on the item and in its own steps,
which are emptied together; it is never in the journal, on a label or on a client's page.
"""

from datetime import datetime, timedelta
from typing import Any, Final

from sqlmodel import Session, col, select

from esat import clock
from esat.declarations import Retention
from esat.errors import NotFound, Refused
from esat.production.models import Item
from workshops.laundry.intake import items
from workshops.laundry.intake.cases import PrecautionStep
from workshops.laundry.intake.doing import CLEAR_PRECAUTIONS, SEE_PRECAUTIONS, Deed, require
from workshops.laundry.intake.models import LaundryItem
from workshops.laundry.plant import limits, versions
from workshops.laundry.plant.models import Precaution

COLOURS: Final = {"red": "Rouge", "black": "Noir", "yellow": "Jaune"}


def categories(session: Session) -> list[Precaution]:
    """The categories in force."""
    return versions.in_force(session, Precaution, "code")


def flag(session: Session, item_id: int, code: str, how: Deed) -> LaundryItem:
    """Put a bag under a category. Refuses `precaution_unknown`, `weigh_closed`, `precaution_same`,
    and `isolation_runs` for a category that would end an isolation sooner; forbids. Flushes.
    """
    require(how.by, SEE_PRECAUTIONS)
    item = _open_item(session, item_id)
    try:
        category = versions.current(session, Precaution, "code", code)
    except NotFound as gone:
        raise Refused("precaution_unknown") from gone
    row = items.ensure(session, item_id)
    before = _category(session, row)
    if before is not None and before.code == category.code:
        raise Refused("precaution_same", label=item.label)
    until = None
    if category.isolation_hours:
        until = how.at + timedelta(hours=category.isolation_hours)
    if _runs(row) and (until is None or until < _until(row)):
        raise _refusal(row)
    row.precaution_id, row.isolated_until = category.id, until
    session.flush()
    _step(session, row, "set", how)
    return row


def clear(session: Session, item_id: int, how: Deed) -> LaundryItem:
    """Take the category of a bag away, with the reason. Refuses `precaution_none`,
    `precaution_reason`, `isolation_runs`, `weigh_closed`; forbids. Flushes.
    """
    require(how.by, CLEAR_PRECAUTIONS)
    _open_item(session, item_id)
    row = items.of(session, item_id)
    if row is None or row.precaution_id is None:
        raise Refused("precaution_none")
    if not how.reason.strip():
        raise Refused("precaution_reason")
    if _runs(row):
        raise _refusal(row)
    _step(session, row, "cleared", how)
    row.precaution_id = row.isolated_until = None
    session.flush()
    return row


def steps(session: Session, item_id: int) -> list[PrecautionStep]:
    """What was set and cleared on one item, the oldest first."""
    query = select(PrecautionStep).where(PrecautionStep.item_id == item_id)
    return list(session.exec(query.order_by(col(PrecautionStep.id))))


def demands(category: Any) -> list[str]:
    """What a category (or a row with its columns) asks of those who handle its linen."""
    said = (
        (category.never_opened, "Ne pas ouvrir, ne pas trier"),
        (category.last_of_day, "Laver à part, en fin de journée"),
        (category.disinfect_after, "Désinfecter la machine après"),
    )
    return [words for asked, words in said if asked]


def due(session: Session, at: datetime) -> list[str]:
    """The flags whose item was closed long enough ago; no word of the category."""
    return [f"Sac n° {key}" for key in _keys(session, at)]


def purge(session: Session, at: datetime) -> int:
    """Forget them, and what their steps said; that there were steps stays."""
    keys = _keys(session, at)
    for key in keys:
        row = session.get(LaundryItem, key)
        if row is not None:
            row.precaution_id = row.isolated_until = None
        for step in steps(session, key):
            step.precaution_id = step.isolated_until = None
            step.reason, step.step = "", "forgotten"
    session.flush()
    return len(keys)


RETENTION = Retention(
    code="laundry.precautions",
    label="Catégories de précaution des sacs : oubliées 30 jours après la sortie du sac",
    source="règle de la maison (la catégorie touche à la santé : durée la plus courte)",
    status="proposé",
    due=due,
    purge=purge,
)


def _open_item(session: Session, item_id: int) -> Item:
    item = session.get(Item, item_id)
    if item is None or item.workshop != "laundry":
        raise NotFound("not_found")
    if item.closed_at is not None:
        raise Refused("weigh_closed", label=item.label)
    return item


def _category(session: Session, row: LaundryItem) -> Precaution | None:
    return None if row.precaution_id is None else session.get(Precaution, row.precaution_id)


def _until(row: LaundryItem) -> datetime:
    return row.isolated_until or clock.now()


def _runs(row: LaundryItem) -> bool:
    """Against the house's clock, whatever moment a late entry names."""
    return row.isolated_until is not None and row.isolated_until > clock.now()


def _refusal(row: LaundryItem) -> Refused:
    until = clock.local(_until(row))
    return Refused("isolation_runs", until=f"{until:%d/%m à %H:%M}")


def _step(session: Session, row: LaundryItem, step: str, how: Deed) -> None:
    session.add(
        PrecautionStep(
            item_id=row.item_id, step=step, precaution_id=row.precaution_id,
            isolated_until=row.isolated_until, at=how.at, recorded_at=clock.now(),
            account_id=how.by.account_id, station_id=how.by.station_id, late=how.late,
            reason=how.reason,
        )
    )  # fmt: skip
    session.flush()


def _keys(session: Session, at: datetime) -> list[int]:
    keep = timedelta(days=int(limits.value(session, "precaution_keep", at)))
    known = select(LaundryItem.item_id).where(col(LaundryItem.precaution_id).is_not(None))
    told = select(PrecautionStep.item_id).where(PrecautionStep.step != "forgotten")
    query = select(Item.id).where(
        col(Item.closed_at) < at - keep,
        col(Item.id).in_(known) | col(Item.id).in_(told),
    )
    return [key for key in session.exec(query.order_by(col(Item.id))) if key is not None]
