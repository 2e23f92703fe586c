from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select
from werkzeug.test import TestResponse

from esat.actors import SYSTEM
from esat.clients.models import Client
from esat.production import once
from tests.workshops.laundry.residents import trousseau
from workshops.laundry.residents import garments, people, shelf
from workshops.laundry.residents.garments import GarmentIn
from workshops.laundry.residents.models import (
    Garment,
    GarmentStep,
    LinenLink,
    MarkingRule,
    Resident,
)

AT = "/blanchisserie/residents"
HEADERS = {"Origin": "http://localhost"}


@pytest.fixture
def nadia(signed_in: Callable[..., FlaskClient]) -> FlaskClient:
    return signed_in("moniteur", ("laundry",))


@pytest.fixture
def tilleuls(session: Session, now: datetime) -> Client:
    made = trousseau.house(session)
    session.commit()
    return made


def send(browser: FlaskClient, path: str, **fields: Any) -> TestResponse:
    return browser.post(AT + path, data=fields, headers=HEADERS)


def test_one_search_answers_where_the_cardigan_is(
    nadia: FlaskClient, session: Session, tilleuls: Client, now: datetime
) -> None:
    one = trousseau.resident(session, tilleuls, sector="Étage 2")
    _, code = trousseau.garment(session, one, damage="accroc au coude")
    trousseau.come(session, code, now, "receive", "start_wash")
    session.commit()
    fragment = nadia.get(f"{AT}?q=gilet+bleu+moreau", headers={"HX-Request": "true"}).text
    assert "<html" not in fragment
    for word in ("Gilet bleu", "Moreau Jeanne", "En machine", "accroc au coude", code):
        assert word in fragment
    assert "Rien de tel" in nadia.get(f"{AT}?q=gilet+vert").text
    assert "Gilet bleu" not in nadia.get(f"{AT}?q=g").text
    assert nadia.get(f"{AT}?client=x&q=gilet").status_code == 200


def test_a_client_without_residents_is_found_by_its_name(
    nadia: FlaskClient, tilleuls: Client
) -> None:
    assert f"/client/{tilleuls.id}" in nadia.get(f"{AT}?q=tilleuls").text


def test_a_resident_is_added_once(nadia: FlaskClient, session: Session, tilleuls: Client) -> None:
    given = {"capture": once.fresh(), "number": "12", "last_name": "Moreau", "first_name": "Ana"}
    first = send(nadia, f"/client/{tilleuls.id}/residents", **given)
    again = send(nadia, f"/client/{tilleuls.id}/residents", **given)
    assert first.status_code == again.status_code == 303
    assert first.headers["Location"] == again.headers["Location"]
    assert len(session.exec(select(Resident)).all()) == 1
    taken = send(nadia, f"/client/{tilleuls.id}/residents", **(given | {"capture": once.fresh()}))
    assert taken.status_code == 422
    assert 'value="Moreau"' in taken.text
    assert send(nadia, "/client/999/residents", **given | {"capture": ""}).status_code == 404


def test_a_like_name_is_asked_back_with_the_form_as_it_was(
    nadia: FlaskClient, session: Session, tilleuls: Client
) -> None:
    trousseau.resident(session, tilleuls)
    session.commit()
    given = {"number": "13", "last_name": "Moreaux", "first_name": "Jeanne"}
    asked = send(nadia, f"/client/{tilleuls.id}/residents", **given)
    assert asked.status_code == 409
    assert "ne pas confondre" in asked.text
    assert 'value="Moreaux"' in asked.text
    assert len(session.exec(select(Resident)).all()) == 1
    sure = send(nadia, f"/client/{tilleuls.id}/residents", **given, sure="1")
    assert sure.status_code == 303
    assert "une ou deux lettres" in nadia.get(sure.headers["Location"]).text


def test_a_name_is_printed_only_on_a_written_request(
    nadia: FlaskClient, session: Session, tilleuls: Client
) -> None:
    wrong = send(nadia, f"/client/{tilleuls.id}/regle", level="3")
    assert wrong.status_code == 422
    assert "Écrivez qui l’a demandé" in wrong.text
    assert session.exec(select(MarkingRule)).all() == []
    right = send(
        nadia, f"/client/{tilleuls.id}/regle", level="3", asked_by="Mme Roux", asked_on="2026-11-02"
    )
    assert right.status_code == 303
    assert "Mme Roux" in nadia.get(f"{AT}/client/{tilleuls.id}").text
    assert send(nadia, "/client/999/regle", level="1").status_code == 404


