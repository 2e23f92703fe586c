import re
from base64 import b64decode
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from io import BytesIO

import pytest
import zxingcpp
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import func
from sqlmodel import Session, select

from esat.accounts.roles import ROLES
from esat.actors import SYSTEM
from esat.db import Database
from esat.layouts import differences, store
from esat.layouts.models import LabelLayout
from esat.layouts.store import Wanted
from labels import LAYOUTS, Layout
from labels.checking import WIDEST_CODE
from tests.esat.layouts.editing import BAG, LOWER, QR, TITLE, sent, with_box

SignedIn = Callable[..., FlaskClient]
HERE = "/administration/gabarits"
DATA = re.compile(r'src="data:image/png;base64,([^"]+)"')
HTMX = {"HX-Request": "true"}


@pytest.fixture
def adele(signed_in: SignedIn, now: datetime) -> FlaskClient:
    return signed_in("administrateur")


@pytest.fixture
def rows(database: Database) -> Callable[[], int]:
    def count() -> int:
        with database.read() as session:
            return session.exec(select(func.count()).select_from(LabelLayout)).one()

    return count


def kept(session: Session, layout: Layout, base: int = 0, at: datetime | None = None) -> None:
    moment = at or datetime.fromisoformat("2026-11-20T09:00:00+00:00")
    store.save(session, Wanted(layout, base), reason="Plus lisible", by=SYSTEM, at=moment)
    session.commit()


def codes(png: bytes) -> set[str]:
    with Image.open(BytesIO(png)) as image:
        return {one.text for one in zxingcpp.read_barcodes(image.convert("L"))}


def test_the_gallery_shows_every_layout_at_its_size(adele: FlaskClient, session: Session) -> None:
    kept(session, LOWER)
    page = adele.get(HERE).text
    for code, layout in LAYOUTS.items():
        assert f'href="{HERE}/{code}"' in page
        wide, high = (round(side * 96 / 25.4) for side in (layout.width, layout.height))
        version = int(code == "bag")
        picture = f'{HERE}/{code}/image.png?version={version}&amp;textes=courts" width="{wide}"'
        assert f'{picture} height="{high}"' in page
    assert "63,5 × 38,1 mm" in page
    assert "Système, 20 nov. à 10:00 : Plus lisible" in page


@pytest.mark.parametrize("texts", ["courts", "longs"])
@pytest.mark.parametrize("code", LAYOUTS)
def test_the_picture_of_every_layout_reads_back(adele: FlaskClient, code: str, texts: str) -> None:
    answer = adele.get(f"{HERE}/{code}/image.png?textes={texts}")
    assert (answer.status_code, answer.content_type) == (200, "image/png")
    assert WIDEST_CODE in codes(answer.data)


def test_a_version_of_the_picture_is_asked_for(adele: FlaskClient, session: Session) -> None:
    kept(session, LOWER)
    now, first, origin = (
        adele.get(f"{HERE}/bag/image.png{asked}").data for asked in ("", "?version=1", "?version=0")
    )
    assert now == first
    assert now != origin
    assert adele.get(f"{HERE}/bag/image.png?version=7").status_code == 404
    for nonsense in ("version=moon", "version=-1", "textes=moon"):
        assert adele.get(f"{HERE}/bag/image.png?{nonsense}").status_code == 422


def test_the_editor_shows_each_box_with_french_words(adele: FlaskClient) -> None:
    page = adele.get(f"{HERE}/bag").text
    assert page.count('class="layout-box"') == len(BAG.boxes)
    assert "Tout tient, à 203 et à 300 points par pouce." in page
    for words in ("Marque de réimpression", "Symbole QR", "Code 128", "Ligne 1", "À gauche"):
        assert words in page
    assert 'value="15,3"' in page or 'value="15,35"' in page
    assert "Gabarit d’origine" in page


def test_a_preview_writes_nothing_and_shows_what_is_typed(
    adele: FlaskClient, rows: Callable[[], int]
) -> None:
    place = f"{HERE}/bag/apercu"
    whole = adele.post(place, data=sent(BAG, base=0))
    (first,) = DATA.findall(whole.text)
    assert WIDEST_CODE in codes(b64decode(first))
    part = adele.post(place, data=sent(BAG, textes="longs"), headers=HTMX)
    (second,) = DATA.findall(part.text)
    assert (second != first, "<html" in part.text) == (True, False)
    assert 'hx-swap-oob="true"' in part.text
    small = adele.post(place, data=sent(BAG, **{f"b{QR + 1}_w": "12"}), headers=HTMX)
    said = f"Boîte {QR + 1} (symbole QR) : il faut 14,6 mm, il y en a 12."
    assert (small.status_code, small.text.count(said)) == (200, 2)
    unread = adele.post(place, data=sent(BAG, b1_x="NaN"), headers=HTMX).text
    assert "Boîte 1, depuis la gauche : Écrivez un nombre, par exemple 12,5." in unread
    assert "Le papier ne se lit pas" in adele.post(place, data=sent(BAG, width="x")).text
    assert rows() == 0


