"""The rules of a demo: as proposed on the first day, a few of them decided by direction since."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final, Protocol

from sqlmodel import Session, col, select

from esat import clock
from esat.accounts.models import AccountRole
from esat.actors import Actor
from esat.rulebook.book import RuleIn
from esat.workers.rules.keeping import BOOK

HOUSE: Final = "Règlement de fonctionnement, relu avec la direction"
DECIDED: Final = (
    ("full_time_hours", "35", HOUSE, "Temps plein de la maison : celui du règlement."),
    ("saturday_counts", "1", HOUSE, "Décompte en jours ouvrables, comme avant."),
    ("capacity_places", "83", "Arrêté d’autorisation", "Nombre de places de l’arrêté."),
)
"""The code, the value, the source, and why it was decided."""


class Scene(Protocol):
    """What a demo gives at its first day."""

    session: Session
    day: date


def demo(scene: Scene) -> None:
    """Propose all, decide a few; one more is only proposed anew."""
    at = datetime.combine(scene.day, time(8), clock.PARIS)
    BOOK.install(scene.session, at)
    direction = select(AccountRole.account_id).where(AccountRole.role == "direction")
    account = scene.session.exec(direction.order_by(col(AccountRole.id))).first()
    by = Actor(account_id=account, capabilities=frozenset({BOOK.capability}))
    with clock.pinned(at + timedelta(hours=2)):
        for code, value, source, reason in DECIDED:
            given = RuleIn(value=Decimal(value), source=source, status="validated", reason=reason)
            BOOK.decide(scene.session, code, given, by=by)
        given = RuleIn(
            value=Decimal(45), source="Réunion d’équipe", status="proposed",
            reason="Un mois ne suffit pas pour préparer un bilan.",
        )  # fmt: skip
        BOOK.decide(scene.session, "project_notice_days", given, by=by)
