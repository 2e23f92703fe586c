from datetime import date
from decimal import Decimal

import pytest
from sqlmodel import Session, select

from esat.actors import SYSTEM
from esat.clients import service as clients
from esat.clients.models import Client
from esat.errors import Forbidden, Invalid, Refused
from esat.files.store import Store
from esat.production import barcodes, subjects, things
from esat.production.journal_models import Event
from esat.production.models import Item, Order, OrderLine
from tests import factories, people
from tests.workshops.laundry.desk import making
from tests.workshops.laundry.desk.making import LINEN, SHEET, SHIRT, left
from workshops.laundry.desk import deposits, reads, tariff_changes
from workshops.laundry.desk.deposit_forms import LINES, read_deposit
from workshops.laundry.desk.models import Deposit, DepositLine
from workshops.laundry.intake import items
from workshops.laundry.models import LaundryOrder


def nothing_was_made(session: Session) -> None:
    session.rollback()
    for table in (Order, Item, Deposit, DepositLine):
        assert session.exec(select(table)).first() is None


def things_of(session: Session, order: Order) -> list[Item]:
    return list(session.exec(select(Item).where(Item.order_id == order.id).order_by(Item.id)))


def test_a_deposit_is_an_order_with_its_lines_a_bag_and_a_ticket(
    desk: Session, lucie: Client, store: Store
) -> None:
    made = left(
        desk, store, lucie, (SHIRT, "3"), (SHEET, "2"), expected="14.90", due_on="2026-11-27",
        reservations_1=["stain", "button"], note_1="Col jauni", value_1="80", photo=True,
    )  # fmt: skip
    assert made.order.due_on == date(2026, 11, 27)
    assert made.deposit.total == Decimal("14.90")
    asked = desk.exec(select(OrderLine).order_by(OrderLine.position)).all()
    assert [(one.label, one.quantity) for one in asked] == [
        ("Chemise, Lavage", Decimal(3)), ("Drap, Lavage", Decimal(2)),
    ]  # fmt: skip
    shirts, sheets = reads.lines(desk, made.deposit.order_id)
    assert shirts.reservations == ("Tache", "Bouton manquant")
    assert (shirts.line.note, shirts.line.value) == ("Col jauni", Decimal(80))
    assert (len(shirts.photos), len(sheets.photos)) == (1, 0)
    (bag,) = things_of(desk, made.order)
    assert (bag.kind, bag.stage) == ("bag", "received")
    row = items.of(desk, bag.id or 0)
    assert row is not None
    assert row.pieces == 5
    assert desk.get_one(LaundryOrder, made.order.id).round == deposits.ROUND
    assert made.ticket.number == "TD26-00001"


def test_nobody_s_name_nor_bracket_enters_the_journal(
    desk: Session, lucie: Client, store: Store
) -> None:
    left(desk, store, lucie, (SHIRT, "1"), bracket="tranche-a", expected="2.48")
    said = [str(event.data) + event.reason for event in desk.exec(select(Event))]
    assert any("2.48" in one for one in said)
    assert not any(word in one for one in said for word in ("Aubrac", "Lucie", "tranche"))


def test_the_price_is_frozen_with_the_version_of_the_tariff_and_of_the_bracket(
    desk: Session, lucie: Client, store: Store
) -> None:
    made = left(desk, store, lucie, (SHIRT, "2"), bracket="tranche-a", expected="4.96")
    tariff_changes.withdraw_tariff(desk, SHIRT, "Plus fait", by=SYSTEM)
    tariff_changes.withdraw_bracket(desk, "tranche-a", "Plus là", by=SYSTEM)
    (row,) = reads.lines(desk, made.deposit.order_id)
    assert (row.line.full_price, row.line.unit_price, row.line.amount) == (
        Decimal("3.30"), Decimal("2.48"), Decimal("4.96"),
    )  # fmt: skip
    assert row.tariff.version == 1
    assert made.deposit.bracket_id is not None


