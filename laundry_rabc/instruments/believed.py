"""How far an instrument may be believed at a moment: what its calibrations say. SELECTs only."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final, Literal

from sqlmodel import Session, col, func, select

from esat import clock
from laundry_rabc.instruments.models import Calibration
from laundry_rabc.policies import keeping as policies

Word = Literal["never", "failed", "overdue", "due_soon", "ok"]
WORDS: Final[dict[str, tuple[str, str]]] = {
    "never": ("Jamais étalonné", "refused"),
    "failed": ("Étalonnage mauvais", "refused"),
    "overdue": ("Étalonnage échu", "refused"),
    "due_soon": ("À étalonner bientôt", "question"),
    "ok": ("Étalonné", "ok"),
}
"""The word of each state, and its meaning."""
ICE_ONLY: Final = "Point de glace seul : il prouve le zéro, pas la plage où l’instrument travaille."


@dataclass(frozen=True, slots=True)
class Believed:
    """The state of an instrument, its newest calibration, and whether a reference that is still
    due later has proved the range in which it works (the ice point proves none).
    """

    word: Word
    last: Calibration | None = None
    range_proved: bool = False

    @property
    def label(self) -> str:
        return WORDS[self.word][0]

    @property
    def meaning(self) -> str:
        return WORDS[self.word][1]

    @property
    def usable(self) -> bool:
        """Whether what it shows may be a proof."""
        return self.word in {"ok", "due_soon"} and self.range_proved


def state(session: Session, instrument_id: int, at: datetime) -> Believed:
    """How far it may be believed at a moment, by what was done until then."""
    return states(session, [instrument_id], at)[instrument_id]


def states(session: Session, instrument_ids: list[int], at: datetime) -> dict[int, Believed]:
    """The same of several, by three statements."""
    newest = (
        select(
            Calibration.instrument_id,
            Calibration.method,
            func.max(Calibration.performed_at).label("at"),
        )
        .where(
            col(Calibration.instrument_id).in_(instrument_ids), col(Calibration.performed_at) <= at
        )
        .group_by(col(Calibration.instrument_id), col(Calibration.method))
        .subquery()
    )
    query = (
        select(Calibration)
        .join(
            newest,
            (newest.c.instrument_id == col(Calibration.instrument_id))
            & (newest.c.method == col(Calibration.method))
            & (newest.c.at == col(Calibration.performed_at)),
        )
        .order_by(col(Calibration.performed_at), col(Calibration.id))
    )
    found: dict[int, dict[str, Calibration]] = {key: {} for key in instrument_ids}
    for row in session.exec(query):
        by_method = found[row.instrument_id]
        by_method.pop(row.method, None)
        by_method[row.method] = row
    notice = policies.number(session, "calibration_notice", at)
    day = clock.local(at).date()
    return {key: _believed(rows, day, notice) for key, rows in found.items()}


def _believed(rows: dict[str, Calibration], day: date, notice: int) -> Believed:
    """A good ice point heals no bad reference and puts off none that is due: it tests the zero."""
    if not rows:
        return Believed("never")
    last = list(rows.values())[-1]
    reference = rows.get("reference")
    proved = reference is not None and reference.passed and day <= reference.next_due
    deciding = reference or last
    left = (deciding.next_due - day).days
    if not (last.passed and deciding.passed):
        word: Word = "failed"
    elif left < 0:
        word = "overdue"
    else:
        word = "ok" if left > notice else "due_soon"
    return Believed(word, last, proved)


def error_at(session: Session, instrument_id: int, at: datetime) -> Decimal | None:
    """What it shows too much, in its unit, as the newest calibration until then found it (true =
    shown minus this); None when there is none.
    """
    found = _last(session, instrument_id, at)
    return None if found is None else found.error_found


def last_good(session: Session, instrument_id: int, before: datetime) -> Calibration | None:
    """The newest calibration strictly before a moment that found the instrument good."""
    query = (
        select(Calibration)
        .where(
            Calibration.instrument_id == instrument_id,
            col(Calibration.performed_at) < before,
            col(Calibration.passed).is_(True),
        )
        .order_by(col(Calibration.performed_at).desc(), col(Calibration.id).desc())
        .limit(1)
    )
    return session.exec(query).first()


def _last(session: Session, instrument_id: int, at: datetime) -> Calibration | None:
    query = (
        select(Calibration)
        .where(Calibration.instrument_id == instrument_id, col(Calibration.performed_at) <= at)
        .order_by(col(Calibration.performed_at).desc(), col(Calibration.id).desc())
        .limit(1)
    )
    return session.exec(query).first()
