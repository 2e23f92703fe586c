from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat.actors import SYSTEM
from esat.clients import service
from esat.clients.forms import ClientIn
from esat.clients.models import Client, ClientChange, Contact, DeliverySite

SignedIn = Callable[..., FlaskClient]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def mairie(session: Session) -> Client:
    made = service.create_client(session, ClientIn(name="Mairie de Riom", town="Riom"), by=SYSTEM)
    session.commit()
    return made


def of(session: Session, model: type[Contact | DeliverySite], client: Client) -> list[str]:
    session.expire_all()
    return [row.name for row in session.exec(select(model).where(model.client_id == client.id))]


def test_the_list_is_searched_by_a_fragment(signed_in: SignedIn, mairie: Client) -> None:
    answer = signed_in("comptoir").get("/clients?q=mairie+RIOM", headers=HTMX)
    page = answer.get_data(as_text=True)
    assert "Mairie de Riom" in page
    assert "<html" not in page


def test_a_counter_reads_and_does_not_write(signed_in: SignedIn, mairie: Client) -> None:
    counter = signed_in("comptoir")
    page = counter.get(f"/clients/{mairie.id}")
    assert page.status_code == 200
    assert "Modifier" not in page.get_data(as_text=True)
    assert counter.get("/clients/nouveau").status_code == 403
    assert counter.post("/clients/nouveau", data={"name": "X"}).status_code == 403
    assert counter.post(f"/clients/{mairie.id}/archiver").status_code == 403


def test_a_stranger_is_sent_to_sign_in(client: FlaskClient, mairie: Client) -> None:
    for path in ("/clients", f"/clients/{mairie.id}", "/clients/nouveau"):
        answer = client.get(path)
        assert answer.status_code in {302, 303}
        assert "/connexion" in answer.headers["Location"]


def test_the_office_creates_a_client_and_comes_to_his_page(
    signed_in: SignedIn, session: Session
) -> None:
    office = signed_in("bureau")
    form = {"name": "EHPAD Les Tilleuls", "kind": "organisation", "notify": "1"}
    answer = office.post("/clients/nouveau", data=form)
    made = session.exec(select(Client).where(Client.name == form["name"])).one()
    assert answer.headers["Location"] == f"/clients/{made.id}"
    assert (made.notify, made.created_by is not None) == (True, True)


def test_a_wrong_form_comes_back_with_what_was_typed(signed_in: SignedIn, session: Session) -> None:
    form = {"name": "Tilleuls <b>", "siret": "0" * 14}
    answer = signed_in("bureau").post("/clients/nouveau", data=form)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Quatorze zéros" in page
    assert "Tilleuls &lt;b&gt;" in page
    assert session.exec(select(Client).where(Client.name == form["name"])).first() is None


def test_a_twin_is_asked_about_and_then_created(
    signed_in: SignedIn, session: Session, mairie: Client
) -> None:
    office = signed_in("bureau")
    form = {"name": "mairie de riom", "town": "riom"}
    asked = office.post("/clients/nouveau", data=form)
    assert asked.status_code == 409
    assert "créer quand même" in asked.get_data(as_text=True)
    again = office.post("/clients/nouveau", data={**form, "anyway": "1"})
    assert again.status_code == 303


def test_a_change_is_signed_by_who_made_it(
    signed_in: SignedIn, session: Session, mairie: Client
) -> None:
    office = signed_in("bureau")
    form = {"name": "Mairie de Riom", "town": "Volvic", "notify": "1"}
    assert office.post(f"/clients/{mairie.id}/modifier", data=form).status_code == 303
    change = session.exec(select(ClientChange).where(ClientChange.client_id == mairie.id)).one()
    assert (change.field, change.before, change.after) == ("town", "Riom", "Volvic")
    assert change.account_id is not None
    assert "Odile" in office.get(f"/clients/{mairie.id}").get_data(as_text=True)


def test_an_unticked_box_takes_the_mails_away(
    signed_in: SignedIn, session: Session, mairie: Client
) -> None:
    signed_in("bureau").post(f"/clients/{mairie.id}/modifier", data={"name": "Mairie de Riom"})
    session.expire_all()
    assert service.known(session, mairie.id or 0).notify is False


@pytest.mark.parametrize(("path", "model"), [("contacts", Contact), ("lieux", DeliverySite)])
def test_a_part_is_added_changed_and_taken_away(
    signed_in: SignedIn,
    session: Session,
    mairie: Client,
    path: str,
    model: type[Contact | DeliverySite],
) -> None:
    office, root = signed_in("bureau"), f"/clients/{mairie.id}/{path}"
    assert office.get(f"{root}/nouveau").status_code == 200
    assert office.post(f"{root}/nouveau", data={"name": " "}).status_code == 422
    assert office.post(f"{root}/nouveau", data={"name": "Anne"}).status_code == 303
    assert of(session, model, mairie) == ["Anne"]
    key = session.exec(select(model.id).where(model.client_id == mairie.id)).one()
    assert "Anne" in office.get(f"{root}/{key}").get_data(as_text=True)
    assert office.post(f"{root}/{key}", data={"name": "Zoé"}).status_code == 303
    assert of(session, model, mairie) == ["Zoé"]
    assert office.get(f"{root}/{key}/archiver").status_code == 405
    assert office.post(f"{root}/{key}/archiver").status_code == 303
    assert office.post(f"{root}/{key}/archiver").status_code == 404
    assert (
        "Zoé"
        not in office.get(f"/clients/{mairie.id}").get_data(as_text=True).split("Historique")[0]
    )


def test_an_archived_client_is_taken_back(
    signed_in: SignedIn, session: Session, mairie: Client
) -> None:
    office = signed_in("bureau")
    assert office.post(f"/clients/{mairie.id}/archiver").status_code == 303
    assert office.get(f"/clients/{mairie.id}/modifier").status_code == 409
    assert office.post(f"/clients/{mairie.id}/archiver").status_code == 409
    assert "Mairie de Riom" in office.get("/clients?archives=1").get_data(as_text=True)
    assert office.post(f"/clients/{mairie.id}/reprendre").status_code == 303
    assert office.get(f"/clients/{mairie.id}/modifier").status_code == 200


@pytest.mark.parametrize("path", ["/clients/999999", "/clients/999999/modifier", "/clients/x"])
def test_a_client_who_is_not_there_gives_404(signed_in: SignedIn, path: str) -> None:
    assert signed_in("bureau").get(path).status_code == 404