def test_each_article_may_have_its_own_code(desk: Session, lucie: Client, store: Store) -> None:
    lines = ((SHIRT, "3"), (LINEN, "1,25"))
    made = left(desk, store, lucie, *lines, own_codes="1", expected="14.28")
    found = things_of(desk, made.order)
    assert [(one.kind, one.label, one.quantity) for one in found] == [
        ("garment", "Chemise 1 sur 3", Decimal(1)),
        ("garment", "Chemise 2 sur 3", Decimal(1)),
        ("garment", "Chemise 3 sur 3", Decimal(1)),
        ("garment", "Linge de maison", Decimal("1.25")),
    ]
    codes = [barcodes.of(desk, item_id=one.id or 0) or "" for one in found]
    assert len({code for code in codes if code.startswith("P") or code}) == 4


def test_the_bag_that_was_scanned_is_the_one(desk: Session, lucie: Client, store: Store) -> None:
    blank = barcodes.allocate(desk, "F", factories.AT)
    _, shared = things.add_resource(desk, "bag", "Sac du guichet 7", "laundry", "F")
    for code in (blank, shared):
        made = left(desk, store, lucie, (SHIRT, "1"), bag_code=code, expected="3.30")
        subject = subjects.by_code(desk, code)
        assert subject is not None
        assert subject.order_id == made.order.id


def test_a_bag_comes_back_for_the_next_deposit_and_another_is_made_meanwhile(
    desk: Session, lucie: Client, store: Store
) -> None:
    labels = []
    for _ in range(2):
        made = left(desk, store, lucie, (SHIRT, "1"), expected="3.30")
        labels.append(things_of(desk, made.order)[0].label)
    assert labels == ["Sac 1", "Sac 2"]


@pytest.mark.parametrize("kind", ["other", "machine", "unknown"])
def test_a_code_that_is_not_a_free_bag_is_refused(
    desk: Session, lucie: Client, store: Store, kind: str
) -> None:
    other = factories.make_client(desk)
    code = {
        "other": lambda: factories.make_bag(desk, other)[1],
        "machine": lambda: things.add_resource(desk, "machine", "L1", "laundry", "E")[1],
        "unknown": lambda: "n’importe quoi",
    }[kind]()
    desk.commit()
    with pytest.raises((Invalid, Refused)):
        left(desk, store, lucie, (SHIRT, "1"), bag_code=code, expected="3.30")
    nothing_was_made(desk)


@pytest.mark.parametrize("expected", ["", "3.29", "0", "-3.30"])
def test_another_price_than_the_one_agreed_to_is_asked_again(
    desk: Session, lucie: Client, store: Store, expected: str
) -> None:
    with pytest.raises(Refused, match="desk_price_changed") as refusal:
        left(desk, store, lucie, (SHIRT, "1"), expected=expected)
    assert refusal.value.params["exact"] == Decimal("3.30")
    nothing_was_made(desk)
    assert left(desk, store, lucie, (SHIRT, "1"), expected=expected, agreed="3.30")


