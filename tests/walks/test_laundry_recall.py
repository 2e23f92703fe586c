"""An auditor asks what became of a delivery, months later."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session

from esat import clock
from esat.actors import SYSTEM
from esat.production import subjects
from tests.walks import laundry_stations
from tests.walks.laundry_june import JUNE, MAIRIE, OTHER, June
from workshops.laundry.plant import service as plant
from workshops.laundry.plant.service import ProgrammeFacts

AUDIT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SignedIn = Callable[..., FlaskClient]


@pytest.fixture
def note(session: Session, client: FlaskClient, signed_in: SignedIn) -> str:
    with clock.pinned(JUNE):
        laundry = laundry_stations.build(session, client, at=JUNE)
        nadia = signed_in("moniteur", workshops=("laundry",))
        number = June(session, laundry, nadia).play()
    with clock.pinned(JUNE + timedelta(days=60)):
        card = subjects.by_code(session, laundry.programme)
        assert card is not None
        facts = ProgrammeFacts("60", "Programme 60 plus court", 50)
        plant.change_programme(session, card.resource_id or 0, facts, "Économie d’eau", by=SYSTEM)
    session.commit()
    return number


def test_recall_drill(note: str, signed_in: SignedIn) -> None:
    """Recall drill

    Given a delivery note of 12 June to the mairie (38 kg of towels),
    When the auditor asks for the full history,
    Then within two minutes he reads lots, machines, programme versions of then, temperature proof
    or its absence, doses, who ran them, and the other possible recipients, told apart from the
    certain ones.
    """
    with clock.pinned(AUDIT):
        auditor = signed_in("inspecteur")
        began = time.perf_counter()
        page = auditor.get("/blanchisserie/historique", query_string={"code": note})
        took = time.perf_counter() - began
    text = page.get_data(as_text=True).replace("\u202f", " ").replace("\xa0", " ")
    assert page.status_code == 200
    assert took < 120
    for words in (
        "Laveuse 1", "Laveuse 2", "Programme 60 (version 1", "proposé, non validé", "71,4",
        "aucune preuve relevée", "Lessive : 240", "Nadia", "38 kg", "12 juin",
    ):  # fmt: skip
        assert words in text, words
    certain = text[text.index("Destinataires certains") : text.index("Destinataires possibles")]
    possible = text[text.index("Destinataires possibles") :][:300]
    assert MAIRIE in certain
    assert OTHER not in certain
    assert OTHER in possible
    assert "possible" in text
    assert "désinfecté" not in text
