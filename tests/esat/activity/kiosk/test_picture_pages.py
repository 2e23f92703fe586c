import io
from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlmodel import Session, col, select

from esat.accounts.models import Account
from esat.activity.kiosk.models import Portrait, PortraitConsent
from esat.files.models import StoredFile
from esat.workers import people
from tests.esat.activity.kiosk.conftest import Laundry, add

SignedIn = Callable[..., FlaskClient]
YES = {"given": "yes", "said_on": "2026-11-20", "scope": "kiosk", "signers": "1"}


def photo(kind: str = "JPEG") -> io.BytesIO:
    made = io.BytesIO()
    Image.new("RGB", (40, 40), "teal").save(made, kind)
    made.seek(0)
    return made


def sent(data: io.BytesIO | None = None) -> dict[str, object]:
    return {"photo": (data or photo(), "karim-benali.jpg")}


@pytest.fixture
def office(signed_in: SignedIn, laundry: Laundry) -> FlaskClient:
    return signed_in("bureau")


@pytest.fixture
def nadia(session: Session, signed_in: SignedIn, laundry: Laundry) -> FlaskClient:
    browser = signed_in("moniteur", ("laundry",))
    account = session.exec(select(Account).order_by(col(Account.id).desc())).first()
    assert account is not None
    people.lead(session, laundry.linen, account.id or 0, date(2026, 11, 2))
    session.commit()
    return browser


def page_of(laundry: Laundry) -> str:
    return f"/equipes/images/{laundry.karim_b.id}"


def test_a_portrait_needs_a_whole_consent_and_goes_at_once_when_it_is_withdrawn(
    office: FlaskClient, nadia: FlaskClient, kiosk: FlaskClient, session: Session, laundry: Laundry
) -> None:
    page, face = page_of(laundry), f"/equipes/portraits/{laundry.karim_b.id}"
    assert nadia.post(f"{page}/portrait", data=sent()).status_code == 409
    assert office.post(f"{page}/accord", data=YES).status_code == 303
    assert nadia.post(f"{page}/portrait", data=sent()).status_code == 303
    assert f'src="{face}"' in kiosk.get("/equipes/borne").text
    shown = kiosk.get(face)
    assert (shown.status_code, shown.mimetype) == (200, "image/jpeg")
    assert nadia.get(face).status_code == 200
    file = session.exec(select(StoredFile)).one()
    assert file.name == "portrait.jpg"
    assert nadia.post(f"{page}/retrait").status_code == 303
    for browser in (kiosk, nadia, office):
        assert browser.get(face).status_code == 404
    assert face not in kiosk.get("/equipes/borne").text
    assert session.exec(select(StoredFile)).all() == []
    assert [row.holds for row in session.exec(select(PortraitConsent))] == [True, False]
    assert nadia.post(f"{page}/portrait", data=sent()).status_code == 409


def test_a_second_signature_that_is_asked_is_waited_for_and_seen_by_the_office_alone(
    office: FlaskClient, nadia: FlaskClient, laundry: Laundry
) -> None:
    page = page_of(laundry)
    office.post(f"{page}/accord", data={**YES, "signers": "2"})
    assert nadia.post(f"{page}/portrait", data=sent()).status_code == 409
    told = nadia.get(page).text
    for word in ("signature", "Qui signe", "tutelle", "curatelle"):
        assert word not in told
    assert "Qui signe" in office.get(page).text
    assert nadia.post(f"{page}/accord", data=YES).status_code == 403
    office.post(f"{page}/accord", data={**YES, "signers": "2", "second_given": "1"})
    assert nadia.post(f"{page}/portrait", data=sent()).status_code == 303


def test_a_portrait_is_read_by_the_kiosk_of_his_workshop_and_those_who_see_his_group(
    office: FlaskClient, signed_in: SignedIn, session: Session, laundry: Laundry
) -> None:
    page, face = page_of(laundry), f"/equipes/portraits/{laundry.karim_b.id}"
    office.post(f"{page}/accord", data=YES)
    office.post(f"{page}/portrait", data=sent())
    file_id = session.exec(select(Portrait.file_id)).one()
    stranger = signed_in("moniteur", ("green_spaces",))
    for role in ("inspecteur", "comptoir", "administrateur", "qualite"):
        assert signed_in(role).get(face).status_code == 403
    assert stranger.get(face).status_code == 404
    assert signed_in("direction").get(face).status_code == 404  # agreed for the kiosk only
    for browser in (office, stranger, signed_in("administrateur")):
        assert browser.get(f"/fichiers/{file_id}").status_code == 404
        assert browser.get(f"/fichiers/{file_id}/vignette").status_code == 404
    office.post(f"{page}/accord", data={**YES, "scope": "team"})
    assert signed_in("direction").get(face).status_code == 200


def test_what_is_no_photo_is_refused_beside_the_field_and_the_former_stays(
    office: FlaskClient, session: Session, laundry: Laundry
) -> None:
    page = page_of(laundry)
    office.post(f"{page}/accord", data=YES)
    office.post(f"{page}/portrait", data=sent())
    pdf = io.BytesIO(b"%PDF-1.4\n%%EOF")
    assert office.post(f"{page}/portrait", data=sent(pdf)).status_code == 415
    empty = office.post(f"{page}/portrait", data={"photo": (io.BytesIO(), "")})
    assert empty.status_code == 422
    assert "Choisissez une photo." in empty.text
    assert len(session.exec(select(Portrait)).all()) == 1
    future = office.post(f"{page}/accord", data={**YES, "said_on": "2027-01-01"})
    assert future.status_code == 422
    assert "daté de demain" in future.text
    assert office.post(f"{page}/accord", data={}).status_code == 422
    office.post(f"{page}/portrait", data=sent(photo("PNG")))
    assert len(session.exec(select(StoredFile)).all()) == 1


def test_a_picture_is_chosen_and_no_two_of_a_group_are_alike(
    nadia: FlaskClient, session: Session, laundry: Laundry
) -> None:
    page = f"/equipes/images/{laundry.paul.id}"
    assert "Soleil" not in nadia.get(page).text  # Karim B. has it
    taken = nadia.post(f"{page}/pictogramme", data={"pictogram": "sun"})
    assert taken.status_code == 409
    assert "Karim B. a déjà cette image" in taken.text
    assert nadia.post(f"{page}/pictogramme", data={"pictogram": "virus"}).status_code == 404
    assert nadia.post(f"{page}/pictogramme", data={"pictogram": "rocket"}).status_code == 303
    session.refresh(laundry.paul)
    assert laundry.paul.pictogram == "rocket"


def test_the_pictures_of_another_group_are_not_mine(
    nadia: FlaskClient, session: Session, laundry: Laundry
) -> None:
    alone = add(session, laundry.garden, "Sans", "Groupe")
    alone.first_group_id = None
    session.commit()
    told = nadia.get("/equipes/images").text
    assert "Karim B." in told
    assert "Léa" not in told
    for worker in (laundry.lea.id, alone.id, 999_999):
        page = f"/equipes/images/{worker}"
        assert nadia.get(page).status_code == 404
        assert nadia.get(f"/equipes/portraits/{worker}").status_code == 404
        for act in ("pictogramme", "portrait", "retrait"):
            assert nadia.post(f"{page}/{act}", data={"pictogram": "sun"}).status_code == 404
