"""The rules of `esat purge` that this room declares: the access log, and files of the gone."""

from datetime import datetime
from typing import Protocol

from sqlmodel import Session

from esat import clock
from esat.accounts import access_log
from esat.activity.rights import keeping
from esat.config import Settings
from esat.db import Database
from esat.declarations import Job, Retention
from esat.workers.rules.keeping import BOOK


class KeepingHouse(Protocol):
    """What the nightly work needs of the composition."""

    @property
    def settings(self) -> Settings: ...
    @property
    def database(self) -> Database: ...


def oldest(session: Session, at: datetime) -> datetime:
    """Access lines before this moment are no longer kept: as many months as the dated rule says."""
    today = clock.local(at).date()
    months = today.year * 12 + today.month - 1 - BOOK.number(session, "access_log_months", today)
    year, month = divmod(months, 12)
    return clock.midnight(keeping.same_day(year, month + 1, today.day))


def due_lines(session: Session, at: datetime) -> list[str]:
    found = access_log.due(session, oldest(session, at))
    return [f"{found} lignes du journal des accès"] if found else []


def purge_lines(session: Session, at: datetime) -> int:
    return access_log.purge(session, oldest(session, at))


def due_people(session: Session, at: datetime) -> list[str]:
    """By number: a list of the console bears no name."""
    return [
        f"Personne {one.worker.id}, dossier à revoir depuis le {one.due_on:%d/%m/%Y} : "
        + ("visa reçu, à détruire depuis l’écran" if one.visa else "visa des archives à demander")
        for one in keeping.due(session, clock.local(at).date())
    ]


def purge_people(_session: Session, _at: datetime) -> int:
    """Nothing goes by itself: each destruction has its visa and its author."""
    return 0


def nightly(house: KeepingHouse) -> None:
    """Access lines go by themselves."""
    with house.database.write() as session:
        purge_lines(session, clock.now())


RULES = (
    Retention(
        code="accounts.access_log",
        label="Journal des accès : la durée de la règle datée, douze mois au départ",
        source="CNIL, recommandation 2021 sur la journalisation (6 mois à 1 an)",
        status="appliquée",
        due=due_lines,
        purge=purge_lines,
    ),
    Retention(
        code="rights.people",
        label="Dossier d’un travailleur : deux ans après le départ, puis visa des archives",
        source="CNIL 2023-095 ; code du patrimoine L212-2",
        status="proposé",
        due=due_people,
        purge=purge_people,
    ),
)
JOBS = (
    Job(
        "rights.access_log",
        "Effacer le journal des accès arrivé à sa durée",
        "cron",
        {"hour": 3, "minute": 25},
        nightly,
    ),
)
