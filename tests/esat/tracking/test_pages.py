import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlmodel import Session

from esat import clock
from esat.accounts.models import AccessLine
from esat.accounts.permissions import write_waiting_lines
from esat.actors import SYSTEM
from esat.administration import contacts
from esat.administration.forms import ContactIn
from esat.config import Settings
from esat.production import holds, orders
from esat.production.models import Order
from esat.tracking import links
from esat.tracking.models import AccessLink
from tests.factories import items_of

Walk = Callable[..., None]
OWN = {"Origin": "http://localhost"}


@pytest.fixture
def link(session: Session, order: Order) -> AccessLink:
    made = links.create(session, orders.key(order), "Accueil", by=SYSTEM)
    session.commit()
    return made


@pytest.fixture
def token(settings: Settings, link: AccessLink) -> str:
    return links.address(settings, link).rpartition("/")[2]


def test_a_client_sees_each_phase_of_his_order(
    client: FlaskClient, session: Session, order: Order, token: str, walk: Walk
) -> None:
    seen = []
    for stage in ("expected", "received", "washing", "finished", "packed", "handed_over"):
        walk(order, stage)
        session.commit()
        page = client.get(f"/suivi/{token}").get_data(as_text=True)
        seen.append(re.search(r'class="title">([^<]+)<', page).group(1))  # type: ignore[union-attr]
    assert seen == ["Enregistrée", "Reçue à l’atelier", "En cours", "Contrôle", "Prête", "Remise"]


def test_a_client_sees_how_much_is_ready_and_the_promised_day(
    client: FlaskClient, session: Session, order: Order, token: str, walk: Walk
) -> None:
    walk(order, "packed", of=2)
    walk(order, "received")
    session.commit()
    page = client.get(f"/suivi/{token}").get_data(as_text=True)
    assert "2 sur 3 prêts" in page
    assert "vendredi 27 novembre 2026" in page
    assert order.ref in page


def test_a_client_reads_that_he_is_awaited_and_no_internal_word(
    client: FlaskClient, session: Session, order: Order, token: str
) -> None:
    first = items_of(session, order)[0]
    holds.place(session, first, "client_answer", by=SYSTEM, note="Tache suspecte, demander à Nadia")
    session.commit()
    page = client.get(f"/suivi/{token}").get_data(as_text=True)
    assert "En attente de votre réponse" in page
    assert "Nadia" not in page
    assert "expected" not in page


def test_a_late_order_says_so(client: FlaskClient, token: str) -> None:
    with clock.pinned(clock.now() + timedelta(days=10)):
        assert "La date promise est passée" in client.get(f"/suivi/{token}").get_data(as_text=True)


def test_a_client_reads_whom_to_call(client: FlaskClient, session: Session, token: str) -> None:
    house, laundry = ContactIn(phone="04 73 00 00 00"), ContactIn(phone="04 73 11 11 11")
    contacts.set_contact(session, contacts.HOUSE, house, by=SYSTEM)
    contacts.set_contact(session, "laundry", laundry, by=SYSTEM)
    session.commit()
    page = client.get(f"/suivi/{token}").get_data(as_text=True)
    assert "tel:0473111111" in page
    assert "04 73 00 00 00" not in page


def test_the_page_is_kept_by_nobody_and_told_to_nobody(client: FlaskClient, token: str) -> None:
    for path in (f"/suivi/{token}", "/suivi/" + "a" * 43, "/suivi"):
        headers = client.get(path).headers
        assert headers["Cache-Control"] == "no-store"
        assert "noindex" in headers["X-Robots-Tag"]
        assert headers["Referrer-Policy"] == "no-referrer"
    page = client.get(f"/suivi/{token}").get_data(as_text=True)
    assert '<meta name="robots" content="noindex, nofollow">' in page
    assert token not in page
    assert not re.search(r'(?:src|href)="https?:', page)


def test_unknown_revoked_expired_and_malformed_get_the_same_answer_by_the_same_work(
    client: FlaskClient,
    session: Session,
    order: Order,
    settings: Settings,
    statements: list[str],
) -> None:
    def token_of(link: AccessLink) -> str:
        return links.address(settings, link).rpartition("/")[2]

    key = orders.key(order)
    revoked = links.create(session, key, "A", by=SYSTEM)
    links.revoke(session, key, revoked.id or 0)
    over = links.create(session, key, "B", by=SYSTEM)
    over.expires_at = clock.now() - timedelta(days=1)
    session.commit()
    wrong = {"unknown": "a" * 43, "revoked": token_of(revoked), "over": token_of(over)}
    answers, work = {}, {}
    for name, token in wrong.items():
        statements.clear()
        response = client.get(f"/suivi/{token}")
        headers = sorted((k, v) for k, v in response.headers.items() if k != "Date")
        answers[name] = (response.status_code, response.data, headers)
        work[name] = list(statements)
    assert answers["unknown"] == answers["revoked"] == answers["over"]
    assert answers["unknown"][0] == 404
    assert work["unknown"] == work["revoked"] == work["over"]
    assert len(work["unknown"]) == 1
    malformed = client.get("/suivi/nimporte")
    assert (malformed.status_code, malformed.data) == answers["unknown"][:2]


def test_too_many_guesses_are_told_to_wait_and_the_right_link_still_opens(
    client: FlaskClient, token: str
) -> None:
    for n in range(20):
        assert client.get(f"/suivi/{n:043d}").status_code == 404
    refused = client.get("/suivi/" + "a" * 43)
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    assert client.get(f"/suivi/{token}").status_code == 200
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    assert client.get("/suivi/" + "a" * 43, environ_base=elsewhere).status_code == 404


def test_guesses_from_everywhere_are_limited_together(client: FlaskClient) -> None:
    answers = [
        client.get(
            "/suivi/" + "a" * 43, environ_base={"REMOTE_ADDR": f"192.0.{n // 250}.{n % 250}"}
        )
        for n in range(601)
    ]
    assert [a.status_code for a in answers[-2:]] == [404, 429]


def test_an_opening_is_noted_once_a_day(
    client: FlaskClient, session: Session, link: AccessLink, token: str
) -> None:
    def opened() -> object:
        client.get(f"/suivi/{token}").close()
        session.expire_all()
        return session.get_one(AccessLink, link.id).last_opened_at

    first = opened()
    assert first == clock.now()
    with clock.pinned(clock.now() + timedelta(hours=5)):
        assert opened() == first
    with clock.pinned(clock.now() + timedelta(days=1)):
        assert opened() == clock.now()


def test_no_token_enters_the_access_log(
    app: Flask, client: FlaskClient, session: Session, token: str
) -> None:
    client.get(f"/suivi/{token}").close()
    client.get("/suivi/" + "b" * 43).close()
    write_waiting_lines(app)
    for (line,) in session.execute(select(AccessLine)).all():
        assert token not in str(line.model_dump())
        assert "bbb" not in str(line.model_dump())


def test_the_page_refuses_to_be_posted_to(client: FlaskClient, token: str) -> None:
    assert client.post(f"/suivi/{token}", headers=OWN).status_code == 405
