from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert, select
from sqlmodel import Session

from esat.production.models import Barcode, Resource
from tests.workshops.laundry.residents import trousseau
from workshops.laundry.residents import search
from workshops.laundry.residents.models import Garment, Resident

MANY = 5_000
MOST_STATEMENTS = 20
AT = "/blanchisserie/residents"


def many(session: Session, owners: list[Resident], at: datetime) -> None:
    """Five thousand white shirts, each with its code, written at once."""
    connection, thing = session.connection(), Resource.__table__
    shirt = {
        "kind": "garment", "label": "Chemise blanche", "workshop": "laundry",
        "client_id": owners[0].client_id, "created_at": at,
    }  # fmt: skip
    connection.execute(insert(thing), [shirt] * MANY)
    keys = list(connection.execute(select(thing.c.id).where(thing.c.kind == "garment")).scalars())
    codes = [
        {"code": f"P{key:07d}", "kind": "P", "origin": "ours", "resource_id": key, "created_at": at}
        for key in keys
    ]
    connection.execute(insert(Barcode.__table__), codes)
    blank = Garment(resource_id=0, nature="Chemise", to_mark_since=at, created_at=at).model_dump()
    rows = [
        blank | {"resource_id": key, "resident_id": owners[n % 20].id, "search": "chemise blanche"}
        for n, key in enumerate(keys)
    ]
    connection.execute(insert(Garment.__table__), rows)


@pytest.mark.parametrize(
    "asked",
    [
        "le gilet bleu de Mme Moreau",
        "gilet bleu moreau",
        "moreau gilets bleus",
        "GILET BLEUE jeanne",
        "gilet 4411",
        "gilet lilas",
    ],
)
def test_the_blue_cardigan_is_found_in_one_search(
    session: Session, now: datetime, asked: str
) -> None:
    house = trousseau.house(session)
    hers = trousseau.resident(session, house, number="4411", sector="Les lilas")
    other = trousseau.resident(session, house, "Garnier", "Lucette", number="4412")
    _, code = trousseau.garment(session, hers)
    trousseau.garment(session, hers, "Robe", "rouge")
    trousseau.garment(session, other)
    assert [one.code for one in search.search(session, asked)] == [code]


def test_five_thousand_garments_are_one_statement(
    session: Session, now: datetime, statements: list[str]
) -> None:
    house = trousseau.house(session)
    owners = [trousseau.resident(session, house, f"Nom{n:03d}") for n in range(20)]
    many(session, owners, now)
    _, code = trousseau.garment(session, owners[7])
    trousseau.come(session, code, now, "receive", "start_wash")
    statements.clear()
    (found,) = search.search(session, "gilet bleu nom007")
    assert (found.code, found.where, found.owner) == (code, "En machine", "Nom007 Jeanne")
    assert len(statements) == 1
    statements.clear()
    assert len(search.search(session, "chemise")) == search.PAGE + 1
    assert len(statements) == 1


def test_the_page_finds_one_among_five_thousand_by_few_statements(
    session: Session, now: datetime, signed_in: Callable[..., FlaskClient], statements: list[str]
) -> None:
    """As it is said aloud; the same page that finds none asks one more table, the clients."""
    house = trousseau.house(session)
    owners = [trousseau.resident(session, house, f"Nom{n:03d}") for n in range(20)]
    many(session, owners, now)
    _, code = trousseau.garment(session, owners[7])
    session.commit()
    browser = signed_in("comptoir", ("laundry",))
    browser.get(AT)
    statements.clear()
    page = browser.get(AT, query_string={"q": "le gilet bleu de Mme Nom007"})
    asked = [one for one in statements if one.startswith("SELECT") and "laundry_garment" in one]
    assert code in page.text
    assert page.text.count("/residents/vetement/") == 1
    assert len(asked) <= 2, asked
    assert len(statements) <= MOST_STATEMENTS, statements


def test_a_sign_of_a_pattern_is_no_pattern(session: Session, now: datetime) -> None:
    trousseau.garment(session, trousseau.resident(session, trousseau.house(session)))
    assert search.search(session, "%%") == []
    assert search.search(session, "__") == []
