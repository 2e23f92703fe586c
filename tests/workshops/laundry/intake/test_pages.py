import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat.production import barcodes, things
from esat.production.journal_models import Event
from esat.production.models import Resource
from tests import factories
from tests.workshops import roads
from tests.workshops.laundry.intake import desk

SignedIn = Callable[..., FlaskClient]
HOME = "/blanchisserie/reception"


@pytest.fixture
def nadia_at(signed_in: SignedIn) -> FlaskClient:
    return signed_in("moniteur", ("laundry",))


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_the_page_says_who_is_expected_what_came_and_what_is_missing(
    session: Session, nadia_at: FlaskClient, now: datetime
) -> None:
    monday = desk.announced(session, 3, kg="24", at=now, name="EHPAD Les Tilleuls")
    desk.announced(session, 1, round_="Mardi", at=now, name="Crèche Pomme")
    desk.receive(session, monday.codes[0], now)
    shown = plain(nadia_at.get(HOME).text)
    for words in ("EHPAD Les Tilleuls", "Crèche Pomme", "1 sac reçu", "2 encore attendus",
                  "Lundi (aujourd’hui)", "1 à peser"):  # fmt: skip
        assert words in shown, words
    only = plain(nadia_at.get(f"{HOME}?tournee=Mardi").text)
    assert "Crèche Pomme" in only
    assert "EHPAD Les Tilleuls" not in only


def test_nobody_expected_says_what_to_do(nadia_at: FlaskClient) -> None:
    assert "Personne n’est attendu" in nadia_at.get(HOME).text


def test_one_scan_is_one_bag_received_and_sent_again_changes_nothing(
    session: Session, nadia_at: FlaskClient, now: datetime
) -> None:
    here = desk.announced(session, 2, at=now)
    path = f"{HOME}/{here.client.id}"
    key = str(uuid.uuid4())
    for _ in range(2):
        answer = desk.form(nadia_at, f"{path}/scan", id=key, code=here.codes[0])
        assert answer.status_code == 200, answer.text
        assert f'data-capture="{key}"' in answer.text
        assert "Sac 1 : reçu." in answer.text
    assert desk.stages(session, here.client) == ["received", "expected"]
    again = desk.form(nadia_at, f"{path}/scan", code=here.codes[0])
    assert again.status_code == 409
    assert "déjà reçu, à 10:00" in again.text


def test_a_bag_of_another_client_is_asked_about_and_nothing_is_changed(
    session: Session, nadia_at: FlaskClient, now: datetime
) -> None:
    mine = desk.announced(session, 1, at=now, name="EHPAD A")
    other = desk.announced(session, 1, at=now, name="EHPAD B")
    answer = desk.form(nadia_at, f"{HOME}/{mine.client.id}/scan", code=other.codes[0])
    assert answer.status_code == 409
    assert "est à EHPAD B" in answer.text
    assert f"{HOME}/{other.client.id}?code={other.codes[0]}" in answer.text
    assert desk.stages(session, mine.client) == ["expected"]
    assert desk.stages(session, other.client) == ["expected"]
    sent = desk.act(nadia_at, "laundry.receive", other.codes[0], client_id=mine.client.id)
    assert (sent["outcome"], sent["reason"]) == ("refused", "bag_of_other_client")
    late = desk.act(
        nadia_at, "laundry.receive", other.codes[0], client_id=mine.client.id, offline=True
    )
    assert late["outcome"] == "anomaly"
    assert desk.stages(session, other.client) == ["expected"]


def test_an_unannounced_bag_and_a_trolley_join_the_client_s_day(
    session: Session, nadia_at: FlaskClient, now: datetime
) -> None:
    whose = factories.make_client(session)
    _, bag = factories.make_bag(session, whose)
    _, trolley = things.add_resource(
        session, "trolley", "Chariot 4", "laundry", "R", client_id=whose.id, at=now
    )
    session.commit()
    for code in (bag, trolley):
        answer = desk.form(nadia_at, f"{HOME}/{whose.id}/scan", code=code)
        assert answer.status_code == 200, answer.text
    made = roads.items(session, whose)
    assert [(item.kind, item.stage) for item in made] == [
        ("bag", "received"), ("trolley", "received"),
    ]  # fmt: skip
    assert len({item.order_id for item in made}) == 1


