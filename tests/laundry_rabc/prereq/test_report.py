from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session

from esat import clock
from tests.conftest import MONDAY
from tests.laundry_rabc.prereq import washroom

HOME = "/rabc/prerequis"


@pytest.fixture
def nadia(signed_in: Callable[..., FlaskClient], session: Session, now: datetime) -> FlaskClient:
    with clock.pinned(MONDAY - timedelta(days=20)):
        washroom.build(session, clock.now())
    session.commit()
    return signed_in("moniteur", ("laundry",))


@pytest.mark.parametrize(
    "asked",
    ["au=9999-12-31", "du=0001-01-01", "du=2026-11-02&au=2026-11-01", "du=lundi",
     "du=2024-01-01&au=2026-01-01"],
)  # fmt: skip
def test_days_that_mean_nothing_are_said(nadia: FlaskClient, asked: str) -> None:
    shown = nadia.get(f"{HOME}/bilan?{asked}")
    assert shown.status_code == 422
    assert 'aria-invalid="true"' in shown.text


def test_the_report_counts_what_is_lacking(nadia: FlaskClient) -> None:
    shown = nadia.get(HOME + "/bilan").text
    assert "Aucune visite des nuisibles" in shown
    assert "Produit sans fiche de données" in shown
    assert "Désinfectant D4, lot DD-1" in shown
