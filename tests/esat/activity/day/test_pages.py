from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from esat import clock
from esat.accounts.models import Account
from esat.activity.allocations import service
from esat.activity.allocations.service import Place
from esat.activity.day.models import DayClose, Handover, Incident
from esat.activity.outputs.models import Remark
from esat.production.models import Order
from esat.workers import people
from esat.workers.models import Worker
from tests.esat.activity.outputs.conftest import HOME, TODAY, SignedIn
from tests.esat.workers.conftest import Team
from tests.people import actor

SHEET = f"{HOME}/matin"


def text(browser: FlaskClient, address: str = HOME) -> str:
    return browser.get(address).get_data(as_text=True)


def roll(nadia: FlaskClient, team: Team) -> None:
    said = {f"status-{worker}": "present" for worker in team.all}
    assert nadia.post(SHEET, data=said).status_code == 303


def test_the_day_says_what_is_missing_and_each_gap_goes_once_it_is_filled(
    nadia: FlaskClient, session: Session, team: Team, order: Order
) -> None:
    page = text(nadia)
    assert "Reste à dire : Éric P., Paul D. et Zoé M." in page
    roll(nadia, team)
    page = text(nadia)
    assert "Reste à dire" not in page
    assert "Paul D. (3\u00a0h\u00a030)" in page
    service.move_workers(
        session, team.all, Place(team.group, TODAY, order_id=order.id),
        by=actor("responsable_atelier"),
    )  # fmt: skip
    session.commit()
    page = text(nadia)
    assert "Présence sans poste" not in page
    assert f"Production ({order.ref}) : Paul D., Zoé M., Éric P." in page
    assert order.ref in page.partition("Commandes sans production notée")[2]
    nadia.post(f"{HOME}/productions", data={"order": order.ref, "quantity": "10"})
    assert "Rien ne manque" in text(nadia)


def test_closing_is_the_first_thing_to_do_only_once_something_is_said(
    nadia: FlaskClient, team: Team
) -> None:
    primary = 'class="button primary" type="submit"'
    assert primary not in text(nadia)
    roll(nadia, team)
    assert primary in text(nadia)


def test_an_incident_without_its_kind_is_asked_for_it(nadia: FlaskClient, team: Team) -> None:
    answer = nadia.post(f"{HOME}/incidents", data={"text": "Panne", "capture": str(uuid4())})
    assert (answer.status_code, "Choisissez ce qui s’est passé." in answer.text) == (409, True)


def test_a_day_is_closed_with_its_gaps_and_they_stay_visible(
    nadia: FlaskClient, session: Session, team: Team
) -> None:
    key = str(uuid4())
    for _ in range(2):
        assert nadia.post(f"{HOME}/fin", data={"capture": key}).status_code == 303
    assert [row.gaps for row in session.exec(select(DayClose))] == [1]
    page = text(nadia)
    assert "Journée fermée" in page
    assert "Il reste à compléter" in page
    assert "Reste à dire : " in page
    roll(nadia, team)
    service.move_workers(
        session, team.all, Place(team.group, TODAY), by=actor("responsable_atelier")
    )
    session.commit()
    assert "Il reste à compléter" not in text(nadia)


def test_an_incident_is_a_fact_and_an_accident_has_no_word(
    nadia: FlaskClient, session: Session, order: Order
) -> None:
    page = f"{HOME}/incidents"
    fact = {"kind": "machine", "text": "La presse 2 s’arrête.", "order": order.ref}
    assert nadia.post(page, data=fact).status_code == 303
    assert nadia.post(page, data={"kind": "accident"}).status_code == 303
    refused = nadia.post(page, data={"kind": "accident", "text": "Coupure à la main"})
    assert (refused.status_code, "Coupure" in refused.get_data(as_text=True)) == (409, True)
    for wrong in ({"kind": "behaviour"}, {"kind": "quality"}, {"kind": ""}):
        assert nadia.post(page, data=wrong).status_code in {409, 422}
    assert nadia.post(page, data={"kind": "client", "text": "x" * 281}).status_code == 422
    rows = session.exec(select(Incident)).all()
    assert [(row.kind, row.order_id) for row in rows] == [("machine", order.id), ("accident", None)]
    assert [row.text for row in session.exec(select(Remark))] == ["La presse 2 s’arrête."]
    assert "Accident déclaré au bureau à 10:00" in text(nadia)


