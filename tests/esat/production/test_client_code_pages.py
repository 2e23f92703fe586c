import html
from collections.abc import Callable
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session

from esat import clock
from esat.actors import SYSTEM
from esat.production import barcodes, client_codes, code_formats, subjects
from esat.production.subjects import Subject
from tests.esat.production.buttons import events, hidden, press
from tests.factories import items_of, make_bag, make_order

SignedIn = Callable[..., FlaskClient]
EAN, ITF, LETTERS = "4006381333931", "15400141288763", "LIN-0042/B"
ACTS = ("lier", "delier")


@pytest.fixture
def bag(session: Session, now: object) -> Subject:
    """A bag that already has one code of its client's."""
    code_formats.install(session, clock.now())
    code = make_bag(session)[1]
    found = subjects.by_code(session, code)
    assert found is not None
    client_codes.link(session, ITF, found, by=SYSTEM)
    session.commit()
    return found


@pytest.fixture
def nadia(signed_in: SignedIn) -> FlaskClient:
    return signed_in("moniteur", workshops=("laundry",))


def form(bag: Subject, act: str) -> dict[str, str]:
    if act == "lier":
        return {"code": bag.code or "", "foreign": EAN}
    return {"code": bag.code or "", "linked": ITF, "why": "Étiquette perdue"}


def now_linked(session: Session, bag: Subject) -> list[str]:
    session.expire_all()
    return [one.text for one in client_codes.of(session, bag)]


@pytest.mark.parametrize("act", ACTS)
def test_each_button_works_once_and_a_replay_changes_nothing(
    nadia: FlaskClient, session: Session, bag: Subject, act: str
) -> None:
    key, before = str(uuid4()), events(session)
    first = press(nadia, f"/atelier/codes/{act}", key, **form(bag, act))
    assert first.status_code == 303
    again = press(nadia, f"/atelier/codes/{act}", key, **form(bag, act))
    assert (again.status_code, again.headers["Location"]) == (303, first.headers["Location"])
    assert events(session) == before + 1
    assert now_linked(session, bag) == ([ITF, EAN] if act == "lier" else [])
    page = html.unescape(nadia.get(first.headers["Location"]).text)
    assert (
        f"Code {EAN if act == 'lier' else ITF} {'lié à' if act == 'lier' else 'délié de'}" in page
    )
    assert 'data-meaning="ok"' in page


@pytest.mark.parametrize("act", ACTS)
def test_each_button_refuses_get(nadia: FlaskClient, act: str) -> None:
    assert nadia.get(f"/atelier/codes/{act}").status_code == 404


@pytest.mark.parametrize("act", ACTS)
def test_each_button_refuses_the_stranger_and_who_has_no_right(
    client: FlaskClient, signed_in: SignedIn, session: Session, bag: Subject, act: str
) -> None:
    before = events(session)
    assert press(client, f"/atelier/codes/{act}", **form(bag, act)).status_code in {302, 303, 401}
    assert press(signed_in("bureau"), f"/atelier/codes/{act}", **form(bag, act)).status_code == 403
    assert events(session) == before


@pytest.mark.parametrize("act", ACTS)
def test_each_button_refuses_what_is_another_workshops(
    signed_in: SignedIn, session: Session, bag: Subject, act: str
) -> None:
    before = events(session)
    paul = signed_in("moniteur", workshops=("bookbinding",))
    assert press(paul, f"/atelier/codes/{act}", **form(bag, act)).status_code == 404
    assert paul.get(f"/atelier/codes/{bag.code}").status_code == 404
    assert events(session) == before


@pytest.mark.parametrize("act", ACTS)
def test_each_button_refuses_the_wrong_state(
    nadia: FlaskClient, session: Session, bag: Subject, act: str
) -> None:
    assert press(nadia, f"/atelier/codes/{act}", **form(bag, act)).status_code == 303
    before = events(session)
    again = press(nadia, f"/atelier/codes/{act}", **form(bag, act))
    assert again.status_code == 409
    assert 'data-meaning="refused"' in again.text
    assert events(session) == before


def test_the_page_of_a_thing_shows_its_codes_and_comes_back_to_them(
    nadia: FlaskClient, session: Session, bag: Subject
) -> None:
    page = nadia.get(f"/atelier/objet/{bag.code}").text
    assert ITF in page
    assert "Lier un code" in page
    assert "Délier un code" in page
    suite = hidden(page, "suite")
    assert f"/atelier/objet/{bag.code}#codes" in suite
    done = press(nadia, "/atelier/codes/lier", suite=suite[-1], **form(bag, "lier"))
    assert done.headers["Location"] == f"/atelier/objet/{bag.code}#codes"
    assert EAN in nadia.get(f"/atelier/objet/{bag.code}").text