def test_boxes_are_arranged_by_buttons_with_and_without_a_script(
    adele: FlaskClient, rows: Callable[[], int]
) -> None:
    place, count = f"{HERE}/bag/apercu", len(BAG.boxes)
    page = adele.post(place, data={**sent(BAG), "do": "add"}).text
    assert page.count('class="layout-box"') == count + 1
    assert f'data-box="{count + 1}" open' in page
    part = adele.post(place, data={**sent(BAG), "do": "remove:1"}, headers=HTMX).text
    assert part.lstrip().startswith('<form id="editor"')
    assert part.count('class="layout-box"') == count - 1
    for nonsense in ("burn:1", "remove:99", "remove:0"):
        answer = adele.post(place, data={**sent(BAG), "do": nonsense})
        assert answer.status_code == 422, nonsense
    assert rows() == 0


def test_a_save_is_a_version_more_and_a_replay_changes_nothing(
    adele: FlaskClient, database: Database, rows: Callable[[], int]
) -> None:
    data = sent(BAG, **{f"b{TITLE + 1}_size": "5"})
    assert adele.post(f"{HERE}/bag", data=data).headers["Location"] == f"{HERE}/bag"
    with database.read() as session:
        assert differences.between(LOWER, store.current(session, "bag")) == ()
        row = store.row_at(session, "bag", 1)
        assert (row.reason, row.created_by is not None) == ("Plus lisible", True)
    page = adele.get(f"{HERE}/bag").text
    assert "En vigueur : version 1. Adèle" in page
    again = adele.post(f"{HERE}/bag", data=data)
    assert (again.status_code, "Quelqu’un a changé ce gabarit" in again.text) == (409, True)
    assert rows() == 1


def test_what_does_not_hold_is_refused_at_its_box_and_stays_typed(
    adele: FlaskClient, rows: Callable[[], int]
) -> None:
    data = sent(BAG, **{f"b{QR + 1}_w": "12", f"b{QR + 1}_h": "12"})
    answer = adele.post(f"{HERE}/bag", data=data)
    assert answer.status_code == 422
    assert "Ce gabarit ne tient pas. Corrigez les boîtes marquées." in answer.text
    said = f"Boîte {QR + 1} (symbole QR) : il faut 14,6 mm, il y en a 12."
    assert answer.text.count(said) == 2
    box = answer.text.partition(f'id="reasons-{QR + 1}"')[2].partition("</div>")[0]
    assert said in box
    assert f'data-box="{QR + 1}" open' in answer.text
    assert 'value="12"' in answer.text
    assert rows() == 0


def test_what_cannot_be_read_is_refused_at_its_field(
    adele: FlaskClient, rows: Callable[[], int]
) -> None:
    for changed, said in (
        ({"reason": ""}, "Ce champ est à remplir."),
        ({"b1_w": "-3"}, "Écrivez un nombre, par exemple 12,5."),
        ({"label": ""}, "Ce champ est à remplir."),
        ({"sheet": "24"}, "La planche a des étiquettes plus petites : 70 × 37 mm au plus."),
        ({"sheet": "moon"}, "Cette planche n’existe pas. Choisissez-la dans la liste."),
    ):
        answer = adele.post(f"{HERE}/bag", data=sent(BAG, **changed))
        assert answer.status_code == 422
        assert said in answer.text
    many = {f"b{n}.kind": "line" for n in range(61)}
    assert adele.post(f"{HERE}/bag", data=sent(BAG) | many).status_code == 422
    assert adele.post(f"{HERE}/bag").status_code == 422
    assert adele.post(f"{HERE}/bag", data=sent(BAG)).status_code == 409
    assert rows() == 0


def test_whoever_saves_second_is_told_and_may_then_save_over_it(
    adele: FlaskClient, session: Session, rows: Callable[[], int]
) -> None:
    kept(session, LOWER)
    mine = sent(BAG, base=0, label="Sac bleu")
    told = adele.post(f"{HERE}/bag", data=mine)
    assert told.status_code == 409
    assert 'value="Sac bleu"' in told.text
    assert f"{HERE}/bag/versions/1" in told.text
    assert 'name="base" value="1"' in told.text
    assert rows() == 1
    assert adele.post(f"{HERE}/bag", data={**mine, "base": "1"}).status_code == 303
    assert rows() == 2


