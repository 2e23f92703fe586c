from collections.abc import Callable
from datetime import date, timedelta

from sqlalchemy import event
from sqlmodel import Session

from esat import clock, config
from esat.actors import SYSTEM, Actor
from esat.clients.models import Client, Contact
from esat.db import Database
from esat.mailing.jobs import send_pending
from esat.mailing.models import Mail
from esat.production import corrections, lots, moves, orders
from esat.production.models import Order
from esat.production.moves import Context
from esat.web.door import House
from tests.factories import items_of, make_client, make_order

Mails = Callable[[], list[Mail]]
Walk = Callable[..., None]


def kinds(mails: Mails) -> list[str]:
    return [mail.kind for mail in mails()]


def test_each_state_is_told_once(session: Session, order: Order, mails: Mails, walk: Walk) -> None:
    orders.confirm(session, order, by=SYSTEM)
    orders.promise(session, order, date(2026, 12, 4), "Machine en panne", by=SYSTEM)
    walk(order, "packed", of=2)
    assert kinds(mails) == ["order.confirmed", "order.delayed"]
    walk(order, "packed")
    assert kinds(mails)[2:] == ["order.ready"]
    walk(order, "handed_over")
    assert kinds(mails)[3:] == ["order.handed_over"]
    assert "vendredi 27 novembre 2026" in mails()[0].body_text
    assert "vendredi 4 décembre 2026" in mails()[1].body_text


def test_a_state_rolled_back_and_reached_again_is_not_told_again(
    session: Session, order: Order, mails: Mails, walk: Walk, nadia: Actor
) -> None:
    walk(order, "packed")
    for item in items_of(session, order):
        corrections.correct_stage(session, item, "washed", "Tache", by=nadia)
    walk(order, "packed")
    assert kinds(mails) == ["order.ready"]


def test_an_earlier_date_is_no_delay_and_each_later_one_is_told(
    session: Session, order: Order, mails: Mails
) -> None:
    for day in (date(2026, 11, 25), date(2026, 11, 30), date(2026, 11, 26), date(2026, 12, 2)):
        orders.promise(session, order, day, "Planning", by=SYSTEM)
    assert [mail.key.rpartition(":")[2] for mail in mails()] == ["2026-11-30", "2026-12-02"]


def test_a_lot_that_moves_tells_every_client_it_holds(
    session: Session, order: Order, mails: Mails, walk: Walk
) -> None:
    other = make_order(
        session, items=1, client=make_client(session, "Mairie", email="mairie@ex.example.org")
    )
    walk(order, "finished")
    walk(other, "finished")
    keys = [i.item_id or 0 for one in (order, other) for i in items_of(session, one)]
    lot = lots.open_lot(session, "laundry", "finished", keys, by=SYSTEM)
    subject = lots.subject_of(session, lot)
    packed = moves.move(session, subject, "pack", Context(by=SYSTEM)).subject
    assert sorted(m.to_address for m in mails()) == [
        "accueil@tilleuls.example.org",
        "mairie@ex.example.org",
    ]
    moves.move(session, packed, "hand_over", Context(by=SYSTEM))
    assert kinds(mails).count("order.handed_over") == 2


def test_a_client_who_wants_no_mail_or_has_no_address_gets_none(
    session: Session, order: Order, mails: Mails, walk: Walk
) -> None:
    session.get_one(Client, order.client_id).notify = False
    silent = make_order(session, items=1)
    for one in (order, silent):
        orders.confirm(session, one, by=SYSTEM)
        walk(one, "handed_over")
    assert mails() == []


def test_every_address_that_is_told_gets_its_own_link(
    session: Session, order: Order, mails: Mails
) -> None:
    for name, email, notify in (
        ("Lingère", "linge@tilleuls.example.org", True),
        ("Double", "ACCUEIL@tilleuls.example.org", True),
        ("Comptable", "compta@tilleuls.example.org", False),
    ):
        session.add(Contact(client_id=order.client_id, name=name, email=email, notify=notify))
    session.flush()
    orders.confirm(session, order, by=SYSTEM)
    assert [mail.to_address for mail in mails()] == [
        "accueil@tilleuls.example.org",
        "linge@tilleuls.example.org",
    ]
    assert len({mail.link_id for mail in mails()}) == 2


def test_what_a_tablet_kept_for_weeks_is_no_news(
    session: Session, order: Order, mails: Mails, walk: Walk
) -> None:
    walk(order, "finished")
    long_ago = clock.now() - timedelta(days=20)
    for item in items_of(session, order):
        moves.move(session, item, "pack", Context(by=SYSTEM, at=long_ago, late=True))
    assert mails() == []


def test_the_address_is_made_when_the_mail_leaves_and_no_table_holds_the_token(
    house: House, session: Session, order: Order, mails: Mails
) -> None:
    config.install(house.settings)
    orders.confirm(session, order, by=SYSTEM)
    session.commit()
    assert send_pending(house) == 1
    (file,) = (house.settings.data_dir / "mails").glob("*.eml")
    assert "/suivi/" in file.read_text(encoding="utf-8").replace("=\n", "")
    assert "/suivi/" not in str([mail.model_dump() for mail in mails()])


def test_a_move_that_is_no_news_costs_no_statement(
    database: Database, session: Session, order: Order
) -> None:
    said: list[str] = []
    item = items_of(session, order)[0]

    def note(_c: object, _cur: object, statement: str, *_rest: object) -> None:
        said.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    moves.move(session, item, "receive", Context(by=SYSTEM))
    event.remove(database.engine, "before_cursor_execute", note)
    assert not [line for line in said if "mail" in line or "access_link" in line]
    assert not [line for line in said if "DISTINCT" in line]
