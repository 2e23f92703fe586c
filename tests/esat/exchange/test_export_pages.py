import json
from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session

from esat.actors import SYSTEM
from esat.production import holds
from tests.factories import items_of, make_client, make_order

SignedIn = Callable[..., FlaskClient]
FILE = "/administration/exports/fichier"


def rows(browser: FlaskClient, what: str, days: str = "") -> list[dict[str, object]]:
    answer = browser.get(f"{FILE}?quoi={what}&format=json{days}")
    assert answer.status_code == 200
    found: list[dict[str, object]] = json.loads(answer.data)
    return found


@pytest.fixture
def held(session: Session, now: datetime) -> str:
    client = make_client(session, "Mairie de Riom", town="Riom")
    order = make_order(session, items=2, client=client, at=now)
    first = items_of(session, order)[0]
    holds.place(session, first, "to_check", note="Mme Durand rappelle", by=SYSTEM, at=now)
    session.commit()
    return order.ref


def test_the_journal_tells_what_happened_and_names_nobody(signed_in: SignedIn, held: str) -> None:
    found = rows(signed_in("inspecteur"), "journal")
    assert {row["commande"] for row in found} == {held}
    assert found[-1]["nature"] == "Retenu"
    assert found[-1]["motif"] == "À vérifier"
    assert found[0]["fait_le"] == "2026-11-23T10:00:00+01:00"
    for name in ("Durand", "Riom", "Irène"):
        assert name not in str(found)


def test_orders_come_line_by_line_within_days_of_paris(signed_in: SignedIn, held: str) -> None:
    odile = signed_in("bureau")
    (row,) = rows(odile, "orders")
    assert (row["commande"], row["client"], row["quantite"]) == (held, "Mairie de Riom", "2.000")
    assert rows(odile, "orders", "&du=2026-11-23&au=2026-11-23") == [row]
    assert rows(odile, "orders", "&au=2026-11-22") == []
    assert rows(odile, "orders", "&du=2026-11-24") == []


@pytest.mark.parametrize("fmt", ["csv", "xlsx", "json"])
def test_a_table_comes_as_a_file(signed_in: SignedIn, held: str, fmt: str) -> None:
    answer = signed_in("bureau").get(f"{FILE}?quoi=orders&format={fmt}")
    assert f'orders-2026-11-23.{fmt}"' in answer.headers["Content-Disposition"]
    assert len(answer.data) > 20


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("quoi=orders&du=hier", "Écrivez une date"),
        ("quoi=orders&du=2026-11-24&au=2026-11-23", "avant le premier"),
        ("quoi=orders&format=pdf", "Choisissez dans la liste"),
        ("", "à remplir"),
    ],
)
def test_what_cannot_be_read_is_said_on_the_page(
    signed_in: SignedIn, asked: str, sentence: str
) -> None:
    answer = signed_in("bureau").get(f"{FILE}?{asked}")
    assert answer.status_code == 422
    assert sentence in answer.text


@pytest.mark.parametrize(
    ("role", "what", "status"),
    [
        ("inspecteur", "journal", 200),
        ("inspecteur", "orders", 403),
        ("inspecteur", "clients", 403),
        ("inspecteur", "hours", 403),
        ("qualite", "journal", 200),
        ("bureau", "hours", 200),
        ("responsable_atelier", "clients", 200),
        ("responsable_atelier", "journal", 403),
        ("moniteur", "orders", 403),
        ("bureau", "tout", 404),
    ],
)
def test_each_table_has_its_own_right(
    signed_in: SignedIn, role: str, what: str, status: int
) -> None:
    assert signed_in(role).get(f"{FILE}?quoi={what}").status_code == status


def test_the_page_offers_only_what_may_be_taken(signed_in: SignedIn) -> None:
    page = signed_in("inspecteur").get("/administration/exports").text
    assert 'value="journal"' in page
    assert 'value="clients"' not in page
