import uuid
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat import clock
from esat.actors import Actor
from esat.db import Database
from esat.production import anomalies, captures
from esat.production.journal_models import Capture
from esat.production.models import Hold, Item
from esat.production.sent import Sent
from tests import people
from tests.esat.production.counter import Codes, codes

SignedIn = Callable[..., FlaskClient]


@pytest.fixture
def at_hand(session: Session) -> Codes:
    return codes(session)


@pytest.fixture
def waiting(database: Database, at_hand: Codes, nadia: Actor) -> int:
    """A bag that a tablet says it packed without network, though it was never received."""
    offline(database, at_hand.item, "pack", nadia)
    with database.read() as session:
        return session.exec(select(Capture.id)).one() or 0


def offline(
    database: Database, code: str | None, action: str, by: Actor, kind: str = "move"
) -> None:
    sent = Sent(uuid.uuid4(), clock.now(), kind, code, action, offline=True)
    answer = captures.take(database, sent, by=by)
    assert answer["outcome"] == "anomaly"


def standing(database: Database) -> tuple[str, int]:
    """The stage of the bag, and how many holds stand."""
    with database.read() as session:
        stage = session.exec(select(Item.stage).where(Item.label == "Sac 1")).one()
        return stage, len(session.exec(select(Hold).where(Hold.lifted_at.is_(None))).all())  # type: ignore[union-attr]


def test_what_contradicts_the_record_waits_with_its_reason(
    signed_in: SignedIn, waiting: int, database: Database
) -> None:
    assert standing(database) == ("expected", 1)
    browser = signed_in("moniteur", workshops=("laundry",))
    page = browser.get("/anomalies").text
    assert "Emballer" in page
    assert "EHPAD Les Tilleuls" in page
    form = browser.get(f"/anomalies/{waiting}").text
    assert "Pas possible maintenant" in form
    assert "Où en est-il vraiment" in form


def test_it_is_settled_with_what_really_happened(
    signed_in: SignedIn, waiting: int, database: Database
) -> None:
    browser = signed_in("moniteur", workshops=("laundry",))
    said = {"stage": "packed", "note": "Lavé hier, non scanné."}
    assert browser.post(f"/anomalies/{waiting}", data=said).status_code == 303
    assert standing(database) == ("packed", 0)
    with database.read() as session:
        row = session.get(Capture, waiting)
        assert row is not None
        assert row.settled_note == "Lavé hier, non scanné."
    assert "Aucune anomalie" in browser.get("/anomalies").text


def test_it_is_settled_once(signed_in: SignedIn, waiting: int) -> None:
    browser = signed_in("moniteur", workshops=("laundry",))
    said = {"stage": "expected", "note": "Erreur de scan."}
    assert browser.post(f"/anomalies/{waiting}", data=said).status_code == 303
    assert browser.post(f"/anomalies/{waiting}", data=said).status_code == 409
    assert browser.get(f"/anomalies/{waiting}").status_code == 409


@pytest.mark.parametrize(
    "said",
    [{"stage": "packed", "note": " "}, {"stage": "nowhere", "note": "x"},
     {"stage": "packed", "note": "x" * 281}],
    ids=["no word", "no stage", "too long"],
)  # fmt: skip
def test_half_an_answer_settles_nothing(
    signed_in: SignedIn, waiting: int, database: Database, said: dict[str, str]
) -> None:
    browser = signed_in("moniteur", workshops=("laundry",))
    assert browser.post(f"/anomalies/{waiting}", data=said).status_code == 422
    assert standing(database) == ("expected", 1)
    assert "Emballer" in browser.get("/anomalies").text


def test_the_hold_stays_while_another_anomaly_of_the_thing_waits(
    database: Database, waiting: int, at_hand: Codes, nadia: Actor
) -> None:
    offline(database, at_hand.item, "end_wash", nadia)
    by = people.actor("moniteur", workshops=("laundry",))
    for key, holds in ((waiting, 1), (waiting + 1, 0)):
        with database.write() as session:
            anomalies.settle(session, key, anomalies.Settled("Vu sur place."), by=by)
        assert standing(database) == ("expected", holds)


def test_another_workshop_sees_and_settles_nothing(
    signed_in: SignedIn, waiting: int, database: Database
) -> None:
    browser = signed_in("moniteur", workshops=("bookbinding",))
    assert "Emballer" not in browser.get("/anomalies").text
    said = {"stage": "packed", "note": "x"}
    assert browser.post(f"/anomalies/{waiting}", data=said).status_code == 404
    assert standing(database) == ("expected", 1)


def test_the_counter_may_not_settle(signed_in: SignedIn, waiting: int) -> None:
    browser = signed_in("comptoir", workshops=("laundry",))
    assert browser.get("/anomalies").status_code == 403
    assert browser.post(f"/anomalies/{waiting}", data={"note": "x"}).status_code == 403


def test_an_act_without_a_code_is_settled_by_a_word(
    database: Database, signed_in: SignedIn, nadia: Actor
) -> None:
    offline(database, None, "move.undo", nadia, kind="act")
    with database.read() as session:
        key = session.exec(select(Capture.id)).one()
    browser = signed_in("responsable_atelier", workshops=("laundry",))
    assert "Annuler le dernier passage" in browser.get("/anomalies").text
    assert browser.post(f"/anomalies/{key}", data={"note": "Sans suite."}).status_code == 303
