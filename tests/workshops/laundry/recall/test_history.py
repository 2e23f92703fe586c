"""The mairie's towels and the residence's sheets shared a wash; each went home in parcels."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session

from esat.actors import SYSTEM
from esat.errors import NotFound
from esat.production import barcodes, genealogy, lots, things
from esat.production.models import Item, ItemLink, Order
from tests import factories, people
from tests.factories import AT
from workshops.laundry.intake import items
from workshops.laundry.plant import service as plant
from workshops.laundry.plant.service import MachineFacts, ProgrammeFacts
from workshops.laundry.recall import asking, facts
from workshops.laundry.washing import cycles, fixes
from workshops.laundry.washing.cycles import Report, Start

PAGE = "/blanchisserie/historique"
SignedIn = Callable[..., FlaskClient]


class Washed:
    """Two clients' linen in one load, washed at 71 °C; the second's parcel is a possible one."""

    def __init__(self, session: Session) -> None:
        self.session = session
        names = ("Mairie de Riom", "Résidence Bellevue (démo)")
        self.orders = [
            factories.make_order(session, client=factories.make_client(session, name), at=AT)
            for name in names
        ]
        self.bags = [self.made(order, "bag") for order in self.orders]
        self.linen = [self.made(order, "linen", Decimal("38.250")) for order in self.orders]
        for pair in zip(self.bags, self.linen, strict=True):
            self.link(*pair, hours=0, certain=True)
        self.lot = lots.open_lot(session, "laundry", "expected", self.linen, by=SYSTEM, at=AT)
        self.wash()
        self.parcels = [self.made(order, "parcel") for order in self.orders]
        for pair in zip(self.linen, self.parcels, strict=True):
            self.link(*pair, hours=3, certain=False)
        self.end(self.bags, "emptied")
        self.end(self.linen, "composed")
        session.commit()

    def end(self, keys: list[int], stage: str) -> None:
        for key in keys:
            item = self.session.get_one(Item, key)
            item.stage, item.closed_at = stage, AT + timedelta(hours=3)

    def made(self, order: Order, kind: str, quantity: Decimal = Decimal(1)) -> int:
        made = things.add_item(self.session, order, kind, kind, by=SYSTEM, at=AT, quantity=quantity)
        items.ensure(self.session, made.id or 0)
        return made.id or 0

    def link(self, parent: int, child: int, *, hours: int, certain: bool) -> None:
        at = AT + timedelta(hours=hours)
        row = ItemLink(
            parent_id=parent, child_id=child, quantity=Decimal(1), certain=certain, at=at
        )
        self.session.add(row)
        self.session.flush()

    def wash(self) -> None:
        machine, _code = plant.add_machine(
            self.session, MachineFacts("Laveuse 3", nominal_kg=Decimal(80)), by=SYSTEM, at=AT
        )
        programme, _code = plant.add_programme(
            self.session, ProgrammeFacts("71A", "71 °C, 3 min", 62), by=SYSTEM, at=AT
        )
        start = Start(machine.resource_id, self.lot.id, programme.id)
        cycle = cycles.begin(self.session, start, by=SYSTEM, at=AT)
        report = Report(
            max_c=Decimal("71.5"), hold_minutes=Decimal(4), doses={"Lessive": Decimal(300)}
        )
        cycles.finish(self.session, cycle, report, by=SYSTEM, at=AT + timedelta(hours=1))


@pytest.fixture
def washed(session: Session) -> Washed:
    return Washed(session)


def test_a_parcel_tells_its_lot_its_cycle_and_the_other_possible_recipient(
    session: Session, washed: Washed
) -> None:
    found = facts.of_nodes(session, ("item", washed.parcels[0]))
    (lot,) = found.lots
    (run,) = lot.runs
    assert (run.machine, run.programme, run.programme_version) == ("Laveuse 3", "71 °C, 3 min", 1)
    assert (run.max_c, run.hold_minutes, run.declared) == (Decimal("71.5"), Decimal(4), True)
    assert run.doses == (("Lessive", Decimal(300)),)
    assert {(s.client, s.kg) for s in lot.shares} == {
        ("Mairie de Riom", Decimal("38.250")),
        ("Résidence Bellevue (démo)", Decimal("38.250")),
    }
    assert {one.id for one in found.sources} == set(washed.bags)
    assert {one.id for one in found.recipients} == set(washed.parcels)
    assert found.clients_certain == ("Mairie de Riom",)
    assert found.clients_possible == ("Résidence Bellevue (démo)",)


def test_what_was_corrected_of_a_cycle_is_what_its_history_tells(
    session: Session, washed: Washed
) -> None:
    cycle = cycles.last_of_lot(session, washed.lot.id or 0)
    key = 0 if cycle is None else cycle.id or 0
    for field, value in (("max_c", 70), ("dose:Lessive", 280)):
        fixes.fix(session, key, field, Decimal(value), "Lu de travers", by=SYSTEM)
    (run,) = facts.of_nodes(session, ("item", washed.parcels[0])).lots[0].runs
    assert (run.max_c, run.doses) == (Decimal(70), (("Lessive", Decimal(280)),))


def test_a_bag_and_a_lot_lead_to_the_same_parcels(session: Session, washed: Washed) -> None:
    nodes: list[genealogy.Node] = [("item", washed.bags[1]), ("lot", washed.lot.id or 0)]
    for node in nodes:
        found = facts.of_nodes(session, node)
        assert {one.id for one in found.recipients} == set(washed.parcels)
        assert {one.id for one in found.sources} == set(washed.bags)


def test_a_bag_washed_whole_is_its_own_recipient(session: Session) -> None:
    order = factories.make_order(session, items=2)
    keys = [one.item_id or 0 for one in factories.items_of(session, order)]
    lots.open_lot(session, "laundry", "expected", keys, by=SYSTEM, at=AT)
    found = facts.of_nodes(session, ("item", keys[0]))
    assert {one.id for one in found.recipients} == set(keys)
    assert found.lots[0].shares[0].unweighed == 2
    assert found.lots[0].runs == ()


def test_the_page_tells_certain_from_possible(washed: Washed, signed_in: SignedIn) -> None:
    code = barcodes.of(washed.session, lot_id=washed.lot.id) or ""
    page = signed_in("moniteur", workshops=("laundry",)).get(PAGE, query_string={"code": code})
    text = page.get_data(as_text=True)
    assert page.status_code == 200
    for words in ("Destinataires possibles", "Laveuse 3", "71,5", "proposé, non validé",
                  "Lessive : 300\u00a0ml"):  # fmt: skip
        assert words in text


def test_a_drying_asks_no_proof_of_disinfection_and_no_doses(
    session: Session, washed: Washed, signed_in: SignedIn
) -> None:
    facts_of = MachineFacts("Séchoir 1", "dryer", nominal_kg=Decimal(80))
    dryer, _code = plant.add_machine(session, facts_of, by=SYSTEM, at=AT)
    begun = Start(dryer.resource_id, washed.lot.id, None, "dry")
    cycle = cycles.begin(session, begun, by=SYSTEM, at=AT + timedelta(hours=2))
    cycles.finish(session, cycle, Report(max_c=Decimal(78)), by=SYSTEM, at=AT + timedelta(hours=3))
    session.commit()
    code = barcodes.of(session, lot_id=washed.lot.id) or ""
    nadia = signed_in("moniteur", workshops=("laundry",))
    text = nadia.get(PAGE, query_string={"code": code}).text
    assert "Air à la sortie" in text
    assert "aucune preuve relevée" not in text


def test_what_was_handed_over_by_a_move_alone_says_when(session: Session, washed: Washed) -> None:
    gone = AT + timedelta(hours=5)
    item = session.get_one(Item, washed.parcels[0])
    item.stage, item.stage_since, item.closed_at = "handed_over", gone, gone
    session.flush()
    found = facts.of_nodes(session, ("item", washed.parcels[0])).recipients
    assert {one.id: one.delivered_at for one in found} == {
        washed.parcels[0]: gone, washed.parcels[1]: None,
    }  # fmt: skip


@pytest.mark.parametrize("text", ["rien", "F0000019", "D-2026-0001", "<b>"])
def test_what_has_no_history_says_so(signed_in: SignedIn, text: str) -> None:
    page = signed_in("moniteur", workshops=("laundry",)).get(PAGE, query_string={"code": text})
    assert page.status_code == 404
    assert "n’a pas d’histoire" in page.get_data(as_text=True)


def test_another_workshop_and_another_role_are_refused(washed: Washed, signed_in: SignedIn) -> None:
    assert signed_in("moniteur", workshops=("bookbinding",)).get(PAGE).status_code == 403
    assert signed_in("comptoir", workshops=("laundry",)).get(PAGE).status_code == 403
    stranger = people.actor("moniteur", workshops=("bookbinding",))
    with pytest.raises(NotFound):
        asking.nodes(washed.session, washed.orders[0].ref, by=stranger)


def test_an_order_is_asked_by_its_number(session: Session, washed: Washed) -> None:
    head = people.actor("responsable_atelier", workshops=("laundry",))
    found = asking.nodes(session, washed.orders[0].ref.lower(), by=head)
    assert set(found) == {
        ("item", key) for key in (washed.bags[0], washed.linen[0], washed.parcels[0])
    }