def test_hostile_words_are_shown_as_words(adele: FlaskClient, database: Database) -> None:
    hostile = '<script>alert("1")</script>'
    data = sent(BAG, label=hostile, reason='"><b>')
    assert adele.post(f"{HERE}/bag", data=data).status_code == 303
    for place in (HERE, f"{HERE}/bag", f"{HERE}/bag/versions/1", f"{HERE}/bag/versions/0"):
        page = adele.get(place).text
        assert "<script>alert" not in page
        assert '"><b>' not in page
        assert "&lt;script&gt;" in page
    box = replace(LAYOUTS["pallet"].boxes[0], text="<i>{{ 7*7 }}</i>")
    typed = replace(LAYOUTS["pallet"], boxes=(box, *LAYOUTS["pallet"].boxes[1:]))
    part = adele.post(f"{HERE}/pallet/apercu", data=sent(typed), headers=HTMX).text
    assert "<i>" not in part
    assert "&lt;i&gt;{{ 7*7 }}&lt;/i&gt;" in part


def test_a_copy_is_a_layout_of_ones_own_and_leaves_when_it_is_withdrawn(
    adele: FlaskClient, rows: Callable[[], int]
) -> None:
    copy = {"copy_code": "sac_bleu", "copy_label": "Sac bleu"}
    assert adele.post(f"{HERE}/bag/copie", data=copy).headers["Location"] == f"{HERE}/sac_bleu"
    for wrong in (copy, {**copy, "copy_code": "Sac Bleu"}, {**copy, "copy_code": ""}, {}):
        assert adele.post(f"{HERE}/bag/copie", data=wrong).status_code == 422
    assert rows() == 1
    page = adele.get(f"{HERE}/sac_bleu").text
    assert "Retirer ce gabarit" in page
    assert "Sac bleu" in adele.get(HERE).text
    place = f"{HERE}/sac_bleu/retrait"
    assert adele.post(place, data={"base": "1"}).status_code == 422
    assert adele.post(place, data={"base": "0", "why": "x"}).status_code == 409
    assert adele.post(place, data={"base": "1", "why": "Inutile"}).status_code == 303
    assert adele.get(f"{HERE}/sac_bleu").status_code == 404
    assert adele.post(place, data={"base": "2", "why": "x"}).status_code == 404
    gallery = adele.get(HERE).text
    assert "Gabarits retirés" in gallery
    assert f"{HERE}/sac_bleu/versions/2" in gallery
    assert rows() == 2


def test_a_layout_of_the_house_goes_back_to_it(adele: FlaskClient, session: Session) -> None:
    place = f"{HERE}/bag/retrait"
    never = adele.post(place, data={"base": "0", "why": "x"})
    assert (never.status_code, "déjà celui d’origine" in never.text) == (409, True)
    kept(session, LOWER)
    assert "Revenir au gabarit d’origine" in adele.get(f"{HERE}/bag").text
    assert adele.post(place, data={"base": "1", "why": "Retour"}).status_code == 303
    assert "Revenu à l’origine" in adele.get(HERE).text
    assert "En vigueur : gabarit d’origine." in adele.get(f"{HERE}/bag").text


def test_what_is_not_there_is_not_found(adele: FlaskClient) -> None:
    for path in ("moon", "moon/image.png"):
        assert adele.get(f"{HERE}/{path}").status_code == 404
    for path in ("moon", "moon/apercu", "moon/copie", "moon/retrait"):
        assert adele.post(f"{HERE}/{path}", data=sent(BAG)).status_code == 404


def test_acts_are_posted(adele: FlaskClient) -> None:
    for act in ("apercu", "copie", "retrait"):
        assert adele.get(f"{HERE}/bag/{act}").status_code == 405


@pytest.mark.parametrize("role", [role for role in ROLES if role != "administrateur"])
def test_layouts_are_for_the_administrator(
    signed_in: SignedIn, rows: Callable[[], int], now: datetime, role: str
) -> None:
    other = signed_in(role)
    for path in ("", "/bag", "/bag/image.png", "/bag/versions/0"):
        assert other.get(HERE + path).status_code == 403
    data = {**sent(BAG, label="Autre"), "why": "x", "copy_code": "x", "copy_label": "x"}
    for path in ("/bag", "/bag/apercu", "/bag/copie", "/bag/retrait", "/bag/versions/0/reprise"):
        assert other.post(HERE + path, data=data).status_code == 403
    assert rows() == 0


def test_a_stranger_is_sent_to_the_door(client: FlaskClient, rows: Callable[[], int]) -> None:
    assert client.get(f"{HERE}/bag").status_code in {302, 303}
    assert client.post(f"{HERE}/bag", data=sent(with_box(BAG, TITLE, size=5))).status_code != 200
    assert rows() == 0


def test_a_look_takes_no_writer_s_turn(app: Flask) -> None:
    """A preview is posted at each key: nobody who scans may wait for it."""
    assert app.view_functions["layouts.preview"].__own_transaction__ is True  # type: ignore[attr-defined]
