"""Changes of the plan through their pages."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session

from esat import clock
from laundry_rabc.plan import reads
from laundry_rabc.plan.models import (
    PointVersion,
)
from tests.laundry_rabc.plan.acts import HYG, count, refs
from tests.laundry_rabc.plan.conftest import form

pytestmark = pytest.mark.usefixtures("plan")
SignedIn = Callable[..., FlaskClient]


def test_a_change_is_drafted_by_one_and_approved_by_another(
    session: Session, signed_in: SignedIn
) -> None:
    quality, head = signed_in("qualite"), signed_in("direction")
    shown = quality.get("/rabc/plan/point/HYG-01/version").text
    assert 'value="12"' in shown, "the version in force fills the form"
    sent = form(**HYG)
    answer = quality.post("/rabc/plan/point/HYG-01/version", data=sent)
    assert answer.status_code == 303
    assert quality.post("/rabc/plan/point/HYG-01/version", data=sent).status_code == 303
    assert count(session, PointVersion) == 42, "sent again, it wrote nothing"
    [ref] = refs(session)
    mine = quality.get("/rabc/plan/a-approuver").text
    assert "Vous l’avez écrit" in mine
    assert f'value="{ref}"' not in mine
    own = quality.post("/rabc/plan/a-approuver", data=form(ref=ref, outcome="approve"))
    assert own.status_code == 409
    assert "Une autre personne doit" in own.text
    waits = head.get("/rabc/plan/a-approuver").text
    for words in (ref, "Alerte, haut", "12", "10", "Un an de bons résultats"):
        assert words in waits
    done = head.post("/rabc/plan/a-approuver", data=form(ref=ref, outcome="approve"))
    assert done.status_code == 303
    found = reads.in_force(session, "HYG-01", clock.now() + timedelta(minutes=1))
    assert found is not None
    assert (found.version, found.alert_high, found.status) == (2, 10, "validated")
    past = head.get("/rabc/plan/point/HYG-01").text
    for words in ("Version 2", "Version 1", "Un an de bons résultats", "Inès", "Denis"):
        assert words in past
    two = head.get("/rabc/plan/point/HYG-01/comparer?a=1&b=2").text
    assert "Alerte, haut" in two
    assert head.get("/rabc/plan/point/HYG-01/comparer?a=1&b=9").status_code == 404
    assert head.get("/rabc/plan/point/HYG-01/comparer").status_code == 404


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"alert_high": "4"}, "L’alerte doit aller plus haut que la cible."),
        ({"surface_cm2": ""}, "Donnez la surface"),
        ({"reason": ""}, "Ce champ est à remplir."),
        ({"since": "2020-01-01"}, "ne change jamais dans le passé"),
        ({"who": []}, "Dites qui fait ce contrôle."),
        ({"owner": "99999"}, "Choisissez un compte actif."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_the_form_stays_filled(
    changed: dict[str, object], words: str, session: Session, signed_in: SignedIn
) -> None:
    answer = signed_in("qualite").post(
        "/rabc/plan/point/HYG-01/version", data=form(**(HYG | changed))
    )
    assert answer.status_code == 422
    assert words in answer.text
    assert "Chercher la cause." in answer.text
    assert count(session, PointVersion) == 41


def test_a_point_is_withdrawn_by_two_persons(session: Session, signed_in: SignedIn) -> None:
    quality = signed_in("qualite")
    path = "/rabc/plan/point/HYG-04/retirer"
    assert quality.post(path, data=form(reason="")).status_code == 422
    assert quality.post(path, data=form(reason="Non", since="2020-01-01")).status_code == 409
    assert quality.post(path, data=form(reason="Pas de ventilation")).status_code == 303
    sent = form(ref=refs(session), outcome="approve")
    assert signed_in("direction").post("/rabc/plan/a-approuver", data=sent).status_code == 303
    assert "HYG-04" not in quality.get("/rabc/plan").text
    assert "Pas de ventilation" in quality.get("/rabc/plan/point/HYG-04").text
    assert quality.post(path, data=form(reason="Encore")).status_code == 409
    assert quality.get("/rabc/plan/point/HYG-04/version").status_code == 404


def test_a_new_point_has_a_code_of_its_own(session: Session, signed_in: SignedIn) -> None:
    quality = signed_in("qualite")
    for code in ("HYG-01", "hyg", ""):
        answer = quality.post("/rabc/plan/nouveau", data=form(**HYG, code=code))
        assert answer.status_code == 422
        assert 'id="e-code"' in answer.text
    assert quality.post("/rabc/plan/nouveau", data=form(**HYG, code="HYG-05")).status_code == 303
    assert len(refs(session)) == 1
    assert "À approuver" in quality.get("/rabc/plan/point/HYG-05").text
