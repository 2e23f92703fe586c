import pytest
from sqlmodel import Session, select

from esat import clock
from esat.actors import SYSTEM, Actor
from esat.errors import Forbidden, Invalid, Refused
from esat.production import (
    barcodes,
    client_codes,
    code_formats,
    counter_reads,
    floor_reads,
    lots,
    scans,
    search,
    series,
    subjects,
    things,
)
from esat.production.code_format_models import CodeFormat
from esat.production.journal_models import Event
from esat.production.models import Barcode
from esat.production.subjects import Subject
from tests import factories, people
from tests.esat.production.linked import subject, trace

EAN, ITF, LETTERS = "4006381333931", "15400141288763", "LIN-0042/B"


@pytest.fixture(autouse=True)
def formats(session: Session, now: object) -> None:
    code_formats.install(session, clock.now())


@pytest.fixture
def bag(session: Session) -> Subject:
    return subject(session, factories.make_bag(session)[1])


def targets(session: Session) -> dict[str, Subject]:
    """One of each sort of thing that a client's code is linked to."""
    order = factories.make_order(session, workshop="bookbinding", items=3)
    item, one, other = factories.items_of(session, order)
    pair = [one.item_id or 0, other.item_id or 0]
    lot = lots.open_lot(session, "bookbinding", one.stage or "", pair, by=SYSTEM)
    return {
        "item": item,
        "resource": subject(session, factories.make_bag(session)[1]),
        "lot": lots.subject_of(session, lot),
        "order": subject(session, barcodes.of(session, order_id=order.id or 0) or ""),
    }


@pytest.mark.parametrize("kind", ["item", "resource", "lot", "order"])
@pytest.mark.parametrize("text", [EAN, ITF, LETTERS])
def test_a_code_linked_is_found_and_unlinked_it_is_not(
    session: Session, kind: str, text: str
) -> None:
    thing = targets(session)[kind]
    client_codes.link(session, text, thing, by=SYSTEM)
    found = scans.resolve(session, text).subject
    assert found is not None
    assert client_codes.target_of(found) == client_codes.target_of(thing)
    assert [one.text for one in client_codes.of(session, thing)] == [text]
    client_codes.unlink(session, text, thing, "Étiquette perdue", by=SYSTEM)
    answer = scans.answer(session, scans.resolve(session, text), by=SYSTEM, at=clock.now())
    assert (answer.outcome, answer.reason, answer.subject) == ("unknown", "foreign_unlinked", None)
    assert answer.message.startswith("Ce code n’est plus lié.")
    assert client_codes.of(session, thing) == ()
    assert [one.reason for one in client_codes.past(session, thing)] == ["Étiquette perdue"]


def test_a_code_linked_no_more_is_nothing_anywhere(session: Session, bag: Subject) -> None:
    """Neither a label to give away, nor a thing found or listed."""
    client_codes.link(session, LETTERS, bag, by=SYSTEM)
    client_codes.unlink(session, LETTERS, bag, "Erreur", by=SYSTEM)
    assert client_codes.holder(session, LETTERS, by=SYSTEM) is None
    assert search.designated(session, LETTERS, by=SYSTEM) is None
    assert counter_reads.thing(session, LETTERS, by=SYSTEM) is None
    (row,) = series.look(session, [LETTERS], by=SYSTEM, at=clock.now()).rows
    assert (row.reason, row.bindable, row.open) == ("foreign_unlinked", False, ())


def test_a_code_goes_from_thing_to_thing_and_each_keeps_its_trace(session: Session) -> None:
    thing, other = targets(session)["item"], targets(session)["resource"]
    client_codes.link(session, EAN, thing, by=SYSTEM)
    client_codes.unlink(session, EAN, thing, "Erreur", by=SYSTEM)
    client_codes.link(session, EAN, other, by=SYSTEM)
    assert len(session.exec(select(Barcode).where(Barcode.code == EAN)).all()) == 1
    found = scans.resolve(session, EAN).subject
    assert found is not None
    assert (found.resource_id, found.item_id) == (other.resource_id, None)
    assert trace(session, EAN) == [
        ("code.linked", ""), ("code.unlinked", "Erreur"), ("code.linked", ""),
    ]  # fmt: skip
    events = session.exec(select(Event).where(Event.kind.startswith("code."))).all()  # type: ignore[attr-defined]
    assert [(e.item_id, e.resource_id) for e in events] == [
        (thing.item_id, None), (thing.item_id, None), (None, other.resource_id),
    ]  # fmt: skip
    assert {tuple(sorted(e.data or {})) for e in events} == {("code", "symbology")}