def test_who_may_only_look_sees_the_codes_and_no_button(signed_in: SignedIn, bag: Subject) -> None:
    page = signed_in("inspecteur").get(f"/atelier/objet/{bag.code}").text
    assert ITF in page
    assert "Lier un code" not in page
    assert "Délier un code" not in page


def test_a_conflict_leads_to_the_other_thing(
    nadia: FlaskClient, session: Session, bag: Subject
) -> None:
    other = make_bag(session, label="Sac 2")[1]
    session.commit()
    page = press(nadia, "/atelier/codes/lier", code=other, foreign=ITF)
    assert page.status_code == 409
    assert "déjà lié à «\u00a0Sac 1\u00a0»" in html.unescape(page.text)
    assert f'href="/atelier/codes/{bag.code}"' in page.text
    assert f'value="{ITF}"' in page.text


@pytest.mark.parametrize(
    ("act", "fields", "status", "words"),
    [
        ("lier", {"foreign": ""}, 422, "Ce champ est à remplir."),
        ("lier", {"foreign": "F0000019"}, 422, "Ce code ne peut pas être lié."),
        ("lier", {"foreign": "4006381333932"}, 409, "La clé de ce code est fausse."),
        ("lier", {"foreign": "12", "symbology": "itf"}, 409, "il en faut 14"),
        ("delier", {"linked": "", "why": "x"}, 422, "Ce champ est à remplir."),
        ("delier", {"linked": ITF, "why": " "}, 422, "Écrivez pourquoi."),
        ("delier", {"linked": EAN, "why": "x"}, 409, "n’est pas lié ici"),
    ],
)
def test_a_wrong_field_is_said_beside_it(
    nadia: FlaskClient, session: Session, bag: Subject, act: str, fields: dict[str, str],
    status: int, words: str,
) -> None:  # fmt: skip
    before = events(session)
    page = press(nadia, f"/atelier/codes/{act}", code=bag.code, **fields)
    assert page.status_code == status
    assert words in html.unescape(page.text)
    assert events(session) == before
    assert now_linked(session, bag) == [ITF]


def test_a_code_with_any_signs_opens_the_page_of_its_thing(
    nadia: FlaskClient, signed_in: SignedIn, session: Session, bag: Subject
) -> None:
    for text in (LETTERS, "<b>é&?#", "a b%20c"):
        assert press(nadia, "/atelier/codes/lier", code=bag.code, foreign=text).status_code == 303
        found = signed_in("responsable_atelier").get("/recherche", query_string={"q": text})
        assert found.headers["Location"] == f"/atelier/objet/{bag.code}"
    page = nadia.get(f"/atelier/codes/{bag.code}").text
    assert "&lt;b&gt;é&amp;?#" in page
    assert "<b>é" not in page
    assert nadia.get(f"/atelier/objet/{ITF}").status_code == 200


def test_an_order_has_codes_too_and_they_stand_in_its_history(
    nadia: FlaskClient, session: Session, bag: Subject
) -> None:
    order = make_order(session, items=1)
    code = barcodes.of(session, order_id=order.id or 0)
    session.commit()
    assert f"/atelier/codes/{code}" in nadia.get(f"/commandes/{order.ref}").text
    assert press(nadia, "/atelier/codes/lier", code=code, foreign=LETTERS).status_code == 303
    assert LETTERS in nadia.get(f"/atelier/codes/{code}").text
    page = nadia.get(f"/commandes/{order.ref}").text
    assert "Code du client lié" in page
    assert LETTERS in page


def test_the_trace_stands_in_the_history_of_the_thing(
    nadia: FlaskClient, session: Session, bag: Subject
) -> None:
    item = items_of(session, make_order(session, items=1))[0]
    session.commit()
    press(nadia, "/atelier/codes/lier", code=item.code, foreign=EAN)
    press(nadia, "/atelier/codes/delier", code=item.code, linked=EAN, why="Mauvais sac")
    page = html.unescape(nadia.get(f"/atelier/objet/{item.code}").text)
    assert "Codes déliés" in page
    history = page[page.index("Historique") :]
    assert "Code du client lié" in history
    assert f"{EAN} · Mauvais sac" in history
