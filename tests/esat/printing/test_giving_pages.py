from collections.abc import Callable
from datetime import datetime

from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat.production.models import Barcode
from esat.workers import people
from esat.workers.forms import WorkerIn
from tests.factories import make_client

SignedIn = Callable[..., FlaskClient]


def test_a_client_gets_one_code_however_often_it_is_asked(
    session: Session, signed_in: SignedIn, client: FlaskClient, now: datetime
) -> None:
    owner = make_client(session, "Mairie de Royat")
    session.commit()
    place, desk = f"/impressions/clients/{owner.id}/carte", signed_in("bureau")
    assert desk.get(place).status_code == 405
    first, again = desk.post(place), desk.post(place)
    assert first.headers["Location"] == again.headers["Location"]
    assert "Mairie de Royat" in desk.get(first.headers["Location"]).text
    assert desk.post("/impressions/clients/987654/carte").status_code == 404
    assert signed_in("inspecteur").post(place).status_code == 403
    assert client.post(place).status_code in {302, 303, 401}
    assert len(session.exec(select(Barcode)).all()) == 1


def test_a_worker_gets_a_badge_with_his_first_name_and_initial_alone(
    session: Session, signed_in: SignedIn, client: FlaskClient, now: datetime
) -> None:
    worker = people.create_worker(session, WorkerIn(first_name="Paul", last_name="Durand"))
    session.commit()
    place, desk = f"/impressions/travailleurs/{worker.id}/badge", signed_in("bureau")
    to = desk.post(place).headers["Location"]
    code = to.rpartition("/")[2]
    assert code.startswith("H")
    zpl = desk.get(f"{to}.zpl").text
    assert worker.first_name in zpl
    assert worker.last_name not in zpl
    for role in ("moniteur", "comptoir", "inspecteur"):
        assert signed_in(role).post(place).status_code == 403
        assert signed_in(role).get(f"{to}.zpl").status_code in {403, 404}
    assert client.post(place).status_code in {302, 303, 401}
