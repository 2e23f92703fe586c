"""What was said at the kiosk, without what was taken back: a proposal for the sheet."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlmodel import Session, col, select

from esat import clock
from esat.activity.kiosk.models import KioskEntry, KioskUndo
from esat.workers.told import Told


@dataclass(frozen=True, slots=True)
class Said:
    """The first arrival and the last leaving that a worker said himself."""

    arrived: datetime | None = None
    left: datetime | None = None

    @property
    def words(self) -> str:
        """« dit à la borne à 8:14 »"""
        if self.left is None:
            return f"dit à la borne à {_hour(self.arrived)}" if self.arrived else ""
        if self.arrived is None:
            return f"départ dit à la borne à {_hour(self.left)}"
        return f"dit à la borne : arrivée {_hour(self.arrived)}, départ {_hour(self.left)}"


def said(session: Session, worker_ids: Collection[int], day: date, half: str) -> dict[int, Said]:
    """What each of them said that half-day and did not take back; one statement."""
    query = (
        select(KioskEntry)
        .join(KioskUndo, col(KioskUndo.entry_id) == KioskEntry.id, isouter=True)
        .where(
            col(KioskEntry.worker_id).in_(worker_ids),
            KioskEntry.day == day,
            KioskEntry.half == half,
            col(KioskUndo.id).is_(None),
        )
        .order_by(col(KioskEntry.at))
    )
    found: dict[int, Said] = {}
    for row in session.exec(query):
        before = found.get(row.worker_id, Said())
        if row.saying == "arrive":
            found[row.worker_id] = Said(before.arrived or row.at, before.left)
        else:
            found[row.worker_id] = Said(before.arrived, row.at)
    return found


def hints(session: Session, worker_ids: Collection[int], day: date, half: str) -> Mapping[int, str]:
    """The words of what was said, for the half-day sheet."""
    return {key: one.words for key, one in said(session, worker_ids, day, half).items()}


def told(session: Session, worker_ids: Collection[int], day: date, half: str) -> Mapping[int, Told]:
    """The same as minutes of the wall clock, for who takes it over on the half-day sheet."""
    found = said(session, worker_ids, day, half)
    return {key: Told(_minute(one.arrived), _minute(one.left)) for key, one in found.items()}


def just_said(session: Session, entry_id: int, device_id: int, since: datetime) -> int:
    """The worker of an entry made on this device since then and not taken back, or 0."""
    query = (
        select(KioskEntry.worker_id)
        .join(KioskUndo, col(KioskUndo.entry_id) == KioskEntry.id, isouter=True)
        .where(
            KioskEntry.id == entry_id,
            KioskEntry.device_id == device_id,
            col(KioskEntry.at) >= since,
            col(KioskUndo.id).is_(None),
        )
    )
    return session.exec(query).first() or 0


def _hour(moment: datetime) -> str:
    local = clock.local(moment)
    return f"{local.hour}:{local.minute:02d}"


def _minute(moment: datetime | None) -> time | None:
    return clock.local(moment).time().replace(second=0, microsecond=0) if moment else None
