from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from esat.accounts.models import Account
from esat.workers import people
from esat.workers.models import HalfDay
from tests.esat.workers.conftest import Team

SignedIn = Callable[..., FlaskClient]
TODAY = date(2026, 11, 23)
SHEET = "/equipes/linge/2026-11-23/matin"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def nadia(session: Session, signed_in: SignedIn, team: Team) -> FlaskClient:
    browser = signed_in("moniteur", ("laundry",))
    account = session.exec(select(Account).order_by(col(Account.id).desc())).first()
    assert account is not None
    people.lead(session, team.group, account.id or 0, TODAY)
    session.commit()
    return browser


def said(session: Session) -> dict[int, str]:
    session.expire_all()
    return {row.worker_id: row.status for row in session.exec(select(HalfDay))}


def test_all_present_is_proposed_and_nothing_is_written(
    nadia: FlaskClient, session: Session, team: Team
) -> None:
    page = nadia.get(f"{SHEET}?tous=presents", headers=HTMX).get_data(as_text=True)
    assert page.count('value="present" checked') == 3
    assert "<html" not in page
    assert said(session) == {}


def test_a_sheet_is_recorded_and_sent_again_changes_nothing(
    nadia: FlaskClient, session: Session, team: Team
) -> None:
    form = {f"status-{worker}": "present" for worker in team.all}
    form |= {f"status-{team.zoe}": "late", f"from-{team.zoe}": "09:30"}
    assert nadia.post(SHEET, data=form).status_code == 303
    again = nadia.post(SHEET, data=form)
    assert "3 sur 3" in nadia.get(again.headers["Location"]).get_data(as_text=True)
    assert said(session) == {team.paul: "present", team.zoe: "late", team.eric: "present"}


def test_a_time_left_in_a_hidden_box_is_not_read(
    nadia: FlaskClient, session: Session, team: Team
) -> None:
    away = {f"status-{team.zoe}": "absent_announced", f"from-{team.zoe}": "25:00"}
    both = {f"status-{team.paul}": "late", f"from-{team.paul}": "9h", f"to-{team.paul}": "1000"}
    assert nadia.post(SHEET, data=away | both).status_code == 303
    assert sorted(session.exec(select(HalfDay.minutes)).all()) == [0, 60]


def test_the_page_sends_its_sheet_as_a_capture_once(
    nadia: FlaskClient, session: Session, team: Team
) -> None:
    words = {"group": "linge", "day": "2026-11-23", "half": "morning"}
    words |= {f"status-{worker}": "present" for worker in team.all}
    words |= {f"status-{team.zoe}": "late", f"from-{team.zoe}": ""}
    sent: dict[str, object] = {
        "id": str(uuid4()), "at": "2026-11-23T09:59:00+01:00", "kind": "act", "code": None,
        "action": "half_day.record", "data": words,
    }  # fmt: skip
    refused = nadia.post("/api/v1/captures", json=sent).get_json()
    assert (refused["outcome"], refused["reason"]) == ("refused", "sheet_rows")
    assert "heure d’arrivée" in refused["message"]
    assert said(session) == {}
    words[f"from-{team.zoe}"] = "09:00"
    sent["id"] = str(uuid4())
    done = [nadia.post("/api/v1/captures", json=sent).get_json() for _ in range(2)]
    assert [(one["outcome"], one["replay"]) for one in done] == [("ok", False), ("ok", True)]
    assert said(session) == {team.paul: "present", team.zoe: "late", team.eric: "present"}


def test_a_wrong_row_comes_back_open_with_its_sentence(
    nadia: FlaskClient, session: Session, team: Team
) -> None:
    form = {f"status-{team.paul}": "present", f"status-{team.zoe}": "late"}
    answer = nadia.post(SHEET, data=form)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "heure d’arrivée" in page
    assert page.count('class="roll-row" open') == 1
    assert said(session) == {}


def test_an_empty_sheet_says_what_to_do(nadia: FlaskClient, team: Team) -> None:
    answer = nadia.post(SHEET, data={})
    assert answer.status_code == 422
    assert "Tout le monde est là" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    "form",
    [
        {"status-x": "present"},
        {"status-1": "malade"},
        {"status-1": "late", "from-1": "25:00"},
        {"status-1": "late", "from-1": "neuf"},
    ],
)
def test_values_that_mean_nothing_are_refused(
    nadia: FlaskClient, session: Session, form: dict[str, str]
) -> None:
    assert nadia.post(SHEET, data=form).status_code == 422
    assert said(session) == {}


@pytest.mark.parametrize(
    "path",
    [
        "/equipes/linge/2026-11-23/nuit",
        "/equipes/linge/hier/matin",
        "/equipes/autre/2026-11-23/matin",
    ],
)
def test_a_sheet_that_cannot_be_is_not_found(nadia: FlaskClient, path: str) -> None:
    assert nadia.get(path).status_code == 404


def test_a_sheet_of_another_s_group_is_closed(
    signed_in: SignedIn, session: Session, team: Team
) -> None:
    session.commit()
    stranger = signed_in("moniteur", ("laundry",))
    assert stranger.get(SHEET).status_code == 403
    assert stranger.post(SHEET, data={f"status-{team.paul}": "present"}).status_code == 403
    assert said(session) == {}


def test_the_office_reads_the_sheet_and_does_not_keep_it(
    signed_in: SignedIn, session: Session, team: Team
) -> None:
    session.commit()
    office = signed_in("bureau")
    page = office.get(SHEET).get_data(as_text=True)
    assert "Paul D." in page
    assert "Enregistrer la feuille" not in page
    assert office.post(SHEET, data={f"status-{team.paul}": "present"}).status_code == 403


@pytest.mark.parametrize("role", ["comptoir", "qualite", "inspecteur"])
def test_the_people_are_closed_to_who_does_not_lead_them(signed_in: SignedIn, role: str) -> None:
    browser = signed_in(role)
    for path in ("/equipes", "/travailleurs", SHEET):
        assert browser.get(path).status_code == 403


def test_last_names_are_the_office_s_own(
    nadia: FlaskClient, signed_in: SignedIn, team: Team
) -> None:
    for path in ("/equipes", "/travailleurs", SHEET):
        assert "Durand" not in nadia.get(path).get_data(as_text=True)
    assert nadia.get(f"/travailleurs/{team.paul}").status_code == 403
    assert "Durand" in signed_in("bureau").get(f"/travailleurs/{team.paul}").get_data(as_text=True)


def test_tomorrow_offers_no_form(nadia: FlaskClient, team: Team) -> None:
    page = nadia.get("/equipes/linge/2026-11-24/matin").get_data(as_text=True)
    assert "Enregistrer la feuille" not in page