@pytest.mark.parametrize(
    ("quantity", "field"),
    [
        ("0", "quantity_1"), ("-1", "quantity_1"), ("10000", "quantity_1"), ("1.5", "quantity_1"),
        ("", "quantity_1"), ("trop", "quantity_1"), ("1e3", "quantity_1"), ("NaN", "quantity_1"),
        ("999999999999", "quantity_1"),
    ],
)  # fmt: skip
def test_a_senseless_number_is_said_beside_its_field(
    desk: Session, lucie: Client, store: Store, quantity: str, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        left(desk, store, lucie, (SHIRT, quantity), expected="3.30")
    assert list(refusal.value.fields) == [field]
    nothing_was_made(desk)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"bracket": ""}, "bracket"),
        ({"bracket": "tranche-z"}, "bracket"),
        ({"due_on": "hier"}, "due_on"),
        ({"due_on": "2026-11-20"}, "due_on"),
        ({"tariff_1": "cape.lavage"}, "tariff_1"),
        ({"reservations_1": ["maladie"]}, "reservations_1"),
        ({"note_1": "x" * 201}, "note_1"),
        ({"value_1": "-5"}, "value_1"),
    ],
)
def test_a_wrong_field_changes_nothing(
    desk: Session, lucie: Client, store: Store, more: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        left(desk, store, lucie, (SHIRT, "1"), expected="3.30", **more)
    assert field in refusal.value.fields
    nothing_was_made(desk)


def test_a_ticket_has_lines_and_not_too_many(lucie: Client) -> None:
    with pytest.raises(Invalid) as refusal:
        read_deposit(making.form(lucie), {})
    assert "lines" in refusal.value.fields
    with pytest.raises(Invalid) as refusal:
        read_deposit(making.form(lucie, *[(SHIRT, "1")] * (LINES + 1)), {})
    assert "lines" in refusal.value.fields


def test_a_bracket_is_chosen_and_never_supposed(desk: Session, lucie: Client, store: Store) -> None:
    for code in ("tranche-a", "tranche-b"):
        tariff_changes.withdraw_bracket(desk, code, "Fin", by=SYSTEM)
    made = left(desk, store, lucie, (SHIRT, "1"), bracket="", expected="3.30")
    assert made.deposit.bracket_id is None


def test_a_photograph_that_is_none_undoes_the_whole_deposit(
    desk: Session, lucie: Client, store: Store
) -> None:
    fake = making.Upload("photo.jpg", b"rien")
    given = read_deposit(making.form(lucie, (SHIRT, "1"), expected="3.30"), {1: [fake]})
    with pytest.raises(Invalid) as refusal:
        deposits.deposit(desk, given, store, by=making.karim())
    assert "photos_1" in refusal.value.fields
    nothing_was_made(desk)


def test_an_organisation_or_an_archived_person_leaves_nothing_here(
    desk: Session, lucie: Client, store: Store
) -> None:
    with pytest.raises(Refused, match="desk_not_individual"):
        left(desk, store, factories.make_client(desk), (SHIRT, "1"), expected="3.30")
    clients.archive_client(desk, lucie.id or 0, by=SYSTEM)
    with pytest.raises(Refused, match="client_archived"):
        left(desk, store, lucie, (SHIRT, "1"), expected="3.30")


def test_without_an_address_or_a_price_no_ticket_would_be_complete(
    session: Session, store: Store, now: object
) -> None:
    whose = making.person(session)
    with pytest.raises(Refused, match="desk_no_address"):
        left(session, store, whose, (SHIRT, "1"), expected="3.30")
    making.contacts.set_contact(
        session, "laundry", making.ContactIn(address="3 rue des Lavandières"), by=SYSTEM
    )
    with pytest.raises(Refused, match="desk_no_text"):
        left(session, store, whose, (SHIRT, "1"), expected="3.30")
    for code in ("liability", "one_year"):
        text = making.TextIn.model_validate({"body": "Texte", **making.VALID})
        tariff_changes.write_text(session, code, text, by=SYSTEM)
    with pytest.raises(Refused, match="desk_no_tariff"):
        left(session, store, whose, (SHIRT, "1"), expected="3.30")


def test_only_the_desk_takes_in(desk: Session, lucie: Client, store: Store) -> None:
    given = read_deposit(making.form(lucie, (SHIRT, "1"), expected="3.30"), {})
    for by in (people.actor("bureau"), people.actor("comptoir", workshops=("bookbinding",))):
        with pytest.raises(Forbidden):
            deposits.deposit(desk, given, store, by=by)
    nothing_was_made(desk)


def test_too_many_codes_are_a_bag(desk: Session, lucie: Client, store: Store) -> None:
    with pytest.raises(Refused, match="desk_too_many_codes"):
        left(desk, store, lucie, (SHIRT, "61"), own_codes="1", expected="201.30")
    assert left(desk, store, lucie, (SHIRT, "61"), expected="201.30")
