"""The flow diagram through its pages."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, func, select

from esat import clock
from laundry_rabc.plan.models import (
    FlowStep,
    FlowVerification,
)
from tests.laundry_rabc.plan.acts import count, refs
from tests.laundry_rabc.plan.conftest import form

pytestmark = pytest.mark.usefixtures("plan")
SignedIn = Callable[..., FlaskClient]
STEP = {
    "label": "Lavage et essorage", "zone": "barrier", "position": "4", "what": "Le cycle lave.",
    "recorded": "Lot", "reason": "Plus clair",
}  # fmt: skip


def test_the_diagram_is_compared_with_the_place(session: Session, signed_in: SignedIn) -> None:
    quality, today = signed_in("qualite"), clock.today()
    assert "Personne n’a encore comparé" in quality.get("/rabc/flux").text
    path = "/rabc/flux/verification"
    for wrong in (
        {"verified_on": "", "same": "oui"},
        {"verified_on": str(today + timedelta(days=1)), "same": "oui"},
        {"verified_on": str(today), "same": ""},
        {"verified_on": str(today), "same": "non"},
    ):
        assert quality.post(path, data=form(**wrong)).status_code == 422
    assert count(session, FlowVerification) == 0
    sent = form(verified_on=str(today), same="oui")
    for _ in range(2):
        assert quality.post(path, data=sent).status_code == 303
    assert count(session, FlowVerification) == 1
    assert "conforme au terrain" in quality.get("/rabc/flux").text
    assert quality.post("/rabc/flux/F04/version", data=form(**STEP)).status_code == 303
    assert "Lavage et essorage" not in quality.get("/rabc/flux").text
    approved = form(ref=refs(session), outcome="approve")
    with clock.pinned(clock.now() + timedelta(minutes=5)):
        signed_in("direction").post("/rabc/plan/a-approuver", data=approved)
        shown = signed_in("qualite").get("/rabc/flux").text
    assert "Lavage et essorage" in shown
    assert "à vérifier de nouveau" in shown
    bad = quality.post("/rabc/flux/F04/version", data=form(**(STEP | {"zone": "moon"})))
    assert bad.status_code == 422
    assert quality.post("/rabc/flux/F04/version", data=form(**STEP)).status_code == 409
    versions = select(func.count()).select_from(FlowStep).where(FlowStep.code == "F04")
    assert session.exec(versions).one() == 2
