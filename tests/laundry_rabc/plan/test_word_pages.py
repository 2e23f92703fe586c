"""The words and references through their page."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session

from esat import clock
from laundry_rabc.plan.models import (
    Clause,
    EditionChoice,
)
from tests.laundry_rabc.plan.acts import count
from tests.laundry_rabc.plan.conftest import form

pytestmark = pytest.mark.usefixtures("plan")
SignedIn = Callable[..., FlaskClient]


def test_the_words_come_from_the_edition_in_use(session: Session, signed_in: SignedIn) -> None:
    quality, path = signed_in("qualite"), "/rabc/vocabulaire/edition"
    assert "Point de maîtrise" in quality.get("/rabc/plan").text
    for wrong in ({"edition": "x", "reason": "y"}, {"edition": "prEN 14065:2026"},
                  {"edition": "NF EN 14065:2016", "reason": "y"}):  # fmt: skip
        assert quality.post(path, data=form(**wrong)).status_code == 422
    sent = form(edition="prEN 14065:2026", reason="Enquête publique")
    for _ in range(2):
        assert quality.post(path, data=sent).status_code == 303
    assert count(session, EditionChoice) == 2
    with clock.pinned(clock.now() + timedelta(minutes=1)):
        shown = signed_in("qualite").get("/rabc/plan").text
    assert "Point de contrôle (CP)" in shown
    assert "Point de maîtrise" not in shown


def test_a_reference_is_completed_by_a_further_row(session: Session, signed_in: SignedIn) -> None:
    quality, path = signed_in("qualite"), "/rabc/vocabulaire/reference"
    before = count(session, Clause)
    good = {
        "of": "NF EN 14065:2016", "key": "principle_3", "wording": "Limites",
        "reference": "§ 4.3", "source": "Norme, exemplaire de la maison",
    }  # fmt: skip
    for wrong in ({"of": "x"}, {"key": "x"}, {"wording": ""}, {"source": ""}):
        assert quality.post(path, data=form(**(good | wrong))).status_code == 422
    assert count(session, Clause) == before
    assert quality.post(path, data=form(**good)).status_code == 303
    assert count(session, Clause) == before + 1
    assert "§ 4.3" in quality.get("/rabc/vocabulaire").text
