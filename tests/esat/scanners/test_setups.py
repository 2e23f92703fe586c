import io
from collections.abc import Callable
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select
from werkzeug.test import TestResponse

from esat.actors import SYSTEM
from esat.db import Database
from esat.errors import Invalid, NotFound, Refused
from esat.files.models import StoredFile
from esat.files.service import Upload
from esat.files.store import Store, store_of
from esat.scanners import setups
from esat.scanners.models import ScannerSetup
from esat.web.door import House
from tests.esat.scanners.conftest import picture

SignedIn = Callable[..., FlaskClient]
LIST = "/appareil/reglages"


@pytest.fixture
def store(house: House) -> Store:
    return store_of(house.settings)


@pytest.fixture
def head(signed_in: SignedIn) -> FlaskClient:
    """Rachid, who keeps the devices of the house."""
    return signed_in("responsable_atelier")


def send(browser: FlaskClient, data: bytes | None = None, **form: object) -> TestResponse:
    words: dict[str, object] = {"name": "Clavier français", "width_mm": "45", **form}
    if data is not None:
        words["picture"] = (io.BytesIO(data), "notice.png")
    return browser.post(LIST, data=words, content_type="multipart/form-data")


def kept(database: Database) -> list[ScannerSetup]:
    with database.read() as session:
        return list(session.exec(select(ScannerSetup)))


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_set_up_code_is_added_shown_and_printed(
    head: FlaskClient, signed_in: SignedIn, database: Database, kind: str
) -> None:
    assert send(head, picture(kind), note="Modèle de poche").status_code == 303
    (made,) = kept(database)
    assert (made.name, made.note, made.width_mm) == ("Clavier français", "Modèle de poche", 45)
    assert made.created_by is not None
    page = signed_in("comptoir").get("/appareil").text
    assert "Clavier français" in page
    assert 'width="170"' in page  # 45 mm, at 96 pixels an inch
    assert signed_in("comptoir").get(f"/fichiers/{made.file_id}").status_code == 200
    assert signed_in("borne").get(f"/fichiers/{made.file_id}").status_code == 403


def test_no_maker_s_code_is_there_before_the_house_adds_one(
    head: FlaskClient, database: Database
) -> None:
    assert kept(database) == []
    assert "Aucun réglage enregistré" in head.get("/appareil").text
    assert "Aucun réglage enregistré" in head.get(LIST).text


def test_a_set_up_code_is_added_once(head: FlaskClient, database: Database) -> None:
    key, data = str(uuid4()), picture()
    assert send(head, data, capture=key).status_code == 303
    assert send(head, data, capture=key).status_code == 303
    assert len(kept(database)) == 1
    assert send(head, picture("JPEG"), capture=key).status_code == 409


def test_a_scanned_picture_says_its_width_itself(head: FlaskClient, database: Database) -> None:
    assert send(head, picture(size=(600, 200), dpi=300), width_mm="").status_code == 303
    assert kept(database)[0].width_mm == 51


@pytest.mark.parametrize(
    ("data", "form", "field"),
    [
        (None, {}, "picture"),
        (b"", {}, "picture"),
        (b"GIF89a nonsense", {}, "picture"),
        (b"%PDF-1.4\n%%EOF\n", {}, "picture"),
        (picture("WEBP"), {}, "picture"),
        (picture()[:60], {}, "picture"),
        (picture(), {"name": " "}, "name"),
        (picture(), {"name": "n" * 81}, "name"),
        (picture(), {"note": "n" * 281}, "note"),
        (picture(), {"width_mm": "9"}, "width_mm"),
        (picture(), {"width_mm": "171"}, "width_mm"),
        (picture(), {"width_mm": ""}, "width_mm"),
        (picture(dpi=72), {"width_mm": ""}, "width_mm"),
        (picture(size=(100, 400)), {"width_mm": "100"}, "width_mm"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    head: FlaskClient, database: Database, data: bytes | None, form: dict[str, str], field: str
) -> None:
    answer = send(head, data, **form)
    assert answer.status_code == 422
    assert f'id="e-{field}"' in answer.text
    assert kept(database) == []


def test_a_set_up_code_is_retired_once_and_its_picture_stays(
    head: FlaskClient, database: Database
) -> None:
    send(head, picture())
    (made,) = kept(database)
    path = f"{LIST}/{made.id}/retrait"
    assert head.get(path).status_code == 405
    assert head.post(path).status_code == 303
    assert "Clavier français" not in head.get("/appareil").text
    assert head.post(path).status_code == 409
    assert head.post(f"{LIST}/987654/retrait").status_code == 404
    (after,) = kept(database)
    assert after.retired_at is not None
    with database.read() as session:
        assert session.get(StoredFile, after.file_id) is not None


def test_only_who_keeps_the_devices_keeps_the_set_up_codes(
    head: FlaskClient, signed_in: SignedIn, client: FlaskClient, database: Database
) -> None:
    send(head, picture())
    (made,) = kept(database)
    for role in ("moniteur", "comptoir", "bureau", "inspecteur", "borne"):
        browser = signed_in(role)
        assert browser.get(LIST).status_code == 403, role
        assert send(browser, picture()).status_code == 403, role
        assert browser.post(f"{LIST}/{made.id}/retrait").status_code == 403, role
    assert send(client, picture()).status_code in {302, 303, 401}
    assert kept(database) == [made]


def test_the_service_refuses_by_code(session: Session, store: Store) -> None:
    with pytest.raises(NotFound, match="setup_unknown"):
        setups.by_id(session, 987_654)
    upload = Upload("a.png", picture())
    made = setups.add(session, store, upload, name="Suffixe", width_mm=40, by=SYSTEM)
    setups.retire(session, made)
    with pytest.raises(Refused, match="setup_retired"):
        setups.retire(session, made)
    with pytest.raises(Invalid, match="form_invalid"):
        setups.add(session, store, upload, name="Suffixe", by=SYSTEM)
