"""The trace of a delivery with its proofs, the sheet of a load, and the drill against the clock."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat import clock
from esat.accounts.models import Account
from esat.production.models import Lot
from laundry_rabc.cases import rewashing
from laundry_rabc.cases.opening import Opening, open_case
from laundry_rabc.checks import calendar, making
from laundry_rabc.plan import proposing
from laundry_rabc.trace import washes
from laundry_rabc.trace.models import Drill, DrillEnd
from tests import people
from tests.laundry_rabc.cases import grounds
from tests.walks import laundry_stations
from tests.walks.laundry_june import JUNE, MAIRIE, OTHER, June

SignedIn = Callable[..., FlaskClient]
HEAD = {"Origin": "http://localhost"}
LATER = JUNE + timedelta(hours=10)


@dataclass
class Asked:
    session: Session
    ines: FlaskClient
    note: str

    def begin(self, **form: str) -> Any:
        sent = {"capture": str(uuid4()), "code": "", **form}
        return self.ines.post("/rabc/exercices", data=sent, headers=HEAD)

    def end(self, drill: int | None, **form: str) -> Any:
        sent = {"capture": str(uuid4()), "complete": "yes", "note": "Tout y est.", **form}
        return self.ines.post(f"/rabc/exercices/{drill}", data=sent, headers=HEAD)


@pytest.fixture
def asked(session: Session, client: FlaskClient, signed_in: SignedIn) -> Iterator[Asked]:
    with clock.pinned(JUNE):
        laundry = laundry_stations.build(session, client, at=JUNE)
        note = June(session, laundry, signed_in("moniteur", workshops=("laundry",))).play()
    session.commit()
    with clock.pinned(LATER):
        yield Asked(session, signed_in("qualite"), note)


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\xa0", " ")


def tile(asked: Asked) -> str:
    """The colour of the drills' tile on the RABC home."""
    found = re.search(r'href="/rabc/exercices" data-accent="(\w+)"', asked.ines.get("/rabc").text)
    assert found is not None
    return found[1]


def test_a_delivery_note_leads_to_every_load_with_its_proofs(
    asked: Asked, signed_in: SignedIn
) -> None:
    page = asked.ines.get("/rabc/trace", query_string={"code": asked.note})
    text = plain(page.text)
    assert page.status_code == 200
    for words in (
        "Laveuse 1", "Laveuse 2", "71,4 °C", "déclaré par la machine", "aucune preuve relevée",
        "Lessive : 240 ml", "Lessive : lot non relevé", "aucune habilitation écrite ce jour-là",
        "jamais qualifié", "Contrôles du", MAIRIE, OTHER, "certain", "possible",
    ):  # fmt: skip
        assert words in text, words
    assert "désinfecté" not in text
    assert asked.ines.get("/rabc/trace?code=n%27importe").status_code == 404
    assert asked.ines.get("/rabc/trace?code=" + "9" * 5000).status_code == 404
    assert signed_in("bureau").get("/rabc/trace").status_code == 403
    stranger = signed_in("moniteur", workshops=("bookbinding",))
    assert stranger.get("/rabc/trace").status_code == 403


def test_the_sheet_of_one_load(asked: Asked, signed_in: SignedIn) -> None:
    lot = asked.session.exec(select(Lot).where(Lot.kind == "wash").order_by(Lot.id)).first()
    assert lot is not None
    page = signed_in("inspecteur").get(f"/rabc/lots/{lot.id}")
    assert page.status_code == 200
    assert lot.ref in page.text
    assert "Destinataires possibles" in page.text
    assert asked.ines.get("/rabc/lots/999999").status_code == 404
    stranger = signed_in("moniteur", workshops=("bookbinding",))
    assert stranger.get(f"/rabc/lots/{lot.id}").status_code == 403


def test_the_sheet_leads_to_the_case_of_its_load(asked: Asked) -> None:
    lot = asked.session.exec(select(Lot).where(Lot.kind == "wash").order_by(Lot.id)).first()
    assert lot is not None
    assert lot.id is not None
    why = Opening("action", "check", "Température trop basse")
    account = asked.session.exec(select(Account.id)).first()
    lead = people.actor("qualite", account_id=account or 0)
    case = open_case(asked.session, why, by=lead, at=LATER, lots={lot.id: JUNE})
    asked.session.commit()
    for path in (f"/rabc/lots/{lot.id}", f"/rabc/trace?code={asked.note}"):
        page = asked.ines.get(path)
        assert page.status_code == 200
        assert f'<a href="/rabc/cas/{case.id}">Température trop basse</a>' in page.text


