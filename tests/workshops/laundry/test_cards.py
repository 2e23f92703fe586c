from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from esat.db import Database
from esat.production import barcodes, captures
from esat.production.sent import Sent
from tests import factories, people, signing_in
from tests.workshops import roads
from workshops.laundry import cards
from workshops.laundry.stages import MACHINE


def test_there_is_one_card_a_move_but_for_the_hand_over(session: Session) -> None:
    made = cards.standard_cards(session)
    assert {card.action for card in made} == {m.action for m in MACHINE.moves} - {"hand_over"}
    assert all((barcodes.of(session, resource_id=card.id or 0) or "")[0] == "K" for card in made)


def test_cards_are_made_once_and_a_lost_one_again(session: Session, now: datetime) -> None:
    first = cards.standard_cards(session)
    assert cards.standard_cards(session) == []
    first[0].retired_at = now
    session.flush()
    (again,) = cards.standard_cards(session)
    assert again.action == first[0].action


def test_a_bag_then_a_card_makes_the_move(
    session: Session, database: Database, now: datetime
) -> None:
    card = next(c for c in cards.standard_cards(session) if c.action == "receive")
    _, station = signing_in.enrol(session)
    whose = factories.make_client(session)
    _, bag = factories.make_bag(session, whose)
    code = barcodes.of(session, resource_id=card.id or 0)
    session.commit()
    karim = people.actor("comptoir", workshops=("laundry",), station_id=station.id or 0)
    for n, read in enumerate((bag, code)):
        answer = captures.take(database, Sent(UUID(int=n), now, "scan", read), by=karim)
    assert answer["outcome"] == "ok"
    assert [item.stage for item in roads.items(session, whose)] == ["received"]
