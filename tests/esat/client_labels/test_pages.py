import io
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat.client_labels import service
from esat.client_labels.models import ClientTemplate, NumberRange
from tests.esat.client_labels.asking import (
    FIRST,
    HERE,
    NEW,
    POSTS,
    RANGE,
    RANGE_NEW,
    TYPED,
    count,
    picture,
)
from tests.esat.client_labels.drawings import SSCC, ZPL, svg
from tests.esat.client_labels.lending import make_range

SignedIn = Callable[..., FlaskClient]


@pytest.mark.parametrize("role", ["direction", "bureau", "responsable_atelier", "moniteur",
                                  "comptoir", "qualite", "inspecteur", "borne"])  # fmt: skip
def test_only_the_administrator_comes_here(signed_in: SignedIn, kept: Session, role: str) -> None:
    browser, before = signed_in(role), count(kept)
    for where in (HERE, NEW, RANGE_NEW, f"{HERE}/modeles/client-a", f"{HERE}/plages/{FIRST}"):
        assert browser.get(where).status_code == 403
    for where in POSTS:
        assert browser.post(where, data=TYPED | RANGE | {"reason": "x"}).status_code == 403
    assert count(kept) == before


def test_a_stranger_is_sent_to_the_door(client: FlaskClient, kept: Session) -> None:
    before = count(kept)
    for where in POSTS:
        answer = client.post(where, data=TYPED | RANGE | {"reason": "x"})
        assert "/connexion" in answer.headers.get("Location", "") or answer.status_code == 401
    assert count(kept) == before


def test_no_button_is_a_link(adele: FlaskClient, kept: Session) -> None:
    before = count(kept)
    for where in POSTS:
        assert adele.get(where).status_code in {200, 405}
    assert count(kept) == before


def test_another_site_presses_no_button(adele: FlaskClient, kept: Session) -> None:
    before, headers = count(kept), {"Sec-Fetch-Site": "cross-site", "Origin": "http://e.fr"}
    for where in POSTS:
        sent = TYPED | RANGE | {"reason": "x", "number": FIRST}
        assert adele.post(where, data=sent, headers=headers).status_code in {400, 403}
    assert count(kept) == before


def test_what_does_not_exist_is_not_found(adele: FlaskClient, kept: Session) -> None:
    before = count(kept)
    for where in (f"{HERE}/modeles/autre", f"{HERE}/modeles/client-a/versions/9",
                  f"{HERE}/plages/autre", f"{HERE}/modeles/autre/modifier"):  # fmt: skip
        assert adele.get(where).status_code == 404
    for where in POSTS[2:]:
        other = where.replace("client-a", "autre").replace(FIRST, "autre")
        assert adele.post(other, data=TYPED | {"reason": "x", "number": "1"}).status_code == 404
    assert count(kept) == before


def test_a_template_is_tried_then_kept(adele: FlaskClient, session: Session) -> None:
    held = make_range(session)
    session.commit()
    sent = TYPED | {"body": SSCC, "range_id": str(held.id)}
    tried = adele.post(NEW, data=sent | {"act": "try"})
    assert tried.status_code == 200
    assert ("]C1", "00337601320000005004") in picture(tried)
    assert "Les valeurs sont fausses" in tried.text
    assert count(session) == (0, 1, 0, 0)
    answer = adele.post(NEW, data=sent)
    assert answer.headers["Location"] == f"{HERE}/modeles/carton"
    assert count(session) == (1, 1, 0, 0)
    page = adele.get(answer.headers["Location"])
    assert ("]C1", "00337601320000005004") in picture(page)
    assert "Adèle" in page.text
    assert "Carton" in adele.get(HERE).text


def test_sent_twice_is_one_template(adele: FlaskClient, session: Session) -> None:
    assert adele.post(NEW, data=TYPED).status_code == 303
    again = adele.post(NEW, data=TYPED)
    assert again.status_code == 422
    assert "porte déjà ce nom court" in again.text
    assert count(session)[0] == 1


