import html
import re
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlmodel import Session, func, select

from esat import clock
from esat.actors import SYSTEM
from esat.db import Database
from esat.production import client_codes, code_formats, subjects
from esat.production.journal_models import Event
from tests import factories
from tests.esat.production.counter import Codes, codes, post

SignedIn = Callable[..., FlaskClient]
EAN, OTHER = "4006381333931", "5901234123457"


@pytest.fixture
def at_hand(session: Session, now: object) -> Codes:
    code_formats.install(session, clock.now())
    return codes(session)


@pytest.fixture
def nadia_at(signed_in: SignedIn) -> FlaskClient:
    return signed_in("moniteur", workshops=("laundry",))


def linked(database: Database) -> int:
    with database.read() as session:
        return session.exec(
            select(func.count()).select_from(Event).where(Event.kind == "code.linked")
        ).one()


def form_of(page: str) -> dict[str, str]:
    """The hidden words of the form that waits for a label of ours."""
    form = page[page.index("data-takes") :]
    found = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form[: form.index("</form>")])
    return {name: html.unescape(value) for name, value in found}


def waits(page: str) -> bool:
    """Whether the question is open, or folded behind its button."""
    before = page[: page.index("data-takes")]
    return before.count("<details") == before.count("</details>")


def outcome(page: str) -> str:
    found = re.search(r'id="result"[^>]*data-outcome="(\w*)"', page)
    assert found is not None
    return found[1]


def test_an_unknown_code_is_said_so_and_offers_to_be_linked(
    nadia_at: FlaskClient, at_hand: Codes, database: Database
) -> None:
    page = post(nadia_at, "scan", code=f"]E0{EAN}").text
    assert outcome(page) == "unknown"
    assert "Code inconnu" in page
    assert "Lier ce code à un objet…" in page
    assert not waits(page)
    words = form_of(page)
    assert words == {"foreign": f"]E0{EAN}", "symbology": "", "code": ""}
    done = post(nadia_at, "lier-code", **words | {"code": at_hand.bag})
    assert done.status_code == 200
    assert f"Code {EAN} lié à «\u00a0Sac 1\u00a0»." in html.unescape(done.text)
    assert at_hand.bag in done.text
    assert "EHPAD Les Tilleuls" in post(nadia_at, "scan", code=EAN).text
    assert linked(database) == 1


def test_scanned_again_the_code_asks_for_our_label(nadia_at: FlaskClient, at_hand: Codes) -> None:
    post(nadia_at, "scan", code=EAN)
    page = post(nadia_at, "scan", code=EAN).text
    assert outcome(page) == "question"
    assert "À quel objet\u00a0? Scannez notre étiquette." in page
    assert waits(page)


def test_a_stray_code_before_a_bag_links_nothing(
    nadia_at: FlaskClient, at_hand: Codes, database: Database
) -> None:
    post(nadia_at, "scan", code=EAN)
    assert outcome(post(nadia_at, "scan", code=at_hand.bag).text) == "question"
    assert linked(database) == 0
    assert not waits(post(nadia_at, "scan", code=EAN).text)


def test_after_a_link_the_next_unknown_code_asks_at_once(
    nadia_at: FlaskClient, at_hand: Codes
) -> None:
    post(nadia_at, "lier-code", foreign=EAN, code=at_hand.bag)
    page = post(nadia_at, "scan", code=OTHER).text
    assert outcome(page) == "question"
    with clock.pinned(clock.now() + timedelta(minutes=2)):
        post(nadia_at, "lier-code", foreign=OTHER, code=at_hand.other)
    with clock.pinned(clock.now() + timedelta(minutes=4)):
        assert outcome(post(nadia_at, "scan", code="73513537").text) == "unknown"


def test_what_was_shown_just_before_takes_the_code_by_one_tap(
    nadia_at: FlaskClient, at_hand: Codes
) -> None:
    post(nadia_at, "scan", code=at_hand.bag)
    page = html.unescape(post(nadia_at, "scan", code=EAN).text)
    assert "Lier à «\u00a0Sac 1\u00a0», EHPAD Les Tilleuls" in page
    post(nadia_at, "scan", code=at_hand.card)
    assert "Lier à «" not in html.unescape(post(nadia_at, "scan", code=EAN).text)


def test_a_label_read_wrong_keeps_the_question_open(
    nadia_at: FlaskClient, at_hand: Codes, database: Database
) -> None:
    wrong = at_hand.bag[:-1] + ("0" if at_hand.bag[-1] != "0" else "1")
    for label in (wrong, "T7K3P02P", at_hand.card):
        page = post(nadia_at, "lier-code", foreign=EAN, code=label)
        assert page.status_code == 409
        assert waits(page.text)
        assert form_of(page.text)["foreign"] == EAN
    assert linked(database) == 0


def test_a_partial_reading_says_why_and_offers_nothing(
    nadia_at: FlaskClient, at_hand: Codes
) -> None:
    page = html.unescape(post(nadia_at, "scan", code="]I1154001412887").text)
    assert "Ce code ne peut pas être lié" in page
    assert "12 chiffres\u00a0: il en faut 14" in page
    assert "data-takes" not in page


@pytest.mark.parametrize("text", ["F0000019", "F0000018", "a\x1bb", "x" * 65])
def test_what_is_no_code_of_a_client_s_is_not_offered(
    nadia_at: FlaskClient, at_hand: Codes, text: str
) -> None:
    assert "data-takes" not in post(nadia_at, "scan", code=text).text


