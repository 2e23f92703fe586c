from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat import clock
from esat.actors import Actor
from esat.db import Database
from esat.errors import Forbidden, Invalid, Refused
from esat.production import subjects
from esat.production.journal_models import Event
from esat.production.models import Item
from tests import factories, people
from tests.workshops.laundry.figures import plant
from workshops.laundry.figures import happenings, late, wall_clock
from workshops.laundry.figures.late import Entered

SignedIn = Callable[..., FlaskClient]
KEY = UUID(int=7)
PAGE = "/blanchisserie/saisie-differee"


def entered(code: str, at: datetime, what: str = "received", **data: object) -> Entered:
    happened = happenings.named(what)
    assert happened is not None
    return Entered(happened, (code,), at, "Panne de courant", data)


def bag(session: Session, at: datetime) -> tuple[int, str]:
    """A bag that waits to be received by the plain move: an item with a code of its own."""
    (item,) = factories.items_of(session, factories.make_order(session, items=1, at=at))
    return item.item_id or 0, item.code or ""


def moved(session: Session, item_id: int) -> list[Event]:
    session.expire_all()
    return list(
        session.exec(select(Event).where(Event.item_id == item_id, Event.kind == "item.moved"))
    )


@pytest.mark.parametrize(
    ("day", "hour", "many"),
    [((2026, 11, 23), (8, 30), 1), ((2026, 10, 25), (2, 30), 2), ((2026, 10, 25), (3, 0), 1),
     ((2026, 3, 29), (2, 30), 0), ((2026, 3, 29), (3, 0), 1), ((2026, 10, 25), (1, 59), 1)],
)  # fmt: skip
def test_a_wall_clock_shows_an_hour_once_twice_or_never(
    day: tuple[int, int, int], hour: tuple[int, int], many: int
) -> None:
    assert len(wall_clock.moments(date(*day), time(*hour))) == many


def test_an_hour_that_was_twice_asks_which_and_takes_the_one_said() -> None:
    night, half_past = date(2026, 10, 25), time(2, 30)
    with pytest.raises(Invalid) as error:
        wall_clock.moment(night, half_past)
    assert list(error.value.fields) == ["which"]
    assert wall_clock.moment(night, half_past, "1") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert wall_clock.moment(night, half_past, "2") == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_an_hour_that_never_was_is_refused() -> None:
    with pytest.raises(Invalid) as error:
        wall_clock.moment(date(2026, 3, 29), time(2, 30), "1")
    assert "n’a pas existé" in error.value.fields["hour"]


def test_what_was_on_paper_is_a_move_in_the_past_with_both_times_and_the_reason(
    session: Session, database: Database, now: datetime, nadia: Actor
) -> None:
    item_id, code = bag(session, now - timedelta(hours=6))
    session.commit()
    then = now - timedelta(hours=3)
    (done,) = late.enter(database, entered(code, then), KEY, by=nadia)
    assert done.ok
    (event,) = moved(session, item_id)
    assert (event.at, event.recorded_at, event.late) == (then, now, True)
    assert event.reason == "Panne de courant"
    assert session.get_one(Item, item_id).stage_since == then


def test_the_same_entry_again_changes_nothing(
    session: Session, database: Database, now: datetime, nadia: Actor
) -> None:
    item_id, code = bag(session, now - timedelta(hours=6))
    session.commit()
    sent = entered(code, now - timedelta(hours=3))
    first = late.enter(database, sent, KEY, by=nadia)
    assert late.enter(database, sent, KEY, by=nadia) == first
    assert len(moved(session, item_id)) == 1


@pytest.mark.parametrize(
    ("ago", "refusal"),
    [(timedelta(minutes=-1), "late_ahead"), (timedelta(minutes=5), "late_not_late"),
     (timedelta(days=36), "late_too_old")],
)  # fmt: skip
def test_a_time_that_has_not_come_or_is_too_old_is_refused(
    database: Database, session: Session, now: datetime, nadia: Actor, ago: timedelta, refusal: str
) -> None:
    item_id, code = bag(session, now - timedelta(days=1))
    session.commit()
    with pytest.raises(Refused) as refused:
        late.enter(database, entered(code, now - ago), KEY, by=nadia)
    assert refused.value.code == refusal
    assert moved(session, item_id) == []


def test_nothing_happens_before_the_thing_was_there_or_before_its_last_event(
    database: Database, session: Session, now: datetime, nadia: Actor
) -> None:
    item_id, code = bag(session, now - timedelta(hours=5))
    plant.move(session, item_id, "receive", at=now - timedelta(hours=2))
    session.commit()
    for hours in (6, 3):
        (done,) = late.enter(
            database,
            entered(code, now - timedelta(hours=hours), "weighed", kg="6"),
            uuid4(),
            by=nadia,
        )
        assert not done.ok
        assert "le journal dit déjà quelque chose" in done.message
    (done,) = late.enter(
        database, entered(code, now - timedelta(hours=1), "weighed", kg="6"), uuid4(), by=nadia
    )
    assert done.ok