def test_a_zpl_template_shows_what_its_printer_will_get(
    adele: FlaskClient, session: Session
) -> None:
    held = make_range(session)
    session.commit()
    sent = {"body": ZPL, "language": "zpl", "range_id": str(held.id), "height_mm": "50"}
    page = adele.post(NEW, data=TYPED | sent, follow_redirects=True)
    assert "L’imprimante dessine elle-même" in page.text
    assert "^FDNom du client N00000" in page.text
    assert "<img" not in page.text


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"body": ""}, "Le modèle est vide"),
        ({"body": "<!DOCTYPE x>" + svg("")}, "Retirez la ligne &lt;!DOCTYPE&gt;"),
        ({"body": svg("<text>{{prix}}</text>")}, "Le nom « prix » n’existe pas"),
        ({"body": "^XA^JUS^XZ", "language": "zpl"}, "^JU n’est pas permise"),
        ({"body": "^XA^CI28^FD{{code}}^FS^XZ", "language": "zpl"}, "ajoutez ^FH devant ^FD"),
        ({"body": SSCC}, "Choisissez sa plage"),
        ({"width_mm": "abc"}, "Écrivez un nombre"),
        ({"width_mm": "1e9"}, "Ce nombre est trop grand"),
        ({"language": "html"}, "Choisissez dans la liste"),
        ({"client_id": "x"}, "Écrivez un nombre entier"),
        ({"body": svg('<text x="90" font-size="9">{{client}}</text>')}, "sort de l’étiquette"),
        ({"body": svg("<rect/>" * 6000)}, "trop compliqué"),
    ],
)
def test_what_is_wrong_is_said_and_the_text_is_kept(
    adele: FlaskClient, session: Session, sent: dict[str, str], said: str
) -> None:
    for act in ("try", "keep"):
        answer = adele.post(NEW, data=TYPED | sent | {"act": act})
        assert answer.status_code == 422
        assert said in answer.text
        assert "Cette action n’est pas possible" not in answer.text
    assert count(session)[0] == 0


def test_a_file_takes_the_place_of_the_text(adele: FlaskClient, session: Session) -> None:
    def sent(data: bytes) -> dict[str, object]:
        return TYPED | {"body": "", "file": (io.BytesIO(data), "modele.svg")}

    wrong = adele.post(NEW, data=sent(b"\xff\xfe\x00"), content_type="multipart/form-data")
    assert "UTF-8" in wrong.text
    bad = adele.post(NEW, data=sent(b"<truc/>"), content_type="multipart/form-data")
    assert "&lt;truc/&gt;</textarea>" in bad.text
    whole = ("\ufeff" + TYPED["body"].replace("{{code}}", "œuvre")).encode()
    assert adele.post(NEW, data=sent(whole), content_type="multipart/form-data").status_code == 303
    assert "œuvre" in session.exec(select(ClientTemplate)).one().body


def test_a_hostile_text_stays_a_text_on_every_page(adele: FlaskClient, session: Session) -> None:
    evil = "</textarea></pre><script>alert(1)</script>"
    shown = adele.post(NEW, data=TYPED | {"body": evil, "name": evil})
    assert shown.status_code == 422
    fx = f"^XA^FX {evil}\n^FO1,1^FDa^FS^XZ"
    sent = TYPED | {"body": fx, "language": "zpl", "name": evil}
    assert adele.post(NEW, data=sent).status_code == 303
    where = f"{HERE}/modeles/carton"
    pages = [shown, *(adele.get(one) for one in
             (HERE, where, f"{where}/modifier", f"{where}/versions/1"))]  # fmt: skip
    for page in pages:
        assert "<script>alert" not in page.text
        assert "&lt;script&gt;alert" in page.text


def test_a_change_is_a_new_version_with_its_reason(adele: FlaskClient, kept: Session) -> None:
    where = f"{HERE}/modeles/client-a"
    page = adele.get(f"{where}/modifier").text
    assert 'name="seen" value="1"' in page
    assert "data-symbol=&#34;gs1-128&#34;" in page
    held = kept.exec(select(NumberRange)).one()
    sent = TYPED | {"body": SSCC, "range_id": str(held.id), "seen": "1", "code": "autre"}
    assert "Écrivez pourquoi" in adele.post(f"{where}/modifier", data=sent).text
    done = adele.post(f"{where}/modifier", data=sent | {"reason": "Nouveau logo"})
    assert done.headers["Location"] == where
    replay = adele.post(f"{where}/modifier", data=sent | {"reason": "Nouveau logo"})
    assert replay.status_code == 409
    assert count(kept)[0] == 2
    assert {one.code for one in kept.exec(select(ClientTemplate))} == {"client-a"}
    shown = adele.get(where).text
    assert "Nouveau logo" in shown
    assert "Version 2" in shown
    old = adele.get(f"{where}/versions/1").text
    assert "Carton du client A, version 1" in old


def test_a_withdrawn_template_says_so_and_can_come_back(adele: FlaskClient, kept: Session) -> None:
    where = f"{HERE}/modeles/client-a"
    assert adele.post(f"{where}/retrait", data={"reason": " "}).status_code == 422
    assert adele.post(f"{where}/retrait", data={"reason": "Plus de client"}).status_code == 303
    assert adele.post(f"{where}/retrait", data={"reason": "encore"}).status_code == 404
    assert "Carton du client A" not in adele.get(HERE).text
    page = adele.get(where).text
    assert "Ce modèle est retiré" in page
    assert "Plus de client" in page
    held = kept.exec(select(NumberRange)).one()
    sent = TYPED | {"body": SSCC, "range_id": str(held.id), "seen": "2", "reason": "Il revient"}
    assert adele.post(f"{where}/modifier", data=sent).status_code == 303
    assert [one.version for one in service.in_use(kept)] == [3]