def test_a_resident_is_corrected_leaves_and_comes_back(
    nadia: FlaskClient, session: Session, tilleuls: Client
) -> None:
    one = trousseau.resident(session, tilleuls, number="12")
    session.commit()
    path = f"/{one.id}"
    given = {"number": "12", "last_name": "Morel", "first_name": "Jeanne"}
    assert send(nadia, path, **given).status_code == 303
    assert send(nadia, path, **given | {"number": ""}).status_code == 422
    assert send(nadia, f"{path}/depart", left_on="demain").status_code == 422
    assert send(nadia, f"{path}/depart", left_on="2026-11-20").status_code == 303
    assert "Enregistrer un vêtement" not in nadia.get(f"{AT}{path}").text
    refused = send(nadia, f"{path}/vetements", nature="Robe")
    assert refused.status_code == 409
    assert send(nadia, f"{path}/retour").status_code == 303
    session.expire_all()
    kept = people.the(session, one.id or 0)
    assert (kept.last_name, kept.left_on) == ("Morel", None)
    assert nadia.get(f"{AT}/99999").status_code == 404


def test_a_garment_is_registered_and_all_that_is_said_of_it(
    nadia: FlaskClient, session: Session, tilleuls: Client, now: datetime
) -> None:
    one = trousseau.resident(session, tilleuls)
    other = trousseau.resident(session, tilleuls, "Garnier", "Luce", number="77")
    session.commit()
    empty = send(nadia, f"/{one.id}/vetements", nature="", colour="bleu")
    assert empty.status_code == 422
    assert 'value="bleu"' in empty.text
    made = send(
        nadia, f"/{one.id}/vetements", nature="Gilet", colour="bleu", no_tumble="1",
        missing_buttons="2", wear="worn",
    )  # fmt: skip
    assert made.status_code == 303
    page = made.headers["Location"]
    at = page.removeprefix(AT)
    assert "2 boutons manquants" in nadia.get(page).text
    assert send(nadia, f"{at}/degat", seen="").status_code == 422
    assert send(nadia, f"{at}/degat", seen="manche décousue").status_code == 303
    assert send(nadia, f"{at}/etiquette", label="usée").status_code == 409  # not marked yet
    assert send(nadia, f"{at}/retrouve").status_code == 409
    assert send(nadia, f"{at}/perdu", how="volé").status_code == 422
    assert send(nadia, f"{at}/perdu", how="missing", since="2026-11-30").status_code == 422
    assert send(nadia, f"{at}/perdu", how="missing", since="2026-11-20").status_code == 303
    assert "Manquant" in nadia.get(f"{AT}/perdus").text
    assert send(nadia, f"{at}/retrouve", found="sac 3").status_code == 303
    assert send(nadia, f"{at}/attribuer", number="nul").status_code == 422
    assert send(nadia, f"{at}/attribuer", number="77").status_code == 303
    assert send(nadia, f"{at}/decrire", nature="Gilet", colour="marine").status_code == 303
    assert send(nadia, f"{at}/retirer", reason="").status_code == 422
    assert send(nadia, f"{at}/retirer", reason="usé").status_code == 303
    assert send(nadia, f"{at}/degat", seen="encore").status_code == 409
    session.expire_all()
    piece = session.exec(select(Garment)).one()
    assert (piece.resident_id, piece.colour, piece.lost) == (other.id, "marine", "")
    assert len(session.exec(select(GarmentStep)).all()) == 7
    assert nadia.get(f"{AT}/vetement/F0000019").status_code == 404


def test_a_photograph_that_is_none_is_told(
    nadia: FlaskClient, session: Session, tilleuls: Client
) -> None:
    import io

    _, code = trousseau.garment(session, trousseau.resident(session, tilleuls))
    session.commit()
    sent = {"photos": (io.BytesIO(b"pas une image"), "gilet.jpg")}
    answer = send(nadia, f"/vetement/{code}/photo", **sent)
    assert answer.status_code == 422
    assert "gilet.jpg" in answer.text


def test_marking_goes_by_print_then_scan(
    nadia: FlaskClient, session: Session, tilleuls: Client, now: datetime
) -> None:
    _, code = trousseau.garment(session, trousseau.resident(session, tilleuls))
    session.commit()
    assert "À imprimer" in nadia.get(f"{AT}/marquage").text
    early = send(nadia, "/marquage", code=code)
    assert early.status_code == 409
    trousseau.printed(session, code, now)
    session.commit()
    assert "Imprimée, à scanner" in nadia.get(f"{AT}/marquage").text
    done = send(nadia, "/marquage", code=code)
    assert done.status_code == 200
    assert "marquage enregistré" in done.text
    assert "Tout est marqué" in done.text
    assert "Moreau" not in done.text
    assert send(nadia, "/marquage", code=code).status_code == 409
    assert send(nadia, "/marquage", code="F0000019").status_code == 404


