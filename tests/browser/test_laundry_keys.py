"""From the reception to the machine by real keystrokes alone: six bags, one load, no word typed."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import Session, select

from esat.accounts.models import Station
from esat.clients.models import Client
from esat.production.models import Item, Resource
from tests import factories
from tests.browser.conftest import Counter
from tests.browser.keys import Keyboard
from tests.workshops.laundry.washing import laundries
from workshops.laundry.intake import items
from workshops.laundry.washing.models import Cycle

pytestmark = pytest.mark.browser
Tablet = Callable[..., Page]
BAGS = 6
MOST = 3
"""Scans a bag, and scans a load."""


@dataclass
class Round:
    """Six bags of two clients that come on a round, and where they go."""

    bags: list[str]
    bin: str
    machine: str
    programme: str


@pytest.fixture
def round_of_six(counter: Counter) -> Round:
    """The station receives by a mere scan, as the one where bags arrive does."""
    with counter.database.write() as session:
        plant = laundries.build(session)
        station = session.exec(select(Station)).one()
        station.zone, station.default_action = "dirty", "receive"
        clients = [factories.make_client(session, name) for name in ("Les Tilleuls", "La Crèche")]
        bags = [_bag(session, clients[n % 2], n) for n in range(BAGS)]
        return Round(bags, plant.flat, plant.l1, plant.p60)


def _bag(session: Session, owner: Client, n: int) -> str:
    return factories.make_bag(session, owner, f"Sac {n + 1}")[1]


def weigh(counter: Counter, code: str, kg: str) -> None:
    """What a scale would send: the weight of the bag that stands on it, by the service."""
    with counter.database.write() as session:
        subject = laundries.subject(session, code)
        items.ensure(session, subject.item_id or 0).kg = Decimal(kg)


def test_six_bags_and_a_load_go_into_the_machine_by_scans_alone(
    counter: Counter, tablet: Tablet, round_of_six: Round
) -> None:
    page = tablet()
    keys, shown = Keyboard(page), page.locator("#answer .state")
    scans = 0
    for bag in round_of_six.bags:
        keys.scan(bag)
        expect(shown).to_contain_text("Reçu")
        weigh(counter, bag, "6.2")
        keys.scan(round_of_six.bin)
        expect(shown).to_contain_text("est trié : Bac draps")
        scans += 2
    assert scans <= MOST * BAGS
    expect(shown).to_contain_text("37,2")
    keys.scan(round_of_six.machine)
    expect(shown).to_contain_text("Machine L1. Scannez le programme, puis le bac.")
    keys.scan(round_of_six.programme)
    expect(shown).to_contain_text("Machine L1, programme Draps 60 °C. Scannez le bac.")
    keys.scan(round_of_six.bin)
    expect(shown).to_contain_text("en machine L1, programme Draps 60 °C.")
    sent = counter.captures()
    assert len(sent) == scans + MOST
    assert {one.kind for one in sent} == {"scan"}
    assert {one.outcome for one in sent} <= {"ok", "question"}
    with counter.database.read() as session:
        cycle = session.exec(select(Cycle)).one()
        assert cycle.kg == Decimal("37.2")
        linen = session.exec(select(Item).where(Item.kind == "linen")).all()
        assert [one.stage for one in linen] == ["washing"] * BAGS
        assert len(session.exec(select(Resource).where(Resource.kind == "bag")).all()) >= BAGS


def test_a_tap_on_a_bin_says_where_the_bag_went(
    counter: Counter, tablet: Tablet, round_of_six: Round
) -> None:
    page, bag = tablet(), round_of_six.bags[0]
    Keyboard(page).scan(bag)
    expect(page.locator("#answer .state")).to_contain_text("Reçu")
    weigh(counter, bag, "6.2")
    page.goto(f"{counter.url}/blanchisserie/tri/{bag}")
    page.get_by_role("button", name="Bac draps").click()
    expect(page).to_have_url(re.compile("/blanchisserie/tri[?]reponse="))
    expect(page.locator("main .notice")).to_contain_text("est trié : Bac draps")