def test_a_trolley_takes_no_announced_bag_s_place(
    session: Session, nadia_at: FlaskClient, now: datetime
) -> None:
    here = desk.announced(session, 1, at=now)
    _, trolley = things.add_resource(
        session, "trolley", "Chariot 4", "laundry", "R", client_id=here.client.id, at=now
    )
    session.commit()
    desk.form(nadia_at, f"{HOME}/{here.client.id}/scan", code=trolley)
    assert desk.stages(session, here.client) == ["expected", "received"]
    heavy = desk.act(nadia_at, "laundry.weigh", trolley, kg="180")
    assert heavy["outcome"] == "ok"
    assert desk.act(nadia_at, "laundry.weigh", trolley, kg="401", reason="x")["reason"] == (
        "weight_impossible"
    )


def test_a_blank_label_is_bound_to_the_client_and_then_received(
    session: Session, nadia_at: FlaskClient, now: datetime
) -> None:
    whose = factories.make_client(session, "Hôtel du Lac")
    blank = barcodes.allocate(session, "F", now)
    session.commit()
    path = f"{HOME}/{whose.id}"
    asked = desk.form(nadia_at, f"{path}/scan", code=blank)
    assert "La lier à Hôtel du Lac" in asked.text
    bound = desk.form(nadia_at, f"{path}/lier", code=blank, label="")
    assert bound.status_code == 200
    assert "Recevoir ce sac" in bound.text
    assert desk.form(nadia_at, f"{path}/scan", code=blank).status_code == 200
    assert session.exec(select(Resource).where(Resource.client_id == whose.id)).one()
    assert desk.stages(session, whose) == ["received"]


def test_a_weight_is_typed_shown_and_refused_with_the_form_still_filled(
    session: Session, nadia_at: FlaskClient, now: datetime
) -> None:
    here = desk.announced(session, 1, kg="10", at=now)
    code, path = here.codes[0], f"{HOME}/{here.client.id}"
    key = desk.receive(session, code, now)
    wrong = desk.form(nadia_at, f"{path}/peser", code=code, kg="12,3456", pieces="")
    assert wrong.status_code == 409
    assert 'value="12,3456"' in wrong.text
    assert desk.weights(session, key) == []
    done = desk.form(nadia_at, f"{path}/peser", code=code, kg="12,345", pieces="8")
    assert done.status_code == 200
    assert "12,345 kg" in plain(done.text)
    assert "8 pièces" in plain(done.text)
    assert desk.kg_now(session, key) == Decimal("12.345")


def test_a_page_without_a_script_weighs_too(
    session: Session, nadia_at: FlaskClient, now: datetime
) -> None:
    here = desk.announced(session, 1, at=now)
    key = desk.receive(session, here.codes[0], now)
    answer = nadia_at.post(
        f"{HOME}/{here.client.id}/peser",
        data={"code": here.codes[0], "kg": "7,5"}, headers=desk.ORIGIN,
    )  # fmt: skip
    assert answer.status_code == 200
    assert "<html" in answer.text
    assert desk.weights(session, key) == [Decimal("7.5")]


def total(text: str, title: str) -> str:
    return plain(text).split(f'<span class="title">{title}</span>')[1].split("</div>")[0]


@pytest.mark.parametrize(
    ("came", "word"),
    [(10, "Conforme"), (8, "Conforme (−20 %)"), (7, "À signaler (−30 %)"),
     (6, "À signaler (−40 %)"), (5, "À traiter (−50 %)"), (0, "Rien reçu")],
)  # fmt: skip
def test_bags_are_compared_with_what_was_announced(
    session: Session, nadia_at: FlaskClient, now: datetime, came: int, word: str
) -> None:
    here = desk.announced(session, 10, at=now)
    for code in here.codes[:came]:
        desk.receive(session, code, now)
    shown = nadia_at.get(f"{HOME}/{here.client.id}").text
    assert word in total(shown, "Sacs")


