import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlmodel import Session
from werkzeug.datastructures import FileStorage

from esat.actors import SYSTEM, Actor
from esat.files import access
from esat.files.content import MAX_BYTES
from esat.files.models import StoredFile
from esat.files.module import MODULE
from esat.files.pages import received
from esat.files.service import Upload, attach
from esat.files.store import store_of
from esat.registry import Registry
from esat.web.door import House

SignedIn = Callable[..., FlaskClient]


@pytest.fixture(scope="session")
def loaded(loaded: Registry) -> Registry:
    if any(module.code == MODULE.code for module in loaded.modules):
        return loaded
    return Registry([*loaded.modules, MODULE])


@pytest.fixture
def finder() -> Iterator[None]:
    before = list(access._finders)
    access.set_workshop_finder(lambda _session, file: {1: "laundry"}.get(file.order_id or 0))
    yield
    access._finders[:] = before


def keep(house: House, name: str, data: bytes) -> int:
    with house.database.write() as session:
        row = attach(session, store_of(house.settings), Upload(name, data), by=SYSTEM)
        assert row.id is not None
        return row.id


def test_a_photo_is_shown_with_the_kind_recognised_on_entry(
    signed_in: SignedIn, house: House, photo: bytes
) -> None:
    number = keep(house, "tache é.html", photo)
    answer = signed_in("moniteur").get(f"/fichiers/{number}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert "tache%20%C3%A9.jpg" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert Image.open(io.BytesIO(answer.data)).size == (400, 640)


def test_a_browser_that_has_it_is_not_sent_it_again(
    signed_in: SignedIn, house: House, photo: bytes
) -> None:
    number = keep(house, "a.jpg", photo)
    browser = signed_in("moniteur")
    tag = browser.get(f"/fichiers/{number}").headers["ETag"]
    again = browser.get(f"/fichiers/{number}", headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")


def test_the_small_picture_is_served_and_a_pdf_has_none(
    signed_in: SignedIn, house: House, photo: bytes
) -> None:
    browser = signed_in("bureau")
    number = keep(house, "a.jpg", photo)
    small = browser.get(f"/fichiers/{number}/vignette")
    assert Image.open(io.BytesIO(small.data)).size == (200, 320)
    paper = keep(house, "bon.pdf", b"%PDF-1.7\n%%EOF\n")
    assert browser.get(f"/fichiers/{paper}/vignette").status_code == 404
    answer = browser.get(f"/fichiers/{paper}")
    assert answer.headers["Content-Disposition"] == "attachment; filename=bon.pdf"


def test_bytes_lost_from_the_disk_are_said_lost(
    signed_in: SignedIn, house: House, photo: bytes, tmp_path: Path
) -> None:
    number = keep(house, "a.jpg", photo)
    store = store_of(house.settings)
    for sha256, _since in list(store.kept()):
        store.remove(sha256)
    answer = signed_in("bureau").get(f"/fichiers/{number}")
    assert answer.status_code == 404
    assert "Ce fichier n’est plus là" in answer.text


def test_a_stranger_and_an_unknown_number_get_nothing(
    client: FlaskClient, signed_in: SignedIn, house: House, photo: bytes
) -> None:
    number = keep(house, "a.jpg", photo)
    for browser in (client, signed_in("borne")):
        answer = browser.get(f"/fichiers/{number}")
        assert answer.status_code in {303, 403}
        assert answer.mimetype == "text/html"
    assert signed_in("bureau").get("/fichiers/99").status_code == 404


def file(**about: int) -> StoredFile:
    return StoredFile(
        sha256="0", size=1, media_type="x", name="x", created_at="2026-01-01T00:00Z", **about
    )  # type: ignore[arg-type]


def test_the_workshop_of_the_order_decides(session: Session, finder: None) -> None:
    read = frozenset({access.READ})
    laundry = Actor(capabilities=read, workshops=frozenset({"laundry"}))
    gardens = Actor(capabilities=read, workshops=frozenset({"green_spaces"}))
    every = Actor(capabilities=read, workshops=None)
    nobody = Actor(workshops=None)
    for actor, ours, unknown, client in (
        (laundry, True, False, True),
        (gardens, False, False, True),
        (every, True, True, True),
        (nobody, False, False, False),
    ):
        assert access.may_read(session, file(order_id=1), actor) is ours
        assert access.may_read(session, file(item_id=7), actor) is unknown
        assert access.may_read(session, file(client_id=3), actor) is client


def test_an_upload_is_never_read_beyond_the_limit() -> None:
    upload = received(FileStorage(io.BytesIO(b"x" * (MAX_BYTES + 50)), filename="a.jpg"))
    assert (upload.name, len(upload.data)) == ("a.jpg", MAX_BYTES + 1)
