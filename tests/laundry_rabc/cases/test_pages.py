"""The pages of cases, as a browser sees them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from esat.actors import SYSTEM
from esat.production import things
from esat.production.models import Hold, Lot
from laundry_rabc.cases import exports, judged, reads
from laundry_rabc.cases import things as case_things
from laundry_rabc.cases.models import Case, CaseStep
from tests.esat.production.buttons import press
from tests.laundry_rabc.cases import grounds
from tests.laundry_rabc.cases.grounds import COLD, HOT, Ground
from workshops.laundry.washing.models import Cycle

SignedIn = Callable[..., FlaskClient]
HOUR = timedelta(hours=1)
LIST = "/rabc/cas"


@pytest.fixture
def ground(session: Session, now: datetime) -> Ground:
    return grounds.build(session, now)


@pytest.fixture
def cold(session: Session, ground: Ground, now: datetime) -> Cycle:
    made = grounds.washed(session, ground, COLD, now - 3 * HOUR)
    session.commit()
    return made


@pytest.fixture
def url(session: Session, cold: Cycle) -> str:
    return f"{LIST}/{grounds.cases(session)[0].id}"


@pytest.fixture
def rachid(signed_in: SignedIn) -> FlaskClient:
    return signed_in("responsable_atelier", ("laundry",))


def step(browser: FlaskClient, url: str, kind: str, text: str = "Fait", **more: str) -> int:
    return press(browser, f"{url}/etape/{kind}", text=text, **more).status_code


def kinds(session: Session) -> list[str]:
    session.expire_all()
    return [one.kind for one in session.exec(select(CaseStep).order_by(col(CaseStep.id)))]


def test_the_list_shows_what_is_open_and_what_is_too_old(
    session: Session, ground: Ground, url: str, now: datetime, signed_in: SignedIn
) -> None:
    ines = signed_in("qualite")
    page = ines.get(LIST).text
    assert url in page
    assert "En retard" not in page
    case = grounds.cases(session)[0]
    case.opened_at = now - timedelta(days=4)
    session.commit()
    page = ines.get(LIST).text
    assert "En retard" in page
    assert url not in ines.get(f"{LIST}?nature=alert").text
    assert url in ines.get(f"{LIST}?nature=action").text
    assert url not in ines.get(f"{LIST}?etat=fermes").text
    assert "Cas" in ines.get("/rabc").text


def test_one_case_says_why_what_to_do_and_what_is_held(url: str, signed_in: SignedIn) -> None:
    page = signed_in("qualite").get(url).text
    for words in ("LAV-02", "proposé, non validé", "affiché par la machine", "Relaver",
                  "Retenu", "Nadia", "Lavé"):  # fmt: skip
        assert words in page
    assert 'value="Fait"' not in page
    assert " checked" not in page


def test_the_next_step_stands_before_the_readings_since_which_say_what_was_held(
    session: Session, ground: Ground, url: str, now: datetime, signed_in: SignedIn
) -> None:
    page = signed_in("qualite").get(url).text
    assert "71\u00a0°C pendant 1,667\u00a0min" in page
    for back in range(5):
        grounds.washed(session, ground, HOT, now - timedelta(minutes=100 - 10 * back))
    session.commit()
    page = signed_in("qualite").get(url).text
    assert page.index("<h2>Étapes</h2>") < page.index("Relevés depuis")
    assert "73\u00a0°C pendant 12\u00a0min" in page
    assert "2 relevés plus anciens" in page


def test_the_whole_road_by_two_people(
    session: Session, ground: Ground, url: str, now: datetime, rachid: FlaskClient,
    signed_in: SignedIn,
) -> None:  # fmt: skip
    shelf, place = things.add_resource(session, "shelf", "Cage jaune", "laundry", "X")
    session.commit()
    assert step(rachid, url, "containment", place=place) == 303
    assert session.exec(select(Hold.place_id)).one() == shelf.id
    assert "Cage jaune" in rachid.get(url).text
    assert step(rachid, url, "cause", "Résistance en panne") == 303
    assert step(rachid, url, "action", "Résistance changée") == 303
    assert step(rachid, url, "verification") == 409
    assert step(signed_in("qualite"), url, "verification") == 409
    assert press(rachid, f"{url}/relaver").status_code == 303
    session.expire_all()
    case = grounds.cases(session)[0]
    _finish_rewash(session, ground, case, now)
    session.commit()
    ines = signed_in("qualite")
    assert step(rachid, url, "verification") == 409
    assert step(ines, url, "verification", "Cycle à 73 °C") == 303
    assert step(rachid, url, "release") == 404
    key = str(uuid4())
    for _ in range(2):
        done = press(ines, f"{url}/etape/release", key, text="Le linge peut partir")
        assert done.status_code == 303
    assert kinds(session) == ["containment", "cause", "action", "verification", "release"]
    assert grounds.held(session) == []
    page = ines.get(url).text
    assert "Cas fermé" in page
    assert "Résistance changée" in page
    assert url in ines.get(f"{LIST}?etat=fermes").text


def _finish_rewash(session: Session, ground: Ground, case: Case, now: datetime) -> None:
    from esat.production.moves import Context
    from tests.workshops.laundry.washing import laundries
    from workshops.laundry.washing import ending, sorting

    context = Context(ground.nadia, now - HOUR)
    for item in case_things.held(session, case):
        sorting.into_bin(
            session, laundries.subject(session, item.code), ground.plant.whole, context
        )
    load = laundries.lot_of(session, ground.plant.id("whole"))[0]
    cycle = grounds.started(session, ground, load, context)
    ending.end(session, cycle, HOT, Context(ground.nadia, now))
    session.expire_all()


def test_bad_input_changes_nothing_and_comes_back_filled(
    session: Session, url: str, rachid: FlaskClient
) -> None:
    empty = press(rachid, f"{url}/etape/containment", text="  ", place="X123")
    assert empty.status_code == 422
    assert 'id="e-text"' in empty.text
    assert 'value="X123"' in empty.text
    wrong = press(rachid, f"{url}/etape/containment", text="Mis à part", place="X123")
    assert wrong.status_code == 422
    assert 'id="e-place"' in wrong.text
    assert "Mis à part" in wrong.text
    assert step(rachid, url, "containment", "x" * 1001) == 422
    assert step(rachid, url, "containment", "\x00") == 422
    assert kinds(session) == []


def test_a_step_out_of_turn_says_which_one_comes_first(
    session: Session, url: str, rachid: FlaskClient
) -> None:
    answer = press(rachid, f"{url}/etape/action", text="Réparé")
    assert answer.status_code == 409
    assert "mis à l’écart" in answer.text
    assert kinds(session) == []


def test_a_replayed_form_writes_one_step(session: Session, url: str, rachid: FlaskClient) -> None:
    key = str(uuid4())
    for _ in range(2):
        done = press(rachid, f"{url}/etape/containment", key, text="Cage jaune")
        assert done.status_code == 303
    assert kinds(session) == ["containment"]


@pytest.mark.parametrize("tail", ["/etape/containment", "/relaver"])
def test_only_posts_write_and_only_those_who_may(
    session: Session, url: str, signed_in: SignedIn, client: FlaskClient, tail: str
) -> None:
    assert signed_in("qualite").get(url + tail).status_code == 405
    assert press(client, url + tail, text="x").status_code in {302, 303, 401}
    assert press(signed_in("bureau"), url + tail, text="x").status_code == 403
    assert press(signed_in("inspecteur"), url + tail, text="x").status_code == 403
    other = signed_in("moniteur", ("green_spaces",))
    assert press(other, url + tail, text="x").status_code in {403, 404}
    assert other.get(url).status_code in {403, 404}
    assert kinds(session) == []


def test_who_reads_only_reads(url: str, signed_in: SignedIn) -> None:
    for role in ("inspecteur", "direction"):
        browser = signed_in(role)
        assert browser.get(LIST).status_code == 200
        page = browser.get(url).text
        assert "<textarea" not in page
        assert "/relaver" not in page
    assert signed_in("bureau").get(LIST).status_code == 403


def test_what_is_not_there_is_not_found(url: str, rachid: FlaskClient) -> None:
    assert rachid.get(f"{LIST}/999").status_code == 404
    assert press(rachid, f"{LIST}/999/etape/note", text="x").status_code == 404
    assert press(rachid, f"{LIST}/999/relaver").status_code == 404
    assert press(rachid, f"{url}/etape/autre", text="x").status_code == 404


def test_nothing_to_wash_again_is_said(session: Session, url: str, rachid: FlaskClient) -> None:
    assert press(rachid, f"{url}/relaver").status_code == 303
    again = press(rachid, f"{url}/relaver")
    assert again.status_code == 409
    assert "relavage" in again.text


def test_an_alert_is_one_note(
    session: Session, ground: Ground, now: datetime, rachid: FlaskClient
) -> None:
    judged.record(session, grounds.plate("HYG-01", "9", now), by=SYSTEM)
    session.commit()
    case = grounds.cases(session)[0]
    url = f"{LIST}/{case.id}"
    assert "Fermer l’alerte" in rachid.get(url).text
    assert step(rachid, url, "release", "Vu, table nettoyée") == 303
    session.expire_all()
    assert session.get_one(Case, case.id).closed_at is not None


def test_the_export_has_every_case_with_its_steps(
    session: Session, ground: Ground, url: str, cold: Cycle, now: datetime
) -> None:
    from laundry_rabc.cases import steps
    from laundry_rabc.cases.steps import Step

    case = grounds.cases(session)[0]
    steps.take(session, case, Step("containment", "Cage jaune"), by=ground.nadia)
    (row,) = exports.export_rows(session, None, None)
    told = dict(zip(exports.HEADERS, row, strict=True))
    assert (told["cas"], told["nature"], told["contenir"]) == (case.ref, "Action", "Cage jaune")
    assert told["origine"] == "Relevé hors limites"
    day = now.date()
    assert list(exports.export_rows(session, day, day))
    assert list(exports.export_rows(session, day + timedelta(days=1), None)) == []


def test_a_period_has_the_cases_that_were_open_in_it(
    session: Session, ground: Ground, cold: Cycle, now: datetime
) -> None:
    case = grounds.cases(session)[0]
    assert [one.case.id for one in reads.for_period(session, now - HOUR, now)] == [case.id]
    assert reads.for_period(session, now - 9 * HOUR, now - 4 * HOUR) == []
    case.closed_at = now - 2 * HOUR
    session.flush()
    assert reads.for_period(session, now - HOUR, now) == []
    assert len(reads.for_period(session, now - 9 * HOUR, now)) == 1


def test_the_list_costs_the_same_for_many_cases(
    session: Session, ground: Ground, now: datetime, statements: list[str]
) -> None:
    def cost() -> int:
        del statements[:]
        reads.listed(session, now, still_open=True)
        return len(statements)

    judged.record(session, grounds.plate("HYG-01", "9", now, place="A"), by=SYSTEM)
    first = cost()
    for place in ("B", "C", "D", "E"):
        judged.record(session, grounds.plate("HYG-01", "9", now, place=place), by=SYSTEM)
    assert cost() == first <= 5


def test_what_was_delivered_is_named_though_it_cannot_be_held(
    session: Session, ground: Ground, now: datetime
) -> None:
    cycle = grounds.washed(session, ground, HOT, now - 5 * HOUR)
    (item,) = grounds.inside(session, cycle.lot_id)
    lot = session.get_one(Lot, cycle.lot_id)
    item.stage, item.closed_at = "handed_over", now - HOUR
    lot.stage, lot.closed_at = "handed_over", now - HOUR
    session.flush()
    from decimal import Decimal

    from workshops.laundry.washing import fixes

    fixes.fix(session, cycle.id or 0, "hold_minutes", Decimal(1), "Mal lu", by=ground.rachid)
    case = grounds.cases(session, "action")[0]
    whole = reads.whole(session, case.id or 0, now)
    assert [one.stage for one in whole.held] == ["Remis"]
    assert grounds.held(session) == []
