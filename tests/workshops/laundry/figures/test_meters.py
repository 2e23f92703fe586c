from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat.actors import Actor
from esat.errors import Forbidden, Invalid, NotFound, Refused
from tests import factories, people
from tests.workshops.laundry.figures import plant
from workshops.laundry.figures import meters
from workshops.laundry.figures.meters import Read
from workshops.laundry.figures.models import MeterReading

SignedIn = Callable[..., FlaskClient]
DAY = date(2026, 11, 23)
PAGE = "/blanchisserie/compteurs"


def read(value: str, at: datetime, **more: object) -> Read:
    return Read("water", Decimal(value), at, reason="Relevé du lundi", **more)  # type: ignore[arg-type]


def test_what_was_used_is_the_difference_of_two_readings_over_the_linen_of_that_time(
    session: Session, now: datetime, nadia: Actor
) -> None:
    machine, _ = plant.washer(session, now)
    what, _ = plant.programme(session, now)
    begun = now - timedelta(days=3)
    meters.record(session, read("1200.5", begun, machine_id=machine.resource_id), by=nadia)
    order = factories.make_order(session, items=3, at=begun)
    plant.washed(session, order, machine, what, now - timedelta(hours=2))
    assert meters.used(session, DAY, DAY) == []
    meters.record(session, read("1200.716", now, machine_id=machine.resource_id), by=nadia)
    (used,) = meters.used(session, DAY, DAY)
    assert (used.amount, used.kg, used.since) == (Decimal(216), Decimal(18), begun)
    assert meters.used(session, DAY + timedelta(days=1), DAY + timedelta(days=9)) == []


def test_a_meter_never_goes_back(session: Session, now: datetime, nadia: Actor) -> None:
    meters.record(session, read("50", now - timedelta(days=2)), by=nadia)
    meters.record(session, read("60", now), by=nadia)
    for value, at in (
        ("59", now),
        ("40", now - timedelta(days=1)),
        ("70", now - timedelta(days=1)),
    ):
        with pytest.raises(Refused) as refusal:
            meters.record(session, read(value, at), by=nadia)
        assert refusal.value.code == "meter_goes_back"
    meters.record(session, read("55", now - timedelta(days=1)), by=nadia)
    assert [one.value for one in meters.readings(session, "water", None)] == [50, 55, 60]


def test_a_new_meter_begins_a_new_series(session: Session, now: datetime, nadia: Actor) -> None:
    meters.record(session, read("900", now - timedelta(days=2)), by=nadia)
    meters.record(session, read("910", now - timedelta(days=1)), by=nadia)
    meters.record(session, read("0", now - timedelta(hours=1), replaced=True), by=nadia)
    meters.record(session, read("4", now), by=nadia)
    (used,) = meters.used(session, DAY - timedelta(days=5), DAY)
    assert used.amount == Decimal(14_000)
    with pytest.raises(Refused) as refusal:
        meters.record(session, read("0", now - timedelta(days=3), replaced=True), by=nadia)
    assert refusal.value.code == "meter_before_last"


def test_a_mistake_is_amended_by_a_further_row(
    session: Session, now: datetime, nadia: Actor
) -> None:
    wrong = meters.record(session, read("5000", now - timedelta(days=1)), by=nadia)
    meters.amend(session, wrong.id or 0, Decimal(500), "Un zéro de trop", by=nadia)
    assert [one.value for one in meters.readings(session, "water", None)] == [500]
    assert len(session.exec(select(MeterReading)).all()) == 2
    with pytest.raises(NotFound):
        meters.amend(session, wrong.id or 0, Decimal(400), "Encore", by=nadia)
    meters.record(session, read("510", now), by=nadia)


def test_a_late_or_a_new_one_says_why_and_none_is_ahead_or_too_old(
    session: Session, now: datetime, nadia: Actor
) -> None:
    for given in (
        Read("water", Decimal(1), now - timedelta(hours=2)),
        Read("water", Decimal(1), now, replaced=True),
    ):
        with pytest.raises(Invalid):
            meters.record(session, given, by=nadia)
    for at, code in ((now + timedelta(hours=1), "meter_ahead"),
                     (now - timedelta(days=36), "meter_too_old")):  # fmt: skip
        with pytest.raises(Refused) as refusal:
            meters.record(session, read("1", at), by=nadia)
        assert refusal.value.code == code


def test_only_who_may_reads_a_meter(session: Session, now: datetime) -> None:
    for by in (
        people.actor("comptoir", workshops=("laundry",)),
        people.actor("moniteur", workshops=("bookbinding",)),
    ):
        with pytest.raises(Forbidden):
            meters.record(session, read("1", now), by=by)


def test_the_page_takes_a_reading_once_and_says_what_is_wrong(
    signed_in: SignedIn, session: Session, now: datetime
) -> None:
    nadia = signed_in("moniteur", workshops=("laundry",))
    assert "Aucun relevé" in nadia.get(PAGE).text
    sent = {"capture": "00000000-0000-0000-0000-000000000001", "meter": "water", "value": "12,5"}
    assert nadia.post(PAGE, data=sent).status_code == 303
    assert nadia.post(PAGE, data=sent).status_code == 303
    (row,) = session.exec(select(MeterReading)).all()
    assert (row.value, row.late) == (Decimal("12.5"), False)
    assert "12,5" in nadia.get(PAGE).text
    lower = nadia.post(PAGE, data={"meter": "water", "value": "11"})
    assert (lower.status_code, "Relisez le compteur" in lower.text) == (409, True)
    for bad in (
        {"meter": "water"},
        {"meter": "gaz", "value": "1"},
        {"meter": "water-x", "value": "1"},
        {"meter": "water", "value": "1", "day": "2026-10-25", "hour": "02:30"},
        {"meter": "water", "value": "13", "day": "2026-11-20"},
    ):
        assert nadia.post(PAGE, data=bad).status_code == 422
    assert nadia.post(PAGE, data={"meter": "water-987654", "value": "1"}).status_code == 404
    assert len(session.exec(select(MeterReading)).all()) == 1


def test_a_reading_is_amended_on_its_page(
    signed_in: SignedIn, session: Session, now: datetime, nadia: Actor
) -> None:
    row = meters.record(session, read("5000", now), by=nadia)
    session.commit()
    browser = signed_in("moniteur", workshops=("laundry",))
    url = f"{PAGE}/{row.id}/corriger"
    assert "Bon index" in browser.get(url).text
    assert browser.post(url, data={"value": "500", "reason": ""}).status_code == 422
    assert browser.post(url, data={"value": "500", "reason": "Un zéro de trop"}).status_code == 303
    assert browser.get(url).status_code == 404


def test_other_people_find_no_meters(signed_in: SignedIn, client: FlaskClient) -> None:
    assert signed_in("moniteur", workshops=("bookbinding",)).get(PAGE).status_code == 404
    assert signed_in("comptoir", workshops=("laundry",)).get(PAGE).status_code == 403
    assert client.get(PAGE).status_code in {302, 303}
