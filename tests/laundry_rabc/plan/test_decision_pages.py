"""Approvals and refusals through their page."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from laundry_rabc.plan.models import PlanDecision, PointVersion
from tests.laundry_rabc.plan.acts import HYG, count, refs
from tests.laundry_rabc.plan.conftest import form

pytestmark = pytest.mark.usefixtures("plan")
SignedIn = Callable[..., FlaskClient]


def test_who_may_decide_nothing_is_offered_no_button(signed_in: SignedIn) -> None:
    author = signed_in("qualite")
    author.post("/rabc/plan/point/HYG-01/version", data=form(**HYG))
    for reader in (author, signed_in("inspecteur")):
        page = reader.get("/rabc/plan/a-approuver").text
        assert "HYG-01" in page
        assert "Approuver ce qui est coché" not in page
    head = signed_in("responsable_atelier", ("laundry",)).get("/rabc/plan/a-approuver").text
    assert "Approuver ce qui est coché" in head


def test_a_refusal_says_why_and_keeps_the_row(session: Session, signed_in: SignedIn) -> None:
    signed_in("qualite").post("/rabc/plan/point/HYG-01/version", data=form(**HYG))
    [ref] = refs(session)
    head = signed_in("responsable_atelier", ("laundry",))
    silent = head.post("/rabc/plan/a-approuver", data=form(ref=ref, outcome="refuse"))
    assert silent.status_code == 409
    assert "Dites pourquoi" in silent.text
    said = form(ref=ref, outcome="refuse", note="Trop tôt")
    assert head.post("/rabc/plan/a-approuver", data=said).status_code == 303
    assert refs(session) == []
    shown = head.get("/rabc/plan/point/HYG-01").text
    for words in ("Refusée", "Trop tôt"):
        assert words in shown


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"outcome": "approve"}, 409), ({"ref": "point:{first}", "outcome": "maybe"}, 422),
        ({"ref": "point:x", "outcome": "approve"}, 404),
        ({"ref": "point:99999", "outcome": "approve"}, 404),
        ({"ref": "point:{first}", "outcome": "approve"}, 409),
    ],
)  # fmt: skip
def test_a_decision_that_makes_no_sense_changes_nothing(
    sent: dict[str, str], status: int, session: Session, signed_in: SignedIn
) -> None:
    first = session.exec(select(PointVersion.id).order_by(col(PointVersion.id))).first()
    said = {name: text.replace("{first}", str(first)) for name, text in sent.items()}
    answer = signed_in("direction").post("/rabc/plan/a-approuver", data=form(**said))
    assert answer.status_code == status
    assert count(session, PlanDecision) == 0


def test_proposals_are_chosen_together_and_approved_together(
    session: Session, signed_in: SignedIn
) -> None:
    quality = signed_in("qualite")
    assert "LAV-02" in quality.get("/rabc/plan/valider").text
    none = quality.post("/rabc/plan/valider", data=form(reason="Réunion"))
    assert none.status_code == 409
    assert "Cochez" in none.text
    no_reason = quality.post("/rabc/plan/valider", data=form(code=["LAV-02"]))
    assert no_reason.status_code == 422
    chosen = form(code=["LAV-02", "LAV-03"], reason="Réunion RABC")
    assert quality.post("/rabc/plan/valider", data=chosen).status_code == 303
    sent = form(ref=refs(session), outcome="approve")
    assert signed_in("direction").post("/rabc/plan/a-approuver", data=sent).status_code == 303
    assert "LAV-02" not in quality.get("/rabc/plan/valider").text
    assert "39 limites proposées" in quality.get("/rabc/plan").text
    again = form(code=["LAV-02"], reason="Encore")
    assert quality.post("/rabc/plan/valider", data=again).status_code == 409