def test_the_code_is_on_what_stays_not_on_its_passage(session: Session) -> None:
    owner = factories.make_client(session)
    thing, code = factories.make_bag(session, owner)
    order = factories.make_order(session, client=owner)
    carried = things.add_item(session, order, "bag", "Sac 1", by=SYSTEM, resource=thing)
    inside = subject(session, code)
    assert inside.item_id == carried.id
    client_codes.link(session, EAN, inside, by=SYSTEM)
    row = session.exec(select(Barcode).where(Barcode.code == EAN)).one()
    assert (row.item_id, row.resource_id) == (None, thing.id)
    found = scans.resolve(session, EAN).subject
    assert found is not None
    assert found.item_id == carried.id


@pytest.mark.parametrize(
    ("text", "symbology", "code"),
    [
        ("154001412887", "", "foreign_check"),
        ("1540014128", "", "foreign_length"),
        ("400638133393", "ean_13", "foreign_length"),
        ("4006381333932", "", "foreign_check"),
        ("]I1154001412887", "", "foreign_length"),
        ("]E236", "", "foreign_length"),
        ("12", "", "foreign_length"),
        ("ABC", "itf", "foreign_code_form"),
    ],
)
def test_what_was_read_in_part_is_not_linked(
    session: Session, bag: Subject, text: str, symbology: str, code: str
) -> None:
    with pytest.raises(Refused, match=code) as refused:
        client_codes.link(session, text, bag, symbology=symbology, by=SYSTEM)
    assert "{" not in refused.value.message
    assert client_codes.of(session, bag) == ()


def test_the_refusal_says_the_lengths(session: Session, bag: Subject) -> None:
    with pytest.raises(Refused) as refused:
        client_codes.link(session, "1540014128", bag, by=SYSTEM)
    assert "10 chiffres\u00a0: il en faut 8, 12, 13, 14" in refused.value.message


@pytest.mark.parametrize("text", ["", "x" * 65, "a\x1bb", "F0000019", "F0000018", "]C0F0000019"])
def test_what_looks_like_ours_or_like_nothing_is_not_linked(
    session: Session, bag: Subject, text: str
) -> None:
    with pytest.raises(Invalid, match="foreign_code_form"):
        client_codes.link(session, text, bag, by=SYSTEM)


def test_a_format_of_one_client_is_for_his_things_alone(session: Session, bag: Subject) -> None:
    with pytest.raises(Refused, match="foreign_length"):
        client_codes.link(session, "123456789", bag, by=SYSTEM)
    session.add(
        CodeFormat(client_id=bag.client_id, symbology="digits", length=9, check_digit="none",
                   source="Contrat", since=clock.today())
    )  # fmt: skip
    client_codes.link(session, "123456789", bag, by=SYSTEM)
    other = subject(session, factories.make_bag(session)[1])
    with pytest.raises(Refused, match="foreign_length"):
        client_codes.link(session, "987654321", other, by=SYSTEM)


def test_a_trusted_caller_links_numbers_of_its_own_making(session: Session, bag: Subject) -> None:
    target = {"resource_id": bag.resource_id or 0}
    assert barcodes.link(session, "00340", clock.now(), trusted=True, **target) == "00340"
    with pytest.raises(Refused, match="foreign_length"):
        barcodes.link(session, "00341", clock.now(), **target)
    with pytest.raises(Invalid, match="foreign_code_form"):
        barcodes.link(session, "F0000019", clock.now(), trusted=True, **target)


def test_digits_of_a_french_keyboard_are_kept_and_found_as_digits(
    session: Session, bag: Subject
) -> None:
    typed = EAN.translate(str.maketrans("1234567890", "&é\"'(-è_çà"))
    client_codes.link(session, f"$Eà{typed}", bag, by=SYSTEM)
    (kept,) = client_codes.of(session, bag)
    assert (kept.text, kept.symbology, kept.carrier) == (EAN, "ean13", "EAN-13")
    for sent in (EAN, typed, f"]E0{EAN}", f"$Eà{typed}"):
        assert scans.resolve(session, sent).subject is not None
    client_codes.unlink(session, f"$Eà{typed}", bag, "Essai", by=SYSTEM)
    assert trace(session, EAN)[-1] == ("code.unlinked", "Essai")


