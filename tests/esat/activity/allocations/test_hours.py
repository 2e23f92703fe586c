from collections.abc import Callable, Iterator
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session

from esat import clock
from esat.activity.allocations import exports, order_hours, service
from esat.activity.allocations.service import Place
from esat.production.models import Order
from esat.workers import half_days, people
from esat.workers.forms import WorkerIn
from esat.workers.half_days import Entry, Sheet
from esat.workers.models import Group
from tests.esat.activity.allocations.conftest import TODAY, Floor, at, leading
from tests.factories import make_order

SignedIn = Callable[..., FlaskClient]
TUESDAY = date(2026, 11, 24)


@pytest.fixture
def placed(
    session: Session, floor: Floor, present: Callable[..., None]
) -> Iterator[Callable[..., None]]:
    """`placed(worker, order, day)`: that whole day, at ironing; everybody is there both days."""
    for day in (TODAY, TUESDAY):
        present(day)

    def put(worker: int, order: Order, day: date = TODAY, group: Group | None = None) -> None:
        where = group or floor.linen
        place = Place(
            where, day, post_id=floor.ironing, order_id=order.id, starts_at=at(9, day=day)
        )
        service.move_worker(session, worker, place, by=leading(where), at=at(9, day=day))

    with clock.pinned(at(18, day=TUESDAY)):
        yield put


def test_the_hours_of_an_order_are_a_teams_and_never_ones_alone(
    session: Session, floor: Floor, placed: Callable[..., None]
) -> None:
    order = make_order(session)
    assert order_hours.of_order(session, order.id or 0).rows == ()
    placed(floor.paul, order)
    placed(floor.zoe, order)
    placed(floor.paul, order, TUESDAY)
    hours = order_hours.of_order(session, order.id or 0)
    assert [(row.day, row.group, row.minutes) for row in hours.rows] == [
        (TODAY, "Linge", 840), (TUESDAY, "Linge", None),
    ]  # fmt: skip
    assert (hours.rest, hours.total) == (None, None)  # a total would tell Paul's Tuesday


def test_what_is_not_shown_is_told_together_when_two_people_stand_behind_it(
    session: Session, floor: Floor, placed: Callable[..., None]
) -> None:
    order = make_order(session)
    placed(floor.paul, order)
    placed(floor.zoe, order, TUESDAY)
    hours = order_hours.of_order(session, order.id or 0)
    assert [row.minutes for row in hours.rows] == [None, None]
    assert (hours.rest, hours.total) == (840, 840)


def test_the_export_names_no_order_that_one_person_did_alone_and_loses_no_minute(
    session: Session, floor: Floor, placed: Callable[..., None]
) -> None:
    both, alone = make_order(session), make_order(session)
    placed(floor.paul, both)
    placed(floor.zoe, both)
    placed(floor.paul, alone, TUESDAY)
    rows = list(exports.rows(session, TODAY, TUESDAY))
    assert ("Linge", "Production", "Repassage", both.ref, 840, 0) in [row[1:] for row in rows]
    assert not any(alone.ref in row for row in rows)
    assert sum(int(str(row[5])) for row in rows) == 4 * 2 * 420
    assert (TODAY, "Cartons", "pas dit", "", "", 840, 0) in rows
    assert not {"Paul", "Durand", "Paul D."} & {str(cell) for row in rows for cell in row}
    assert list(exports.rows(session, None, TUESDAY)) == rows


def test_the_day_of_an_order_less_its_posts_in_the_file_tells_nobodys_hours(
    session: Session, floor: Floor, placed: Callable[..., None]
) -> None:
    order = make_order(session)
    third = people.create_worker(
        session, WorkerIn(first_name="Ana", last_name="Lopez", group_id=floor.linen.id)
    )
    half_days.record_sheet(
        session, Sheet(floor.linen, TODAY, "morning"), [Entry(third.id or 0, "present")],
        by=leading(floor.linen),
    )  # fmt: skip
    placed(floor.paul, order)
    placed(floor.zoe, order)
    assert [row[4] for row in exports.rows(session, TODAY, TODAY) if row[4]] == [order.ref]
    alone = Place(floor.linen, TODAY, post_id=floor.folding, order_id=order.id, starts_at=at(9))
    service.move_worker(session, third.id or 0, alone, by=leading(floor.linen), at=at(9))
    assert [row.minutes for row in order_hours.of_order(session, order.id or 0).rows] == [1020]
    assert [row[4] for row in exports.rows(session, TODAY, TODAY) if row[4]] == []


@pytest.mark.parametrize(
    ("role", "workshops", "status"),
    [
        ("bureau", None, 200), ("direction", None, 200), ("responsable_atelier", ("laundry",), 200),
        ("responsable_atelier", ("bookbinding",), 404), ("moniteur", ("laundry",), 403),
        ("comptoir", ("laundry",), 403),
    ],
)  # fmt: skip
def test_the_card_of_an_order_is_for_those_who_answer_for_it(
    signed_in: SignedIn,
    session: Session,
    floor: Floor,
    placed: Callable[..., None],
    role: str,
    workshops: tuple[str, ...] | None,
    status: int,
) -> None:
    order = make_order(session)
    placed(floor.paul, order)
    placed(floor.zoe, order)
    session.commit()
    answer = signed_in(role, workshops).get(f"/equipes/fragments/commande/{order.ref}")
    assert answer.status_code == status
    assert ("14\u00a0h\u00a000" in answer.get_data(as_text=True)) is (status == 200)
