"""Delays and rules of cases: proposed on the first day, dated, changed by a further row only."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from sqlmodel import Session, col, select

from laundry_rabc.cases.models import CaseSetting


@dataclass(frozen=True, slots=True)
class Proposal:
    """A setting as the house finds it on its first day."""

    code: str
    label: str
    value: str
    unit: str
    source: str = "Proposition, à valider avec l’équipe RABC"


PROPOSALS: Final = (
    Proposal("old_alert", "Alerte : à fermer sous", "7", "j"),
    Proposal("old_action", "Action : à fermer sous", "3", "j"),
    Proposal("old_investigation", "Recherche : à fermer sous", "14", "j"),
    Proposal("trend_alerts", "Dérive : tant de relevés en alerte", "3", "relevés"),
    Proposal("trend_among", "Dérive : parmi les derniers", "5", "relevés"),
    Proposal(
        "trend_rising", "Dérive : tant de relevés de suite qui s’éloignent", "6", "relevés",
        "Règle d’usage des cartes de contrôle : six points de suite",
    ),
    Proposal("not_measured_holds", "Point critique non mesuré : retenir le linge", "0", "non/oui"),
    Proposal("logger_gap", "Écart entre affichage et enregistreur : à signaler", "2", "°C"),
)  # fmt: skip
BY_CODE: Final = {one.code: one for one in PROPOSALS}


def install(session: Session, at: datetime) -> None:
    """Propose what the house has no row of yet."""
    known = set(session.exec(select(CaseSetting.code)))
    session.add_all(
        CaseSetting(
            code=one.code, version=1, value=Decimal(one.value), unit=one.unit, since=at,
            source=one.source, created_at=at,
        )
        for one in PROPOSALS
        if one.code not in known
    )  # fmt: skip
    session.flush()


def values(session: Session, at: datetime) -> dict[str, Decimal]:
    """What is in force at a moment, by one statement; where the house has none, the proposal."""
    found = {one.code: Decimal(one.value) for one in PROPOSALS}
    query = (
        select(CaseSetting)
        .where(col(CaseSetting.since) <= at)
        .order_by(col(CaseSetting.since), col(CaseSetting.version))
    )
    return found | {one.code: one.value for one in session.exec(query)}