@pytest.mark.parametrize(
    ("kg", "word"),
    [("12", "Conforme (+20 %)"), ("12,5", "À signaler (+25 %)"), ("14", "À signaler (+40 %)"),
     ("14,1", "À traiter (+41 %)"), ("8", "Conforme (−20 %)"), ("5,9", "À traiter (−41 %)")],
)  # fmt: skip
def test_kilograms_are_compared_with_what_was_announced(
    session: Session, nadia_at: FlaskClient, now: datetime, kg: str, word: str
) -> None:
    here = desk.announced(session, 1, kg="10", at=now)
    desk.receive(session, here.codes[0], now)
    shown = desk.form(
        nadia_at, f"{HOME}/{here.client.id}/peser", code=here.codes[0], kg=kg
    )  # fmt: skip
    assert word in total(shown.text, "Poids")


def test_a_late_entry_of_the_page_keeps_both_times(
    session: Session, nadia_at: FlaskClient, now: datetime
) -> None:
    here = desk.announced(session, 1, at=now - timedelta(days=1))
    path = f"{HOME}/{here.client.id}/scan"
    refused = desk.form(nadia_at, path, code=here.codes[0], when="2026-11-23T08:00")
    assert refused.status_code == 409
    done = desk.form(
        nadia_at, path, code=here.codes[0], when="2026-11-23T08:00", reason="Panne de courant"
    )
    assert done.status_code == 200
    event = session.exec(select(Event).where(Event.to_stage == "received")).one()
    assert (event.late, event.reason) == (True, "Panne de courant")
    assert (event.at.hour, event.recorded_at) == (7, now)


def test_a_scan_before_the_client_is_chosen_opens_his_reception(
    session: Session, nadia_at: FlaskClient, now: datetime
) -> None:
    here = desk.announced(session, 1, at=now)
    answer = nadia_at.get(f"{HOME}/chercher?code={here.codes[0].lower()}")
    assert answer.headers["Location"] == f"{HOME}/{here.client.id}?code={here.codes[0]}"
    assert nadia_at.get(f"{HOME}/chercher?code=").headers["Location"].startswith("/comptoir")


POSTS = ("scan", "peser", "donner", "precaution", "lier")


def test_other_workshops_and_strangers_come_nowhere(
    session: Session, client: FlaskClient, signed_in: SignedIn, now: datetime
) -> None:
    here = desk.announced(session, 1, at=now)
    path, code = f"{HOME}/{here.client.id}", here.codes[0]
    elsewhere = signed_in("moniteur", ("bookbinding",))
    for get in (HOME, path, f"{path}/poids/{code}", f"{HOME}/chercher?code={code}"):
        assert client.get(get).status_code in {302, 303, 401}, get
        assert elsewhere.get(get).status_code in {403, 404}, get
    for post in POSTS:
        sent = {"code": code, "kg": "5", "precaution": "isolation", "weight": "1"}
        at_the_door = desk.form(client, f"{path}/{post}", **sent)
        assert "/connexion" in at_the_door.headers["HX-Redirect"], post
        assert desk.form(elsewhere, f"{path}/{post}", **sent).status_code in {403, 404}, post
        reader = signed_in("inspecteur")
        assert desk.form(reader, f"{path}/{post}", **sent).status_code == 403, post
    assert desk.stages(session, here.client) == ["expected"]


def test_no_such_client_is_no_page(nadia_at: FlaskClient) -> None:
    assert nadia_at.get(f"{HOME}/987654").status_code == 404
    assert nadia_at.get(f"{HOME}/987654/poids/F1234567").status_code == 404
