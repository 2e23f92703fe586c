import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat.accounts.models import Device
from esat.accounts.pages.edge import DEVICE_COOKIE
from esat.activity.kiosk.models import KioskEntry, KioskUndo
from tests.esat.activity.kiosk.conftest import Laundry, add
from tests.signing_in import enrol

SignedIn = Callable[..., FlaskClient]
PAGE = "/equipes/borne"


def tiles(page: str) -> list[str]:
    return re.findall(r'<a class="kiosk-tile".*?</a>', page, re.DOTALL)


def test_each_has_a_tile_with_his_own_picture_and_none_is_blank(
    kiosk: FlaskClient, laundry: Laundry
) -> None:
    page = kiosk.get(PAGE).text
    karim_b, karim_d, paul = tiles(page)
    assert "Karim B." in karim_b
    assert "Karim D." in karim_d
    assert re.sub(r"\d+|Karim .\.", "", karim_b) != re.sub(r"\d+|Karim .\.", "", karim_d)
    assert "PD" in paul  # no picture chosen yet: his initials
    assert "<img" not in page
    assert "Léa" not in page


def test_a_tile_says_nothing_of_who_has_come(kiosk: FlaskClient, laundry: Laundry) -> None:
    before = kiosk.get(PAGE).text
    form = {"worker": str(laundry.karim_b.id), "saying": "arrive"}
    assert kiosk.post(f"{PAGE}/dire", data=form).status_code == 303
    after = kiosk.get(PAGE).text
    assert after == before
    assert not re.search(r"\d+:\d\d", after)
    for word in ("Absen", "absen", "Présen", "manque", "video", "capture="):
        assert word not in after


def test_said_by_a_form_it_may_be_taken_back_by_a_form(
    kiosk: FlaskClient, session: Session, laundry: Laundry
) -> None:
    form = {"worker": str(laundry.karim_b.id), "saying": "leave"}
    told = kiosk.post(f"{PAGE}/dire", data=form)
    assert kiosk.post(f"{PAGE}/dire", data=form).headers["Location"] == told.headers["Location"]
    page = kiosk.get(told.headers["Location"]).text
    assert '<p id="kiosk-bar-words">C’est noté.</p>' in page
    assert kiosk.post(f"{PAGE}/annuler", data=form).status_code == 303
    assert kiosk.post(f"{PAGE}/annuler", data=form).status_code == 409
    assert len(session.exec(select(KioskEntry)).all()) == 1
    assert len(session.exec(select(KioskUndo)).all()) == 1
    assert '<p id="kiosk-bar-words"></p>' in kiosk.get(told.headers["Location"]).text


@pytest.mark.parametrize(
    "form", [{}, {"worker": "x", "saying": "arrive"}, {"worker": "1", "saying": "sick"}]
)
def test_nonsense_is_refused_and_nothing_is_written(
    kiosk: FlaskClient, session: Session, form: dict[str, str]
) -> None:
    assert kiosk.post(f"{PAGE}/dire", data=form).status_code == 422
    assert session.exec(select(KioskEntry)).all() == []


def test_more_than_nine_people_choose_their_group_first(
    kiosk: FlaskClient, session: Session, laundry: Laundry
) -> None:
    for n in range(9):
        add(session, laundry.linen, f"Ana{n}", "Lopez", "star")
    session.commit()
    page = kiosk.get(PAGE).text
    start = page[page.index('id="accueil"') : page.index('id="groupe-')]
    assert "Touchez votre groupe" in start
    screens = re.split(r'<section id="groupe-', page)[1:]
    assert [len(tiles(one.split("</section>")[0])) for one in screens] == [9, 3]


def test_a_person_or_a_counter_s_tablet_is_no_kiosk(
    app: Flask, session: Session, signed_in: SignedIn, laundry: Laundry
) -> None:
    form = {"worker": str(laundry.karim_b.id), "saying": "arrive"}
    for role in ("moniteur", "bureau", "administrateur", "inspecteur"):
        assert signed_in(role).get(PAGE).status_code == 403
        assert signed_in(role).post(f"{PAGE}/dire", data=form).status_code == 403
    token, _ = enrol(session)
    session.commit()
    counter = app.test_client()
    assert counter.get(PAGE).status_code == 303  # nobody: sign in first
    counter.set_cookie(DEVICE_COOKIE, token)
    assert counter.get(PAGE).status_code == 403
    assert counter.post(f"{PAGE}/dire", data=form).status_code == 403
    assert session.exec(select(KioskEntry)).all() == []


def test_a_kiosk_of_another_workshop_shows_and_notes_its_own_people_only(
    app: Flask, session: Session, laundry: Laundry
) -> None:
    token, _ = enrol(session, "green_spaces", role="borne")
    session.commit()
    garden = app.test_client()
    garden.set_cookie(DEVICE_COOKIE, token)
    page = garden.get(PAGE).text
    assert "Léa P." in page
    assert "Karim" not in page
    form = {"worker": str(laundry.karim_b.id), "saying": "arrive"}
    assert garden.post(f"{PAGE}/dire", data=form).status_code == 409


def test_a_revoked_kiosk_is_nothing(kiosk: FlaskClient, session: Session, laundry: Laundry) -> None:
    device = session.exec(select(Device)).one()
    device.revoked_at = laundry.linen.archived_at or device.enrolled_at
    session.add(device)
    session.commit()
    assert kiosk.get(PAGE).status_code == 303
