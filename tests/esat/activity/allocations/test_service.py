from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session, select

from esat import clock
from esat.activity.allocations import questions, reads, service, settling
from esat.activity.allocations.models import Allocation, AllocationChange, Overlap
from esat.activity.allocations.service import Place
from esat.errors import EsatError, Forbidden, NotFound, Refused
from esat.production import orders
from esat.workers import half_days, locks
from esat.workers.half_days import Entry, Sheet
from esat.workers.models import Worker
from esat.workers.posts.models import WorkAuthorisation
from tests.esat.activity.allocations.conftest import TODAY, Floor, at, leading
from tests.factories import make_order
from tests.people import actor

Present = Callable[..., None]


def move(session: Session, worker: int, place: Place, when: datetime) -> service.Moved:
    with clock.pinned(when):
        return service.move_worker(session, worker, place, by=leading(place.group))


def minutes(session: Session, worker: int) -> dict[tuple[int | None, bool], int]:
    """Minutes of the day by post, and whether they are unsettled."""
    found: Counter[tuple[int | None, bool]] = Counter()
    for one in reads.slices(session, TODAY, TODAY, (worker,)):
        found[one.post_id, one.unsettled] += one.minutes
    return dict(found)


def test_moving_somebody_closes_his_former_line(
    session: Session, floor: Floor, present: Present
) -> None:
    present()
    move(session, floor.paul, Place(floor.linen, TODAY, post_id=floor.ironing), at(9, 10))
    move(session, floor.paul, Place(floor.linen, TODAY, post_id=floor.folding), at(10, 30))
    assert minutes(session, floor.paul) == {
        (floor.ironing, False): 90, (floor.folding, False): 330,
    }  # fmt: skip
    change = session.exec(select(AllocationChange)).one()
    assert (change.former_ends_at, change.former_post_id) == (None, floor.ironing)


def test_the_first_line_of_a_half_day_begins_with_it_and_saying_it_again_writes_nothing(
    session: Session, floor: Floor, now: datetime
) -> None:
    place = Place(floor.linen, TODAY, post_id=floor.ironing)
    done = [
        service.move_workers(session, (floor.paul, floor.zoe), place, by=leading(floor.linen))
        for _ in range(2)
    ]
    assert [(len(one.lines), one.unchanged) for one in done] == [(2, 0), (0, 2)]
    assert {line.starts_at for line in session.exec(select(Allocation))} == {at(9)}


def test_a_bounded_hour_brings_him_back_where_he_was(
    session: Session, floor: Floor, present: Present
) -> None:
    present()
    move(session, floor.paul, Place(floor.linen, TODAY, post_id=floor.ironing), at(9))
    talk = Place(floor.linen, TODAY, "support", starts_at=at(10), ends_at=at(11))
    move(session, floor.paul, talk, at(10))
    assert minutes(session, floor.paul) == {(floor.ironing, False): 360, (None, False): 60}


def test_what_another_group_claims_late_is_a_question_that_one_choice_settles(
    session: Session, floor: Floor, present: Present
) -> None:
    present()
    all_day = Place(floor.linen, TODAY, post_id=floor.folding, starts_at=at(9))
    move(session, floor.eric, all_day, at(10, 30))
    here = Place(floor.boxes, TODAY, post_id=floor.packing, starts_at=at(9))
    with clock.pinned(at(17, 6)):  # said at nine, without network
        service.move_worker(session, floor.eric, here, by=leading(floor.boxes), at=at(9))
    question = session.exec(select(Overlap)).one()
    assert (question.starts_at, question.ends_at) == (at(9), at(10, 30))
    assert sum(minutes(session, floor.eric).values()) == 420
    kept = question.second_id
    assert session.get_one(Allocation, kept).post_id == floor.packing
    settling.settle(session, question.id or 0, kept, by=leading(floor.linen))
    assert minutes(session, floor.eric) == {
        (floor.packing, False): 90, (floor.folding, False): 330,
    }  # fmt: skip
    with pytest.raises(Refused, match="overlap_settled"):
        settling.settle(session, question.id or 0, kept, by=leading(floor.boxes))
    assert len(session.exec(select(AllocationChange)).all()) == 2


