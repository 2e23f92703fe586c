"""Limits, rates and delays: proposed on the first day, dated, changed by a further row only."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import bindparam, insert
from sqlmodel import Session, col, select

from esat import clock
from workshops.laundry.plant.models import Limit

PLAN: Final = "Plan de contrôle proposé, "


@dataclass(frozen=True, slots=True)
class Proposal:
    """A limit as the house finds it on its first day, with where it comes from."""

    code: str
    label: str
    value: str
    unit: str
    source: str


PROPOSALS: Final = (
    Proposal("declared_alert", "Écart avec l’annoncé : à signaler", "20", "%", PLAN + "REC-02"),
    Proposal("declared_limit", "Écart avec l’annoncé : à traiter", "40", "%", PLAN + "REC-02"),
    Proposal("bag_alert", "Poids d’un sac : lourd", "10", "kg", PLAN + "COL-03"),
    Proposal("bag_limit", "Poids d’un sac : trop lourd", "15", "kg", PLAN + "COL-03"),
    Proposal("bag_most", "Poids d’un sac : impossible au-delà", "60", "kg", "Proposition"),
    Proposal("trolley_most", "Poids d’un chariot : impossible au-delà", "400", "kg", "Proposition"),
    Proposal("waiting_alert", "Attente du linge sale : à surveiller", "24", "h", PLAN + "REC-01"),
    Proposal("waiting_limit", "Attente du linge sale : trop longue", "48", "h", PLAN + "REC-01"),
    Proposal("load_low", "Charge d’une machine : trop légère sous", "80", "%", PLAN + "LAV-04"),
    Proposal("load_high", "Charge d’une machine : pleine à", "100", "%", PLAN + "LAV-04"),
    Proposal("load_limit", "Charge d’une machine : refusée au-delà", "105", "%", PLAN + "LAV-04"),
    Proposal("wet_notice", "Linge mouillé : à sécher bientôt", "30", "min", PLAN + "ESS-02"),
    Proposal("wet_alert", "Linge mouillé : à sécher maintenant", "60", "min", PLAN + "ESS-02"),
    Proposal("wet_limit", "Linge mouillé : à relaver au-delà", "120", "min", PLAN + "ESS-02"),
    Proposal("packed_alert", "Linge sec non emballé : à surveiller", "8", "h", PLAN + "FIN-01"),
    Proposal("packed_limit", "Linge sec non emballé : à relaver", "12", "h", PLAN + "FIN-01"),
    Proposal("store_alert", "Linge emballé en stock : à surveiller", "14", "j", PLAN + "STO-02"),
    Proposal("store_limit", "Linge emballé en stock : à relaver", "30", "j", PLAN + "STO-02"),
    Proposal("gap_kg", "Écart entre reçu et emballé : à expliquer", "10", "%", "Proposition"),
    Proposal("gap_pieces", "Pièces manquantes : à expliquer au-delà", "0", "pièce", "Proposition"),
    Proposal("found_keep", "Objet trouvé : gardé", "365", "j", "Proposition"),
    Proposal("precaution_keep", "Précaution d’un sac sorti : gardée", "30", "j", "Proposition"),
    Proposal("unclaimed", "Dépôt non réclamé : gardé", "365", "j", "Loi du 31 décembre 1903"),
    Proposal("unclaimed_notice", "Dépôt non retiré : à rappeler", "30", "j", "Proposition"),
    Proposal("desk_most", "Ligne d’un ticket : impossible au-delà", "200", "pièces", "Proposition"),
    Proposal("deposit_photo", "Photo d’un dépôt retiré : gardée", "365", "j", "Proposition"),
    Proposal("reply", "Réclamation : réponse sous", "15", "j", "Proposition"),
    Proposal("resident_keep", "Nom d’un résident parti : gardé", "90", "j", "Proposition"),
    Proposal("extract_alert", "Humidité après essorage : à surveiller", "55", "%", PLAN + "ESS-01"),
    Proposal("extract_limit", "Humidité après essorage : trop", "65", "%", PLAN + "ESS-01"),
    Proposal("dry_moist_alert", "Humidité après séchage : à surveiller", "8", "%", PLAN + "SEC-01"),
    Proposal("dry_moist_limit", "Humidité après séchage : pas sec", "12", "%", PLAN + "SEC-01"),
    Proposal("calender_alert", "Calandre : tiède sous", "160", "°C", PLAN + "CAL-01"),
    Proposal("calender_limit", "Calandre : trop froide sous", "150", "°C", PLAN + "CAL-01"),
    Proposal("par_window", "Stock tournant : usage lu sur", "90", "j", "Proposition"),
    Proposal("par_factor", "Stock tournant : marge", "1.25", "×", "Usage du métier : usage × 1,25"),
    Proposal("par_days", "Stock tournant : jours couverts", "3", "j", "Proposition"),
    Proposal("rewash_target", "Relavage : visé sous", "3", "%", "Usage du métier : moins de 5 %"),
    Proposal("prereq_late", "Prérequis RABC : saisie tardive après", "12", "h", "Proposition"),
    Proposal("chemical_soon", "Produit : bientôt périmé sous", "30", "j", "Proposition"),
    Proposal("upkeep_soon", "Entretien : à prévoir sous", "14", "j", "Proposition"),
)  # fmt: skip
BY_CODE: Final = {one.code: one for one in PROPOSALS}


def install(session: Session, at: datetime) -> None:
    """Propose what the house has no row of yet."""
    known = set(session.exec(select(Limit.code)))
    rows: list[dict[str, Any]] = [
        {
            "code": one.code,
            "version": 1,
            "value": Decimal(one.value),
            "unit": one.unit,
            "since": clock.local(at).date(),
            "source": one.source,
            "created_at": at,
        }
        for one in PROPOSALS
        if one.code not in known
    ]
    if rows:
        session.connection().execute(insert(Limit), rows)


_IN_FORCE = (
    select(Limit)
    .where(col(Limit.code) == bindparam("code"), col(Limit.since) <= bindparam("day"))
    .order_by(col(Limit.since).desc(), col(Limit.version).desc())
    .limit(1)
)
_SEVERAL = (
    select(Limit)
    .where(
        col(Limit.code).in_(bindparam("codes", expanding=True)),
        col(Limit.since) <= bindparam("day"),
    )
    .order_by(col(Limit.since), col(Limit.version))
)


def row(session: Session, code: str, on: date) -> Limit | None:
    """The limit in force on a day; None before the first one."""
    return session.exec(_IN_FORCE, params={"code": code, "day": on}).first()


def value(session: Session, code: str, at: datetime) -> Decimal:
    """The value in force at a moment; where the house has none, the one that is proposed."""
    found = row(session, code, clock.local(at).date())
    return Decimal(BY_CODE[code].value) if found is None else found.value


def values(session: Session, codes: tuple[str, ...], at: datetime) -> dict[str, Decimal]:
    """Several of them, by one statement."""
    asked = {"codes": list(codes), "day": clock.local(at).date()}
    found = {code: Decimal(BY_CODE[code].value) for code in codes}
    found.update({one.code: one.value for one in session.exec(_SEVERAL, params=asked)})
    return found
