"""Scenarios of the biocontamination control around a value out of limits, as browsers walk them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat import clock
from esat.db import Database
from esat.production.models import Lot
from esat.production.moves import Context
from laundry_rabc.cases import judged
from tests.esat.production.buttons import press
from tests.laundry_rabc.cases import grounds
from tests.laundry_rabc.cases.grounds import HOT, Ground
from tests.laundry_rabc.qualify import proofs
from tests.workshops.laundry.washing import laundries
from tests.workshops.laundry.washing.test_pages import ROOT
from workshops.laundry.washing import ending
from workshops.laundry.washing.models import Breach, Cycle

SignedIn = Callable[..., FlaskClient]
HOUR = timedelta(hours=1)


@pytest.fixture
def ground(session: Session, now: datetime) -> Ground:
    made = grounds.build(session, now)
    made.plant.ids["hot"] = made.hot
    return made


class Walk:
    """Who walks: Nadia washes, Rachid corrects, Inès verifies and releases."""

    def __init__(self, session: Session, ground: Ground, signed_in: SignedIn) -> None:
        self.session, self.ground = session, ground
        self.nadia = signed_in("moniteur", ("laundry",))
        self.rachid = signed_in("responsable_atelier", ("laundry",))
        self.ines = signed_in("qualite")

    def wash(self, begun: datetime, codes: list[str], **read: str) -> Cycle:
        """Bags are loaded and started; Nadia types what the machine shows at the end."""
        context = Context(self.ground.nadia, begun)
        load = grounds.loaded(self.session, self.ground, context, *codes)
        made = grounds.started(self.session, self.ground, load, context)
        self.session.commit()
        end = f"{ROOT}/machines/{self.ground.plant.l1}/fin"
        with clock.pinned(begun + HOUR):
            done = press(self.nadia, end, outcome="done", **read)
        assert done.status_code == 303
        self.session.expire_all()
        cycle = self.session.get_one(Cycle, made.id)
        ending.open_door(
            self.session, cycle, by=self.ground.nadia, at=cycle.ended_at or begun, late=False
        )
        self.session.commit()
        return cycle

    def move(self, code: str, action: str) -> int:
        return press(self.nadia, "/atelier/passage", code=code, action=action).status_code

    def step(self, browser: FlaskClient, kind: str, text: str) -> int:
        return press(browser, f"{self.case}/etape/{kind}", text=text).status_code

    @property
    def case(self) -> str:
        return f"/rabc/cas/{grounds.cases(self.session, 'action')[0].id}"


@pytest.fixture
def walk(session: Session, ground: Ground, signed_in: SignedIn) -> Walk:
    return Walk(session, ground, signed_in)


def test_cold_cycle(session: Session, ground: Ground, walk: Walk, now: datetime) -> None:
    """Cold cycle.

    Given PRG-L3-71A qualified at 71 °C/3 min, when a cycle reaches 71 °C for 1 min 40, then the
    lot is in action, cannot be packed or delivered, a case opens with the rewash procedure and the
    clean side shows the hold; after a rewash at 71 °C/4 min it is releasable with both cycles.
    """
    proofs.proved(session, ground.plant, "l1", "hot", now - timedelta(days=20))
    bag = grounds.bag(session)
    cold = walk.wash(now - 3 * HOUR, [bag], max_c="71", hold_minutes="1,667")
    assert grounds.verdicts(session, cold)["LAV-02"] == "action"
    lot_code = laundries.load_code(session, cold.lot_id)
    assert "Quarantaine RABC" in walk.nadia.get(f"/atelier/objet/{lot_code}").text
    for action in ("dry", "finish"):
        assert walk.move(lot_code, action) == 409
    page = walk.rachid.get(walk.case).text
    for words in ("relaver", "Retenu", "LAV-02"):
        assert words in page or words.capitalize() in page
    assert walk.step(walk.rachid, "containment", "Sac mis dans la cage") == 303
    assert walk.step(walk.rachid, "cause", "Vapeur coupée") == 303
    with clock.pinned(now - HOUR):
        assert press(walk.rachid, f"{walk.case}/relaver").status_code == 303
    assert walk.step(walk.rachid, "action", "Vapeur remise, lot relavé") == 303
    assert walk.step(walk.ines, "verification", "Trop tôt") == 409
    session.expire_all()
    hot = walk.wash(now - HOUR, [bag], max_c="71", hold_minutes="4")
    assert walk.step(walk.rachid, "verification", "Bon") == 409
    assert walk.step(walk.nadia, "verification", "Bon") == 409
    assert walk.step(walk.ines, "verification", "71 °C, 4 min") == 303
    again = laundries.load_code(session, hot.lot_id)
    assert walk.move(again, "dry") == 409
    assert walk.step(walk.ines, "release", "Relavé et tenu") == 303
    assert walk.move(again, "dry") in {200, 303}
    session.expire_all()
    assert session.get_one(Lot, hot.lot_id).stage == "dried"
    page = walk.ines.get(walk.case).text
    assert "Cas fermé" in page
    first, second = (grounds.results(session, one)["LAV-02"] for one in (cold, hot))
    assert (first.verdict, first.lot_id) == ("action", cold.lot_id)
    assert second.lot_id == hot.lot_id


def test_alert_drift(session: Session, ground: Ground, walk: Walk, now: datetime) -> None:
    """Alert drift.

    Given three quarterly linen results 9, 10, 11 (target ≤ 5, action > 12), when the third is
    saved, then each had opened only its light alert and none is in action, yet the third is
    escalated to an investigation, and the list is not empty.
    """
    for months, value in ((6, "9"), (3, "10"), (0, "11")):
        at = now - timedelta(days=30 * months)
        judged.record(session, grounds.plate("HYG-01", value, at), by=ground.ines)
    session.commit()
    kinds = sorted(one.kind for one in grounds.cases(session))
    assert kinds == ["alert", "alert", "alert", "investigation"]
    page = walk.ines.get("/rabc/cas?nature=investigation").text
    assert "3 résultats de suite en alerte" in page
    assert "HYG-01" in page
    assert "Aucun cas ouvert" in walk.ines.get("/rabc/cas?nature=action").text


def test_dirty_after_clean(
    database: Database, session: Session, ground: Ground, walk: Walk, now: datetime
) -> None:
    """Dirty after clean.

    Given a lot opened on the clean side, when a dirty-zone badge scans it, then the scan is
    refused, a breach of ENV-02 is recorded with both names, and it needs a decision before packing.
    """
    cycle = grounds.washed(session, ground, HOT, now - timedelta(minutes=28))
    session.commit()
    code = laundries.load_code(session, cycle.lot_id)
    said = laundries.scan(database, replace(ground.rachid, station_zone="dirty"), code)
    assert (said["outcome"], said["reason"]) == ("refused", "dirty_after_clean")
    session.expire_all()
    assert grounds.verdicts(session)["ENV-02"] == "action"
    breach = session.exec(select(Breach)).one()
    told = walk.rachid.get(f"{ROOT}/ecarts-de-zone/{breach.id}").text
    assert "Rachid" in told
    assert "Nadia" in told
    assert walk.move(code, "dry") == 409
    for kind in ("containment", "cause", "action"):
        assert walk.step(walk.rachid, kind, "Fait") == 303
    assert walk.step(walk.ines, "verification", "Vu") == 409
    decided = press(
        walk.rachid, f"{ROOT}/ecarts-de-zone/{breach.id}", outcome="keep", decision="Resté fermé"
    )
    assert decided.status_code == 303
    assert walk.move(code, "dry") == 409
    assert walk.step(walk.ines, "verification", "Vu") == 303
    assert walk.step(walk.ines, "release", "Linge resté fermé") == 303
    walk.move(code, "dry")
    session.expire_all()
    assert session.get_one(Lot, cycle.lot_id).stage == "dried"