def test_all_that_two_groups_contest_of_a_day_is_one_question(
    session: Session, floor: Floor, present: Present
) -> None:
    present()
    for start, end, post in ((9, 11, floor.packing), (11, 17, None)):
        place = Place(floor.boxes, TODAY, post_id=post, starts_at=at(start), ends_at=at(end))
        move(session, floor.eric, place, at(start))
    claimed = Place(floor.linen, TODAY, post_id=floor.folding, starts_at=at(9), ends_at=at(17))
    move(session, floor.eric, claimed, at(17, 30))
    shown = questions.waiting(session, (floor.linen.id or 0,))
    assert [(one.starts_at, one.ends_at) for one in shown] == [(at(9), at(17))]
    assert shown[0].sides[0].works == ("Conditionnement", "Production")
    assert len(session.exec(select(Overlap)).all()) == 2
    mine = shown[0].sides[1].line_id
    settling.settle(session, shown[0].id, mine, by=leading(floor.boxes))
    assert minutes(session, floor.eric) == {(floor.folding, False): 420}
    assert questions.waiting(session, (floor.boxes.id or 0, floor.linen.id or 0)) == ()


def test_only_the_two_groups_settle_their_question(
    session: Session, floor: Floor, present: Present
) -> None:
    for place in (
        Place(floor.boxes, TODAY, post_id=floor.packing, starts_at=at(9)),
        Place(floor.linen, TODAY, post_id=floor.folding, starts_at=at(9)),
    ):
        move(session, floor.eric, place, at(9, 5))
    question = session.exec(select(Overlap)).one()
    stranger = replace(leading(floor.linen), groups=frozenset({99}))
    with pytest.raises(Forbidden, match="not_your_group"):
        settling.settle(session, question.id or 0, question.first_id, by=stranger)
    with pytest.raises(NotFound, match="overlap_unknown"):
        settling.settle(session, question.id or 0, 99, by=leading(floor.linen))


def test_a_question_goes_when_one_of_its_lines_is_taken_back(
    session: Session, floor: Floor, now: datetime
) -> None:
    for place in (
        Place(floor.boxes, TODAY, post_id=floor.packing, starts_at=at(9)),
        Place(floor.linen, TODAY, post_id=floor.folding, starts_at=at(9)),
    ):
        move(session, floor.eric, place, at(9, 5))
    question = session.exec(select(Overlap)).one()
    for _ in range(2):
        service.take_back(session, question.second_id, "Erreur", by=leading(floor.linen))
    assert (question.settled_at is not None, question.kept_id) == (True, None)


def test_a_correction_keeps_what_was_said(session: Session, floor: Floor, present: Present) -> None:
    present()
    made = move(session, floor.paul, Place(floor.linen, TODAY, post_id=floor.ironing), at(9, 10))
    service.correct(session, made.lines[0], at(10), at(11), "Oubli", by=leading(floor.linen))
    assert minutes(session, floor.paul) == {(None, False): 360, (floor.ironing, False): 60}
    assert session.exec(select(AllocationChange.former_starts_at)).one() == at(9)
    with pytest.raises(Refused, match="allocation_times"):
        service.correct(session, made.lines[0], at(11), at(10), by=leading(floor.linen))


def test_what_people_are_at_ends(session: Session, floor: Floor, present: Present) -> None:
    present()
    move(session, floor.paul, Place(floor.linen, TODAY, post_id=floor.ironing), at(9))
    ended = service.end(
        session, floor.linen, (floor.paul,), TODAY, at(15), by=leading(floor.linen), at=at(15)
    )
    assert (ended, minutes(session, floor.paul)[floor.ironing, False]) == (1, 300)


def test_hours_beside_the_contract_take_nothing_from_the_day(
    session: Session, floor: Floor, present: Present
) -> None:
    present()
    move(session, floor.paul, Place(floor.linen, TODAY, post_id=floor.ironing), at(9))
    beside = Place(floor.linen, TODAY, "support_outside", starts_at=at(17), ends_at=at(18))
    with pytest.raises(Refused, match="outside_needs_end"):
        move(session, floor.paul, replace(beside, ends_at=None), at(17))
    move(session, floor.paul, beside, at(17))
    assert minutes(session, floor.paul) == {(floor.ironing, False): 420, (None, False): 60}


