import re
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, func, select

from esat import clock
from esat.db import Database
from esat.production.journal_models import Event
from esat.production.models import Hold, Item, Resource
from tests.esat.production.counter import Codes, codes, post

SignedIn = Callable[..., FlaskClient]


@pytest.fixture
def at_hand(session: Session) -> Codes:
    return codes(session)


@pytest.fixture
def nadia_at(signed_in: SignedIn) -> FlaskClient:
    return signed_in("moniteur", workshops=("laundry",))


def stage_of(database: Database) -> str:
    with database.read() as session:
        return session.exec(select(Item.stage).where(Item.label == "Sac 1")).one()


def events(database: Database, kind: str) -> int:
    with database.read() as session:
        return session.exec(select(func.count()).select_from(Event).where(Event.kind == kind)).one()


def open_hold(database: Database) -> int:
    with database.read() as session:
        return session.exec(select(Hold.id).where(Hold.lifted_at.is_(None))).one() or 0  # type: ignore[union-attr]


def offered_undo(page: str) -> str:
    found = re.search(r'name="event" value="(\d+)"', page)
    return found.group(1) if found else ""


def test_the_last_passage_is_undone_once(
    nadia_at: FlaskClient, at_hand: Codes, database: Database
) -> None:
    page = post(nadia_at, "passage", code=at_hand.item, action="receive").text
    event = offered_undo(page)
    marks = {"id": str(uuid.uuid4()), "at": clock.now().isoformat()}
    for _ in range(2):
        answer = post(nadia_at, "annuler", code=at_hand.item, event=event, **marks)
        assert answer.status_code == 200
        assert "de nouveau à : Attendu" in answer.text
    assert stage_of(database) == "expected"
    assert events(database, "item.move_undone") == 1
    assert not offered_undo(answer.text)


def test_after_five_minutes_it_is_neither_offered_nor_done(
    nadia_at: FlaskClient, at_hand: Codes, database: Database
) -> None:
    event = offered_undo(post(nadia_at, "passage", code=at_hand.item, action="receive").text)
    with clock.pinned(clock.now() + timedelta(minutes=6)):
        assert not offered_undo(nadia_at.get("/comptoir").text)
        answer = post(nadia_at, "annuler", code=at_hand.item, event=event)
    assert answer.status_code == 409
    assert "cinq minutes" in answer.text
    assert stage_of(database) == "received"


def test_what_another_one_did_is_not_undone(
    nadia_at: FlaskClient, signed_in: SignedIn, at_hand: Codes, database: Database
) -> None:
    event = offered_undo(post(nadia_at, "passage", code=at_hand.item, action="receive").text)
    karim = signed_in("comptoir", workshops=("laundry",))
    assert not offered_undo(karim.get("/comptoir").text)
    assert post(karim, "annuler", code=at_hand.item, event=event).status_code == 409
    assert stage_of(database) == "received"


@pytest.mark.parametrize("event", ["", "0", "-1", "abc", "9" * 30])
def test_an_undo_of_nothing_is_refused(nadia_at: FlaskClient, at_hand: Codes, event: str) -> None:
    assert post(nadia_at, "annuler", code=at_hand.item, event=event).status_code == 409


def test_a_held_thing_shows_why_and_its_moves_are_closed(
    nadia_at: FlaskClient, at_hand: Codes
) -> None:
    answer = post(nadia_at, "retenir", code=at_hand.item, reason="quarantine", note="Odeur")
    assert answer.status_code == 200
    assert "est retenu : Quarantaine" in answer.text
    assert "Odeur" in answer.text
    assert "offer closed" in answer.text
    assert post(nadia_at, "passage", code=at_hand.item, action="receive").status_code == 409
    again = post(nadia_at, "scan", code=at_hand.item)
    assert "Retenu : Quarantaine. Demandez" in again.text
    assert "{holds}" not in again.text


def test_a_hold_is_lifted_by_who_may_and_once(
    nadia_at: FlaskClient, signed_in: SignedIn, at_hand: Codes, database: Database
) -> None:
    post(nadia_at, "retenir", code=at_hand.item, reason="to_check")
    key = open_hold(database)
    karim = signed_in("comptoir", workshops=("laundry",))
    shown = post(karim, "scan", code=at_hand.item).text
    assert "Lever la retenue" not in shown
    assert post(karim, "lever", code=at_hand.item, hold=key).status_code == 409
    assert post(nadia_at, "lever", code=at_hand.item, hold=key).status_code == 200
    assert post(nadia_at, "lever", code=at_hand.item, hold=key).status_code == 409
    assert events(database, "item.hold_lifted") == 1


@pytest.mark.parametrize(
    "fields",
    [{"reason": ""}, {"reason": "nonsense"}, {"reason": "contradiction"},
     {"reason": "to_check", "note": "x" * 281}],
    ids=["none", "unknown", "not offered", "long note"],
)  # fmt: skip
def test_a_hold_without_a_true_reason_is_refused(
    nadia_at: FlaskClient, at_hand: Codes, database: Database, fields: dict[str, str]
) -> None:
    assert post(nadia_at, "retenir", code=at_hand.item, **fields).status_code == 409
    assert events(database, "item.held") == 0


def test_a_blank_label_asks_for_its_client_and_becomes_a_bag(
    nadia_at: FlaskClient, at_hand: Codes, database: Database
) -> None:
    assert "À quel client" in post(nadia_at, "scan", code=at_hand.blank).text
    found = nadia_at.get(
        "/comptoir/clients", query_string={"q": "tilleul", "code": at_hand.blank}
    ).text
    assert "EHPAD Les Tilleuls" in found
    answer = post(nadia_at, "lier", code=at_hand.blank, client_id=at_hand.client_id)
    assert answer.status_code == 200
    assert "Sac 3 est lié à EHPAD Les Tilleuls" in answer.text
    assert "Recevoir ce sac" in answer.text
    assert events(database, "resource.bound") == 1
    with database.read() as session:
        assert session.exec(select(func.count()).select_from(Resource)).one() == 4


@pytest.mark.parametrize("client_id", ["", "0", "99999", "x"])
def test_a_label_is_not_bound_to_nobody(
    nadia_at: FlaskClient, at_hand: Codes, database: Database, client_id: str
) -> None:
    assert post(nadia_at, "lier", code=at_hand.blank, client_id=client_id).status_code == 409
    assert events(database, "resource.bound") == 0


def test_a_label_in_use_or_unknown_is_not_bound(nadia_at: FlaskClient, at_hand: Codes) -> None:
    for code in (at_hand.bag, "F0000019", "T7K3P02P", "<b>"):
        answer = post(nadia_at, "lier", code=code, client_id=at_hand.client_id)
        assert answer.status_code == 409


def test_another_workshop_binds_no_bag(signed_in: SignedIn, at_hand: Codes) -> None:
    paul = signed_in("moniteur", workshops=("bookbinding",))
    assert "À quel client" not in post(paul, "scan", code=at_hand.blank).text
    assert post(paul, "lier", code=at_hand.blank, client_id=at_hand.client_id).status_code == 409