def test_what_its_lot_went_through_counts_as_its_own_past(
    database: Database, session: Session, now: datetime
) -> None:
    item_id, _ = bag(session, now - timedelta(hours=9))
    plant.move(session, item_id, "receive", at=now - timedelta(hours=8))
    lot = plant.load(session, [item_id], now - timedelta(hours=7))
    machine, _ = plant.washer(session, now - timedelta(hours=9))
    what, _ = plant.programme(session, now - timedelta(hours=9))
    plant.started(session, lot, machine, what, now - timedelta(hours=6))
    subject = subjects.item(session, item_id)
    assert subject is not None
    with pytest.raises(Refused) as refused:
        late.not_before(session, subject, now - timedelta(hours=6, minutes=30))
    assert refused.value.code == "late_before_last"


def test_a_bag_that_comes_back_was_not_there_before_it_was_made(
    database: Database, session: Session, now: datetime, nadia: Actor
) -> None:
    _, code = factories.make_bag(session)
    session.commit()
    (done,) = late.enter(database, entered(code, factories.AT - timedelta(hours=1)), KEY, by=nadia)
    assert not done.ok
    assert "n’existe que depuis" in done.message


def test_codes_of_others_are_told_one_by_one(
    database: Database, session: Session, now: datetime, nadia: Actor
) -> None:
    order = factories.make_order(session, "bookbinding", items=1, at=now - timedelta(days=1))
    (volume,) = factories.items_of(session, order)
    item_id, code = bag(session, now - timedelta(days=1))
    session.commit()
    what = happenings.named("received")
    assert what is not None
    sent = Entered(
        what, (volume.code or "", "FOUX", code), now - timedelta(hours=1), "Réseau coupé", {}
    )
    assert [one.ok for one in late.enter(database, sent, KEY, by=nadia)] == [False, False, True]
    assert len(moved(session, item_id)) == 1


def test_a_counter_clerk_and_another_workshop_may_not(
    database: Database, session: Session, now: datetime
) -> None:
    for by in (
        people.actor("comptoir", workshops=("laundry",)),
        people.actor("moniteur", workshops=("bookbinding",)),
    ):
        with pytest.raises(Forbidden):
            late.enter(database, entered("F0000019", now - timedelta(hours=1)), KEY, by=by)


def form(code: str, at: datetime, **more: str) -> dict[str, str]:
    wall = clock.local(at)
    return {
        "capture": str(KEY), "what": "received", "codes": code, "day": wall.date().isoformat(),
        "hour": wall.strftime("%H:%M"), "reason": "Réseau coupé", **more,
    }  # fmt: skip


def test_the_page_offers_what_may_have_happened_and_takes_it(
    signed_in: SignedIn, session: Session, now: datetime
) -> None:
    item_id, code = bag(session, now - timedelta(hours=6))
    session.commit()
    nadia = signed_in("moniteur", workshops=("laundry",))
    assert "Remis au client" in nadia.get(PAGE).text
    assert "L’heure vraie" in nadia.get(f"{PAGE}?quoi=received").text
    answer = nadia.post(PAGE, data=form(code, now - timedelta(hours=2)))
    assert answer.status_code == 200
    assert "Gardé, en retard" in answer.text
    again = nadia.post(PAGE, data=form(code, now - timedelta(hours=2)))
    assert again.status_code == 200
    assert len(moved(session, item_id)) == 1


def test_a_form_with_something_wrong_comes_back_filled(
    signed_in: SignedIn, session: Session, now: datetime
) -> None:
    item_id, code = bag(session, now - timedelta(hours=6))
    session.commit()
    nadia = signed_in("moniteur", workshops=("laundry",))
    for change, said, status in (
        ({"reason": ""}, "Ce champ est à remplir", 422),
        ({"day": "2026-10-25", "hour": "02:30"}, "a eu lieu deux fois", 422),
        ({"day": "2026-03-29", "hour": "02:30"}, "n’a pas existé", 422),
        ({"day": "2027-01-01"}, "n’est pas encore passée", 409),
        ({"day": "hier"}, "Écrivez une date", 422),
        ({"day": "0001-01-01", "hour": "00:00"}, "Vérifiez l’année", 422),
        ({"day": "1900-01-01"}, "plus de 35 jours", 409),
    ):
        answer = nadia.post(PAGE, data=form(code, now - timedelta(hours=2)) | change)
        assert (answer.status_code, said in answer.text) == (status, True), change
        assert code in answer.text
    assert nadia.post(PAGE, data={"what": "rien"}).status_code == 422
    assert moved(session, item_id) == []


def test_the_repeated_hour_is_taken_as_it_is_said(signed_in: SignedIn, session: Session) -> None:
    with clock.pinned(datetime(2026, 10, 25, 9, 0, tzinfo=UTC)):
        item_id, code = bag(session, datetime(2026, 10, 24, 12, 0, tzinfo=UTC))
        session.commit()
        nadia = signed_in("moniteur", workshops=("laundry",))
        sent = form(code, clock.now()) | {"day": "2026-10-25", "hour": "02:30", "which": "2"}
        assert nadia.post(PAGE, data=sent).status_code == 200
    (event,) = moved(session, item_id)
    assert event.at == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_strangers_and_other_rooms_see_no_late_entry(
    signed_in: SignedIn, client: FlaskClient
) -> None:
    assert signed_in("moniteur", workshops=("bookbinding",)).get(PAGE).status_code == 404
    assert signed_in("comptoir", workshops=("laundry",)).get(PAGE).status_code == 403
    assert client.get(PAGE).status_code in {302, 303}
    assert client.post(PAGE, data={}).status_code in {302, 303, 401}