def _gone(session: Session, floor: Floor) -> Place:
    session.get_one(Worker, floor.paul).left_on = TODAY - timedelta(days=1)
    return Place(floor.linen, TODAY)


def _to_come(session: Session, floor: Floor) -> Place:
    session.get_one(Worker, floor.paul).contract_starts = TODAY + timedelta(days=1)
    return Place(floor.linen, TODAY)


def _away(session: Session, floor: Floor) -> Place:
    sheet = Sheet(floor.linen, TODAY, "morning")
    half_days.record_sheet(
        session, sheet, [Entry(floor.paul, "absent_unannounced")], by=leading(floor.linen)
    )
    return Place(floor.linen, TODAY, starts_at=at(9), ends_at=at(12))


def _closed_month(session: Session, floor: Floor) -> Place:
    office = actor("bureau")
    locks.close(session, (floor.paul,), date(2026, 11, 1), by=office, at=clock.now())
    return Place(floor.linen, TODAY)


def _expired(session: Session, floor: Floor) -> Place:
    session.add(
        WorkAuthorisation(
            worker_id=floor.paul, post_id=floor.ironing, allowed=True, since=date(2026, 1, 1),
            until=TODAY - timedelta(days=1), recorded_at=clock.now(),
        )
    )  # fmt: skip
    return Place(floor.linen, TODAY, post_id=floor.ironing)


def _cancelled(session: Session, floor: Floor) -> Place:
    order = make_order(session)
    orders.cancel(session, order, "Erreur", by=actor("bureau"), at=at(8))
    return Place(floor.linen, TODAY, order_id=order.id)


CASES: dict[str, Callable[[Session, Floor], Place]] = {
    "allocation_future": lambda _, floor: Place(floor.linen, TODAY + timedelta(days=1)),
    "worker_not_there": _gone,
    "worker_not_there ": _to_come,
    "worker_absent": _away,
    "period_locked": _closed_month,
    "authorisation_expired": _expired,
    "post_elsewhere": lambda _, floor: Place(floor.linen, TODAY, post_id=floor.packing),
    "post_unknown": lambda _, floor: Place(floor.linen, TODAY, post_id=9999),
    "activity_unknown": lambda _, floor: Place(floor.linen, TODAY, "sieste"),
    "order_unknown": lambda _, floor: Place(floor.linen, TODAY, order_id=9999),
    "lot_unknown": lambda _, floor: Place(floor.linen, TODAY, lot_id=9999),
    "order_over": _cancelled,
    "order_elsewhere": lambda session, floor: Place(
        floor.linen, TODAY, order_id=make_order(session, "bookbinding").id
    ),
}


@pytest.mark.parametrize("code", CASES)
def test_what_may_not_be_is_refused_and_nothing_is_written(
    session: Session, floor: Floor, now: datetime, code: str
) -> None:
    place = CASES[code](session, floor)
    with pytest.raises(EsatError, match=f"^{code.strip()}$"):
        service.move_workers(session, (floor.zoe, floor.paul), place, by=leading(floor.linen))
    assert session.exec(select(Allocation)).all() == []


def test_another_group_is_forbidden_and_its_worker_may_be_taken(
    session: Session, floor: Floor, now: datetime
) -> None:
    place = Place(floor.boxes, TODAY)
    with pytest.raises(Forbidden, match="not_your_group"):
        service.move_worker(session, floor.eric, place, by=leading(floor.linen))
    with pytest.raises(NotFound, match="worker_unknown"):
        service.move_worker(session, 9999, Place(floor.linen, TODAY), by=leading(floor.linen))
    done = service.move_worker(
        session, floor.eric, Place(floor.linen, TODAY), by=leading(floor.linen)
    )
    assert session.get_one(Allocation, done.lines[0]).group_id == floor.linen.id
