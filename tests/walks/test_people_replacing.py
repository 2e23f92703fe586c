"""A group given for a day to a supervisor of another workshop: all of the group's day is his."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time

from flask.testing import FlaskClient
from sqlalchemy import update
from sqlmodel import Session, col, select

from esat import clock
from esat.accounts.models import Account, LoginSession
from esat.activity.day.models import DayClose
from esat.activity.outputs.models import Output
from tests.walks import people_day
from tests.walks.people_day import Van

SignedIn = Callable[..., FlaskClient]
MONDAY, TUESDAY, THURSDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 26)


def at(day: date, hour: int = 9) -> datetime:
    return datetime.combine(day, time(hour), clock.PARIS)


def pages(van: Van) -> list[str]:
    """Every page of a group's day and of its people."""
    day = [f"{van.home}{page}" for page in ("", "/matin", "/postes", "/postes/fil", "/productions")]
    worker = van.people[0]
    about = (f"/travailleurs/{worker}/fiche", f"/travailleurs/autorisations/{worker}",
             f"/equipes/images/{worker}")  # fmt: skip
    return [*day, *about]


def test_a_replacement_from_another_workshop_has_the_day_of_the_group_until_it_ends(
    session: Session, signed_in: SignedIn
) -> None:
    with clock.pinned(at(MONDAY)):
        van = people_day.van(session, TUESDAY, at(MONDAY))
        binder = signed_in("moniteur", ("bookbinding",))
        account = session.exec(select(Account).order_by(col(Account.id).desc())).first()
        given = {"account_id": str(account.id if account else 0), "since": str(TUESDAY),
                 "until": str(TUESDAY)}  # fmt: skip
        lent = signed_in("bureau").post("/equipes/camion/moniteurs", data=given)
        assert lent.status_code == 303
        later = {"last_seen_at": at(THURSDAY), "expires_at": at(THURSDAY, 20)}
        session.connection().execute(update(LoginSession).values(**later))
        session.commit()
        assert closed(binder, replace(van, day=MONDAY)) == []
    with clock.pinned(at(TUESDAY)):
        seen = {page: binder.get(page).status_code for page in pages(van)}
        assert set(seen.values()) == {200}, seen
        the_day(binder, van)
    assert session.exec(select(Output.quantity)).all() == [40]
    assert len(session.exec(select(DayClose)).all()) == 1
    with clock.pinned(at(THURSDAY)):
        assert closed(binder, replace(van, day=THURSDAY)) == []


def closed(binder: FlaskClient, van: Van) -> list[str]:
    """The pages of that day that open all the same; the days that were his stay readable."""
    return [page for page in pages(van) if binder.get(page).status_code not in {403, 404}]


def the_day(binder: FlaskClient, van: Van) -> None:
    """Roll call, posts, an output, and the end of the day."""
    here = {f"status-{one}": "present" for one in van.people}
    for half in ("matin", "apres-midi"):
        assert binder.post(f"{van.home}/{half}", data=here).status_code == 303
    place = {"worker": [str(one) for one in van.people], "place": f"post:{van.post}",
             "order": str(van.orders[0]), "when": "day"}  # fmt: skip
    assert binder.post(f"{van.home}/postes", data=place).status_code == 303
    made = {"order": van.refs[0], "quantity": "40"}
    assert binder.post(f"{van.home}/productions", data=made).status_code == 303
    assert binder.post(f"{van.home}/fin").status_code == 303
