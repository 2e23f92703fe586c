from collections.abc import Callable
from datetime import date, time
from decimal import Decimal

from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat.activity.reports import delegates, due, secondments
from esat.activity.reports.models import Secondment
from esat.actors import Actor
from esat.production import once
from esat.workers.contracts import agreeing
from esat.workers.contracts.forms import SeatIn
from esat.workers.models import HalfDay
from esat.workers.posts.models import WorkAuthorisation, WorkPost
from tests import people_month
from tests.esat.activity.reports.conftest import MONDAY, Floor
from tests.factories import AT

SignedIn = Callable[..., FlaskClient]
TODAY = date(2026, 11, 23)
LIST = "/travailleurs/mises-a-disposition"


def form(floor: Floor, **said: object) -> dict[str, object]:
    return {
        "capture": once.fresh(), "kind": "individual", "client_id": str(floor.order.client_id),
        "workers": [str(floor.paul)], "since": "2026-11-02", "until": "2026-12-10",
        "weekly_hours": "17,5", "place": "Mairie", **said,
    }  # fmt: skip


def test_a_secondment_is_written_once_changed_by_a_row_and_taken_back(
    session: Session, floor: Floor, signed_in: SignedIn
) -> None:
    session.commit()
    office = signed_in("bureau")
    sent = form(floor)
    for _ in range(2):
        assert office.post(f"{LIST}/nouvelle", data=sent).status_code == 303
    [one] = secondments.everything(session)
    assert (one.host, one.workers) == ("Mairie de Riom", ((floor.paul, "Paul"),))
    words = [(line.what, line.day) for line in due.listed(session, TODAY)]
    assert words == [
        ("Copie du contrat à envoyer à la MDPH", date(2026, 11, 2)),
        ("Fin : Mise à disposition d’une personne", date(2026, 12, 10)),
    ]
    changed = form(floor, kind="collective", mdph_on="2026-11-20", until="2027-06-30",
                   workers=[str(floor.paul), str(floor.zoe)])  # fmt: skip
    assert office.post(f"{LIST}/{one.root}", data=changed).status_code == 303
    [one] = secondments.everything(session)
    assert len(one.workers) == 2
    assert due.listed(session, TODAY) == []
    assert "30/06/2027" in office.get(LIST).text
    assert office.post(f"{LIST}/{one.root}/retirer").status_code == 303
    assert secondments.everything(session) == []
    assert len(session.exec(select(Secondment)).all()) == 3
    assert office.get(f"{LIST}/{one.root}").status_code == 404


def test_a_secondment_that_cannot_be_comes_back_as_it_was_filled(
    session: Session, floor: Floor, signed_in: SignedIn
) -> None:
    session.commit()
    office = signed_in("bureau")
    both = [str(floor.paul), str(floor.zoe)]
    for said in (
        {"workers": both}, {"workers": []}, {"workers": ["999"]}, {"until": "2026-11-01"},
        {"client_id": "", "employer": ""}, {"client_id": "999"}, {"since": "2226-01-01"},
        {"mdph_on": "2026-11-24"}, {"weekly_hours": "90"}, {"kind": "autre"},
    ):  # fmt: skip
        answer = office.post(f"{LIST}/nouvelle", data=form(floor, **said))
        assert answer.status_code == 422, said
        assert 'value="Mairie"' in answer.text
    assert secondments.everything(session) == []


def test_authorisations_that_end_and_sundays_that_owe_rest_are_recalled(
    session: Session, floor: Floor
) -> None:
    post = WorkPost(code="chariot", label="Chariot élévateur", created_at=AT)
    session.add(post)
    session.flush()
    for worker, until in ((floor.paul, date(2026, 12, 31)), (floor.zoe, date(2027, 12, 31))):
        session.add(WorkAuthorisation(
            worker_id=worker, post_id=post.id or 0, allowed=True, since=date(2026, 1, 1),
            until=until, recorded_at=AT,
        ))  # fmt: skip
    floor.there(floor.zoe, date(2026, 11, 22), minutes=300)
    away = floor.there(floor.paul, date(2026, 11, 22), minutes=0)
    away.status = "absent_announced"
    session.flush()
    assert [(line.who, line.what, line.detail) for line in due.listed(session, TODAY)] == [
        ("Zoé", "Repos après un dimanche", "5\u00a0h pour le 22/11/2026"),
        ("Paul", "Autorisation de poste : Chariot élévateur", ""),
    ]
    assert due.count(session, date(2027, 2, 28)) == 1


def test_a_sunday_s_rest_is_recalled_until_it_is_taken(session: Session, floor: Floor) -> None:
    for day, minutes in ((date(2026, 11, 15), 180), (date(2026, 11, 22), 180)):
        floor.there(floor.zoe, day, minutes=minutes)
    rest = [line.detail for line in due.listed(session, TODAY)]
    assert rest == ["3\u00a0h pour le 15/11/2026", "3\u00a0h pour le 22/11/2026"]
    people_month.template(session, [floor.zoe], date(2026, 1, 1))
    people_month.absence(session, floor.zoe, "CP", date(2026, 11, 19))
    assert len(due.listed(session, TODAY)) == 2
    hours = {"from_time": time(13), "to_time": time(17)}
    people_month.absence(session, floor.zoe, "RC", date(2026, 11, 20), **hours)
    assert [line.detail for line in due.listed(session, TODAY)] == ["2\u00a0h pour le 22/11/2026"]
    hours = {"from_time": time(9), "to_time": time(11)}
    people_month.absence(session, floor.zoe, "RC", date(2026, 11, 27), **hours)
    assert due.listed(session, TODAY) == []


def test_a_delegate_s_hours_stand_beside_the_usual_number_and_block_nothing(
    session: Session, floor: Floor, signed_in: SignedIn
) -> None:
    office = Actor()
    given = SeatIn(seat="delegate", worker_id=floor.paul, since=date(2026, 1, 1))
    agreeing.seat(session, given, by=office)
    for day in range(17, 20):
        row = HalfDay(
            worker_id=floor.paul, group_id=floor.group.id or 0, day=date(2026, 11, day),
            half="morning", status="present", minutes=180, planned_from=time(9),
            planned_to=time(12), recorded_at=AT,
        )  # fmt: skip
        session.add(row)
        session.flush()
        floor.line(floor.paul, row.day, (9, 11), "delegate")
    held = delegates.held(session, TODAY)
    assert [(one.name, one.hours, one.above) for one in held] == [
        ("Paul", Decimal(6), True), ("", Decimal(0), False),
    ]  # fmt: skip
    session.commit()
    browser = signed_in("bureau")
    assert "6\u00a0h ce mois" in browser.get("/travailleurs/delegues").text
    sent = {"seat": "deputy", "worker_id": str(floor.zoe), "since": MONDAY.isoformat()}
    assert browser.post("/travailleurs/delegues", data=sent).status_code == 303
    assert agreeing.seats(session, TODAY)["deputy"] == floor.zoe
    wrong = browser.post("/travailleurs/delegues", data={**sent, "since": "2226-01-01"})
    assert wrong.status_code == 422
