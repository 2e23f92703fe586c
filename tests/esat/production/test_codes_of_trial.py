"""The codes that try scanners, scanned where work is done: kindly answered, and nothing changes."""

import uuid
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat import clock
from esat.actors import Actor
from esat.db import Database
from esat.production import barcodes, captures, scans
from esat.production.codes import TEST_CODES
from esat.production.journal_models import Capture, Event
from esat.production.sent import Sent
from tests import factories
from tests.esat.production.counter import post
from tests.esat.production.mangling import AZERTY

SignedIn = Callable[..., FlaskClient]


def sent(code: str, kind: str = "scan", action: str | None = None) -> Sent:
    return Sent(uuid.uuid4(), clock.now(), kind, code, action)


@pytest.mark.parametrize("code", TEST_CODES)
def test_a_test_code_is_kindly_answered_and_changes_nothing(
    database: Database, session: Session, nadia: Actor, code: str
) -> None:
    for raw in (code, f"]C0{code}\r", code.lower().translate(AZERTY)):
        said = captures.take(database, sent(raw), by=nadia)
        assert (said["outcome"], said["reason"], said["code"]) == ("ok", "code_test", code)
        assert "C’est un code d’essai : le lecteur fonctionne." in said["message"]
        assert said["subject"] is None
        assert said["offers"] == []
    assert session.exec(select(Event)).all() == []
    assert len(session.exec(select(Capture)).all()) == 3


def test_no_move_is_made_of_a_test_code(database: Database, session: Session, nadia: Actor) -> None:
    said = captures.take(database, sent(TEST_CODES[0], "move", "receive"), by=nadia)
    assert said["reason"] == "code_test"
    assert said["event"] is None
    assert session.exec(select(Event)).all() == []


def test_a_test_code_asks_nothing_of_the_table_of_codes(
    session: Session, statements: list[str]
) -> None:
    statements.clear()
    assert scans.resolve(session, TEST_CODES[0]).reason == "code_test"
    assert statements == []


def test_another_code_asks_no_more_than_before(session: Session, statements: list[str]) -> None:
    code = factories.make_bag(session, factories.make_client(session))[1]
    statements.clear()
    assert scans.resolve(session, code).subject is not None
    assert len(statements) == 1


def test_the_counter_shows_it_as_good(signed_in: SignedIn, database: Database) -> None:
    browser = signed_in("moniteur", workshops=("laundry",))
    answer = post(browser, "scan", code=TEST_CODES[1])
    assert answer.status_code == 200
    assert 'data-outcome="ok"' in answer.text
    assert "C’est un code d’essai" in answer.text


def test_no_blank_label_ever_bears_one(session: Session) -> None:
    with pytest.raises(Exception, match="code_unknown"):
        barcodes.bind(session, TEST_CODES[0], item_id=1)


def test_a_wrong_sign_typed_on_a_french_keyboard_is_said_to_be_misread(session: Session) -> None:
    assert scans.resolve(session, "fààààà&_").reason == "code_misread"
    assert scans.resolve(session, "C-123456").reason == "code_unknown"
