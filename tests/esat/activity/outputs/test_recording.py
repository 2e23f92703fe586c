from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session, select

from esat.activity.outputs import reads, recording
from esat.activity.outputs.models import Output
from esat.activity.outputs.recording import Made
from esat.actors import Actor
from esat.errors import Forbidden, Refused
from esat.production.journal_models import Event
from esat.production.models import Order
from tests.esat.activity.outputs.conftest import TODAY, order_of
from tests.esat.workers.conftest import Team
from tests.people import actor


def made(quantity: str, **more: str) -> Made:
    scrap = Decimal(more.pop("scrap", "0"))
    return Made(Decimal(quantity), scrap=scrap, **more)


def test_outputs_of_a_day_add_up_and_more_than_ordered_is_kept_and_said(
    session: Session, team: Team, leader: Actor, order: Order
) -> None:
    first = recording.record(
        session, team.group, TODAY, order, made("350", scrap="5", note="Lot 2"), by=leader
    )
    assert (first.total, first.ordered, first.over) == (350, 1000, False)
    second = recording.record(session, team.group, TODAY, order, made("700"), by=leader)
    assert (second.total, second.over) == (1050, True)
    assert reads.total(session, order.id or 0, "pièce").scrap == 5
    told = reads.of_day(session, team.group.id or 0, TODAY)
    assert [(one.quantity, one.note) for one in told] == [(700, ""), (350, "Lot 2")]


def test_the_journal_says_how_much_and_of_which_group_and_names_nobody(
    session: Session, team: Team, leader: Actor, order: Order
) -> None:
    recording.record(session, team.group, TODAY, order, made("350", note="Paul"), by=leader)
    event = session.exec(select(Event).where(Event.kind == recording.KIND)).one()
    assert (event.order_id, event.worker_id, event.reason) == (order.id, None, "")
    assert event.data == {
        "quantity": "350", "unit": "pièce", "scrap": "0", "group_id": team.group.id,
    }  # fmt: skip


def test_a_correction_stands_in_the_place_of_what_it_amends_and_both_stay(
    session: Session, team: Team, leader: Actor, order: Order
) -> None:
    done = recording.record(session, team.group, TODAY, order, made("530"), by=leader)
    key = done.output.id or 0
    recording.correct(session, key, made("350"), "Chiffres inversés", by=leader)
    assert reads.total(session, order.id or 0, "pièce").quantity == 350
    (told,) = reads.of_day(session, team.group.id or 0, TODAY)
    assert (told.quantity, told.corrected, told.reason) == (350, True, "Chiffres inversés")
    assert len(session.exec(select(Output)).all()) == 2
    events = session.exec(select(Event).where(Event.kind == recording.KIND)).all()
    assert [event.amends_id for event in events] == [None, events[0].id]
    with pytest.raises(Refused, match="output_amended"):
        recording.correct(session, key, made("1"), "Encore", by=leader)
    with pytest.raises(Refused, match="output_reason"):
        recording.correct(session, told.id, made("1"), " ", by=leader)
    recording.correct(session, told.id, made("0"), "Autre équipe", by=leader)
    assert reads.of_day(session, team.group.id or 0, TODAY) == ()
    assert reads.total(session, order.id or 0, "pièce").quantity == 0


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"quantity": "0"}, "output_nothing"),
        ({"day": date(2026, 11, 24)}, "output_future"),
        ({"unit": "kg"}, "output_unit_unknown"),
        ({"note": "x" * 281}, "note_too_long"),
    ],
)
def test_what_is_no_output_is_refused_and_nothing_is_kept(
    session: Session,
    team: Team,
    leader: Actor,
    order: Order,
    change: dict[str, str | date],
    code: str,
) -> None:
    words = {"quantity": "10", **change}
    day = words.pop("day", TODAY)
    assert isinstance(day, date)
    with pytest.raises(Refused, match=code):
        recording.record(
            session, team.group, day, order,
            made(**{name: str(value) for name, value in words.items()}), by=leader,
        )  # fmt: skip
    assert session.exec(select(Output)).all() == []


def test_an_order_closed_cancelled_or_of_another_workshop_takes_no_output(
    session: Session, team: Team, leader: Actor, now: datetime
) -> None:
    closed, cancelled = (order_of(session, ("1", "lot"), at=now) for _ in range(2))
    closed.closed_at = cancelled.cancelled_at = now - timedelta(minutes=1)
    bound = order_of(session, ("1", "volume"), workshop="bookbinding", at=now)
    for order, code in (
        (closed, "output_order_closed"),
        (cancelled, "output_order_cancelled"),
        (bound, "output_other_workshop"),
    ):
        with pytest.raises(Refused, match=code):
            recording.record(session, team.group, TODAY, order, made("1"), by=leader)


def test_what_was_made_before_the_order_was_closed_is_kept_though_it_comes_later(
    session: Session, team: Team, leader: Actor, order: Order, now: datetime
) -> None:
    order.closed_at = now
    before = now - timedelta(hours=1)
    done = recording.record(session, team.group, TODAY, order, made("10"), by=leader, at=before)
    assert (done.output.at, done.output.recorded_at) == (before, now)


def test_an_order_counted_in_two_ways_asks_which_one(
    session: Session, team: Team, leader: Actor, now: datetime
) -> None:
    order = order_of(session, ("40", "kg"), ("3", "lot"), at=now)
    with pytest.raises(Refused, match="output_unit_asked"):
        recording.record(session, team.group, TODAY, order, made("2"), by=leader)
    done = recording.record(session, team.group, TODAY, order, made("2", unit="Lots"), by=leader)
    assert (done.output.unit, done.ordered) == ("lot", 3)


def test_the_group_of_somebody_else_is_forbidden(
    session: Session, team: Team, order: Order, leader: Actor
) -> None:
    elsewhere = actor("moniteur", workshops=("bookbinding",))
    for stranger in (elsewhere, actor("comptoir")):
        with pytest.raises(Forbidden, match="not_your_group"):
            recording.record(session, team.group, TODAY, order, made("1"), by=stranger)
    done = recording.record(session, team.group, TODAY, order, made("1"), by=leader)
    with pytest.raises(Forbidden, match="not_your_group"):
        recording.correct(session, done.output.id or 0, made("2"), "Non", by=elsewhere)
