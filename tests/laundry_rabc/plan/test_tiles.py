"""The plan on the RABC home."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session

from tests.laundry_rabc.plan.acts import HYG
from tests.laundry_rabc.plan.conftest import form

pytestmark = pytest.mark.usefixtures("plan")
SignedIn = Callable[..., FlaskClient]


def test_the_home_counts_what_is_proposed_and_what_waits(
    session: Session, signed_in: SignedIn
) -> None:
    quality = signed_in("qualite")
    quality.post("/rabc/plan/point/HYG-01/version", data=form(**HYG))
    shown = quality.get("/rabc").text
    assert "limites proposées, non validées" in shown
    assert '<span class="figure">41</span>' in shown
    assert "Changements à approuver" in shown
    assert signed_in("responsable_atelier", ("laundry",)).get("/rabc").status_code == 200
