"""The first day of a laundry: nothing is there yet, and every page says what to do next."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session

from esat import clock
from workshops.laundry.plant import seeds
from workshops.laundry.plant.kinds import KINDS

ROOT = "/blanchisserie"
SignedIn = Callable[..., FlaskClient]
PAGES = {
    "/reception": "Un autre client",
    "/anomalies": "Aucune anomalie",
    "/anomalies/nouvelle": "Scannez d’abord le sac",
    "/objets-trouves": "Aucun",
    "/objets-trouves/nouveau": "En quelques mots",
    "/tri": "Rien à trier",
    "/machines": "Ajouter une machine",
    "/ecarts-de-zone": "Aucun écart à décider",
    "/reglages": "Programmes",
    "/reglages/machines": "Pas encore de machine",
    "/reglages/programmes/nouveau": "Sur quelles machines",
    "/reglages/limites": "Proposé, à valider",
}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_of_an_empty_laundry_says_what_comes_next(
    session: Session, signed_in: SignedIn, path: str
) -> None:
    seeds.install(session, clock.now())
    session.commit()
    answer = signed_in("responsable_atelier", ("laundry",)).get(ROOT + path)
    assert answer.status_code == 200
    assert PAGES[path] in answer.text
    assert "None" not in answer.text


@pytest.mark.parametrize("slug", [kind.slug for kind in KINDS.values() if kind.may_add])
def test_a_form_of_the_settings_comes_empty(
    session: Session, signed_in: SignedIn, slug: str
) -> None:
    seeds.install(session, clock.now())
    session.commit()
    browser = signed_in("responsable_atelier", ("laundry",))
    text = browser.get(f"{ROOT}/reglages/{slug}/nouveau").text
    assert " checked" not in text
    assert 'value="None"' not in text