def test_a_conflict_names_the_other_thing_to_who_may_see_it(
    session: Session, bag: Subject, nadia: Actor
) -> None:
    volume = targets(session)["item"]
    client_codes.link(session, EAN, bag, by=SYSTEM)
    with pytest.raises(Refused, match="foreign_code_taken") as seen:
        client_codes.link(session, EAN, volume, by=SYSTEM)
    assert f"«\u00a0{bag.label}\u00a0» ({bag.client_name})" in seen.value.message
    paul = people.actor("moniteur", workshops=("bookbinding",))
    with pytest.raises(Refused, match="foreign_code_taken") as hidden:
        client_codes.link(session, EAN, volume, by=paul)
    assert hidden.value.message == "Ce code est déjà lié. Vérifiez l’étiquette."
    assert client_codes.holder(session, EAN, by=paul) is None
    holder = client_codes.holder(session, EAN, by=nadia)
    assert holder is not None
    assert holder.code == bag.code
    with pytest.raises(Refused, match="foreign_code_same"):
        client_codes.link(session, EAN, bag, by=nadia)
    assert len(trace(session, EAN)) == 1


def test_things_of_another_workshop_are_neither_linked_nor_unlinked(
    session: Session, bag: Subject
) -> None:
    paul = people.actor("moniteur", workshops=("bookbinding",))
    with pytest.raises(Forbidden):
        client_codes.link(session, EAN, bag, by=paul)
    client_codes.link(session, EAN, bag, by=SYSTEM)
    with pytest.raises(Forbidden):
        client_codes.unlink(session, EAN, bag, "Pour voir", by=paul)
    with pytest.raises(Forbidden):
        client_codes.unlink(session, EAN, bag, "Sans droit", by=people.actor("direction"))
    assert len(client_codes.of(session, bag)) == 1


def test_what_designates_no_thing_takes_no_code(session: Session) -> None:
    card = things.add_resource(session, "card", "Lavage", "laundry", "K", action="start_wash")[1]
    blank = barcodes.allocate(session, "F", clock.now())
    for code in (card, blank):
        with pytest.raises(Refused, match="foreign_no_target"):
            client_codes.link(session, EAN, subject(session, code), by=SYSTEM)


def test_an_unlinking_wants_a_reason_and_a_link(session: Session, bag: Subject) -> None:
    client_codes.link(session, EAN, bag, by=SYSTEM)
    with pytest.raises(Invalid, match="unlink_why"):
        client_codes.unlink(session, EAN, bag, "  ", by=SYSTEM)
    with pytest.raises(Invalid, match="unlink_why"):
        client_codes.unlink(session, EAN, bag, "a\x00b", by=SYSTEM)
    with pytest.raises(Invalid, match="note_too_long"):
        client_codes.unlink(session, EAN, bag, "x" * 281, by=SYSTEM)
    with pytest.raises(Refused, match="foreign_not_linked"):
        client_codes.unlink(session, ITF, bag, "Autre", by=SYSTEM)
    client_codes.unlink(session, EAN, bag, "Perdu", by=SYSTEM)
    with pytest.raises(Refused, match="foreign_not_linked"):
        client_codes.unlink(session, EAN, bag, "Encore", by=SYSTEM)


def test_our_own_code_is_never_unlinked(session: Session, bag: Subject) -> None:
    with pytest.raises(Refused, match="foreign_not_linked"):
        client_codes.unlink(session, bag.code or "", bag, "Essai", by=SYSTEM)
    with pytest.raises(Refused, match="foreign_not_linked"):
        barcodes.unlink(session, bag.code or "", clock.now())


def test_a_client_s_code_changes_no_list_of_ours(session: Session, nadia: Actor) -> None:
    """A lot with codes of its client stays one lot, and shows our code."""
    lot = targets(session)["lot"]
    for text in (EAN, ITF):
        client_codes.link(session, text, lot, by=SYSTEM)
    (row,) = floor_reads.open_lots(session, "bookbinding")
    assert (row.code, row.things) == (lot.code, 2)
    again = subjects.lot(session, lot.lot_id or 0)
    assert again is not None
    assert again.code == lot.code
    found = search.designated(session, EAN, by=people.actor("administrateur"))
    assert found is not None
    assert found.code == lot.code
