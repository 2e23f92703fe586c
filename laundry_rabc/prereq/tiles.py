"""The tiles of the prerequisites on the RABC home: what waits in each."""

from datetime import datetime
from typing import Final

from sqlmodel import Session

from esat.actors import Actor
from laundry_rabc.prereq import chemical_reads, cleaning_reads, gaps, rights, upkeep_reads
from laundry_rabc.prereq.chemical_reads import PumpRow
from laundry_rabc.prereq.saying import day
from laundry_rabc.tiles import Tile


def cleaning_waiting(session: Session, by: Actor, at: datetime) -> int:
    """What is to be cleaned today or was missed in the last days."""
    del by
    found = cleaning_reads.of_day(session, day(at))
    return sum(one.state == "due" or one.missed for one in found)


def pumps_waiting(session: Session, by: Actor, at: datetime) -> int:
    """The pumps that are empty, at fault, or hold an expired lot."""
    del by, at
    return sum(bool(one.troubles) or one.expired for one in _in_use(session))


def trolleys_waiting(session: Session, by: Actor, at: datetime) -> int:
    """The trolleys to disinfect before clean use."""
    del by, at
    return sum(one.due for one in upkeep_reads.trolley_rows(session))


def upkeep_waiting(session: Session, by: Actor, at: datetime) -> int:
    """The preventive acts that are late."""
    del by, at
    return sum(one.meaning == "refused" for one in upkeep_reads.plan_rows(session))


def pests_waiting(session: Session, by: Actor, at: datetime) -> int:
    """One when the next visit is late."""
    del by
    found = gaps.pest_gaps(session, day(at), day(at))
    return len(found)


def _in_use(session: Session) -> list[PumpRow]:
    return [one for one in chemical_reads.pump_rows(session) if one.pump.withdrawn_at is None]


DAILY: Final[tuple[Tile, ...]] = (
    Tile("Nettoyage", "bucket", "rabc_cleaning.index", rights.READ, cleaning_waiting,
         ("tâche à faire ou manquée", "tâches à faire ou manquées"), bad=True),
    Tile("Chariots", "minecart", "rabc_trolleys.index", rights.READ, trolleys_waiting,
         ("à désinfecter", "à désinfecter"), bad=True),
    Tile("Pompes et produits", "droplet-half", "rabc_pumps.index", rights.READ, pumps_waiting,
         ("pompe à voir", "pompes à voir"), bad=True),
    Tile("Hygiène du personnel", "hand-index-thumb", "rabc_hygiene.index", rights.READ),
)  # fmt: skip
KEPT: Final[tuple[Tile, ...]] = (
    Tile("Nuisibles", "shield-exclamation", "rabc_pests.index", rights.READ, pests_waiting,
         ("visite en retard", "visites en retard"), bad=True),
    Tile("Entretien des machines", "wrench", "rabc_upkeep.index", rights.READ, upkeep_waiting,
         ("en retard", "en retard"), bad=True),
    Tile("Bilan des prérequis", "clipboard-data", "rabc_prereq.report", rights.READ),
)  # fmt: skip
TILES: Final[tuple[Tile, ...]] = (*DAILY, *KEPT)
