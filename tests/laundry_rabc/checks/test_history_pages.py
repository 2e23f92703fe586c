"""Readings over time, one reading whole with its corrections, and the balance of a month."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from esat import clock
from laundry_rabc.checks import exports, history_reads
from laundry_rabc.results.models import Result
from tests.conftest import MONDAY
from tests.laundry_rabc.checks.conftest import Laundry
from tests.laundry_rabc.checks.test_pages import HERE, path, post

SignedIn = Callable[..., FlaskClient]


@pytest.fixture
def reading(session: Session, laundry: Laundry, karim: FlaskClient) -> str:
    """Paul read 145 °C at the calender: action."""
    post(karim, path(session, laundry, "CAL-01", "matin"), par=laundry.paul, answer="value",
         value="145")  # fmt: skip
    session.expire_all()
    return f"{HERE}/releves/{session.exec(select(Result)).one().id}"


def fix(browser: FlaskClient, where: str, **fields: Any) -> Any:
    wanted = {"answer": "value", "value": "165", "fix_reason": "Mal lu", **fields}
    return post(browser, f"{where}/corriger", **wanted)


def rows(session: Session) -> list[Result]:
    session.expire_all()
    return list(session.exec(select(Result).order_by(col(Result.id))))


def test_a_reading_says_all_that_an_auditor_asks(reading: str, nadia: FlaskClient) -> None:
    page = nadia.get(reading).text
    for words in ("145\u00a0°C", "Action", "Paul D.", "Karim", "pas validé", "n° 1 du plan",
                  "proposées, non validées", "Prévu", "RC26-"):  # fmt: skip
        assert words in page, words
    assert nadia.get(f"{HERE}/releves/999999").status_code == 404


def test_the_history_finds_it_by_point_period_and_verdict(reading: str, nadia: FlaskClient) -> None:
    here = f"{HERE}/releves"
    for asked, found in (
        ({}, True), ({"point": "CAL-01"}, True), ({"point": "SEC-01"}, False),
        ({"verdict": "action"}, True), ({"verdict": "conform"}, False),
        ({"du": "2026-11-01", "au": "2026-11-22"}, False),
        ({"du": "2026-11-23", "au": "2026-11-23"}, True),
    ):  # fmt: skip
        assert (reading in nadia.get(here, query_string=asked).text) is found, asked


@pytest.mark.parametrize(
    "asked",
    [{"du": "hier"}, {"du": "2026-11-23", "au": "2026-11-01"}, {"du": "2020-01-01"},
     {"au": "9999-01-01", "du": "9998-12-01"}, {"avant": "x"}],
)  # fmt: skip
@pytest.mark.parametrize("page", ["releves", "bilan"])
def test_a_period_that_cannot_be_is_said(
    reading: str, nadia: FlaskClient, page: str, asked: dict[str, str]
) -> None:
    assert nadia.get(f"{HERE}/{page}", query_string=asked).status_code == 422


def test_the_history_has_pages(
    session: Session, laundry: Laundry, nadia: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history_reads, "PAGE", 2)
    for value in ("170", "171", "172"):
        post(nadia, f"{HERE}/autre/CAL-01", par="moi", answer="value", value=value)
    first = nadia.get(f"{HERE}/releves").text
    assert "172\u00a0°C" in first
    assert "170\u00a0°C" not in first
    ids = [row.id or 0 for row in rows(session)]
    second = nadia.get(f"{HERE}/releves", query_string={"avant": ids[1]}).text
    assert "170\u00a0°C" in second
    assert "Première page" in second


def test_a_correction_stands_beside_the_first(
    session: Session, reading: str, nadia: FlaskClient
) -> None:
    answer = fix(nadia, reading)
    assert answer.status_code == 303
    first, further = rows(session)
    assert (further.amends_id, further.fix_reason) == (first.id, "Mal lu")
    for where in (reading, answer.headers["Location"]):
        page = nadia.get(where).text
        for words in ("145\u00a0°C", "165\u00a0°C", "Mal lu", "Nadia", "Paul D."):
            assert words in page, words
    assert fix(nadia, reading).status_code == 409
    assert len(rows(session)) == 2


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"fix_reason": ""}, "fix_reason"),
        ({"value": "douze"}, "value"),
        ({"value": "700"}, "confirmed"),
        ({"answer": ""}, "answer"),
        ({"answer": "na"}, "note"),
    ],
)
def test_a_wrong_correction_says_which_field_and_comes_back_filled(
    session: Session, reading: str, nadia: FlaskClient, fields: dict[str, str], field: str
) -> None:
    answer = fix(nadia, reading, **fields)
    assert answer.status_code == 422
    assert field in answer.text
    assert (fields.get("fix_reason", "Mal lu")) in answer.text
    assert len(rows(session)) == 1


def test_the_counter_and_the_inspector_correct_nothing(
    session: Session, reading: str, karim: FlaskClient
) -> None:
    assert "Corriger ce relevé" not in karim.get(reading).text
    assert fix(karim, reading).status_code == 403
    assert len(rows(session)) == 1


def test_the_balance_names_every_missed_check(
    reading: str, signed_in: SignedIn, nadia: FlaskClient
) -> None:
    with clock.pinned(MONDAY + timedelta(hours=20)):
        tuesday = signed_in("moniteur", ("laundry",))
        page = tuesday.get(f"{HERE}/bilan", query_string={"du": "2026-11-23", "au": "2026-11-23"})
        assert page.status_code == 200
        assert "contrôles manqués" in page.text
        assert "TEN-01" in page.text
        home = tuesday.get(HERE).text
        assert "contrôles manqués" in home
    nothing = nadia.get(f"{HERE}/bilan", query_string={"du": "2026-11-01", "au": "2026-11-02"})
    assert "Rien n’est vert" in nothing.text


def test_the_table_to_take_away_has_both_values(
    session: Session, reading: str, nadia: FlaskClient
) -> None:
    fix(nadia, reading)
    day = clock.local(MONDAY).date()
    found = [
        dict(zip(exports.HEADERS, row, strict=True)) for row in exports.rows(session, day, day)
    ]
    assert [one["valeur"] for one in found] == [145, 165]
    assert [one["verdict"] for one in found] == ["Action", "Conforme"]
    assert (found[1]["corrige"], found[1]["motif_correction"]) == (found[0]["releve"], "Mal lu")
    assert found[0]["fait_par"] == "Paul D."
    assert found[0]["zone"] == "Zone propre"
    assert list(exports.rows(session, day + timedelta(days=1), None)) == []
