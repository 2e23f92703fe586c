"""How much of an order is made, where people look: list, boards, its page, its client's page."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session

from esat import registry
from esat.activity.outputs import recording
from esat.activity.outputs.recording import Made
from esat.actors import SYSTEM, Actor
from esat.config import Settings
from esat.production import board_reads, moves, order_reads, things
from esat.production.models import Order
from esat.production.moves import Context
from esat.production.order_reads import Wish
from esat.tracking import links
from tests.esat.activity.outputs.conftest import TODAY, SignedIn, order_of
from tests.esat.workers.conftest import Team
from tests.factories import items_of

Tell = Callable[..., None]
SAID = "320 sur 500\u00a0pièces"


@pytest.fixture
def tell(session: Session, team: Team, leader: Actor) -> Tell:
    def tell(order: Order, quantity: str, unit: str = "", scrap: str = "0") -> None:
        made = Made(Decimal(quantity), unit, Decimal(scrap))
        recording.record(session, team.group, TODAY, order, made, by=leader)
        session.commit()

    return tell


@pytest.fixture
def box(session: Session, now: datetime) -> Order:
    """Five hundred pieces and twenty kilos, in one bag that waits."""
    order = order_of(session, ("500", "pièce"), ("20", "kg"), at=now)
    order.due_on = TODAY
    things.add_item(session, order, "bag", "Sac 1", by=SYSTEM, at=now)
    session.commit()
    return order


def walked(session: Session, order: Order, *actions: str) -> None:
    for action in actions:
        (bag,) = items_of(session, order)
        moves.move(session, bag, action, Context(by=SYSTEM))
    session.commit()


def test_what_teams_made_is_said_on_the_list_the_boards_and_at_the_head_of_the_order(
    signed_in: SignedIn, box: Order, tell: Tell
) -> None:
    head = signed_in("responsable_atelier", ("laundry",))
    pages = ["/commandes", "/", "/blanchisserie", "/tableau/blanchisserie", f"/commandes/{box.ref}"]
    for page in pages:
        assert "ait : " not in head.get(page).text.replace("parfait : ", "")
    tell(box, "320", "pièce", scrap="4")
    for page in pages:
        text = head.get(page).text
        assert f"ait : {SAID} · rebut 4\u00a0pièces" in text, page
    assert "0 sur 20\u00a0kg" in text
    assert "C’est plus que la commande" not in text


def test_units_are_never_added_up_and_more_than_was_ordered_is_shown_as_it_is(
    session: Session, signed_in: SignedIn, box: Order, tell: Tell
) -> None:
    tell(box, "320", "pièce")
    tell(box, "200", "pièce")
    tell(box, "7.5", "kg")
    page = signed_in("direction").get(f"/commandes/{box.ref}").text
    assert "520 sur 500\u00a0pièces" in page
    assert "7,5 sur 20\u00a0kg" in page
    assert page.count("C’est plus que la commande") == 1
    (row,) = order_reads.page(session, Wish(), TODAY).rows
    assert [(one.unit, one.quantity, one.over) for one in row.made] == [
        ("pièce", 520, True), ("kg", Decimal("7.5"), False),
    ]  # fmt: skip


def test_what_was_taken_back_is_no_progress(
    session: Session, box: Order, team: Team, leader: Actor
) -> None:
    done = recording.record(session, team.group, TODAY, box, Made(Decimal(320), "pièce"), by=leader)
    recording.correct(session, done.output.id or 0, Made(Decimal(0)), "Autre commande", by=leader)
    (row,) = order_reads.page(session, Wish(), TODAY).rows
    assert row.made == ()


def test_a_page_of_twenty_orders_asks_as_much_as_a_page_of_one(
    session: Session, statements: list[str], tell: Tell, box: Order, now: datetime
) -> None:
    laundry = registry.current().workshop("laundry")

    def asked() -> tuple[int, int, int]:
        counts = []
        for read in (
            lambda: order_reads.page(session, Wish(), TODAY),
            lambda: board_reads.board(session, laundry, TODAY),
            lambda: (laundry.wall or board_reads.WALL).context(session, laundry, now),
        ):
            statements.clear()
            read()
            counts.append(len(statements))
        return counts[0], counts[1], counts[2]

    tell(box, "320", "pièce")
    one = asked()
    for _ in range(19):
        more = order_of(session, ("500", "pièce"), at=now)
        more.due_on = TODAY
        things.add_item(session, more, "bag", "Sac", by=SYSTEM, at=now)
        tell(more, "10", "pièce")
    assert asked() == one
    assert one[0] == 3, "the list, what is told of it, how much was ordered"


def test_a_client_reads_how_much_is_made_only_while_the_workshop_works_on_it(
    client: FlaskClient, session: Session, settings: Settings, box: Order, tell: Tell, team: Team
) -> None:
    address = links.address(settings, links.create(session, box.id or 0, "Accueil", by=SYSTEM))
    path = "/suivi/" + address.rpartition("/")[2]
    tell(box, "320", "pièce", scrap="4")
    assert "Fait :" not in client.get(path).text
    walked(session, box, "receive", "start_wash")
    page = client.get(path).text
    assert f"Fait : {SAID}" in page
    assert [word for word in ("rebut", team.group.name, "20\u00a0kg") if word in page] == []
    walked(session, box, "end_wash", "finish", "pack")
    assert "Fait :" not in client.get(path).text