def test_an_unlinked_code_says_so_and_is_linked_again(
    nadia_at: FlaskClient, at_hand: Codes, session: Session, database: Database
) -> None:
    bag = subjects.by_code(session, at_hand.bag)
    assert bag is not None
    client_codes.link(session, EAN, bag, by=SYSTEM)
    client_codes.unlink(session, EAN, bag, "Perdu", by=SYSTEM)
    session.commit()
    page = post(nadia_at, "scan", code=EAN).text
    assert "Ce code n’est plus lié." in page
    assert "data-takes" in page
    assert "Sac 1" not in page[: page.index('id="last"')]
    done = post(nadia_at, "lier-code", foreign=EAN, code=at_hand.other)
    assert "lié à «\u00a0Sac 2\u00a0»" in html.unescape(done.text)
    assert linked(database) == 2


def test_a_conflict_is_shown_with_the_way_to_the_other_thing(
    nadia_at: FlaskClient, signed_in: SignedIn, at_hand: Codes, session: Session
) -> None:
    bag = subjects.by_code(session, at_hand.bag)
    assert bag is not None
    client_codes.link(session, EAN, bag, by=SYSTEM)
    session.commit()
    page = post(nadia_at, "lier-code", foreign=EAN, code=at_hand.other)
    assert page.status_code == 409
    assert "Ce code est déjà lié à «\u00a0Sac 1\u00a0» (EHPAD Les Tilleuls)" in html.unescape(
        page.text
    )
    assert f"/atelier/codes/{at_hand.bag}" in page.text
    assert nadia_at.get(f"/atelier/codes/{at_hand.bag}").status_code == 200


def test_a_code_of_another_workshop_is_only_said_to_be_taken(
    signed_in: SignedIn, at_hand: Codes, session: Session, database: Database
) -> None:
    bag = subjects.by_code(session, at_hand.bag)
    assert bag is not None
    client_codes.link(session, EAN, bag, by=SYSTEM)
    order = factories.make_order(session, workshop="bookbinding", items=1)
    volume = factories.items_of(session, order)[0].code
    session.commit()
    paul = signed_in("moniteur", workshops=("bookbinding",))
    page = post(paul, "lier-code", foreign=EAN, code=volume)
    assert page.status_code == 409
    assert "Ce code est déjà lié. Vérifiez" in page.text
    assert at_hand.bag not in page.text
    assert "Tilleuls" not in page.text


def test_a_scan_of_a_code_linked_elsewhere_offers_nothing(
    signed_in: SignedIn, at_hand: Codes, session: Session
) -> None:
    bag = subjects.by_code(session, at_hand.bag)
    assert bag is not None
    client_codes.link(session, EAN, bag, by=SYSTEM)
    session.commit()
    page = post(signed_in("moniteur", workshops=("bookbinding",)), "scan", code=EAN)
    assert "d’un autre atelier" in page.text
    assert "data-takes" not in page.text
    assert at_hand.bag not in page.text


def test_a_scan_of_ours_asks_no_statement_more_for_it(
    nadia_at: FlaskClient, at_hand: Codes, database: Database
) -> None:
    said: list[str] = []

    def note(*given: object) -> None:
        said.append(str(given[2]))

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        post(nadia_at, "scan", code=at_hand.bag)
        ours, _ = said.copy(), said.clear()
        post(nadia_at, "scan", code=EAN)
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
    assert len([one for one in ours if "FROM barcode" in one]) == 2
    assert not [one for one in ours if "code_format" in one]
    assert [one for one in said if "code_format" in one]


def test_the_link_button_is_sent_once(
    nadia_at: FlaskClient, at_hand: Codes, database: Database
) -> None:
    marks = {"id": str(uuid.uuid4()), "at": clock.now().isoformat()}
    for _ in range(2):
        done = post(nadia_at, "lier-code", foreign=EAN, code=at_hand.bag, **marks)
        assert done.status_code == 200
    other = post(nadia_at, "lier-code", foreign=OTHER, code=at_hand.bag, **marks)
    assert other.status_code == 409
    assert linked(database) == 1


def test_the_link_button_is_for_those_who_move_things_here(
    client: FlaskClient, signed_in: SignedIn, at_hand: Codes, database: Database
) -> None:
    assert signed_in("comptoir").get("/comptoir/lier-code").status_code == 405
    stranger = post(client, "lier-code", foreign=EAN, code=at_hand.bag)
    assert "/connexion" in stranger.headers["HX-Redirect"]
    office = signed_in("bureau")
    assert post(office, "lier-code", foreign=EAN, code=at_hand.bag).status_code == 403
    assert "data-takes" not in post(office, "scan", code=EAN).text
    paul = signed_in("moniteur", workshops=("bookbinding",))
    assert post(paul, "lier-code", foreign=EAN, code=at_hand.bag).status_code == 409
    assert linked(database) == 0


def test_without_a_script_the_form_has_a_field_of_its_own(
    nadia_at: FlaskClient, at_hand: Codes, database: Database
) -> None:
    words = {"foreign": EAN, "symbology": "", "code": "", "label_code": at_hand.bag}
    page = nadia_at.post("/comptoir/lier-code", data=words, headers={"Origin": "http://localhost"})
    assert page.status_code == 200
    assert "<html" in page.text
    assert linked(database) == 1
