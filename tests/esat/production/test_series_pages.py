"""The page of a series: it lists, it acts on what is ticked, with a script and without."""

import re
import uuid
from collections.abc import Callable

import pytest
from flask import Blueprint, Flask
from flask.testing import FlaskClient
from sqlmodel import Session, func, select
from werkzeug.test import TestResponse

from esat.accounts.permissions import public
from esat.actors import SYSTEM
from esat.db import Database
from esat.production import holds, series_pages, subjects
from esat.production.journal_models import Capture, Event
from esat.production.models import Hold, Resource
from tests import factories, people
from tests.esat.production.counter import Codes, codes

SignedIn = Callable[..., FlaskClient]
PAGE = "/comptoir/serie"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def at_hand(session: Session) -> Codes:
    return codes(session)


@pytest.fixture
def bags(session: Session) -> list[str]:
    owner = factories.make_client(session, "Hôtel du Parc")
    order = factories.make_order(session, items=4, client=owner)
    session.commit()
    return [item.code or "" for item in factories.items_of(session, order)]


@pytest.fixture
def nadia_at(signed_in: SignedIn) -> FlaskClient:
    return signed_in("moniteur", workshops=("laundry",))


def rows(database: Database, table: type[Capture] | type[Event] | type[Hold]) -> int:
    with database.read() as session:
        return session.exec(select(func.count()).select_from(table)).one()


def stages(database: Database, listed: list[str]) -> list[str | None]:
    with database.read() as session:
        found = subjects.by_codes(session, listed)
        return [found[code].stage for code in listed]


def listed_of(page: str) -> list[str]:
    """The codes of the rows shown, the newest first."""
    return re.findall(r'<li class="series-row" data-code="([^"]*)"', page)


def key_of(page: str) -> str:
    found = re.search(r'name="key" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def ask(
    client: FlaskClient, listed: list[str], act: str = "move:receive",
    ticked: list[str] | None = None, **more: str,
) -> TestResponse:  # fmt: skip
    """The form of the list, as a browser sends it."""
    sent = {"codes": "\r\n".join(listed), "code": listed if ticked is None else ticked,
            "act": act, "key": str(uuid.uuid4())}  # fmt: skip
    return client.post(f"{PAGE}/faire", data=sent | more)


def test_the_page_is_one_field_ready_and_an_empty_list(nadia_at: FlaskClient) -> None:
    page = nadia_at.get(PAGE).text
    assert "autofocus" in page
    assert "Liste vide" in page
    assert listed_of(page) == []


def test_the_counter_and_the_tablet_of_a_workshop_lead_to_it(nadia_at: FlaskClient) -> None:
    for place in ("/comptoir", "/blanchisserie"):
        assert 'href="/comptoir/serie"' in nadia_at.get(place).text


def test_a_list_builds_up_without_a_script(
    nadia_at: FlaskClient, bags: list[str], database: Database
) -> None:
    before = rows(database, Event)
    page = nadia_at.post(PAGE, data={"codes": f"{bags[0]}\n{bags[1].lower()}\n\n {bags[0]} "}).text
    assert "<html" in page
    assert listed_of(page) == [bags[1], bags[0]]
    assert "2 sacs, 1 double" in page
    assert "Recevoir (2)" in page
    kept = re.search(r'name="codes" value="([^"]*)"', page)
    assert kept is not None
    page = nadia_at.post(PAGE, data={"codes": kept[1], "code": bags[2]}).text
    assert listed_of(page) == [bags[2], bags[1], bags[0]]
    assert "3 sacs, 1 double" in page
    assert (rows(database, Capture), rows(database, Event)) == (0, before)


def test_an_unticked_row_is_counted_out_and_a_row_is_taken_out(
    nadia_at: FlaskClient, bags: list[str]
) -> None:
    sent = {"codes": "\n".join(bags), "code": bags[:2], "drop": bags[3]}
    page = nadia_at.post(f"{PAGE}/liste", data=sent).text
    assert listed_of(page) == bags[2::-1]
    assert "Recevoir (2)" in page
    assert page.partition('<form id="series"')[2].partition("<template")[0].count("checked") == 2


def test_a_script_is_answered_the_list_alone(nadia_at: FlaskClient, bags: list[str]) -> None:
    sent = {"codes": "\n".join(bags), "code": bags}
    answer = nadia_at.post(f"{PAGE}/liste", data=sent, headers=HTMX)
    assert answer.text.lstrip().startswith('<form id="series"')
    assert listed_of(answer.text) == bags[::-1]
    assert 'data-open="move:receive act:hold.place"' in answer.text


def test_one_tap_receives_what_is_ticked_and_says_so_row_by_row(
    nadia_at: FlaskClient, bags: list[str], database: Database
) -> None:
    page = ask(nadia_at, bags, ticked=bags[:3]).text
    assert "Fait pour 3" in page
    assert stages(database, bags) == ["received"] * 3 + ["expected"]
    assert rows(database, Capture) == 3
    assert "Lancer le lavage (3)" in page


