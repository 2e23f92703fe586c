"""The catalogue as a house finds it on its first day: every line proposed, none verified."""

from dataclasses import dataclass
from typing import Final

PAID, UNPAID, OUTSIDE = "paid", "unpaid", "outside"
DAY, HALF_DAY, HOUR = "day", "half_day", "hour"
FULL, SICK, NONE = "full", "sick", ""
ANNUAL, MOBILE, REST = "annual", "mobile", "rest"
"""Counters that a reason consumes."""
CHECK: Final = "à vérifier"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A reason with what is proposed of it; `pay` is information for those who pay."""

    code: str
    label: str
    category: str
    unit: str
    accrual: str
    pay: str
    source: str
    counter: str = ""
    counts_as_time: bool = False
    withdrawn: bool = False


OWED, VARIES, LOCAL = "Due", "Variable selon le droit ouvert", "Règle locale"
R243_11: Final = "CASF R.243-11"
R243_13: Final = "CASF R.243-13"
RIGHTS: Final = "Décret 2022-1561 ; " + CHECK

ALL: Final = (
    Proposal("CP", "Congé annuel", PAID, HALF_DAY, FULL, OWED, R243_11, ANNUAL),
    Proposal("CPM", "Jour mobile", PAID, HALF_DAY, FULL, OWED, R243_11, MOBILE),
    Proposal("EF", "Événement familial", PAID, DAY, FULL, OWED, R243_13),
    Proposal(
        "DEUIL", "Congé de deuil", PAID, DAY, FULL, "Due, " + CHECK,
        "8 jours, dans l’année du décès d’un enfant ; " + CHECK,
    ),
    Proposal(
        "MAL", "Maladie", PAID, HALF_DAY, SICK,
        "Maintien si indemnités journalières ; carence à vérifier", "Décret 2025-844",
    ),
    Proposal("AT", "Accident du travail", PAID, HALF_DAY, FULL, "Comme la maladie", R243_11),
    Proposal("TRAJ", "Accident de trajet", PAID, HALF_DAY, FULL, "Comme la maladie", R243_11),
    Proposal("MAT", "Congé de maternité", PAID, DAY, FULL, VARIES, RIGHTS),
    Proposal("PAT", "Congé de paternité", PAID, DAY, FULL, VARIES, RIGHTS),
    Proposal("ADO", "Congé d’adoption", PAID, DAY, FULL, VARIES, RIGHTS),
    Proposal("PAR", "Congé parental", UNPAID, HALF_DAY, NONE, VARIES, RIGHTS),
    Proposal("ENF", "Enfant malade", UNPAID, HALF_DAY, NONE, VARIES, RIGHTS),
    Proposal("PRES", "Présence parentale", UNPAID, HALF_DAY, NONE, VARIES, RIGHTS),
    Proposal("SOLF", "Solidarité familiale", UNPAID, HALF_DAY, NONE, VARIES, RIGHTS),
    Proposal("AID", "Proche aidant", UNPAID, HALF_DAY, NONE, VARIES, RIGHTS),
    Proposal(
        "AUT", "Absence autorisée", PAID, HOUR, FULL, "Due pour celles du R.243-13", RIGHTS
    ),
    Proposal(
        "FORM", "Formation", OUTSIDE, HOUR, FULL, OWED, "Formation acceptée (CPF)",
        counts_as_time=True,
    ),
    Proposal(
        "MAD", "Mise à disposition", OUTSIDE, HOUR, FULL, OWED, "CASF R.344-16 et suivants",
        counts_as_time=True,
    ),
    Proposal(
        "PMSMP", "Immersion", OUTSIDE, HOUR, FULL, "Due, " + CHECK, "PMSMP ; " + CHECK,
        counts_as_time=True,
    ),
    Proposal(
        "DELEG", "Heures de délégué", OUTSIDE, HOUR, FULL, "Due, " + CHECK, RIGHTS,
        counts_as_time=True,
    ),
    Proposal("ABS-J", "Absence justifiée", UNPAID, HOUR, NONE, LOCAL, LOCAL),
    Proposal("ABS-I", "Absence non justifiée", UNPAID, HOUR, NONE, LOCAL, LOCAL),
    Proposal("GREV", "Grève", UNPAID, HOUR, NONE, LOCAL, "Droit ouvert au 1er janvier 2024"),
    Proposal("RETRAIT", "Droit de retrait", PAID, HOUR, FULL, LOCAL,
             "Droit ouvert au 1er janvier 2024"),
    Proposal("SUSP", "Suspension de protection", PAID, HALF_DAY, FULL, OWED, "CASF R.243-4"),
    Proposal(
        "RTT", "Jour de RTT", PAID, HALF_DAY, FULL, LOCAL,
        "Aucun texte trouvé : seulement si le règlement de fonctionnement le crée",
        withdrawn=True,
    ),
    Proposal("RC", "Repos compensateur", PAID, HOUR, FULL, OWED, "CASF R.243-11-1", REST),
)  # fmt: skip
COMMON: Final = ("CP", "MAL", "AUT", "ABS-J", "ABS-I")
"""Those that are coded most often: offered first."""
