from datetime import datetime
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat import clock
from esat.activity.outputs.models import Output, Remark
from esat.production.models import Order
from tests.esat.activity.outputs.conftest import HOME, SignedIn
from tests.esat.workers.conftest import Team

PAGE = f"{HOME}/productions"


def words(order: Order, **more: str) -> dict[str, str]:
    return {"order": order.ref, "quantity": "350", "scrap": "", "capture": str(uuid4()), **more}


def test_an_output_is_noted_once_however_often_the_form_is_sent(
    nadia: FlaskClient, session: Session, order: Order
) -> None:
    page = nadia.get(f"{PAGE}?commande={order.ref}").get_data(as_text=True)
    assert f'value="{order.ref}" checked' in page
    form = words(order, quantity="350,5", note="Lot 2")
    for _ in range(2):
        answer = nadia.post(PAGE, data=form)
        assert answer.status_code == 303
    day = nadia.get(answer.headers["Location"]).get_data(as_text=True)
    assert "Fait : 350,5 sur 1\u202f000\u00a0pièces" in day
    assert len(session.exec(select(Output)).all()) == 1


@pytest.mark.parametrize(
    ("change", "status", "sentence"),
    [
        ({"quantity": "-3"}, 422, "au moins 0"),
        ({"quantity": "beaucoup"}, 422, "Écrivez un nombre"),
        ({"quantity": "12,3456"}, 422, "virgule"),
        ({"quantity": "0", "scrap": ""}, 409, "Zéro n’est pas une production"),
        ({"unit": "kg"}, 409, "Choisissez : pièce"),
        ({"order": "X-0"}, 404, "commande"),
        ({"note": "x" * 281}, 422, "trop long"),
    ],
)
def test_what_is_wrong_is_said_beside_the_form_as_it_was_filled(
    nadia: FlaskClient, session: Session, order: Order,
    change: dict[str, str], status: int, sentence: str,
) -> None:  # fmt: skip
    answer = nadia.post(PAGE, data=words(order, scrap="17") | change)
    page = answer.get_data(as_text=True)
    assert answer.status_code == status
    assert sentence in page
    assert 'value="17"' in page or change["scrap"] == ""
    assert session.exec(select(Output)).all() == []


def test_an_output_is_corrected_with_its_reason(
    nadia: FlaskClient, session: Session, order: Order
) -> None:
    nadia.post(PAGE, data=words(order))
    key = session.exec(select(Output.id)).one()
    assert "350" in nadia.get(f"{PAGE}/{key}").get_data(as_text=True)
    bare = nadia.post(f"{PAGE}/{key}", data={"quantity": "35", "reason": ""})
    assert (bare.status_code, "à remplir" in bare.get_data(as_text=True)) == (422, True)
    said = {"quantity": "35", "reason": "Un zéro de trop", "capture": str(uuid4())}
    assert nadia.post(f"{PAGE}/{key}", data=said).status_code == 303
    assert "35\u00a0pièces" in nadia.get(PAGE).get_data(as_text=True)
    assert nadia.get(f"/equipes/linge/2026-11-20/productions/{key}").status_code == 404


def test_a_stranger_and_another_group_are_refused(
    nadia: FlaskClient, session: Session, order: Order, signed_in: SignedIn
) -> None:
    nadia.post(PAGE, data=words(order))
    key = session.exec(select(Output.id)).one()
    for other in (signed_in("comptoir"), signed_in("moniteur", ("laundry",))):
        assert other.get(PAGE).status_code == 403
        assert other.post(PAGE, data=words(order)).status_code == 403
        assert other.get(f"{PAGE}/{key}").status_code == 403
        assert other.post(f"{PAGE}/{key}", data={}).status_code == 403
    assert nadia.get("/equipes/autre/2026-11-23/productions").status_code == 404
    assert nadia.get("/equipes/linge/hier/productions").status_code == 404


def test_the_act_of_a_tablet_keeps_both_times(
    nadia: FlaskClient, session: Session, order: Order, now: datetime
) -> None:
    sent = {
        "id": str(uuid4()), "at": "2026-11-23T08:30:00+01:00", "kind": "act", "code": None,
        "action": "output.record", "offline": True,
        "data": {"group": "linge", "day": "2026-11-23", "order": order.ref, "quantity": "1200"},
    }  # fmt: skip
    for replay in (False, True):
        answer = nadia.post("/api/v1/captures", json=sent).get_json()
        assert (answer["outcome"], answer["replay"]) == ("ok", replay)
    assert "C’est plus que la commande" in answer["message"]
    output = session.exec(select(Output)).one()
    assert (clock.local(output.at).hour, output.recorded_at, output.late) == (8, now, True)
    wrong = {**sent, "id": str(uuid4()), "data": {**sent["data"], "quantity": "-1"}}
    answer = nadia.post("/api/v1/captures", json=wrong).get_json()
    assert (answer["outcome"], answer["reason"]) == ("anomaly", "activity_fields")
    online = {**wrong, "id": str(uuid4()), "at": now.isoformat(), "offline": False}
    for _replay in (False, True):
        answer = nadia.post("/api/v1/captures", json=online).get_json()
        assert (answer["outcome"], list(answer["fields"])) == ("refused", ["quantity"])


def test_the_office_takes_a_text_out_and_the_trace_stays(
    nadia: FlaskClient, session: Session, order: Order, signed_in: SignedIn, team: Team
) -> None:
    nadia.post(PAGE, data=words(order, note="Paul a mal au dos"))
    remark = session.exec(select(Remark)).one()
    address = f"/travailleurs/bureau/textes/{remark.id}/retrait"
    assert nadia.get("/travailleurs/bureau/textes").status_code == 403
    assert nadia.post(address).status_code == 403
    office = signed_in("bureau")
    assert "mal au dos" in office.get("/travailleurs/bureau/textes").get_data(as_text=True)
    assert office.post(address).status_code == 303
    assert office.post(address).status_code == 409
    assert "mal au dos" not in nadia.get(PAGE).get_data(as_text=True)
    assert "Texte retiré" in nadia.get(PAGE).get_data(as_text=True)
    session.expire_all()
    kept = session.get_one(Remark, remark.id)
    assert (kept.text, kept.withdrawn_at is not None) == ("", True)


def test_a_finished_order_is_no_tile(
    nadia: FlaskClient, session: Session, order: Order, now: datetime
) -> None:
    nadia.post(PAGE, data=words(order))
    tile = f'name="order" value="{order.ref}"'
    assert tile in nadia.get(PAGE).text
    session.get_one(Order, order.id).closed_at = now
    session.commit()
    assert tile not in nadia.get(PAGE).text
