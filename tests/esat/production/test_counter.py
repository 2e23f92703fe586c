import uuid
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, func, select

from esat import clock
from esat.db import Database
from esat.production.journal_models import Capture, Event
from esat.production.models import Hold, Item
from tests.esat.production.counter import Codes, codes, post

SignedIn = Callable[..., FlaskClient]


@pytest.fixture
def at_hand(session: Session) -> Codes:
    return codes(session)


@pytest.fixture
def nadia_at(signed_in: SignedIn) -> FlaskClient:
    return signed_in("moniteur", workshops=("laundry",))


def rows(database: Database, table: type[Capture] | type[Event] | type[Hold]) -> int:
    with database.read() as session:
        return session.exec(select(func.count()).select_from(table)).one()


def stage_of(database: Database, label: str) -> str:
    with database.read() as session:
        query = select(Item.stage).where(Item.label == label).order_by(Item.id.desc())  # type: ignore[union-attr]
        return session.exec(query).first() or ""


def test_the_counter_is_one_field_ready_for_the_scanner(nadia_at: FlaskClient) -> None:
    page = nadia_at.get("/comptoir").text
    assert 'name="code"' in page
    assert "autofocus" in page
    assert "Prêt à scanner" in page


def test_a_scan_says_what_it_is_and_whose_and_what_may_be_done(
    nadia_at: FlaskClient, at_hand: Codes
) -> None:
    answer = post(nadia_at, "scan", code=at_hand.bag)
    assert answer.status_code == 200
    assert "EHPAD Les Tilleuls" in answer.text
    assert "Recevoir ce sac" in answer.text
    assert 'data-outcome="question"' in answer.text
    assert "<html" not in answer.text


def test_a_scan_without_a_script_is_a_plain_form(nadia_at: FlaskClient, at_hand: Codes) -> None:
    page = nadia_at.post("/comptoir/scan", data={"code": at_hand.bag}).text
    assert "<html" in page
    assert "EHPAD Les Tilleuls" in page


def test_a_scan_writes_no_event(nadia_at: FlaskClient, at_hand: Codes, database: Database) -> None:
    before = rows(database, Event)
    post(nadia_at, "scan", code=at_hand.bag)
    assert rows(database, Event) == before


def test_the_same_capture_sent_again_moves_once(
    nadia_at: FlaskClient, at_hand: Codes, database: Database
) -> None:
    marks = {"id": str(uuid.uuid4()), "at": clock.now().isoformat()}
    first = post(nadia_at, "passage", code=at_hand.bag, action="receive", **marks)
    events = rows(database, Event)
    again = post(nadia_at, "passage", code=at_hand.bag, action="receive", **marks)
    assert (first.status_code, again.status_code) == (200, 200)
    assert rows(database, Event) == events


def test_the_same_key_for_something_else_is_a_conflict(
    nadia_at: FlaskClient, at_hand: Codes
) -> None:
    marks = {"id": str(uuid.uuid4()), "at": clock.now().isoformat()}
    post(nadia_at, "scan", code=at_hand.bag, **marks)
    assert post(nadia_at, "scan", code=at_hand.other, **marks).status_code == 409


def test_a_refused_passage_answers_409_with_what_may_be_done(
    nadia_at: FlaskClient, at_hand: Codes
) -> None:
    answer = post(nadia_at, "passage", code=at_hand.item, action="pack")
    assert answer.status_code == 409
    assert 'data-outcome="refused"' in answer.text
    assert "Recevoir" in answer.text


def test_a_card_acts_on_the_last_scan(
    nadia_at: FlaskClient, at_hand: Codes, database: Database
) -> None:
    post(nadia_at, "passage", code=at_hand.item, action="receive")
    post(nadia_at, "scan", code=at_hand.item)
    answer = post(nadia_at, "scan", code=at_hand.card)
    assert answer.status_code == 200
    assert "En machine" in answer.text
    assert stage_of(database, "Sac 1") == "washing"


def test_a_refused_card_still_shows_the_thing(nadia_at: FlaskClient, at_hand: Codes) -> None:
    post(nadia_at, "scan", code=at_hand.item)
    answer = post(nadia_at, "scan", code=at_hand.card)
    assert answer.status_code == 409
    assert at_hand.item in answer.text
    assert "EHPAD Les Tilleuls" in answer.text


def test_a_card_alone_asks_for_the_thing_first(nadia_at: FlaskClient, at_hand: Codes) -> None:
    answer = post(nadia_at, "scan", code=at_hand.card)
    assert answer.status_code == 200
    assert "Scannez d’abord" in answer.text


def test_the_last_five_scans_are_in_sight(nadia_at: FlaskClient, at_hand: Codes) -> None:
    answer = None
    for code in (at_hand.bag, at_hand.other, at_hand.item, at_hand.lot, at_hand.blank, "1234"):
        answer = post(nadia_at, "scan", code=code)
    assert answer is not None
    listed = answer.text[answer.text.index("Derniers scans") :]
    assert listed.count('class="row"') == 5
    assert "1234" in listed
    assert at_hand.bag not in listed


