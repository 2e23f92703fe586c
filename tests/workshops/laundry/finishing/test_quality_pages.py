from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from tests.workshops.laundry.finishing import plant
from workshops.laundry.finishing.models import Reject

SignedIn = Callable[..., FlaskClient]
TWO = {"EHPAD Les Tilleuls": "8", "Mairie de Riom": "4.250"}
HERE = "/blanchisserie/relavage"
STAIN = {"reason": "stain", "fault": "client", "decision": "rewash"}


def form(**fields: object) -> dict[str, object]:
    return {"capture": str(uuid4())} | fields


@pytest.fixture
def load(session: Session, now: datetime) -> plant.Washed:
    made = plant.washed(session, TWO, now, pieces=30)
    plant.finished(session, made, now)
    session.commit()
    return made


@pytest.fixture
def nadia(signed_in: SignedIn) -> FlaskClient:
    return signed_in("moniteur", ("laundry",))


def last(session: Session) -> Reject:
    session.expire_all()
    return session.exec(select(Reject).order_by(col(Reject.id).desc())).first()  # type: ignore[return-value]


def test_a_part_is_put_aside_once_and_listed_with_its_reason(
    session: Session, load: plant.Washed, nadia: FlaskClient
) -> None:
    page = f"{HERE}/article/{load.first}"
    shown = nadia.get(page).text
    for words in ("Tache", "Bouton manquant", "Chez nous", "30"):
        assert words in shown
    sent = form(**STAIN, quantity="1,25", pieces="3", note="Encre")
    for _ in range(2):
        answer = nadia.post(page, data=sent)
        assert answer.status_code == 303
        assert answer.headers["Location"].endswith(load.code)
    assert plant.item(session, load.first).quantity == Decimal("6.75")
    assert len(session.exec(select(Reject)).all()) == 1
    listed = nadia.get(HERE).text
    for words in (
        "À relaver (1)",
        "Tache",
        "Encre",
        "1,25",
        "EHPAD Les Tilleuls",
        "Chez le client",
    ):
        assert words in listed
    assert "Encre" not in nadia.get(f"{HERE}?motif=tear").text


@pytest.mark.parametrize(
    ("change", "status", "wrong"),
    [
        ({"quantity": "0"}, 422, "quantity"),
        ({"quantity": "-1"}, 422, "quantity"),
        ({"quantity": "un"}, 422, "quantity"),
        ({"pieces": "0"}, 422, "pieces"),
        ({"reason": ""}, 422, "reason"),
        ({"fault": "moi"}, 422, "fault"),
        ({"decision": "vendre"}, 422, "decision"),
        ({"quantity": "8,001"}, 409, ""),
        ({"quantity": "1", "pieces": "31"}, 409, ""),
    ],
)
def test_a_wrong_form_comes_back_filled_and_nothing_changes(
    session: Session, load: plant.Washed, nadia: FlaskClient, change: dict[str, str], status: int,
    wrong: str,
) -> None:  # fmt: skip
    asked = STAIN | {"note": "Encre bleue"} | change
    answer = nadia.post(f"{HERE}/article/{load.first}", data=form(**asked))
    assert answer.status_code == status
    assert 'value="Encre bleue"' in answer.text
    if wrong:
        assert f'id="e-{wrong}"' in answer.text
    assert session.exec(select(Reject)).all() == []
    assert plant.item(session, load.first).quantity == Decimal(8)


def test_mended_once_and_back_among_the_finished(
    session: Session, load: plant.Washed, nadia: FlaskClient
) -> None:
    asked = STAIN | {"decision": "mend", "quantity": "1"}
    nadia.post(f"{HERE}/article/{load.first}", data=form(**asked))
    code = plant.code_of(session, last(session).item_id)
    assert "Réparé" in nadia.get(HERE).text
    page = f"{HERE}/article/{code}/repare"
    assert nadia.get(page).status_code == 405
    sent = form()
    assert nadia.post(page, data=sent).status_code == 303
    assert nadia.post(page, data=sent).status_code == 303
    assert plant.item(session, code).stage == "finished"
    assert nadia.post(page, data=form()).status_code == 409


def test_what_waits_is_decided_again_and_the_order_says_it(
    session: Session, load: plant.Washed, nadia: FlaskClient
) -> None:
    asked = STAIN | {"decision": "mend", "quantity": "1"}
    nadia.post(f"{HERE}/article/{load.first}", data=form(**asked))
    code = plant.code_of(session, last(session).item_id)
    assert "Combien" not in nadia.get(f"{HERE}/article/{code}").text
    asked = {"reason": "tear", "fault": "client", "decision": "discard", "note": "Trop usé"}
    answer = nadia.post(f"{HERE}/article/{code}", data=form(**asked))
    assert answer.headers["Location"] == HERE
    assert plant.item(session, code).stage == "discarded"
    order = nadia.get(f"/commandes/{ref_of(session, code)}").text
    assert "Linge réformé" in order
    assert "Trop usé" in order


def test_a_whole_load_is_washed_again_by_the_page(
    session: Session, load: plant.Washed, nadia: FlaskClient
) -> None:
    page = f"{HERE}/charge/{load.code}"
    assert nadia.post(page, data=form(reason="hygiene")).status_code == 422
    sent = form(reason="hygiene", fault="ours", note="Tombé")
    assert nadia.post(page, data=sent).status_code == 303
    assert nadia.post(page, data=sent).status_code == 303
    assert len(session.exec(select(Reject)).all()) == 2
    assert "À relaver (2)" in nadia.get(HERE).text
    assert nadia.post(page, data=form(reason="hygiene", fault="ours")).status_code == 409


def test_who_may_not_discard_must_say_why(
    session: Session, load: plant.Washed, signed_in: SignedIn
) -> None:
    karim = signed_in("comptoir", ("laundry",))
    page = f"{HERE}/article/{load.first}"
    asked = STAIN | {"decision": "discard", "quantity": "1"}
    answer = karim.post(page, data=form(**asked))
    assert answer.status_code == 409
    assert "Dites pourquoi ce linge est réformé" in answer.text
    assert karim.post(page, data=form(**asked, note="Brûlé")).status_code == 303


def test_these_pages_are_for_the_laundry_alone(
    session: Session, load: plant.Washed, client: FlaskClient, signed_in: SignedIn
) -> None:
    item, whole = f"{HERE}/article/{load.first}", f"{HERE}/charge/{load.code}"
    irene, other = signed_in("inspecteur"), signed_in("moniteur", ("bookbinding",))
    assert irene.get(HERE).status_code == 200
    assert other.get(HERE).status_code == 403
    for path, data in ((item, STAIN), (f"{item}/repare", {}), (whole, STAIN)):
        for browser in (irene, other):
            assert browser.post(path, data=form(**data)).status_code == 403
        assert client.post(path, data=form(**data)).status_code in {302, 303, 401}
    assert other.get(item).status_code == 403
    nadia = signed_in("moniteur", ("laundry",))
    assert nadia.get(f"{HERE}/article/{load.code}").status_code == 404
    assert nadia.get(f"{HERE}/charge/RIEN").status_code == 404
    assert session.exec(select(Reject)).all() == []


def ref_of(session: Session, code: str) -> str:
    from esat.production.models import Order

    order = session.get(Order, plant.item(session, code).order_id)
    assert order is not None
    return order.ref
