from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from esat.actors import Actor
from esat.workers import half_days
from esat.workers.half_days import Entry, Sheet
from esat.workers.timetables.models import TemplateVersion, TimeTemplate, WorkerTemplate
from tests.esat.workers.conftest import Team

SignedIn = Callable[..., FlaskClient]
LIST = "/travailleurs/horaires"
WEEK = {
    "since": "2026-01-01",
    "weeks": "1",
    **{
        f"A-{day}-morning-{end}": at
        for day in range(5)
        for end, at in (("from", "8:00"), ("to", "16:00"))
    },
}


def test_the_office_makes_a_template_gives_it_and_changes_it_from_a_day(
    signed_in: SignedIn, session: Session, team: Team
) -> None:
    session.commit()
    odile = signed_in("bureau")
    made = odile.post(f"{LIST}/nouveau", data={"name": "Quarante", **WEEK})
    assert made.headers["Location"] == f"{LIST}/quarante"
    page = odile.get(f"{LIST}/quarante").get_data(as_text=True)
    assert "dépasse le temps plein" in page
    assert "Personne aujourd’hui" in page
    of_paul = f"/travailleurs/{team.paul}/horaires"
    given = {"template": "quarante", "since": "2026-11-24"}
    assert odile.post(of_paul, data=given).status_code == 303
    assert "Quarante" in odile.get(of_paul).get_data(as_text=True)
    shorter = WEEK | {"since": "2026-12-01", "A-4-morning-from": "", "A-4-morning-to": ""}
    assert odile.post(f"{LIST}/quarante/version", data=shorter).status_code == 303
    rows = session.exec(select(TemplateVersion.version).order_by(col(TemplateVersion.version)))
    assert rows.all() == [1, 2]
    assert "Au-delà de 35 h" in odile.get(LIST).get_data(as_text=True)
    copied = odile.get(f"{LIST}/nouveau?copie=quarante").get_data(as_text=True)
    assert copied.count('value="16:00"') == 5


@pytest.fixture
def recorded(session: Session, team: Team, leader: Actor) -> None:
    sheet = Sheet(team.group, date(2026, 11, 23), "morning")
    half_days.record_sheet(session, sheet, [Entry(team.paul, "present")], by=leader)
    session.commit()


@pytest.mark.usefixtures("recorded")
def test_a_day_of_the_past_comes_back_beside_its_box(
    signed_in: SignedIn, session: Session, team: Team
) -> None:
    odile = signed_in("bureau")
    odile.post(f"{LIST}/nouveau", data={"name": "Matins", **WEEK})
    answer = odile.post(
        f"/travailleurs/{team.paul}/horaires", data={"template": "matins", "since": "2026-11-23"}
    )
    assert answer.status_code == 422
    assert "24/11/2026 ou après" in answer.get_data(as_text=True)
    assert session.exec(select(WorkerTemplate)).all() == []


def test_a_wrong_grid_comes_back_as_it_was_typed(signed_in: SignedIn, session: Session) -> None:
    answer = signed_in("bureau").post(
        f"{LIST}/nouveau", data={"name": "", **WEEK, "A-2-morning-to": "25:00"}
    )
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "une heure de la journée" in page
    assert 'value="25:00"' in page
    assert session.exec(select(TimeTemplate)).all() == []


def test_a_template_that_is_not_there_is_not_found(signed_in: SignedIn, team: Team) -> None:
    odile = signed_in("bureau")
    for path in (f"{LIST}/rien", f"{LIST}/rien/version", f"{LIST}/nouveau?copie=rien"):
        assert odile.get(path).status_code == 404
    assert odile.get("/travailleurs/999/horaires").status_code == 404


@pytest.mark.parametrize("role", ["moniteur", "responsable_atelier", "qualite", "comptoir"])
def test_templates_are_the_office_s_own(signed_in: SignedIn, team: Team, role: str) -> None:
    browser = signed_in(role)
    for path in (LIST, f"{LIST}/nouveau", f"{LIST}/x", f"/travailleurs/{team.paul}/horaires"):
        assert browser.get(path).status_code == 403
    assert browser.post(f"{LIST}/nouveau", data={"name": "A", **WEEK}).status_code == 403
    assert browser.post(f"{LIST}/x/archiver").status_code == 403
