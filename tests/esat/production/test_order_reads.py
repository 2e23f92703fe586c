from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event
from sqlmodel import Session

from esat.actors import SYSTEM, Actor
from esat.production import holds, moves, order_reads, orders
from esat.production.moves import Context
from esat.production.order_reads import Wish
from tests import people
from tests.factories import items_of, make_client, make_order

TODAY = date(2026, 11, 23)
BEFORE = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
READY = ("receive", "start_wash", "end_wash", "finish", "pack")


def refs(session: Session, **wish: object) -> list[str]:
    return [row.ref for row in order_reads.page(session, Wish(**wish), TODAY).rows]  # type: ignore[arg-type]


def make(session: Session, due: date | None, items: int = 1) -> str:
    return make_order(session, items=items, at=BEFORE, due_on=due).ref


def walk(session: Session, ref: str, *actions: str) -> None:
    for item in items_of(session, orders.by_ref(session, ref)):
        subject = item
        for action in actions:
            subject = moves.move(session, subject, action, Context(by=SYSTEM)).subject


def test_open_orders_stand_by_promised_date_those_without_one_last(session: Session) -> None:
    never = make(session, None)
    later, sooner = make(session, date(2026, 12, 9)), make(session, date(2026, 11, 30))
    assert refs(session) == [sooner, later, never]


def test_each_state_holds_its_orders_and_no_other(session: Session) -> None:
    late, today = make(session, TODAY - timedelta(days=1)), make(session, TODAY)
    ready, held = make(session, TODAY - timedelta(days=3)), make(session, date(2026, 12, 1))
    gone, cancelled = make(session, TODAY), make(session, TODAY)
    walk(session, ready, *READY)
    walk(session, gone, *READY, "hand_over")
    orders.close_if_done(session, orders.key(orders.by_ref(session, gone)), by=SYSTEM)
    orders.cancel(session, orders.by_ref(session, cancelled), "Double", by=SYSTEM)
    holds.place(session, items_of(session, orders.by_ref(session, held))[0], "machine", by=SYSTEM)
    assert refs(session, state="retard") == [late]
    assert refs(session, state="aujourdhui") == [today]
    assert refs(session, state="pretes") == [ready]
    assert refs(session, state="retenues") == [held]
    assert refs(session, state="terminees") == [gone]
    assert refs(session, state="annulees") == [cancelled]
    assert set(refs(session)) == {late, today, ready, held}


def test_a_row_says_how_far_whether_late_and_whether_held(session: Session) -> None:
    ref = make(session, TODAY - timedelta(days=1), items=2)
    first, _other = items_of(session, orders.by_ref(session, ref))
    moves.move(session, first, "receive", Context(by=SYSTEM))
    (row,) = order_reads.page(session, Wish(), TODAY).rows
    assert (row.word, row.late, row.held, row.ready, row.total) == (
        "Reçue à l’atelier", True, False, 0, 2,
    )  # fmt: skip
    holds.place(session, first, "machine", by=SYSTEM)
    (row,) = order_reads.page(session, Wish(), TODAY).rows
    assert (row.word, row.meaning, row.held) == ("Retenue", "refused", True)


@pytest.mark.parametrize("state", ["ouvertes", "annulees"])
def test_pages_follow_one_another_without_gap_or_double(session: Session, state: str) -> None:
    made = [make(session, None if n % 3 == 0 else TODAY + timedelta(days=n % 2)) for n in range(7)]
    if state == "annulees":
        for ref in made:
            orders.cancel(session, orders.by_ref(session, ref), "Essai", by=SYSTEM)
    seen: list[str] = []
    after = ""
    for _ in range(4):
        found = order_reads.page(session, Wish(state=state, after=after, limit=3), TODAY)
        seen += [row.ref for row in found.rows]
        after = found.after
        if not after:
            break
    assert sorted(seen) == sorted(made)
    assert not after


@pytest.mark.parametrize("after", ["x", "2026-11-23", "2026-13-45.2", "2026-11-23.x"])
def test_a_broken_page_key_begins_the_list_again(session: Session, after: str) -> None:
    ref = make(session, TODAY)
    assert refs(session, after=after) == [ref]


def test_a_list_is_one_statement_and_what_is_made_of_it_another(session: Session) -> None:
    for _ in range(3):
        make(session, TODAY, items=3)
    sent: list[str] = []
    connection = session.connection()

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    event.listen(connection, "before_cursor_execute", note)
    order_reads.page(session, Wish(), TODAY)
    event.remove(connection, "before_cursor_execute", note)
    assert len(sent) == 2


def test_a_supervisor_sees_the_orders_of_his_workshops_only(session: Session) -> None:
    ref = make(session, TODAY)
    stranger = people.actor("moniteur", workshops=("bookbinding",))
    office = people.actor("bureau")
    assert refs(session, workshops=order_reads.scope(stranger)) == []
    assert refs(session, workshops=order_reads.scope(office)) == [ref]
    assert refs(session, workshops=order_reads.scope(stranger, "laundry")) == []


def test_a_clients_orders_are_his_alone(session: Session, nadia: Actor) -> None:
    mine = make_client(session, "Hôtel du Parc")
    order = make_order(session, client=mine)
    make_order(session)
    found = order_reads.of_client(session, mine.id or 0, nadia, TODAY)
    assert [row.ref for row in found] == [order.ref]