def test_the_sheet_calls_missed_only_the_checks_whose_time_is_over(
    asked: Asked, signed_in: SignedIn
) -> None:
    lot = asked.session.exec(select(Lot).where(Lot.kind == "wash").order_by(Lot.id)).first()
    assert lot is not None
    here = f"/rabc/lots/{lot.id}"
    assert "Aucun contrôle n’était prévu." in asked.ines.get(here).text
    proposing.install(asked.session, JUNE - timedelta(days=1))
    calendar.install(asked.session, JUNE - timedelta(days=1))
    made = making.make(asked.session, JUNE)
    asked.session.commit()
    with clock.pinned(JUNE - timedelta(hours=4)):
        early = plain(asked.ines.get(here).text)
    assert f"Prévus : {made}, répondus : 0, à venir : {made}." in early
    assert "Manqué" not in early
    with clock.pinned(JUNE + timedelta(days=2)):
        over = plain(signed_in("inspecteur").get(here).text)
    assert f"sans réponse : {made}" in over
    badges = [over.count(f"{word}</span>") for word in ("Manqué", "En retard", "À faire")]
    assert sum(badges) == made
    assert badges[0] > 0
    assert sum(badges[1:]) > 0


def test_a_drill_draws_a_delivery_keeps_its_time_and_never_changes(
    asked: Asked, signed_in: SignedIn
) -> None:
    assert tile(asked) == "wine"
    key = str(uuid4())
    for _ in range(2):
        assert asked.begin(capture=key).status_code in {204, 303}
    row = asked.session.exec(select(Drill)).one()
    assert (row.asked, row.drawn) == (asked.note, True)
    assert asked.begin().status_code == 409
    with clock.pinned(LATER + timedelta(seconds=100)):
        assert asked.end(row.id, note="").status_code == 422
        assert asked.end(row.id).status_code in {204, 303}
        done = asked.session.exec(select(DrillEnd)).one()
        assert (done.seconds, done.lots, done.certain, done.complete) == (100, 4, 1, True)
        assert done.unproved == 1
        assert asked.end(row.id, note="Autre").status_code == 409
        page = plain(asked.ines.get(f"/rabc/exercices/{row.id}").text)
        assert "1 min 40 s" in page
        assert "Tout y est." in page
        assert tile(asked) == "blue"
    auditor = signed_in("inspecteur")
    assert auditor.get(f"/rabc/exercices/{row.id}").status_code == 200
    sent = {"capture": str(uuid4()), "code": ""}
    assert auditor.post("/rabc/exercices", data=sent, headers=HEAD).status_code == 403


def test_a_drill_on_nothing_is_refused(asked: Asked) -> None:
    answer = asked.begin(code="F0000000")
    assert answer.status_code == 422
    assert "pas d’histoire" in answer.text
    assert asked.session.exec(select(Drill)).all() == []
    assert asked.ines.get("/rabc/exercices/99").status_code == 404


def test_a_load_names_the_other_washes_of_its_linen(
    session: Session, signed_in: SignedIn, now: datetime
) -> None:
    ground = grounds.build(session, now)
    bag = grounds.bag(session)
    first = grounds.washed(session, ground, grounds.COLD, now - timedelta(hours=3), bag)
    (case,) = grounds.cases(session, "action")
    rewashing.rewash(session, case, by=ground.rachid, at=now - timedelta(hours=2))
    second = grounds.washed(session, ground, grounds.JUST, now - timedelta(hours=1), bag)
    session.commit()
    (other,) = washes.others(session, second.lot_id or 0)
    assert (other.lot_id, other.max_c, other.hold_minutes) == (
        first.lot_id, first.max_c, first.hold_minutes,
    )  # fmt: skip
    ines = signed_in("qualite")
    for mine, its in ((first, second), (second, first)):
        page = ines.get(f"/rabc/lots/{mine.lot_id}").text
        assert f'href="/rabc/lots/{its.lot_id}"' in page
    assert case.ref in ines.get(f"/rabc/lots/{first.lot_id}").text
