"""What waits among the checks, on the RABC home."""

from datetime import datetime
from typing import Final

from sqlmodel import Session

from esat.actors import Actor
from laundry_rabc.checks import calls, owed, rights, validating
from laundry_rabc.tiles import Tile


def _now(session: Session, by: Actor, at: datetime) -> int:
    del by
    return owed.count_waiting(session, at, late=False)


def _late(session: Session, by: Actor, at: datetime) -> int:
    del by
    return owed.count_waiting(session, at, late=True)


def _owed(session: Session, by: Actor, at: datetime) -> int:
    del by
    return owed.count_waiting(session, at, late=True, off_floor=True)


def _to_validate(session: Session, by: Actor, at: datetime) -> int:
    del at
    return validating.count_waiting(session, but_of=by)


def _calls(session: Session, by: Actor, at: datetime) -> int:
    del by, at
    return calls.count(session)


TILES: Final = (
    Tile("Contrôles du jour", "clipboard-check", "rabc_checks.index", rights.DO, _now,
         ("à faire maintenant", "à faire maintenant")),
    Tile("Contrôles en retard", "clock-history", "rabc_checks.late", rights.READ, _late,
         ("en retard", "en retard"), bad=True),
    Tile("Appels", "megaphone", "rabc_checks.call_list", rights.VALIDATE, _calls,
         ("vous appelle", "vous appellent"), bad=True),
    Tile("À valider", "person-check", "rabc_checks.to_validate", rights.VALIDATE, _to_validate,
         ("relevé", "relevés")),
)  # fmt: skip
PROOF: Final = (
    Tile(
        "Attendus du laboratoire",
        "hourglass-split",
        "rabc_checks.owed",
        rights.READ,
        _owed,
        ("en retard", "en retard"),
        bad=True,
    ),
    Tile("Relevés", "journal-check", "rabc_checks.history", rights.READ),
    Tile("Bilan des contrôles", "bar-chart", "rabc_checks.balance", rights.READ),
)
KEPT: Final = (
    Tile("Jours ouverts et délais", "calendar-week", "rabc_checks.calendar_page", rights.READ),
)
