import html
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat import clock
from esat.actors import Actor
from esat.errors import Invalid, NotFound, Refused
from esat.production import code_formats
from esat.production.code_format_models import CodeFormat
from esat.production.code_formats import Wanted
from tests import people
from tests.esat.production.buttons import press
from tests.factories import make_client

SignedIn = Callable[..., FlaskClient]
HERE = "/administration/codes-clients"
TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def installed(session: Session, now: object) -> None:
    code_formats.install(session, clock.now())
    session.commit()


@pytest.fixture
def rachid() -> Actor:
    return people.actor("responsable_atelier")


@pytest.fixture
def page(signed_in: SignedIn) -> FlaskClient:
    return signed_in("responsable_atelier")


def rows(session: Session) -> list[CodeFormat]:
    session.expire_all()
    return list(session.exec(select(CodeFormat).order_by(CodeFormat.id)))  # type: ignore[arg-type]


def wanted(**values: object) -> Wanted:
    usual = Wanted("digits", 9, "gs1", client_id=None, source="Essai", since=TODAY)
    return replace(usual, **values)  # type: ignore[arg-type]


def test_a_new_house_has_the_lengths_of_gs1_as_proposals(session: Session) -> None:
    found = [(row.symbology, row.length, row.check_digit) for row in rows(session)]
    assert found == [("ean13", 13, "gs1"), ("ean8", 8, "gs1"), ("upca", 12, "gs1"),
                     ("itf", 14, "gs1")]  # fmt: skip
    assert {(row.status, row.since, row.source) for row in rows(session)} == {
        ("proposed", TODAY, code_formats.GS1)
    }
    assert code_formats.propose_usual(session, since=TODAY) == 0