def test_a_piece_is_put_recognised_or_given(
    nadia: FlaskClient, session: Session, tilleuls: Client, now: datetime
) -> None:
    one = trousseau.resident(session, tilleuls, number="12")
    missing, code = trousseau.garment(session, one, size="42")
    garments.declare_lost(session, missing, "missing", now, "", by=SYSTEM)
    session.commit()
    wrong = send(nadia, "/etagere", nature="Gilet", found_in="rien")
    assert wrong.status_code == 422
    assert 'value="Gilet"' in wrong.text
    put = send(nadia, "/etagere", nature="Gilet", colour="bleu", size="42", found_in="")
    piece = put.headers["Location"]
    shown = nadia.get(piece).text
    assert "7 points : même nature, même couleur, même taille" in shown
    assert f"/vetement/{piece.rpartition(chr(47))[2]}" in shown
    at = piece.removeprefix(AT)
    assert send(nadia, f"{at}/donner", client=tilleuls.id, number="nul").status_code == 409
    key = once.fresh()
    sent = {"garment": missing.resource_id, "capture": key}
    done = send(nadia, f"{at}/reconnaitre", **sent)
    assert done.headers["Location"].endswith(code)
    assert send(nadia, f"{at}/reconnaitre", **sent).headers["Location"].endswith(code)
    assert send(nadia, f"{at}/reconnaitre", garment=missing.resource_id).status_code == 409
    assert send(nadia, f"{at}/reconnaitre", garment=99999).status_code == 404
    assert send(nadia, f"{at}/reconnaitre", garment="x").status_code == 422
    _, second = shelf.put(session, GarmentIn(nature="Robe"), "", by=SYSTEM)
    session.commit()
    given = send(nadia, f"/etagere/{second}/donner", client=tilleuls.id, number="12")
    assert given.status_code == 303
    assert "Robe" in nadia.get(f"{AT}/{one.id}").text


def test_the_register_goes_out_for_its_client_alone(
    nadia: FlaskClient, session: Session, tilleuls: Client
) -> None:
    trousseau.garment(session, trousseau.resident(session, tilleuls))
    trousseau.resident(session, trousseau.house(session, "EHPAD Les Lilas"), "Zwingelstein")
    session.commit()
    answer = nadia.get(f"{AT}/client/{tilleuls.id}/registre.csv")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Moreau;Jeanne" in answer.text
    assert "Zwingelstein" not in answer.text
    assert nadia.get(f"{AT}/client/999/registre.csv").status_code == 404


def test_a_link_is_given_and_taken_back(
    nadia: FlaskClient, session: Session, tilleuls: Client
) -> None:
    assert send(nadia, f"/client/{tilleuls.id}/liens", recipient="").status_code == 422
    assert send(nadia, f"/client/{tilleuls.id}/liens", recipient="IDEC").status_code == 303
    link = session.exec(select(LinenLink)).one()
    assert "/suivi/linge/" in nadia.get(f"{AT}/client/{tilleuls.id}").text
    assert send(nadia, f"/client/999/liens/{link.id}/retirer").status_code == 404
    assert send(nadia, f"/client/{tilleuls.id}/liens/{link.id}/retirer").status_code == 303
    assert send(nadia, f"/client/{tilleuls.id}/liens/{link.id}/retirer").status_code == 409


@pytest.mark.parametrize("key", ["99999999999999999999", "0", "-1", "1,5", "abc"])
def test_a_key_that_nothing_has_is_no_error_of_ours(
    nadia: FlaskClient, session: Session, tilleuls: Client, key: str
) -> None:
    _, piece = shelf.put(session, GarmentIn(nature="Robe"), "", by=SYSTEM)
    session.commit()
    assert nadia.get(f"{AT}?q=gilet&client={key}").status_code == 200
    for act, fields in (("reconnaitre", {"garment": key}), ("donner", {"client": key})):
        told = send(nadia, f"/etagere/{piece}/{act}", number="7", **fields)
        assert told.status_code in {404, 409, 422}, act


def test_a_departure_of_another_century_is_a_wrong_year(
    nadia: FlaskClient, session: Session, tilleuls: Client
) -> None:
    one = trousseau.resident(session, tilleuls)
    session.commit()
    for day in ("1900-01-01", "2025-11-01", "0"):
        told = send(nadia, f"/{one.id}/depart", left_on=day)
        assert told.status_code == 422, day
    session.expire_all()
    assert one.left_on is None


def test_what_nobody_looked_at_is_not_filled_in(
    nadia: FlaskClient, session: Session, tilleuls: Client
) -> None:
    one = trousseau.resident(session, tilleuls)
    session.commit()
    assert 'value="0"' not in nadia.get(f"{AT}/{one.id}").text
    made = send(nadia, f"/{one.id}/vetements", nature="Gilet", missing_buttons="")
    assert made.status_code == 303
    here = made.headers["Location"].removeprefix(AT)
    assert send(nadia, f"{here}/photo").status_code == 422
