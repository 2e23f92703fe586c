from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from esat.accounts.models import Account
from esat.workers.models import Group, Supervision, Worker
from tests.esat.workers.conftest import Team

SignedIn = Callable[..., FlaskClient]


@pytest.fixture
def office(signed_in: SignedIn, session: Session, team: Team) -> FlaskClient:
    session.commit()
    return signed_in("bureau")


def test_a_worker_is_created_and_changed(office: FlaskClient, session: Session, team: Team) -> None:
    form = {
        "first_name": "Ali", "last_name": "Benaïssa", "payroll_id": "M12",
        "group_id": str(team.group.id), "weekly_hours": "31,5", "contract_starts": "2026-01-05",
    }  # fmt: skip
    assert office.post("/travailleurs/nouveau", data=form).status_code == 303
    made = session.exec(select(Worker).where(Worker.payroll_id == "M12")).one()
    assert (made.display_name, str(made.weekly_hours)) == ("Ali B.", "31.500")
    page = office.get(f"/travailleurs/{made.id}").get_data(as_text=True)
    assert "31,5" in page
    assert office.post(f"/travailleurs/{made.id}", data={**form, "first_name": "Aly"})
    session.refresh(made)
    assert made.display_name == "Aly B."


def test_the_page_of_a_worker_leads_to_everything_about_the_person(
    office: FlaskClient, team: Team
) -> None:
    who = team.zoe
    page = office.get(f"/travailleurs/{who}").get_data(as_text=True)
    ways = [
        f"/travailleurs/{who}/contrat",
        f"/travailleurs/{who}/horaires",
        f"/travailleurs/absences/nouvelle?worker_id={who}",
        f"/travailleurs/absences/conges/{who}",
        f"/travailleurs/releves/2026-10/{who}",
        f"/travailleurs/{who}/fiche",
        f"/equipes/images/{who}",
    ]
    assert [way for way in ways if f'href="{way}"' not in page] == []
    assert f"/impressions/travailleurs/{who}/badge" in page


def test_a_wrong_worker_comes_back(office: FlaskClient, session: Session) -> None:
    answer = office.post("/travailleurs/nouveau", data={"first_name": "", "weekly_hours": "400"})
    assert answer.status_code == 422
    assert "48" in answer.get_data(as_text=True)


def test_a_group_is_created_and_given_to_a_supervisor(
    office: FlaskClient, signed_in: SignedIn, session: Session, team: Team
) -> None:
    nadia = signed_in("moniteur", ("laundry",))
    account = session.exec(select(Account).order_by(col(Account.id).desc())).first()
    assert account is not None
    form = {"code": "pliage", "name": "Pliage", "workshop": "laundry"}
    form |= {"morning_from": "08:00", "morning_to": "12:00"}
    assert office.post("/equipes/nouveau", data=form).status_code == 303
    given = {"account_id": str(account.id), "since": "2026-11-23", "until": ""}
    assert office.post("/equipes/pliage/moniteurs", data=given).status_code == 303
    assert "Pliage" in nadia.get("/equipes").get_data(as_text=True)
    assert office.post("/equipes/pliage/moniteurs", data=given).status_code == 409
    lead = session.exec(select(Supervision).where(Supervision.account_id == account.id)).one()
    assert office.post(f"/equipes/pliage/moniteurs/{lead.id}/fin").status_code == 303
    session.refresh(lead)
    assert lead.until == date(2026, 11, 23)


def test_a_group_without_hours_in_order_comes_back(office: FlaskClient, session: Session) -> None:
    answer = office.post("/equipes/linge", data={"name": "Linge", "morning_from": "13:00"})
    assert answer.status_code == 422
    assert session.exec(select(Group).where(Group.code == "linge")).one().morning_from.hour == 8
    assert office.post("/equipes/nouveau", data={"code": "A B", "name": "X"}).status_code == 422


@pytest.mark.parametrize("role", ["moniteur", "responsable_atelier", "comptoir", "qualite"])
def test_only_the_office_keeps_the_list(signed_in: SignedIn, session: Session, role: str) -> None:
    browser = signed_in(role)
    for path in ("/travailleurs/nouveau", "/equipes/nouveau"):
        assert browser.get(path).status_code == 403
        assert browser.post(path, data={"first_name": "X"}).status_code == 403
