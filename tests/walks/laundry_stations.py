"""A laundry for walks: machines, programmes, bins, and devices at stations on either side.

Everything that is done goes through `POST /api/v1/captures`, as a station's device would send it.
"""

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from flask.testing import FlaskClient
from sqlmodel import Session

from esat import clock
from esat.accounts import devices
from esat.accounts.models import Station
from esat.actors import SYSTEM
from esat.production import barcodes
from workshops.laundry.plant import seeds, versions
from workshops.laundry.plant import service as plant
from workshops.laundry.plant.models import Precaution, PrecautionProgramme
from workshops.laundry.plant.service import MachineFacts, ProgrammeFacts

CAPTURES = "/api/v1/captures"
STATIONS = {
    "reception": ("dirty", "receive"),
    "sorting": ("dirty", None),
    "washing": ("dirty", None),
    "clean side": ("clean", None),
    "folding": ("clean", None),
    "packing": ("clean", None),
    "van": ("none", None),
}


@dataclass
class Laundry:
    """The codes of what stands there, and the tokens of the devices."""

    session: Session
    client: FlaskClient
    washers: list[str] = field(default_factory=list)
    dryers: list[str] = field(default_factory=list)
    bins: list[str] = field(default_factory=list)
    red_bin: str = ""
    programme: str = ""
    red_programme: str = ""
    empty_run: str = ""
    tokens: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)

    def send(self, station: str, kind: str, code: str | None, **more: Any) -> dict[str, Any]:
        """One capture of a station's device, now; the answer, refusals included."""
        sent = {
            "id": str(uuid.uuid4()), "at": clock.now().isoformat(), "kind": kind, "code": code,
            **more,
        }  # fmt: skip
        answer = self.client.post(
            CAPTURES, json=sent, headers={"Authorization": f"Bearer {self.tokens[station]}"}
        )
        assert answer.status_code == 200, answer.get_data(as_text=True)
        found: dict[str, Any] = answer.get_json()
        return found

    def act(self, station: str, action: str, code: str | None, **data: Any) -> dict[str, Any]:
        """An act that must succeed."""
        said = self.send(station, "act", code, action=action, data=data)
        assert said["outcome"] == "ok", (action, said["reason"], said["message"])
        return said

    def move(self, station: str, code: str, action: str) -> dict[str, Any]:
        """A move that must succeed."""
        said = self.send(station, "move", code, action=action)
        assert said["outcome"] == "ok", (action, said["reason"], said["message"])
        return said

    def scan(self, station: str, code: str) -> dict[str, Any]:
        return self.send(station, "scan", code)


def build(session: Session, client: FlaskClient, *, at: datetime, washers: int = 4) -> Laundry:
    """Washers and dryers, one programme for all and two for linen under precautions, ten bins."""
    seeds.install(session, at)
    made = Laundry(session, client)
    washer_ids = _machines(session, made.washers, "Laveuse", "washer", washers, "25", at)
    dryer_ids = _machines(session, made.dryers, "Séchoir", "dryer", washers, "60", at)
    made.programme = _programme(session, "60", "wash", washer_ids, at)
    made.red_programme = _programme(session, "70 renforcé", "wash", washer_ids, at)
    made.empty_run = _programme(session, "90 à vide", "disinfect", washer_ids, at)
    _programme(session, "Séchage", "dry", dryer_ids, at)
    _force(session, made.red_programme)
    for n in range(10):
        made.bins.append(plant.add_bin(session, f"Bac {n + 1}", "flat", by=SYSTEM, at=at)[1])
    made.red_bin = plant.add_bin(
        session, "Bac rouge", None, by=SYSTEM, whole=True, contaminated=True, at=at
    )[1]
    for name, (zone, action) in STATIONS.items():
        _station(session, made, name, zone, action, at)
    session.commit()
    return made


def _machines(
    session: Session, codes: list[str], label: str, kind: str, count: int, kg: str, at: datetime
) -> list[int]:
    keys = []
    for n in range(count):
        facts = MachineFacts(f"{label} {n + 1}", kind=kind, nominal_kg=Decimal(kg))
        machine, code = plant.add_machine(session, facts, by=SYSTEM, at=at)
        keys.append(machine.resource_id)
        codes.append(code)
    return keys


def _programme(session: Session, code: str, kind: str, machines: list[int], at: datetime) -> str:
    facts = ProgrammeFacts(
        code, f"Programme {code}", 62, kind=kind, temperature_c=Decimal(71),
        hold_minutes=Decimal(3), machines=machines,
    )  # fmt: skip
    return plant.add_programme(session, facts, by=SYSTEM, at=at)[1]


def _force(session: Session, card: str) -> None:
    """Each category of precaution is washed by that programme alone."""
    from esat.production import subjects

    subject = subjects.by_code(session, card)
    assert subject is not None
    for row in versions.in_force(session, Precaution, "code"):
        session.add(
            PrecautionProgramme(
                precaution_id=row.id or 0, programme_card_id=subject.resource_id or 0
            )
        )
    session.flush()


def _station(
    session: Session, made: Laundry, name: str, zone: str, action: str | None, at: datetime
) -> None:
    code = barcodes.allocate(session, "X", at)
    station = Station(
        code=code, name=name, workshop="laundry", zone=zone, default_action=action, created_at=at
    )
    session.add(station)
    session.flush()
    barcodes.bind(session, code, station_id=station.id or 0)
    _device, token = devices.enrol_device(session, name=name, station=station, at=at)
    made.tokens[name], made.codes[name] = token, code
