"""What stands in the laundry of a demo: machines, programmes, bins, and both sides of the wall."""

from dataclasses import dataclass, replace
from decimal import Decimal

from sqlmodel import Session, col, select

from esat.accounts.models import Station
from esat.actors import SYSTEM, Actor
from esat.production import barcodes
from esat.production.rehearsal import Scene
from workshops.laundry.plant import seeds, service, versions
from workshops.laundry.plant.models import Family, Precaution, PrecautionProgramme
from workshops.laundry.plant.service import MachineFacts, ProgrammeFacts
from workshops.laundry.washing.cycles import Report

WASHERS = (("Laveuse 1", "60"), ("Laveuse 2", "60"), ("Laveuse 3", "25"))
DRYERS = (("Séchoir 1", "60"), ("Séchoir 2", "60"))
REPORT = Report(
    max_c=Decimal("71.6"), hold_minutes=Decimal("4.5"), water_l=Decimal(190),
    energy_kwh=Decimal("12.5"), doses={"Lessive": Decimal(190)},
)  # fmt: skip
"""What a washer says at the end of the usual programme."""


@dataclass(frozen=True, slots=True)
class Washer:
    """A machine of the demo: its resource, its code, what it takes."""

    resource_id: int
    code: str
    kg: Decimal


@dataclass(frozen=True, slots=True)
class Plant:
    """The machines, the card of the usual programme and of the reinforced one, the bins by family,
    and the actors of either side.
    """

    washers: tuple[Washer, ...]
    dryers: tuple[Washer, ...]
    usual: int
    reinforced: int
    empty_run: int
    bins: dict[str, str]
    whole: str
    red: str
    garments: str
    dirty: Actor
    clean: Actor


def build(scene: Scene) -> Plant:
    """Everything, with the proposals of the first day."""
    session, at, by = scene.session, scene.at(7), scene.actor("laundry")
    with scene.moment(at):
        seeds.install(session, at)
        washers = _machines(session, WASHERS, "washer")
        dryers = _machines(session, DRYERS, "dryer")
        service.add_machine(session, MachineFacts("Calandre", kind="calender"), by=SYSTEM)
        usual, reinforced, empty = _programmes(session, washers, dryers)
        _force(session, reinforced)
        families = versions.in_force(session, Family, "code")
        bins = {one.code: _bin(session, f"Bac {one.label.lower()}", one.code) for one in families}
        whole = service.add_bin(session, "Bac des filets fermés", None, by=SYSTEM, whole=True)[1]
        red = service.add_bin(session, "Bac rouge", None, by=SYSTEM, whole=True, contaminated=True)[
            1
        ]
        garments = service.add_bin(
            session, "Bac des vêtements de résidents", "resident", by=SYSTEM, whole=True
        )[1]
        return Plant(
            washers, dryers, usual, reinforced, empty, bins, whole, red, garments,
            _at(session, by, "dirty"), _at(session, by, "clean"),
        )  # fmt: skip


def _machines(
    session: Session, wanted: tuple[tuple[str, str], ...], kind: str
) -> tuple[Washer, ...]:
    made = []
    for label, kg in wanted:
        facts = MachineFacts(label, kind=kind, nominal_kg=Decimal(kg), barrier=kind == "washer")
        machine, code = service.add_machine(session, facts, by=SYSTEM)
        made.append(Washer(machine.resource_id, code, Decimal(kg)))
    return tuple(made)


def _programmes(
    session: Session, washers: tuple[Washer, ...], dryers: tuple[Washer, ...]
) -> tuple[int, int, int]:
    """The cards of the usual wash, the reinforced one and the empty run; and drying."""
    wash, dry = [one.resource_id for one in washers], [one.resource_id for one in dryers]
    wanted = (
        ProgrammeFacts(
            "71A", "71 °C, 3 min", 62, temperature_c=Decimal(71), hold_minutes=Decimal(3),
            mixing_minutes=Decimal(4), machines=wash,
            doses={"Lessive": Decimal(9), "Désinfectant": Decimal(3)},
        ),
        ProgrammeFacts(
            "70R", "Renforcé 70 °C, 10 min", 80, temperature_c=Decimal(70),
            hold_minutes=Decimal(10), mixing_minutes=Decimal(8), machines=wash,
        ),
        ProgrammeFacts(
            "90V", "À vide 90 °C", 35, kind="disinfect", temperature_c=Decimal(90),
            hold_minutes=Decimal(10), machines=wash,
        ),
        ProgrammeFacts("SEC", "Séchage normal", 40, kind="dry", machines=dry),
    )  # fmt: skip
    cards = [service.add_programme(session, one, by=SYSTEM)[0].resource_id for one in wanted]
    return cards[0], cards[1], cards[2]


def _force(session: Session, card: int) -> None:
    """Each category of precaution is washed by the reinforced programme alone."""
    for row in versions.in_force(session, Precaution, "code"):
        session.add(PrecautionProgramme(precaution_id=row.id or 0, programme_card_id=card))
    session.flush()


def _bin(session: Session, label: str, family: str) -> str:
    return service.add_bin(session, label, family, by=SYSTEM)[1]


def _at(session: Session, by: Actor, zone: str) -> Actor:
    """The supervisor at the laundry's station of that zone."""
    query = select(Station).where(Station.workshop == "laundry", Station.zone == zone)
    station = session.exec(query.order_by(col(Station.id))).first()
    if station is None:
        return by
    code = barcodes.of(session, station_id=station.id or 0)
    return replace(by, station_id=station.id, station_code=code, station_zone=zone)
