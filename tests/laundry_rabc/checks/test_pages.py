"""The tablet's pages: what is due first, one question a screen, nothing kept before all is said."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select
from werkzeug.test import TestResponse

from esat import clock
from esat.production import once
from laundry_rabc.checks import pages, reads
from laundry_rabc.checks.models import CheckAnswer, CheckCall
from laundry_rabc.results.models import Result
from tests.conftest import MONDAY
from tests.laundry_rabc.checks.conftest import Laundry

SignedIn = Callable[..., FlaskClient]
HERE = "/rabc/controles"
HEADERS = {"Origin": "http://localhost"}


def post(browser: FlaskClient, path: str, **fields: Any) -> TestResponse:
    fields.setdefault("capture", once.fresh())
    return browser.post(path, data=fields, headers=HEADERS)


def path(session: Session, laundry: Laundry, code: str, shift: str = "") -> str:
    return f"{HERE}/{laundry.check(session, code, shift).id}"


def kept(session: Session) -> list[Result]:
    session.expire_all()
    return list(session.exec(select(Result).order_by(Result.id)))


def test_what_is_due_comes_first_by_zone_and_post(
    session: Session, laundry: Laundry, karim: FlaskClient
) -> None:
    page = karim.get(HERE).text
    assert page.index("Zone sale") < page.index("Zone propre")
    assert "TEN-01" in page
    assert "LAV-02" not in page
    clean = karim.get(HERE, query_string={"zone": "clean"}).text
    assert "TEN-01" in clean
    assert "ENV-01" not in clean
    dry = karim.get(HERE, query_string={"zone": "clean", "poste": "Séchage"}).text
    assert "SEC-01" in dry
    assert "TEN-01" not in dry


def test_what_is_late_is_red_and_what_is_done_says_its_verdict(
    session: Session, laundry: Laundry, karim: FlaskClient
) -> None:
    post(karim, path(session, laundry, "SEC-01", "matin"), par="moi", answer="value", value="10",
         forbidden="no")  # fmt: skip
    with clock.pinned(MONDAY + timedelta(minutes=45)):
        page = karim.get(HERE).text
        assert "En retard" in page
        assert "Alerte" in page
        late = karim.get(f"{HERE}/en-retard").text
        assert "TEN-01" in late
        assert "SEC-01" not in late


def test_first_who_then_the_question_and_nothing_is_filled_in(
    session: Session, laundry: Laundry, karim: FlaskClient
) -> None:
    where = path(session, laundry, "SEC-01", "matin")
    first = karim.get(where).text
    assert "Qui fait ce contrôle" in first
    assert "Paul D." in first
    assert "Quelle humidité" not in first
    second = karim.get(where, query_string={"par": laundry.paul_badge}).text
    assert "Quelle humidité" in second
    assert "Fait par" in second
    assert re.search(r'name="value"[^>]*value=""|value=""[^>]*name="value"', second)
    assert "checked" not in second
    for word in ("Pas fait", "Sans objet", "Je ne sais pas"):
        assert word in second


def test_a_wrong_badge_is_asked_again(
    session: Session, laundry: Laundry, karim: FlaskClient
) -> None:
    page = karim.get(path(session, laundry, "SEC-01", "matin"), query_string={"par": "HZZZ"}).text
    assert "badge" in page
    assert "Qui fait ce contrôle" in page


def test_one_question_a_screen_then_the_next_check_of_the_zone(
    session: Session, laundry: Laundry, karim: FlaskClient
) -> None:
    where, paul = path(session, laundry, "SEC-01", "matin"), str(laundry.paul)
    asked = post(karim, where, par=paul, answer="value", value="6,5")
    assert asked.status_code == 422
    assert "Linge humide au toucher ?" in asked.text
    assert 'name="value" value="6,5"' in asked.text
    assert kept(session) == []
    done = post(karim, where, par=paul, answer="value", value="6,5", forbidden="no")
    assert done.status_code == 303
    following = done.headers["Location"]
    assert f"par={paul}" in following
    shown = karim.get(following)
    assert "SEC-01 : conforme" in shown.text
    row = kept(session)[0]
    assert (row.worker_id, row.verdict) == (laundry.paul, "conform")
    clean = [one for one in reads.waiting(session, MONDAY) if one.check.zone == "clean"]
    assert following.startswith(f"{HERE}/{clean[0].check.id}?")
    again = karim.get(where)
    assert again.headers["Location"] == f"{HERE}/releves/{row.id}"


def test_an_odd_value_is_asked_again_before_it_is_kept(
    session: Session, laundry: Laundry, karim: FlaskClient
) -> None:
    where = path(session, laundry, "CAL-01", "matin")
    asked = post(karim, where, par="moi", answer="value", value="700")
    assert asked.status_code == 422
    assert "700 °C : est-ce bien ce que vous lisez" in asked.text
    assert kept(session) == []
    assert post(karim, where, par="moi", answer="value", value="700",
                confirmed="1").status_code == 303  # fmt: skip
    assert kept(session)[0].confirmed


def test_out_of_limits_the_screen_says_what_to_do(
    session: Session, laundry: Laundry, karim: FlaskClient
) -> None:
    done = post(karim, path(session, laundry, "CAL-01", "matin"), par="moi", answer="value",
                value="140")  # fmt: skip
    page = karim.get(done.headers["Location"]).text
    assert "À faire maintenant" in page
    assert 'href="/rabc/cas/' in page
    assert "Limite proposée, non validée" in page
    assert "Contrôle suivant" in page


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({"answer": "na"}, 422, "Pourquoi est-ce sans objet"),
        ({"answer": "value", "value": "douze"}, 409, "n’est pas un nombre"),
        ({"answer": "value", "value": "-3"}, 422, "est-ce bien"),
        ({"answer": "value", "value": "12 UFC/25cm2"}, 409, "se mesure en °C"),
        ({"answer": "value", "value": "170", "at": "2026-11-23T08:40"}, 422, "saisi plus tard"),
        ({"answer": "value", "value": "170", "at": "2026-11-24T08:40"}, 422, "futur"),
        ({"answer": "peut-être"}, 422, ""),
        ({}, 409, "Répondez"),
    ],
)
def test_what_cannot_be_kept_is_said_and_the_form_comes_back_filled(
    session: Session, laundry: Laundry, karim: FlaskClient, fields: dict[str, str], status: int,
    said: str,
) -> None:  # fmt: skip
    answer = post(karim, path(session, laundry, "CAL-01", "matin"), par="moi", **fields)
    assert answer.status_code == status
    assert said in answer.text
    if fields.get("value"):
        assert f'value="{fields["value"]}"' in answer.text
    assert kept(session) == []


def test_sent_twice_it_is_kept_once(session: Session, laundry: Laundry, karim: FlaskClient) -> None:
    where, key = path(session, laundry, "CAL-01", "matin"), once.fresh()
    fields = {"par": "moi", "answer": "value", "value": "170", "capture": key}
    first, second = post(karim, where, **fields), post(karim, where, **fields)
    assert first.headers["Location"] == second.headers["Location"]
    assert len(kept(session)) == 1
    other = post(karim, where, par="moi", answer="value", value="171")
    assert other.status_code == 409
    assert "déjà fait" in other.text


def test_i_do_not_know_calls_a_supervisor_who_says_that_he_came(
    session: Session, laundry: Laundry, karim: FlaskClient, nadia: FlaskClient
) -> None:
    where = path(session, laundry, "CAL-01", "matin")
    for _ in range(2):
        called = post(karim, f"{where}/appel", par=str(laundry.paul))
        assert called.status_code == 303
    assert "Un moniteur est appelé" in karim.get(called.headers["Location"]).text
    session.expire_all()
    call = session.exec(select(CheckCall)).one()
    assert call.worker_id == laundry.paul
    shown = nadia.get(f"{HERE}/appels").text
    assert "Paul D." in shown
    assert "Vous appelle" in shown
    assert '<span class="figure">1</span>' in nadia.get("/rabc").text
    for _ in range(2):
        assert post(nadia, f"{HERE}/appels/{call.id}").status_code == 303
    assert "Personne n’appelle" in nadia.get(f"{HERE}/appels").text
    assert session.exec(select(CheckAnswer)).all() == []


def test_a_call_ends_when_the_check_is_done(
    session: Session, laundry: Laundry, karim: FlaskClient, nadia: FlaskClient
) -> None:
    where = path(session, laundry, "CAL-01", "matin")
    post(karim, f"{where}/appel")
    post(karim, where, par="moi", answer="value", value="170")
    assert "Personne n’appelle" in nadia.get(f"{HERE}/appels").text
    assert post(karim, f"{where}/appel").status_code == 409


def test_a_reading_outside_the_turns_names_its_machine(
    session: Session, laundry: Laundry, karim: FlaskClient
) -> None:
    shown = karim.get(f"{HERE}/autre").text
    assert "LAV-02" in shown
    assert "HYG-01" not in shown
    assert 'name="minutes"' in karim.get(f"{HERE}/autre/LAV-02?par=moi").text
    wrong = post(karim, f"{HERE}/autre/LAV-02", par="moi", answer="value", value="70", minutes="12",
                 thing=laundry.paul_badge)  # fmt: skip
    assert wrong.status_code == 409
    assert kept(session) == []
    done = post(karim, f"{HERE}/autre/LAV-02", par="moi", answer="value", value="72", minutes="12")
    assert done.status_code == 303
    assert kept(session)[0].verdict == "conform"
    assert karim.get(f"{HERE}/autre/XXX-99").status_code == 404
    for nobody in ("9" * 30, "1" * 5000):
        assert karim.get(f"{HERE}/autre/LAV-02?par={nobody}").status_code < 500


EVERY = [
    ("GET", ""), ("GET", "/en-retard"), ("GET", "/{check}"), ("POST", "/{check}"),
    ("POST", "/{check}/appel"), ("GET", "/autre"), ("GET", "/autre/CAL-01"),
    ("POST", "/autre/CAL-01"), ("GET", "/appels"), ("POST", "/appels/1"), ("GET", "/a-valider"),
    ("POST", "/a-valider"), ("GET", "/releves"), ("GET", "/releves/1"),
    ("POST", "/releves/1/corriger"), ("GET", "/bilan"), ("GET", "/calendrier"),
    ("POST", "/calendrier/jours"), ("POST", "/calendrier/equipes"), ("POST", "/calendrier/delais"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("role", "workshops"),
    [("", None), ("moniteur", ("bookbinding",)), ("comptoir", ("green_spaces",)),
     ("bureau", None)],
)  # fmt: skip
def test_who_has_no_right_in_the_laundry_is_refused_everywhere(
    session: Session, laundry: Laundry, signed_in: SignedIn, client: FlaskClient, role: str,
    workshops: tuple[str, ...] | None,
) -> None:  # fmt: skip
    browser = signed_in(role, workshops) if role else client
    check = laundry.check(session, "CAL-01", "matin").id
    for method, end in EVERY:
        where = HERE + end.format(check=check)
        answer = browser.open(where, method=method, headers=HEADERS, data={"answer": "yes"})
        assert answer.status_code in ({403, 404} if role else {302, 303, 401}), where
    assert kept(session) == []


WRITES = [end for method, end in EVERY if method == "POST"]


@pytest.mark.parametrize("role", ["inspecteur", "direction"])
def test_those_who_read_write_nothing(
    session: Session, laundry: Laundry, signed_in: SignedIn, role: str
) -> None:
    browser = signed_in(role)
    for end in ("/en-retard", "/releves", "/bilan", "/calendrier"):
        assert browser.get(HERE + end).status_code == 200, end
    check = laundry.check(session, "CAL-01", "matin").id
    for end in WRITES:
        answer = post(browser, HERE + end.format(check=check))
        assert answer.status_code == 403, end


@pytest.mark.parametrize("end", [end for end in WRITES if end.endswith(("appel", "corriger",
                         "jours", "equipes", "delais")) or "appels" in end])  # fmt: skip
def test_what_writes_is_no_link(
    session: Session, laundry: Laundry, nadia: FlaskClient, end: str
) -> None:
    check = laundry.check(session, "CAL-01", "matin").id
    assert nadia.get(HERE + end.format(check=check)).status_code in {404, 405}


def test_a_check_that_is_not_there(laundry: Laundry, nadia: FlaskClient) -> None:
    assert nadia.get(f"{HERE}/999999").status_code == 404
    assert post(nadia, f"{HERE}/999999", answer="yes").status_code == 404
    assert nadia.get(f"{HERE}?fait=999999").status_code == 200
    assert pages.blueprint.url_prefix == HERE
