"""Support, meetings and training of a day have a page of their own, reached from the day."""

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from esat.activity.allocations import service, supports
from esat.activity.allocations.models import Allocation
from esat.activity.allocations.service import Place
from esat.production import once
from tests.esat.activity.allocations.conftest import TODAY, Floor, at, leading
from tests.esat.activity.allocations.test_pages import SignedIn, led

DAY = "/equipes/linge/2026-11-23"
PAGE = f"{DAY}/soutiens"


@pytest.fixture
def nadia(session: Session, signed_in: SignedIn, floor: Floor) -> FlaskClient:
    return led(session, signed_in, floor.linen)


def test_a_moment_is_noted_once_and_who_was_at_a_post_comes_back_to_it(
    nadia: FlaskClient, session: Session, floor: Floor
) -> None:
    place = Place(floor.linen, TODAY, post_id=floor.ironing, starts_at=at(9))
    service.move_workers(session, (floor.paul,), place, by=leading(floor.linen))
    session.commit()
    assert f'href="{PAGE}"' in nadia.get(DAY).text
    form = {
        "capture": once.fresh(), "place": "activity:support", "from": "10:00", "to": "11:00",
        "worker": [str(floor.paul), str(floor.zoe)],
    }  # fmt: skip
    answers = [nadia.post(PAGE, data=form) for _ in range(2)]
    assert [one.status_code for one in answers] == [303, 303]
    page = nadia.get(answers[0].headers["Location"]).text
    assert "C’est noté : 2 personnes." in page
    assert "10:00 – 11:00" in page.replace("10 h 00", "10:00").replace("11 h 00", "11:00")
    (slot,) = supports.slots(session, floor.linen, TODAY)
    assert (slot.label, slot.people) == ("Soutien professionnel", 2)
    assert "Soutien professionnel, 2\u00a0personnes" in nadia.get(DAY).text
    lines = session.exec(
        select(Allocation)
        .where(Allocation.worker_id == floor.paul, col(Allocation.voided_at).is_(None))
        .order_by(col(Allocation.starts_at))
    ).all()  # fmt: skip
    assert [line.activity for line in lines] == ["production", "support", "production"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"from": ""}, "Écrivez l’heure de début"),
        ({"from": "11:00"}, "L’heure de fin vient après le début"),
        ({"from": "25:00"}, "pas une heure de la journée"),
        ({"place": ""}, "Choisissez un poste ou une activité"),
        ({"worker": []}, "Personne n’est choisi"),
        ({"place": "activity:support_outside", "to": ""}, "Donnez l’heure de fin"),
    ],
)
def test_what_is_missing_is_said_and_what_was_filled_stays(
    nadia: FlaskClient, session: Session, floor: Floor, change: dict[str, object], sentence: str
) -> None:
    form = {"place": "activity:meeting", "from": "09:30", "to": "10:15", "worker": str(floor.paul)}
    answer = nadia.post(PAGE, data=form | change)
    assert answer.status_code == 409
    assert sentence in answer.text
    assert 'value="10:15"' in answer.text or "to" in change
    assert not session.exec(select(Allocation)).all()


def test_a_stranger_and_another_group_are_refused(
    signed_in: SignedIn, session: Session, floor: Floor
) -> None:
    others = (signed_in("comptoir"), led(session, signed_in, floor.boxes))
    for other in others:
        assert other.get(PAGE).status_code == 403
        assert other.post(PAGE, data={}).status_code == 403