def test_what_another_account_scanned_is_not_in_sight(
    nadia_at: FlaskClient, signed_in: SignedIn, at_hand: Codes
) -> None:
    post(nadia_at, "scan", code=at_hand.item)
    karim = signed_in("comptoir", workshops=("laundry",))
    assert "EHPAD Les Tilleuls" not in karim.get("/comptoir").text


def test_a_closing_move_is_asked_about_before_it_is_made(
    nadia_at: FlaskClient, at_hand: Codes, database: Database
) -> None:
    for action in ("receive", "start_wash", "end_wash", "finish", "pack"):
        assert post(nadia_at, "passage", code=at_hand.item, action=action).status_code == 200
    asked = post(nadia_at, "passage", code=at_hand.item, action="hand_over")
    assert "data-asks" in asked.text
    assert stage_of(database, "Sac 1") == "packed"
    done = post(nadia_at, "passage", code=at_hand.item, action="hand_over", sure="1")
    assert done.status_code == 200
    assert stage_of(database, "Sac 1") == "handed_over"


def test_a_lot_moves_without_what_was_unticked(
    nadia_at: FlaskClient, at_hand: Codes, database: Database
) -> None:
    page = post(nadia_at, "scan", code=at_hand.lot).text
    assert page.count('name="with"') == 2
    with database.read() as session:
        keys = session.exec(
            select(Item.id).where(Item.label.in_(("Sac 2", "Sac 3"))).order_by(Item.id)  # type: ignore[attr-defined]
        ).all()
    moved = {"code": at_hand.lot, "action": "receive", "member": keys, "with": [keys[0]]}
    assert nadia_at.post("/comptoir/passage", data=moved).status_code == 200
    assert stage_of(database, "Sac 2") == "received"
    assert stage_of(database, "Sac 3") == "expected"


@pytest.mark.parametrize(
    "code",
    ["", " ", "F", "FFFFFFF3", "F0000019F0000019", "x" * 10_000, "\x00\x07", "' OR 1=1 --",
     "<script>alert(1)</script>", "é" * 64, "��"],
    ids=["empty", "blank", "cut", "check", "glued", "long", "controls", "sql", "html", "accents",
         "broken"],
)  # fmt: skip
def test_what_is_no_code_is_unknown_and_changes_nothing(
    nadia_at: FlaskClient, database: Database, code: str
) -> None:
    before = rows(database, Event)
    answer = post(nadia_at, "scan", code=code)
    assert answer.status_code == 200
    assert 'data-outcome="unknown"' in answer.text
    assert "<script>alert" not in answer.text
    assert rows(database, Event) == before


@pytest.mark.parametrize(
    "marks",
    [{"id": "not a uuid"}, {"at": "yesterday"}, {"at": "2026-11-23T10:00:00"}, {"seq": "-1"},
     {"seq": "9" * 30}],
    ids=["id", "at", "no offset", "negative", "huge"],
)  # fmt: skip
def test_broken_marks_are_refused(
    nadia_at: FlaskClient, database: Database, marks: dict[str, str]
) -> None:
    assert post(nadia_at, "scan", code="F0000019", **marks).status_code == 422
    assert rows(database, Capture) == 0


def test_a_text_beyond_all_reason_is_refused(nadia_at: FlaskClient) -> None:
    assert post(nadia_at, "scan", code="x" * 20_001).status_code == 422


def test_a_code_of_another_workshop_is_refused_unseen(
    signed_in: SignedIn, at_hand: Codes, database: Database
) -> None:
    paul = signed_in("moniteur", workshops=("bookbinding",))
    answer = post(paul, "scan", code=at_hand.item)
    assert answer.status_code == 409
    assert "EHPAD" not in answer.text
    assert post(paul, "passage", code=at_hand.item, action="receive").status_code == 409
    assert stage_of(database, "Sac 1") == "expected"


@pytest.mark.parametrize("act", ["scan", "passage", "retenir", "lever", "annuler", "lier"])
def test_a_stranger_and_a_get_are_refused(
    client: FlaskClient, nadia_at: FlaskClient, act: str
) -> None:
    assert client.post(f"/comptoir/{act}", data={"code": "F0000019"}).status_code in {302, 303, 401}
    assert nadia_at.get(f"/comptoir/{act}").status_code == 405


def test_an_inspector_looks_and_changes_nothing(
    signed_in: SignedIn, at_hand: Codes, database: Database
) -> None:
    irene = signed_in("inspecteur")
    assert "EHPAD Les Tilleuls" in irene.get(f"/comptoir?code={at_hand.item}").text
    assert post(irene, "passage", code=at_hand.item, action="receive").status_code == 403
    assert stage_of(database, "Sac 1") == "expected"