def test_a_format_is_accepted_between_its_days(session: Session, rachid: Actor) -> None:
    client = make_client(session)
    row = code_formats.add(
        session,
        wanted(client_id=client.id, check_digit="none", since=TODAY + timedelta(days=1)),
        by=rachid,
    )

    def on(days: int) -> bool:
        there = code_formats.accepted(session, client.id, TODAY + timedelta(days=days))
        return row in there

    assert [on(0), on(1), on(30)] == [False, True, True]
    assert row not in code_formats.accepted(session, None, TODAY + timedelta(days=1))
    row.until = TODAY + timedelta(days=4)
    assert [on(4), on(5)] == [True, False]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"symbology": "ean13", "length": 12}, "length"),
        ({"symbology": "ean8", "length": 13}, "length"),
        ({"symbology": "itf", "length": 13}, "length"),
        ({"length": 3}, "length"),
        ({"length": 65}, "length"),
        ({"symbology": "itf", "length": 10, "check_digit": "none"}, "check_digit"),
        ({"symbology": "ean13", "length": 13, "check_digit": "none"}, "check_digit"),
        ({"check_digit": "mod11"}, "check_digit"),
        ({"check_digit": "none"}, "client_id"),
        ({"client_id": 987654}, "client_id"),
        ({"symbology": "code39"}, "symbology"),
        ({"source": "  "}, "source"),
        ({"since": TODAY - timedelta(days=1)}, "since"),
    ],
)
def test_no_format_goes_round_the_rule(
    session: Session, rachid: Actor, values: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        code_formats.add(session, wanted(**values), by=rachid)
    assert field in refused.value.fields


def test_a_format_twice_is_refused(session: Session, rachid: Actor) -> None:
    code_formats.add(session, wanted(), by=rachid)
    with pytest.raises(Refused, match="format_there"):
        code_formats.add(session, wanted(), by=rachid)


def test_an_approval_is_a_row_more_and_the_proposal_is_kept(
    session: Session, rachid: Actor
) -> None:
    first = rows(session)[0].id or 0
    with clock.pinned(clock.now() + timedelta(days=10)):
        code_formats.approve(session, first, by=rachid)
        with pytest.raises(Refused, match="format_ended"):
            code_formats.approve(session, first, by=rachid)
        assert len(code_formats.accepted(session, None, clock.today())) == 4
    old, new = rows(session)[0], rows(session)[-1]
    assert (old.status, old.until) == ("proposed", TODAY + timedelta(days=9))
    assert (new.status, new.since, new.until) == ("approved", TODAY + timedelta(days=10), None)
    with pytest.raises(Refused, match="format_approved"):
        code_formats.approve(session, new.id or 0, by=rachid)


def test_an_ended_format_is_accepted_no_longer_and_is_not_erased(session: Session) -> None:
    first = rows(session)[0].id or 0
    code_formats.end(session, first)
    assert {row.symbology for row in code_formats.accepted(session, None, TODAY)} == {
        "ean8", "upca", "itf",
    }  # fmt: skip
    assert len(rows(session)) == 4
    with pytest.raises(Refused, match="format_ended"):
        code_formats.end(session, first)
    with pytest.raises(NotFound):
        code_formats.end(session, 987654)
    assert code_formats.propose_usual(session, since=TODAY) == 1


ADD = {"symbology": "digits", "length": "9", "check_digit": "gs1", "client_id": "",
       "source": "Contrat 12", "since": ""}  # fmt: skip


def forms(session: Session) -> dict[str, dict[str, str]]:
    first = rows(session)[0].id
    code_formats.end(session, rows(session)[1].id or 0)
    session.commit()
    return {"": ADD, "/usuels": {}, f"/{first}/valider": {}, f"/{first}/terminer": {}}


BUTTONS = range(4)


@pytest.mark.parametrize("n", BUTTONS)
def test_each_button_works_once_and_a_replay_changes_nothing(
    page: FlaskClient, session: Session, n: int
) -> None:
    path, form = list(forms(session).items())[n]
    key, before = str(uuid4()), [row.model_dump() for row in rows(session)]
    first = press(page, HERE + path, key, **form)
    assert (first.status_code, first.headers["Location"]) == (303, HERE)
    after = [row.model_dump() for row in rows(session)]
    assert after != before
    assert press(page, HERE + path, key, **form).status_code == 303
    assert [row.model_dump() for row in rows(session)] == after


@pytest.mark.parametrize("n", BUTTONS)
def test_each_button_refuses_get_the_stranger_and_who_has_no_right(
    client: FlaskClient, signed_in: SignedIn, page: FlaskClient, session: Session, n: int
) -> None:
    path, form = list(forms(session).items())[n]
    before = [row.model_dump() for row in rows(session)]
    assert page.get(HERE + path).status_code == (405 if path else 200)
    assert press(client, HERE + path, **form).status_code in {302, 303, 401}
    for role in ("moniteur", "bureau", "direction", "inspecteur"):
        assert press(signed_in(role), HERE + path, **form).status_code == 403
        assert signed_in(role).get(HERE).status_code == 403
    assert [row.model_dump() for row in rows(session)] == before


@pytest.mark.parametrize("n", [0, 2, 3])
def test_each_button_refuses_the_wrong_state(page: FlaskClient, session: Session, n: int) -> None:
    path, form = list(forms(session).items())[n]
    assert press(page, HERE + path, **form).status_code == 303
    before = [row.model_dump() for row in rows(session)]
    again = press(page, HERE + path, **form)
    assert again.status_code == 409
    assert "déjà" in again.text
    assert [row.model_dump() for row in rows(session)] == before


def test_the_page_shows_the_source_the_status_and_what_ended(
    page: FlaskClient, session: Session
) -> None:
    client = make_client(session, "EHPAD Les Tilleuls")
    session.commit()
    loose = ADD | {"check_digit": "none", "length": "10", "client_id": str(client.id)}
    assert press(page, HERE, **loose).status_code == 303
    first = rows(session)[0].id
    press(page, f"{HERE}/{first}/valider")
    shown = html.unescape(page.get(HERE).text)
    for words in ("Proposé, à valider", "Validé", code_formats.GS1, "EHPAD Les Tilleuls",
                  "Contrat 12", "Sans clé : lecture partielle possible", "Anciens formats",
                  "22/11/2026"):  # fmt: skip
        assert words in shown
    assert "Proposer les formats usuels" not in shown


def test_a_wrong_field_is_said_beside_it_and_what_was_typed_stays(
    page: FlaskClient, session: Session
) -> None:
    for change, words in (
        ({"length": "3"}, "de 4 à 64"),
        ({"length": "65"}, "de 4 à 64"),
        ({"length": "douze"}, "Écrivez un nombre entier."),
        ({"length": ""}, "Ce champ est à remplir."),
        ({"symbology": ""}, "Ce champ est à remplir."),
        ({"symbology": "itf", "length": "13"}, "nombre pair"),
        ({"check_digit": "none"}, "Sans clé, choisissez le client"),
        ({"since": "hier"}, "Écrivez une date"),
        ({"source": ""}, "Ce champ est à remplir."),
    ):
        answer = press(page, HERE, **ADD | change)
        assert answer.status_code == 422
        assert words in html.unescape(answer.text)
        assert 'id="add"' in answer.text
    assert len(rows(session)) == 4
