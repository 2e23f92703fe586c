import io
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlmodel import Session, func, select
from werkzeug.test import TestResponse

from esat.config import Settings
from esat.db import Database
from esat.files.models import StoredFile
from esat.production import barcodes
from esat.production.journal_models import Capture, Event
from labels import LAYOUTS, Label, render_image
from tests import factories
from tests.esat.production.counter import Codes, codes

SignedIn = Callable[..., FlaskClient]


@pytest.fixture
def at_hand(session: Session) -> Codes:
    return codes(session)


@pytest.fixture
def nadia_at(signed_in: SignedIn) -> FlaskClient:
    return signed_in("moniteur", workshops=("laundry",))


def picture(*texts: str) -> bytes:
    """Labels side by side, as a JPEG."""
    large = [
        render_image(Label(LAYOUTS["site"], text), 203).convert("L").resize((700, 700))
        for text in texts
    ]
    ground = Image.new("L", (900 * max(1, len(large)), 900), 150)
    for place, label in enumerate(large):
        ground.paste(label, (900 * place + 100, 100))
    buffer = io.BytesIO()
    ground.save(buffer, "JPEG")
    return buffer.getvalue()


def send(browser: FlaskClient, data: bytes, **fields: str) -> TestResponse:
    return browser.post(
        "/comptoir/photo", data={"photo": (io.BytesIO(data), "IMG_1.jpg"), **fields}
    )


def rows(database: Database, table: type[Capture] | type[Event] | type[StoredFile]) -> int:
    with database.read() as session:
        return session.exec(select(func.count()).select_from(table)).one()


def test_a_photo_is_a_scan(nadia_at: FlaskClient, at_hand: Codes, database: Database) -> None:
    events = rows(database, Event)
    answer = send(nadia_at, picture(at_hand.bag))
    assert answer.status_code == 200
    assert "EHPAD Les Tilleuls" in answer.text
    assert "Recevoir ce sac" in answer.text
    assert rows(database, Capture) == 1
    assert rows(database, Event) == events


def test_the_picture_is_kept_nowhere(
    nadia_at: FlaskClient, at_hand: Codes, database: Database, settings: Settings
) -> None:
    def kept() -> set[Path]:
        return {path for path in settings.data_dir.rglob("*") if path.is_file()}

    before = kept()
    assert send(nadia_at, picture(at_hand.bag)).status_code == 200
    assert rows(database, StoredFile) == 0
    assert kept() == before


def test_the_page_of_a_photo_opens_and_a_get_reads_nothing(
    nadia_at: FlaskClient, database: Database
) -> None:
    page = nadia_at.get("/comptoir/photo").text
    assert 'enctype="multipart/form-data"' in page
    assert 'capture="environment"' in page
    assert rows(database, Capture) == 0


def test_of_several_codes_the_page_asks_which_and_keeps_none(
    nadia_at: FlaskClient, at_hand: Codes, database: Database
) -> None:
    page = send(nadia_at, picture(at_hand.bag, at_hand.item)).text
    assert "Lequel ?" in page
    assert f'name="code" value="{at_hand.bag}"' in page
    assert f'name="code" value="{at_hand.item}"' in page
    assert rows(database, Capture) == 0


def test_what_is_no_photo_of_a_code_is_said_on_the_page(
    nadia_at: FlaskClient, database: Database
) -> None:
    for data, status, words in (
        (b"", 422, "pas de photo"),
        (b"not a picture", 415, "Ce fichier n’est pas une photo"),
        (picture()[:400], 422, "ne s’ouvre pas"),
        (picture(), 422, "Aucun code lu"),
        (picture("https://esat.example.fr/suivi/abc"), 422, "adresse de suivi"),
    ):
        answer = send(nadia_at, data)
        assert answer.status_code == status, words
        assert words in answer.text
        assert "Lire la photo" in answer.text
    assert nadia_at.post("/comptoir/photo", data={"photo": "text"}).status_code == 422
    assert rows(database, Capture) == 0


def test_a_photo_heavier_than_any_request_may_be_is_refused(
    nadia_at: FlaskClient, settings: Settings
) -> None:
    heavy = bytes(settings.max_body_mb * 1024 * 1024 + 1)
    answer = nadia_at.post("/comptoir/photo", data=heavy, content_type="multipart/form-data")
    assert answer.status_code == 413
    assert "trop gros" in answer.text


def test_a_photo_is_refused_to_a_stranger_and_to_who_only_reads(
    client: FlaskClient, signed_in: SignedIn, at_hand: Codes, database: Database
) -> None:
    assert send(client, picture(at_hand.bag)).status_code in {302, 303, 401}
    assert send(signed_in("inspecteur"), picture(at_hand.bag)).status_code == 403
    assert rows(database, Capture) == 0


def test_a_photo_of_another_workshop_tells_nothing(signed_in: SignedIn, at_hand: Codes) -> None:
    other = signed_in("moniteur", workshops=("bookbinding",))
    answer = send(other, picture(at_hand.bag))
    assert "EHPAD Les Tilleuls" not in answer.text
    assert "Recevoir" not in answer.text


def test_a_revoked_label_is_refused_by_photo_as_by_scanner(
    nadia_at: FlaskClient, at_hand: Codes, session: Session
) -> None:
    barcodes.revoke(session, at_hand.bag, factories.AT)
    session.commit()
    answer = send(nadia_at, picture(at_hand.bag))
    assert answer.status_code == 409
    assert 'data-outcome="refused"' in answer.text


def test_the_same_photo_under_the_same_key_is_one_scan(
    nadia_at: FlaskClient, at_hand: Codes, database: Database
) -> None:
    marks = {"id": "0b0f4bcb-6c5f-4d3b-9d0e-1f6f2f1f0a01", "at": "2026-11-23T09:00:00+00:00"}
    for _ in range(2):
        assert send(nadia_at, picture(at_hand.bag), **marks).status_code == 200
    assert rows(database, Capture) == 1