def test_the_same_form_again_says_the_same_and_changes_nothing(
    nadia_at: FlaskClient, bags: list[str], database: Database
) -> None:
    key = key_of(nadia_at.post(PAGE, data={"codes": "\n".join(bags)}).text)
    first = ask(nadia_at, bags, key=key)
    before = (rows(database, Capture), rows(database, Event))
    again = ask(nadia_at, bags, key=key)
    assert (first.status_code, again.status_code) == (200, 200)
    assert "Fait pour 4" in again.text
    assert (rows(database, Capture), rows(database, Event)) == before


def test_a_held_one_is_left_with_its_reason_and_the_others_go(
    nadia_at: FlaskClient, bags: list[str], session: Session, database: Database
) -> None:
    held = subjects.by_code(session, bags[1])
    assert held is not None
    holds.place(session, held, "quarantine", by=SYSTEM, at=factories.AT)
    session.commit()
    page = nadia_at.post(PAGE, data={"codes": "\n".join(bags)}).text
    assert "Recevoir (3 sur 4)" in page
    assert "Ne bougent pas" in page
    page = ask(nadia_at, bags).text
    assert "Fait pour 3 sur 4" in page
    assert "Laissé" in page
    assert stages(database, bags) == ["received", "expected", "received", "received"]


def test_a_closing_move_is_asked_about_before_it_is_made(
    nadia_at: FlaskClient, bags: list[str], database: Database
) -> None:
    for act in ("receive", "start_wash", "end_wash", "finish", "pack"):
        page = ask(nadia_at, bags, f"move:{act}").text
    assert 'href="#sure-' in page
    assert "Oui : Remettre au client (4)" in page
    ask(nadia_at, bags, "move:hand_over")
    assert stages(database, bags) == ["handed_over"] * 4


def test_all_are_held_with_a_reason_and_never_without(
    nadia_at: FlaskClient, bags: list[str], database: Database
) -> None:
    refused = ask(nadia_at, bags, "act:hold.place")
    assert refused.status_code == 422
    assert "Choisissez une raison" in refused.text
    assert listed_of(refused.text) == bags[::-1]
    page = ask(nadia_at, bags, "act:hold.place", reason="to_check", note="Pluie").text
    assert "Fait pour 4" in page
    assert rows(database, Hold) == 4


def test_new_labels_are_given_to_a_client_in_two_steps(
    nadia_at: FlaskClient, at_hand: Codes, bags: list[str], database: Database
) -> None:
    listed = [*bags, at_hand.blank]
    page = nadia_at.post(
        f"{PAGE}/liste", data={"codes": "\n".join(listed), "code": listed, "q": "tilleuls"}
    ).text
    assert "Donner à un client (1)" in page
    assert f'value="act:label.bind:{at_hand.client_id}"' in page
    assert "Donner à EHPAD Les Tilleuls" in page
    page = ask(nadia_at, listed, f"act:label.bind:{at_hand.client_id}").text
    assert "Fait pour 1 sur 5" in page
    with database.read() as session:
        label, owner = session.exec(
            select(Resource.label, Resource.client_id).order_by(Resource.id.desc())  # type: ignore[union-attr]
        ).first() or ("", 0)
    assert (label, owner) == ("Sac 3", at_hand.client_id)


def test_clients_are_found_as_their_name_is_typed(nadia_at: FlaskClient, at_hand: Codes) -> None:
    found = nadia_at.get(f"{PAGE}/clients?q=till", headers=HTMX).text
    assert f"act:label.bind:{at_hand.client_id}" in found
    assert "<html" not in found
    assert "Aucun client" in nadia_at.get(f"{PAGE}/clients?q=zzz", headers=HTMX).text


def test_labels_are_printed_where_a_house_prints_runs(
    own_app: Flask, database: Database, bags: list[str]
) -> None:
    if series_pages.PRINTS not in own_app.view_functions:
        asked = Blueprint("print_runs", __name__)
        asked.add_url_rule("/impressions/serie", "ask", public(lambda: "ok"), methods=["POST"])
        own_app.register_blueprint(asked)
    nadia = people.browser(own_app, database, "moniteur", ("laundry",))
    page = nadia.post(PAGE, data={"codes": "\n".join(bags)}).text
    button = re.search(r"<button[^>]*formaction=[^>]*>.*?Imprimer les étiquettes \(4\)", page)
    assert button is not None
    assert 'formaction="/impressions/serie"' in button[0]
    assert 'name="suite" value="/comptoir/serie"' in page


def test_no_button_prints_where_nothing_can(
    nadia_at: FlaskClient, bags: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(series_pages, "PRINTS", "nowhere.ask")
    assert "Imprimer" not in nadia_at.post(PAGE, data={"codes": "\n".join(bags)}).text
