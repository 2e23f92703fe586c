"""A round in the van: kept on the phone before it leaves, driven without network, sent after."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import Session, col, select

from esat import clock
from esat.actors import SYSTEM
from esat.documents.models import Document
from esat.production.journal_models import Event
from esat.production.models import Delivery, Item
from tests import factories
from tests.browser.conftest import Counter, scan
from tests.browser.looking import WIDE
from tests.browser.test_offline import flushed, ready
from tests.workshops.laundry.dispatch import linens
from workshops.laundry.dispatch import rounds, trips, trolleys
from workshops.laundry.dispatch.models import Collected, HandOver, TripCheck
from workshops.laundry.dispatch.rounds import RoundFacts, Stop
from workshops.laundry.plant import seeds

pytestmark = pytest.mark.browser
Tablet = Callable[..., Page]
RECEIVERS = ("Mme Lopez", "M. Roux")


@dataclass
class Van:
    """A trip of two stops: parcels on a trolley for the first, one for the second, a dirty bag."""

    trip: int
    stops: list[int]
    parcels: list[list[str]]
    trolley: str
    bag: str

    @property
    def home(self) -> str:
        return f"/blanchisserie/tournees/{self.trip}"


@pytest.fixture
def van(counter: Counter) -> Van:
    with counter.database.write() as session:
        seeds.install(session, factories.AT)
        clients = [factories.make_client(session, name) for name in ("Crèche", "Mairie")]
        parcels = []
        for client, count in zip(clients, (2, 1), strict=True):
            made = [linens.packed(session, linens.order_of(session, client)) for _ in range(count)]
            parcels.append([done.codes[0] for done in made])
        _, trolley = linens.trolley(session)
        trolleys.put_on(session, trolley, parcels[0], by=SYSTEM)
        _, bag = factories.make_bag(session, clients[0])
        facts = RoundFacts(
            "Tournée nord", clock.today().weekday(), tuple(Stop(c.id or 0) for c in clients)
        )
        code = rounds.add(session, facts, by=SYSTEM).code
        trip = trips.make(session, code, clock.today(), by=SYSTEM)
        stops = [stop.id or 0 for stop in trips.stops(session, trip.id or 0)]
        return Van(trip.id or 0, stops, parcels, trolley, bag)


def sign(page: Page, receiver: str) -> None:
    page.get_by_label("Reçu par").fill(receiver)
    pad = page.locator("canvas.sign-pad")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 60)
    page.mouse.up()
    page.get_by_role("button", name="Enregistrer la remise").click()


def count(session: Session, table: type) -> int:
    return len(session.exec(select(table)).all())


def drive_without_network(page: Page, van: Van) -> None:
    """Answer at the start, then both stops: a bag and a trolley by scanning, two signatures."""
    page.get_by_text("Oui, séparés").click()
    page.get_by_role("button", name="Répondre").click()
    expect(page.locator("#unsent-count")).to_have_text("1")
    page.goto(van.home)  # the page that the phone kept
    expect(page.locator("[data-state=next] .title")).to_have_text("Crèche")
    assert "Nadia" not in page.content()
    page.locator("a[data-state=next]").click()
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(0)
    assert not page.evaluate(WIDE)
    page.wait_for_load_state()  # the scripts of the page: they keep what is sent
    page.locator("#f-code").focus()
    scan(page, van.bag)
    expect(page.locator("#van-bags")).to_contain_text(van.bag)
    page.get_by_label("Scanner pour cocher").focus()
    scan(page, van.trolley)  # the whole trolley
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(2)
    sign(page, RECEIVERS[0])
    expect(page.locator("[data-state=next] .title")).to_have_text("Mairie")
    expect(page.locator("[data-waits]:visible")).to_have_count(1)
    page.goto(f"{van.home}/arrets/{van.stops[0]}")
    expect(page.get_by_text("Déjà gardé sur cet appareil")).to_be_visible()
    expect(page.get_by_role("button", name="Enregistrer la remise")).to_be_hidden()
    page.goto(van.home)
    expect(page.locator("[data-state=next] .title")).to_have_text("Mairie")  # the script has read
    page.locator("a[data-state=next]").click()
    page.get_by_label("Scanner pour cocher").focus()
    scan(page, van.parcels[1][0])
    sign(page, RECEIVERS[1])
    expect(page).to_have_url(re.compile(f"{van.home}$"))
    expect(page.locator("#unsent-count")).to_have_text("4")
    expect(page.locator("[data-state=next]")).to_have_count(0)


def arrived(session: Session, van: Van) -> None:
    """Everything is there once, in its order, with both times, marked late."""
    handed = session.exec(select(HandOver).order_by(col(HandOver.id))).all()
    assert [row.receiver for row in handed] == list(RECEIVERS)
    assert [row.stop_id for row in handed] == van.stops
    assert all(row.late and row.at < row.recorded_at for row in handed)
    assert all(row.signature_file_id for row in handed)
    assert handed[0].at < handed[1].at
    counts = [count(session, table) for table in (Delivery, Document, Collected, TripCheck)]
    assert counts == [3, 3, 1, 1]
    late = session.exec(select(Event.late).where(Event.kind == "order.delivered")).all()
    assert late == [True] * 3
    stages = session.exec(select(Item.stage).where(Item.kind == "parcel")).all()
    assert stages == ["handed_over"] * 3


def test_a_round_without_network_arrives_once_in_order_and_marked_late(
    counter: Counter, tablet: Tablet, van: Van
) -> None:
    page = ready(tablet("phone", van.home))
    expect(page.get_by_text("elle marche sans réseau")).to_be_visible()
    assert not page.evaluate(WIDE)
    expect(page.get_by_role("radio", checked=True)).to_have_count(0)
    page.context.set_offline(True)
    drive_without_network(page, van)
    assert counter.captures() == []
    page.wait_for_load_state()  # the last signature leads back to the round
    expect(page.locator("#unsent-count")).to_have_text("4")
    expect(page.locator("#unsent")).to_be_visible()
    page.context.set_offline(False)
    flushed(page)
    expect(page.locator("#unsent")).to_be_hidden(timeout=30_000)
    flushed(page)
    sent = counter.captures()
    assert [row.action for row in sent] == [
        "laundry.depart", "laundry.collect", "laundry.stop", "laundry.stop",
    ]  # fmt: skip
    assert [row.outcome for row in sent] == ["ok"] * 4
    with counter.database.read() as session:
        arrived(session, van)
    page.goto(f"{van.home}/arrets/{van.stops[0]}")
    expect(page.get_by_text("Remis à Mme Lopez")).to_contain_text("saisie différée")


def test_with_network_a_stop_is_signed_at_once_and_a_second_time_refused(
    counter: Counter, tablet: Tablet, van: Van
) -> None:
    page = ready(tablet("phone", f"{van.home}/arrets/{van.stops[1]}"))
    other = page.context.new_page()
    other.goto(f"{van.home}/arrets/{van.stops[1]}")
    for one in (page, other):
        one.get_by_role("button", name="Tout cocher").click()
        sign(one, "M. Roux")
        if one is page:
            expect(one).to_have_url(f"{counter.url}{van.home}")
    expect(other.locator("form > [role=alert]")).to_contain_text("est déjà livré")
    with counter.database.read() as session:
        assert count(session, Delivery) == 1


def test_a_phone_that_signs_out_forgets_the_round(
    counter: Counter, tablet: Tablet, van: Van
) -> None:
    page = ready(tablet("phone", van.home))
    expect(page.get_by_text("elle marche sans réseau")).to_be_visible()
    page.evaluate("fetch('/deconnexion', { method: 'POST' })")
    page.context.set_offline(True)
    page.goto(van.home)
    expect(page.locator("h1")).to_have_text("Pas de réseau")


def test_big_digits_write_in_the_field_touched_last(
    counter: Counter, tablet: Tablet, van: Van
) -> None:
    with counter.database.write() as session:
        order = linens.order_of(session)
        linens.opened(session, order, "5", "5")
        ref = order.ref
    page = tablet("tablet_upright", f"/blanchisserie/emballage/{ref}")
    page.locator(".handover-row .tick").first.click()
    page.get_by_label("Linge plat", exact=False).last.click()
    for key in "12":
        page.locator(f"[data-key='{key}']").click()
    page.get_by_label("Poids sur la balance").click()
    for key in ("4", ",", "9", "7", "back", "5"):
        page.locator(f"[data-key='{key}']").click()
    expect(page.get_by_label("Poids sur la balance")).to_have_value("4,95")
    page.get_by_role("button", name="Faire ce colis").click()
    expect(page.get_by_text("Colis prêts")).to_be_visible()
    expect(page.locator("body")).to_contain_text("12\u00a0pièces · 4,95\u00a0kg")
