"""A laundry under its control plan, for the walks of RABC: real machines and people.

The linen is moved by devices at stations (`laundry_stations`); what people decide, they decide on
their own pages.
"""

import io
import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import update
from sqlmodel import Session, col, select
from werkzeug.test import TestResponse

from esat import clock
from esat.accounts.identity import hash_token
from esat.accounts.models import LoginSession, Station
from esat.accounts.pages.edge import SESSION_COOKIE
from esat.actors import SYSTEM
from esat.clients.models import Client
from esat.production import barcodes, subjects, things
from esat.production.models import Hold, Item, Lot, LotItem, Order
from laundry_rabc.cases.models import Case
from laundry_rabc.instruments.models import Instrument
from laundry_rabc.plan import proposing
from laundry_rabc.plan.models import ControlPoint, PointVersion
from laundry_rabc.qualify.models import Qualification
from laundry_rabc.results.models import Result
from tests.esat.production.buttons import OWN, press
from tests.laundry_rabc.loggers import browsing, scene
from tests.walks import laundry_stations
from tests.walks.laundry_stations import CAPTURES, Laundry
from workshops.laundry.plant import service as plant
from workshops.laundry.plant.service import ProgrammeFacts
from workshops.laundry.washing.models import Cycle

SignedIn = Callable[..., FlaskClient]
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PROVED = {
    "method": "logger", "report": "R-71A", "performed_by": "Laboratoire", "temperature_c": "71",
    "hold_minutes": "3", "mixing_minutes": "0",
}  # fmt: skip


