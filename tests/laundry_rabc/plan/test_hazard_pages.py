"""Hazards through their pages."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from laundry_rabc.plan.models import (
    Hazard,
)
from tests.laundry_rabc.plan.acts import refs
from tests.laundry_rabc.plan.conftest import form

pytestmark = pytest.mark.usefixtures("plan")
SignedIn = Callable[..., FlaskClient]
HAZARD = {
    "label": "Eau stagnante", "family": "Recontamination", "severity": "3", "likelihood": "2",
    "measure": "Vidange du circuit", "points": "lav-11", "source": "Équipe RABC",
    "reason": "Arrêt de deux semaines",
}  # fmt: skip


def test_a_hazard_is_rated_by_two_persons(session: Session, signed_in: SignedIn) -> None:
    quality = signed_in("qualite")
    unknown = quality.post("/rabc/dangers/nouveau", data=form(**(HAZARD | {"points": "LAV-99"})))
    assert unknown.status_code == 422
    assert "LAV-99 n’est pas un point du plan" in unknown.text
    wild = quality.post("/rabc/dangers/nouveau", data=form(**(HAZARD | {"severity": "6"})))
    assert wild.status_code == 422
    assert quality.post("/rabc/dangers/nouveau", data=form(**HAZARD)).status_code == 303
    assert "DAN-15" not in quality.get("/rabc/dangers").text
    sent = form(ref=refs(session), outcome="approve")
    assert signed_in("direction").post("/rabc/plan/a-approuver", data=sent).status_code == 303
    shown = quality.get("/rabc/dangers").text
    assert "DAN-15" in shown
    made = session.exec(select(Hazard).where(Hazard.code == "DAN-15")).one()
    assert (made.points, made.status) == ("LAV-11", "validated")
    same = quality.post("/rabc/dangers/DAN-15/version", data=form(**HAZARD))
    assert same.status_code == 409
    gone = form(**HAZARD, withdrawn="1")
    assert quality.post("/rabc/dangers/DAN-15/version", data=gone).status_code == 303
    sent = form(ref=refs(session), outcome="approve")
    signed_in("direction").post("/rabc/plan/a-approuver", data=sent)
    assert "DAN-15" not in quality.get("/rabc/dangers").text
    assert "pas en vigueur" in quality.get("/rabc/dangers/DAN-15").text
