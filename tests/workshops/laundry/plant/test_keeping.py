from datetime import datetime

from flask.testing import FlaskClient
from sqlmodel import Session

from esat.actors import SYSTEM
from tests.esat.production.buttons import press
from tests.workshops.laundry.plant.test_pages import ROOT, plant, rachid, words
from tests.workshops.laundry.washing.laundries import Plant
from workshops.laundry.plant import service
from workshops.laundry.plant.service import MachineFacts

__all__ = ["plant", "rachid"]


def test_what_washes_runs_on_washers_alone_and_what_dries_on_none(
    session: Session, rachid: FlaskClient, plant: Plant, now: datetime
) -> None:
    dryer, _ = service.add_machine(session, MachineFacts("Séchoir 1", "dryer"), by=SYSTEM, at=now)
    session.commit()
    address, given = f"{ROOT}/programmes/nouveau", words("programmes", plant)
    both = [plant.id("l1"), dryer.resource_id]
    for kind in ("wash", "disinfect"):
        answer = press(rachid, address, **(given | {"kind": kind, "machines": both}))
        assert answer.status_code == 422
        assert "« Séchoir 1 » ne lave pas : décochez-la." in answer.text
    answer = press(rachid, address, **(given | {"kind": "dry", "machines": both}))
    assert answer.status_code == 422
    assert "« L1 » ne sèche pas : décochez-la." in answer.text
    assert 'value="Draps 71 °C"' in answer.text
    dries = given | {"kind": "dry", "machines": [dryer.resource_id]}
    assert press(rachid, address, **dries).status_code == 303


def test_a_programme_without_any_machine_says_to_add_one_first(
    session: Session, rachid: FlaskClient, now: datetime
) -> None:
    page = rachid.get(f"{ROOT}/programmes/nouveau").text
    assert "Ajoutez la machine, puis revenez ici." in page
    assert f'href="{ROOT}/machines/nouveau"' in page
    assert "Pas encore de programme" in rachid.get(f"{ROOT}/programmes").text
