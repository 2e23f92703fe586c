"""Opening days and delays are decided for days to come, and never for those that are past."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from laundry_rabc.checks.models import CalendarDay, CalendarShift, CheckRule
from tests.laundry_rabc.checks.conftest import Laundry
from tests.laundry_rabc.checks.test_pages import HERE, post

SignedIn = Callable[..., FlaskClient]
CALENDAR = f"{HERE}/calendrier"
DAY = {"day_day": "2026-12-24", "day_opened": "closed", "day_reason": "Fermeture"}
SHIFT = {
    "shift_code": "matin", "shift_label": "Matin", "shift_since": "2026-12-01",
    "shift_weekdays": ["1", "2"], "shift_starts": "07:00", "shift_ends": "12:00",
    "shift_source": "Réunion du 20 novembre",
}  # fmt: skip
RULE = {
    "rule_code": "escalate", "rule_since": "2026-11-23", "rule_value": "1,5",
    "rule_source": "Réunion",
}  # fmt: skip


@pytest.fixture
def ines(laundry: Laundry, signed_in: SignedIn) -> FlaskClient:
    return signed_in("qualite")


def counted(session: Session) -> tuple[int, ...]:
    session.expire_all()
    return tuple(
        len(session.exec(select(one)).all()) for one in (CalendarDay, CalendarShift, CheckRule)
    )


def test_each_decision_is_a_row_of_its_own(session: Session, ines: FlaskClient) -> None:
    before = counted(session)
    for end, fields in (("jours", DAY), ("equipes", SHIFT), ("delais", RULE)):
        assert post(ines, f"{CALENDAR}/{end}", **fields).status_code == 303
    assert counted(session) == tuple(n + 1 for n in before)
    page = ines.get(CALENDAR).text
    for words in ("Fermeture", "lundi, mardi", "07:00 à 12:00", "1,5 h".replace(" ", "\u00a0")):
        assert words in page, words


@pytest.mark.parametrize(
    ("end", "fields", "said"),
    [
        ("jours", {**DAY, "day_day": "2026-11-20"}, "Ce jour est passé"),
        ("jours", {**DAY, "day_day": "demain"}, "Écrivez une date"),
        ("jours", {**DAY, "day_reason": ""}, "à remplir"),
        ("equipes", {**SHIFT, "shift_since": "2026-11-01"}, "Ce jour est passé"),
        ("equipes", {**SHIFT, "shift_ends": "06:00"}, "La fin est avant"),
        ("equipes", {**SHIFT, "shift_weekdays": ["9"]}, "forme attendue"),
        ("equipes", {**SHIFT, "shift_code": "Mâtin !"}, "forme attendue"),
        ("delais", {**RULE, "rule_since": "2026-11-22"}, "Ce jour est passé"),
        ("delais", {**RULE, "rule_value": "-1"}, "au moins"),
        ("delais", {**RULE, "rule_source": ""}, "à remplir"),
    ],
)
def test_what_cannot_be_decided_stands_beside_its_field(
    session: Session, ines: FlaskClient, end: str, fields: dict[str, Any], said: str
) -> None:
    before = counted(session)
    answer = post(ines, f"{CALENDAR}/{end}", **fields)
    assert answer.status_code == 422
    assert said in answer.text
    assert counted(session) == before


def test_two_hours_of_one_shift_do_not_begin_on_one_day(
    session: Session, ines: FlaskClient
) -> None:
    assert post(ines, f"{CALENDAR}/equipes", **SHIFT).status_code == 303
    again = post(ines, f"{CALENDAR}/equipes", **SHIFT)
    assert again.status_code == 409
    assert "déjà un horaire" in again.text


def test_supervisors_look_and_decide_nothing(
    session: Session, laundry: Laundry, nadia: FlaskClient
) -> None:
    before = counted(session)
    page = nadia.get(CALENDAR)
    assert page.status_code == 200
    assert 'name="day_reason"' not in page.text
    assert post(nadia, f"{CALENDAR}/jours", **DAY).status_code == 403
    assert counted(session) == before