@dataclass
class Floor:
    """The laundry, its people, and where the clock stands."""

    session: Session
    laundry: Laundry
    ines: FlaskClient
    rachid: FlaskClient
    nadia: FlaskClient
    karim: FlaskClient
    at: datetime

    def then(self, minutes: float = 1) -> AbstractContextManager[datetime]:
        """So many minutes later; the people are still signed in."""
        self.at += timedelta(minutes=minutes)
        awake(self.session, self.at)
        return clock.pinned(self.at)

    def key(self, code: str) -> int:
        """The machine or programme card of a code."""
        found = subjects.by_code(self.session, code)
        assert found is not None
        return found.resource_id or 0

    def programme(self, code: str, washer: int, **more: Any) -> str:
        """A programme of one washer; the code of its card."""
        facts = ProgrammeFacts(
            code, more.pop("label", code), 60, machines=(self.key(self.laundry.washers[washer]),),
            **more,
        )  # fmt: skip
        card = plant.add_programme(self.session, facts, by=SYSTEM, at=self.at)[1]
        self.session.commit()
        return card

    def proved(self, washer: int, card: str, **more: str) -> str:
        """A report that Inès writes and Rachid approves; the address of its cell."""
        cell = f"/rabc/qualifications/{self.key(self.laundry.washers[washer])}/{self.key(card)}"
        day = clock.local(self.at).date().isoformat()
        sent = PROVED | {"performed_on": day} | more | {"file": (io.BytesIO(PDF), "rapport.pdf")}
        assert press(self.ines, cell + "/nouvelle", **sent).status_code == 303
        self.session.expire_all()
        query = select(Qualification.id).order_by(col(Qualification.id).desc())
        approve = f"/rabc/qualifications/rapports/{self.session.exec(query).first()}/approuver"
        assert press(self.ines, approve).status_code == 409
        assert press(self.rachid, approve).status_code == 303
        return cell

    def bag(self, owner: Client, kg: str = "20") -> str:
        """A bag of a client, received and weighed; its code."""
        _row, code = things.add_resource(
            self.session, "bag", "Draps", "laundry", "F", client_id=owner.id
        )
        self.session.commit()
        self.laundry.scan("reception", code)
        self.laundry.act("reception", "laundry.weigh", code, kg=kg)
        return code

    def load(self, washer: int, *bags: str) -> str:
        """Bags sorted whole into the bin of a washer; the bin's code."""
        target = self.laundry.bins[washer]
        for bag in bags:
            self.laundry.act("sorting", "laundry.sort", bag, bin=target)
        return target

    def wash(self, washer: int, card: str, *bags: str, minutes: float = 60, **report: Any) -> Cycle:
        """Bags sorted, washed, ended with what the machine reports, opened on the clean side."""
        machine = self.laundry.washers[washer]
        with self.then():
            target = self.load(washer, *bags)
            self.laundry.act("washing", "laundry.start", target, machine=machine, programme=card)
        with self.then(minutes):
            self.laundry.act("washing", "laundry.end", machine, outcome="done", **report)
        with self.then():
            self.laundry.act("clean side", "laundry.open", machine)
        self.session.expire_all()
        query = select(Cycle).where(Cycle.kind == "wash").order_by(col(Cycle.id).desc())
        found = self.session.exec(query).first()
        assert found is not None
        return found

    def logger_on(self, washer: int, since: str) -> int:
        """A logger declared, its permitted error said, and put on a washer; its key."""
        sent = {"code": "ENR-1", "name": "Enregistreur 1", "kind": "probe", "unit": "°C"}
        assert press(self.ines, "/rabc/instruments", **sent).status_code == 303
        key = self.session.exec(select(Instrument.id).where(Instrument.code == "ENR-1")).one() or 0
        said = {"value": "0,5", "source": "Fiche", "status": "validated"}
        assert press(self.ines, f"/rabc/instruments/{key}/ecart", **said).status_code == 303
        where = {
            "instrument": str(key), "machine": str(self.key(self.laundry.washers[washer])),
            "serial": scene.SERIAL, "since": since,
        }  # fmt: skip
        assert press(self.ines, "/rabc/enregistreurs/places", **where).status_code == 303
        return key

    def attach(self, curve: bytes, *cycles: Cycle) -> None:
        """A logger's file is brought in and said to have measured these cycles."""
        page = browsing.kept(self.ines, curve)
        keys = [str(one.id) for one in cycles]
        assert press(self.ines, page + "/rapprocher", cycle=keys).status_code == 303
        self.session.expire_all()

    def delivered(self, owner: Client, lot_id: int, kg: str) -> None:
        """A washed load dried, folded, packed, and handed over against a signature."""
        load = self.code_of(lot_id)
        order = self.session.exec(select(Order).where(Order.client_id == owner.id)).one()
        with self.then():
            for action in ("dry", "finish"):
                self.laundry.move("folding", load, action)
            parcel = {"kg": kg, "lines": [{"family": "flat", "pieces": 40}]}
            self.laundry.act("packing", "laundry.pack", None, order=order.ref, parcels=[parcel])
            self.session.expire_all()
            query = select(Item.id).where(Item.order_id == order.id, Item.kind == "parcel")
            found = [subjects.item(self.session, key or 0) for key in self.session.exec(query)]
            codes = [one.code for one in found if one is not None]
            sent = {"order": order.ref, "items": codes, "receiver": "M. Petit"}
            self.laundry.act("packing", "delivery.sign", None, **sent)

    def code_of(self, lot_id: int | None) -> str:
        """The code on the card of a load."""
        return barcodes.of(self.session, lot_id=lot_id or 0) or ""

    def results(self, cycle: Cycle | None = None) -> dict[str, list[Result]]:
        """The results of each checkpoint, in their order."""
        self.session.expire_all()
        query = (
            select(ControlPoint.code, Result)
            .join(PointVersion, col(PointVersion.point_id) == col(ControlPoint.id))
            .join(Result, col(Result.point_version_id) == col(PointVersion.id))
            .order_by(col(Result.id))
        )
        found: dict[str, list[Result]] = {}
        for code, one in self.session.exec(query):
            if cycle is None or one.cycle_id == cycle.id:
                found.setdefault(code, []).append(one)
        return found

    def cases(self, kind: str = "") -> list[Case]:
        self.session.expire_all()
        found = self.session.exec(select(Case).order_by(col(Case.id))).all()
        return [one for one in found if kind in {"", one.kind}]

    def held(self) -> set[int]:
        """The lots in which something is in quarantine now."""
        self.session.expire_all()
        query = (
            select(LotItem.lot_id)
            .join(Item, col(Item.id) == col(LotItem.item_id))
            .join(Hold, col(Hold.item_id) == col(Item.id))
            .where(Hold.reason == "rabc_quarantine", col(Hold.lifted_at).is_(None))
        )
        return set(self.session.exec(query).all())

    def stage(self, lot_id: int | None) -> str:
        self.session.expire_all()
        return self.session.get_one(Lot, lot_id).stage

    def sits(self, who: FlaskClient, station: str) -> None:
        """Whoever signed in works at that station from now on."""
        cookie = who.get_cookie(SESSION_COOKIE)
        assert cookie is not None
        code = self.laundry.codes[station]
        place = self.session.exec(select(Station.id).where(Station.code == code)).one()
        mine = update(LoginSession).where(col(LoginSession.token_hash) == hash_token(cookie.value))
        self.session.connection().execute(mine.values(station_id=place))
        self.session.commit()

    def sends(self, who: FlaskClient, kind: str, code: str, **more: Any) -> dict[str, Any]:
        """A capture under a person's own name; its answer, refusals included."""
        sent = {
            "id": str(uuid.uuid4()), "at": clock.now().isoformat(), "kind": kind, "code": code,
            **more,
        }  # fmt: skip
        answer = who.post(CAPTURES, json=sent, headers={"Origin": OWN})
        assert answer.status_code == 200, answer.text
        return dict(answer.get_json())

    def passes(self, code: str, action: str) -> dict[str, Any]:
        """A passage on the clean side; its answer, refusals included."""
        return self.laundry.send("folding", "move", code, action=action)

    def step(self, who: FlaskClient, case: Case, kind: str, text: str = "Fait") -> TestResponse:
        return press(who, f"/rabc/cas/{case.id}/etape/{kind}", text=text)


def build(session: Session, client: FlaskClient, signed_in: SignedIn, at: datetime) -> Floor:
    """The plan is in force since a year before; the people sign in at that moment."""
    proposing.install(session, at - timedelta(days=365))
    with clock.pinned(at):
        laundry = laundry_stations.build(session, client, at=at)
        return Floor(
            session, laundry, signed_in("qualite"), signed_in("responsable_atelier", ("laundry",)),
            signed_in("moniteur", ("laundry",)), signed_in("comptoir", ("laundry",)), at,
        )  # fmt: skip


def awake(session: Session, at: datetime) -> None:
    """Everybody who signed in has just been seen."""
    seen = update(LoginSession).values(last_seen_at=at, expires_at=at + timedelta(days=1))
    session.connection().execute(seen)
    session.commit()


def plain(text: str) -> str:
    """A page's words with ordinary spaces."""
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def celsius(degrees: str, minutes: str) -> dict[str, Decimal]:
    """The hold that a programme promises."""
    return {"temperature_c": Decimal(degrees), "hold_minutes": Decimal(minutes)}
