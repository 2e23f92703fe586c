from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from esat import clock
from esat.actors import SYSTEM
from esat.production.moves import Context
from laundry_rabc.qualify import tiles
from laundry_rabc.qualify.models import (
    UnprovedStart,
)
from tests.laundry_rabc.qualify import proofs
from tests.workshops.laundry.washing import laundries
from tests.workshops.laundry.washing.laundries import Plant
from workshops.laundry.plant import versions
from workshops.laundry.plant.models import Programme
from workshops.laundry.washing import sorting
from workshops.laundry.washing.models import Cycle

SignedIn = Callable[..., FlaskClient]
ROOT = "/rabc/qualifications"


@pytest.fixture
def plant(session: Session, now: datetime) -> Plant:
    made = laundries.build(session)
    session.commit()
    return made


def form(**fields: object) -> dict[str, object]:
    return {"capture": str(uuid4())} | fields


def cell(plant: Plant, machine: str = "l1", programme: str = "p60") -> str:
    return f"{ROOT}/{plant.id(machine)}/{plant.id(programme)}"


def waiting(session: Session, plant: Plant) -> tuple[str, str, int]:
    """A load under precautions: its code, the page of its start, its lot."""
    proofs.rule(session)
    bag = laundries.received(session, "12", precaution="complementary")
    sorting.into_bin(
        session, laundries.subject(session, bag), plant.red, Context(SYSTEM, clock.now())
    )
    load, lot = laundries.lot_of(session, plant.id("red"))
    version = versions.current(session, Programme, "resource_id", plant.id("special"))
    session.commit()
    page = f"{ROOT}/depart/{lot.id}/{plant.id('red_machine')}/{version.id}"
    return laundries.load_code(session, load.lot_id), page, lot.id or 0


def test_a_worker_is_refused_asks_and_the_supervisor_answers_with_a_reason(
    session: Session, plant: Plant, signed_in: SignedIn, now: datetime
) -> None:
    code, page, _ = waiting(session, plant)
    karim, nadia = signed_in("comptoir", ("laundry",)), signed_in("moniteur", ("laundry",))
    shown = karim.get(f"/blanchisserie/charges/{code}").text
    assert page in shown
    assert "jamais qualifié sur cette machine" in shown
    start = f"/blanchisserie/charges/{code}/lancer"
    named = {"machine": plant.red_machine, "programme": plant.special}
    refused = karim.post(start, data=form(**named))
    assert refused.status_code == 409
    assert "demandez au responsable" in refused.text
    assert session.exec(select(Cycle)).all() == []
    asking = karim.get(page).text
    assert "Ne pas lancer" in asking
    assert "Votre décision" not in asking
    sent = form()
    assert karim.post(page + "/demander", data=sent).status_code == 303
    assert karim.post(page + "/demander", data=sent).status_code == 303
    assert karim.post(page + "/demander", data=form()).status_code == 409
    assert karim.post(page + "/decider", data=form(decision="accepted", reason="x")).status_code \
        == 403  # fmt: skip
    assert tiles.asked(session, SYSTEM, now) == 1
    assert page in nadia.get(ROOT).text
    for wrong, field in (({"decision": "accepted", "reason": " "}, "reason"),
                         ({"decision": "", "reason": "Oui"}, "decision")):  # fmt: skip
        answer = nadia.post(page + "/decider", data=form(**wrong))
        assert answer.status_code == 422
        assert f'id="e-{field}"' in answer.text
    yes = form(decision="accepted", reason="Température relevée à la main")
    for _ in range(2):
        assert nadia.post(page + "/decider", data=yes).headers["Location"].endswith(code)
    assert tiles.asked(session, SYSTEM, now) == 0
    assert "L’accord compte une fois" in karim.get(page).text
    assert karim.post(start, data=form(**named)).status_code == 303
    session.expire_all()
    rows = session.exec(select(UnprovedStart).order_by(col(UnprovedStart.id))).all()
    assert [row.kind for row in rows] == ["asked", "accepted"]
    assert "Température relevée à la main" in nadia.get(cell(plant, "red_machine", "special")).text


def test_a_start_is_decided_in_the_laundry_alone(
    session: Session, plant: Plant, client: FlaskClient, signed_in: SignedIn
) -> None:
    _, page, _ = waiting(session, plant)
    yes = {"decision": "accepted", "reason": "Oui"}
    for who in (signed_in("moniteur", ("bookbinding",)), signed_in("inspecteur")):
        assert who.get(page).status_code in {403, 404}
        assert who.post(page + "/demander", data=form()).status_code in {403, 404}
        assert who.post(page + "/decider", data=form(**yes)).status_code in {403, 404}
    assert client.get(page).status_code in {302, 303, 401}
    assert signed_in("moniteur", ("laundry",)).get(page + "/decider").status_code == 405
    session.expire_all()
    assert session.exec(select(UnprovedStart)).all() == []


def test_where_the_house_allows_none_there_is_no_form(
    session: Session, plant: Plant, signed_in: SignedIn
) -> None:
    _, page, _ = waiting(session, plant)
    proofs.rule(session, "qualified_accept", on=False)
    session.commit()
    nadia = signed_in("moniteur", ("laundry",))
    shown = nadia.get(page).text
    assert "ne permet pas" in shown
    assert page + "/decider" not in shown
    answer = nadia.post(page + "/decider", data=form(decision="accepted", reason="Oui"))
    assert answer.status_code == 409


def test_the_reason_stands_by_its_offer_and_the_request_waits_for_who_decides(
    session: Session, plant: Plant, signed_in: SignedIn, now: datetime
) -> None:
    code, page, _ = waiting(session, plant)
    karim, nadia = signed_in("comptoir", ("laundry",)), signed_in("moniteur", ("laundry",))
    shown = karim.get(f"/blanchisserie/charges/{code}").text
    assert '<div class="stack">' in shown[: shown.index(page)].rpartition("jamais qualifié")[0]
    assert karim.post(page + "/demander", data=form()).status_code == 303
    assert "Le responsable va répondre" in karim.get(page).text
    assert "attend votre décision" in nadia.get(page).text