def test_the_line_for_tomorrow_is_read_by_who_takes_the_group_over(
    nadia: FlaskClient, session: Session, team: Team, signed_in: SignedIn, now: datetime
) -> None:
    assert nadia.post(f"{HOME}/consigne", data={"line": " "}).status_code == 409
    assert nadia.post(f"{HOME}/consigne", data={"line": "Finir la presse."}).status_code == 303
    assert len(session.exec(select(Handover)).all()) == 1
    tomorrow = TODAY + timedelta(days=1)
    with clock.pinned(now + timedelta(days=1)):
        other = signed_in("moniteur", ("laundry",))
        assert other.get(f"/equipes/linge/{tomorrow}").status_code == 403
        account = session.exec(select(Account).order_by(col(Account.id).desc())).first()
        assert account is not None
        people.lead(session, team.group, account.id or 0, tomorrow, tomorrow)
        session.commit()
        assert "Finir la presse." in text(other, f"/equipes/linge/{tomorrow}")


def test_the_home_of_a_supervisor_leads_to_the_day_in_one_tap(nadia: FlaskClient) -> None:
    assert f'href="{HOME}"' in text(nadia, "/")


def test_the_office_reads_the_day_without_a_way_that_is_closed_to_it(
    nadia: FlaskClient, signed_in: SignedIn
) -> None:
    assert f"{HOME}/postes" in text(nadia)
    assert f"{HOME}/postes" not in text(signed_in("bureau"))


def test_the_page_to_be_kept_has_no_menu_and_nobodys_name(
    nadia: FlaskClient, session: Session, team: Team
) -> None:
    roll(nadia, team)
    nadia.post(f"{HOME}/consigne", data={"line": "Finir la presse."})
    nadia.post(f"{HOME}/fin", data={})
    last = [name for name in session.exec(select(Worker.last_name)) if name]
    for address in (HOME, f"{HOME}/productions"):
        kept = text(nadia, f"{address}?garder=1")
        assert "Nadia" not in kept
        assert 'id="menu"' not in kept
        assert not [name for name in last if name in kept]
        assert f"{HOME}/postes" in kept


@pytest.mark.parametrize("act", ["incidents", "consigne", "fin"])
def test_another_group_a_stranger_and_a_day_to_come_are_refused(
    nadia: FlaskClient, signed_in: SignedIn, act: str
) -> None:
    data = {"kind": "machine", "text": "Panne", "line": "Panne"}
    for other in (signed_in("comptoir"), signed_in("moniteur", ("laundry",))):
        assert other.get(HOME).status_code == 403
        assert other.post(f"{HOME}/{act}", data=data).status_code == 403
    late = nadia.post(f"/equipes/linge/2026-11-24/{act}", data=data)
    assert (late.status_code, "pas encore là" in late.get_data(as_text=True)) == (409, True)
    assert nadia.get(f"{HOME}/{act}").status_code in {404, 405}


def test_what_a_tablet_sends_of_a_day_is_kept_once_with_its_own_time(
    nadia: FlaskClient, session: Session, now: datetime
) -> None:
    day = {"group": "linge", "day": "2026-11-23"}
    acts = {
        "day.incident": {**day, "kind": "safety", "text": "Sol mouillé."},
        "day.handover": {**day, "line": "Sécher le sol."},
        "day.close": day,
    }
    said = datetime(2026, 11, 23, 8, 45, tzinfo=UTC)
    batch = [
        {"id": str(uuid4()), "seq": n, "at": said.isoformat(), "kind": "act", "code": None,
         "action": action, "offline": True, "data": data}
        for n, (action, data) in enumerate(acts.items(), start=1)
    ]  # fmt: skip
    for _ in range(3):
        answers = nadia.post("/api/v1/captures/batch", json=batch).get_json()["results"]
        assert [answer["outcome"] for answer in answers] == ["ok"] * 3
    for table in (Incident, Handover, DayClose):
        (row,) = session.exec(select(table)).all()
        assert (row.at, row.recorded_at, row.late) == (said, now, True)
    assert date(2026, 11, 23) == row.day
