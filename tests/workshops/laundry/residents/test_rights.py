"""Each route of the register: the stranger, another workshop, and a role without the right."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat.files.models import StoredFile
from tests.workshops.laundry.residents import pictures, trousseau
from workshops.laundry.residents import rights, shelf
from workshops.laundry.residents.garments import GarmentIn

SignedIn = Callable[..., FlaskClient]
AT = "/blanchisserie/residents"
HEADERS = {"Origin": "http://localhost"}
READ = ("", "/client/{house}", "/{one}", "/vetement/{code}", "/marquage", "/perdus", "/etagere",
        "/etagere/{piece}")  # fmt: skip
SAY = ("/marquage", "/vetement/{code}/perdu", "/vetement/{code}/retrouve", "/vetement/{code}/degat",
       "/vetement/{code}/photo", "/vetement/{code}/etiquette")  # fmt: skip
EDIT = (
    "/client/{house}/residents", "/client/{house}/regle", "/client/{house}/liens",
    "/client/{house}/liens/1/retirer", "/{one}", "/{one}/depart", "/{one}/retour",
    "/{one}/vetements", "/vetement/{code}/decrire", "/vetement/{code}/attribuer",
    "/vetement/{code}/retirer", "/etagere", "/etagere/{piece}/reconnaitre",
    "/etagere/{piece}/donner",
)  # fmt: skip
EVERY = [("GET", path) for path in (*READ, "/client/{house}/registre.csv")] + [
    ("POST", path) for path in (*SAY, *EDIT)
]
OTHERS = [("moniteur", ("bookbinding",)), ("responsable_atelier", ("green_spaces",)),
          ("qualite", None), ("direction", None), ("bureau", None), ("inspecteur", None),
          ("administrateur", None)]  # fmt: skip


@dataclass(frozen=True)
class Known:
    house: int
    one: int
    code: str
    piece: str

    def path(self, path: str) -> str:
        return AT + path.format(house=self.house, one=self.one, code=self.code, piece=self.piece)


@pytest.fixture
def known(session: Session, now: datetime) -> Known:
    from esat.actors import SYSTEM

    house = trousseau.house(session)
    one = trousseau.resident(session, house, "Zwingelstein", number="7")
    _, code = trousseau.garment(session, one)
    trousseau.come(session, code, now, "receive")
    _, piece = shelf.put(session, GarmentIn(nature="Robe"), "", by=SYSTEM)
    session.commit()
    return Known(house.id or 0, one.id or 0, code, piece)


def test_a_stranger_is_shown_the_door_everywhere(client: FlaskClient, known: Known) -> None:
    for method, path in EVERY:
        answer = client.open(known.path(path), method=method, headers=HEADERS)
        assert answer.status_code in {302, 303, 401}, path
        assert "Zwingelstein" not in answer.text


@pytest.mark.parametrize(("role", "workshops"), OTHERS)
def test_nobody_else_sees_a_name(
    signed_in: SignedIn, known: Known, role: str, workshops: tuple[str, ...] | None
) -> None:
    browser = signed_in(role, workshops)
    for method, path in EVERY:
        answer = browser.open(known.path(path), method=method, headers=HEADERS)
        assert answer.status_code in {403, 404}, (method, path)
        assert "Zwingelstein" not in answer.text


def test_the_counter_reads_and_reports_but_does_not_keep_the_register(
    signed_in: SignedIn, known: Known
) -> None:
    karim = signed_in("comptoir", ("laundry",))
    for path in READ:
        assert karim.get(known.path(path)).status_code == 200, path
    for path in SAY:
        assert karim.post(known.path(path), headers=HEADERS).status_code not in {403, 500}, path
    for path in EDIT:
        assert karim.post(known.path(path), headers=HEADERS).status_code == 403, path
    assert karim.get(known.path("/client/{house}/registre.csv")).status_code == 403


def test_the_rights_are_those_of_the_laundry_s_people() -> None:
    read, edit = rights.CAPABILITIES
    assert set(read.roles) == {"responsable_atelier", "moniteur", "comptoir"}
    assert set(edit.roles) == {"responsable_atelier", "moniteur"}


@pytest.mark.parametrize("role", ["qualite", "direction", "comptoir"])
def test_the_thing_s_own_page_names_nobody(signed_in: SignedIn, known: Known, role: str) -> None:
    page = signed_in(role).get(f"/atelier/objet/{known.code}")
    assert "Zwingelstein" not in page.text
    if page.status_code == 200:
        assert ("À qui est ce vêtement" in page.text) == (role == "comptoir")


def test_a_photograph_is_read_through_the_register_alone(
    signed_in: SignedIn, session: Session, known: Known
) -> None:
    nadia = signed_in("moniteur", ("laundry",))
    sent = {"photos": (pictures.jpeg(), "gilet.jpg")}
    answer = nadia.post(known.path("/vetement/{code}/photo"), data=sent, headers=HEADERS)
    assert answer.status_code == 303
    session.expire_all()
    (file,) = session.exec(select(StoredFile)).all()
    assert nadia.get(f"{AT}/vetement/photo/1?petite=1").status_code == 200
    assert nadia.get(f"/fichiers/{file.id}").status_code == 404
    assert signed_in("qualite").get(f"/fichiers/{file.id}").status_code == 404
    assert signed_in("qualite").get(f"{AT}/vetement/photo/1").status_code == 403
    assert nadia.get(f"{AT}/vetement/photo/99").status_code == 404


@pytest.mark.parametrize(("role", "shown"), [("comptoir", True), ("moniteur", True)])
def test_the_counter_s_card_links_to_the_register_and_names_nobody(
    signed_in: SignedIn, known: Known, role: str, shown: bool
) -> None:
    page = signed_in(role, ("laundry",)).get(f"/comptoir?code={known.code}")
    assert page.status_code == 200
    assert "Zwingelstein" not in page.text
    assert ("À qui est ce vêtement" in page.text) == shown


@pytest.mark.parametrize("role", ["comptoir", "moniteur", "responsable_atelier"])
def test_those_who_use_the_register_are_helped(signed_in: SignedIn, role: str) -> None:
    browser = signed_in(role, ("laundry",))
    assert "/aide/linge-resident" in browser.get("/aide").text
    page = browser.get("/aide/linge-resident")
    for anchor in ("linge-chercher", "linge-inscrire", "linge-marquer", "linge-perdu"):
        assert f'id="{anchor}"' in page.text
