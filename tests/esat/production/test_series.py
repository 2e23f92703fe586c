"""A list of scanned codes: told whole, and what may be done with it."""

import uuid

import pytest
from sqlmodel import Session

from esat.actors import SYSTEM, Actor
from esat.db import Database
from esat.errors import Refused
from esat.production import barcodes, holds, scans, series_acts, series_choices, subjects
from esat.production.series import Listing
from esat.production.series_acts import Asked
from tests import factories, people
from tests.esat.production.counter import Codes, codes
from tests.esat.production.series_lists import looked, receive


@pytest.fixture
def at_hand(session: Session) -> Codes:
    return codes(session)


@pytest.fixture
def bags(session: Session) -> list[str]:
    """Five bags that are expected."""
    order = factories.make_order(session, items=5)
    session.commit()
    return [item.code or "" for item in factories.items_of(session, order)]


def test_the_order_of_the_scans_is_kept_and_the_newest_is_shown_first(
    session: Session, bags: list[str], nadia: Actor
) -> None:
    listing = looked(session, bags, nadia)
    assert [row.key for row in listing.rows] == bags
    assert [row.key for row in listing.newest_first] == bags[::-1]


def test_a_double_is_one_row_that_says_how_often(
    session: Session, bags: list[str], nadia: Actor
) -> None:
    listing = looked(session, [bags[0], bags[1], bags[0], bags[0].lower()], nadia)
    assert [(row.key, row.times) for row in listing.rows] == [(bags[0], 3), (bags[1], 1)]
    assert listing.doubles == 2
    assert series_choices.counted(listing) == "2 sacs, 2 doubles"
    assert looked(session, listing.texts, nadia) == Listing(listing.rows)


def test_a_thing_scanned_by_another_of_its_codes_is_a_double(
    session: Session, bags: list[str], nadia: Actor
) -> None:
    known = subjects.by_code(session, bags[0])
    assert known is not None
    barcodes.link(session, "4006381333931", factories.AT, trusted=True, item_id=known.item_id or 0)
    listing = looked(session, [bags[0], "4006381333931", bags[1]], nadia)
    assert [(row.key, row.times) for row in listing.rows] == [(bags[0], 2), (bags[1], 1)]
    assert listing.aliases == (("4006381333931", bags[0]),)


def test_what_is_wrong_stands_in_the_list_with_its_sentence(
    session: Session, at_hand: Codes, bags: list[str], nadia: Actor
) -> None:
    barcodes.revoke(session, bags[0], at=factories.AT)
    elsewhere = factories.make_order(session, "bookbinding", items=1)
    volume = factories.items_of(session, elsewhere)[0].code or ""
    wrong = {
        "F0000019": "code_unknown", "FFFFFFF3": "code_misread", "x" * 80: "code_unreadable",
        "a\x07b": "code_unreadable", volume: "other_workshop", bags[0]: "code_revoked",
        at_hand.card: "series_card",
    }  # fmt: skip
    listing = looked(session, [*wrong, bags[1]], nadia)
    assert {row.key: row.reason for row in listing.rows} == wrong | {bags[1]: None}
    assert all(row.problem and not row.open for row in listing.rows[:-1])
    assert [row.key for row in listing.ticked] == [bags[1]]
    assert "Mairie" not in repr(next(row for row in listing.rows if row.key == volume))
    assert series_choices.counted(listing) == "1 sac, 7 problèmes"


def test_a_text_that_cannot_be_shown_is_shown_as_far_as_it_can(
    session: Session, nadia: Actor
) -> None:
    listing = looked(session, ["a\x07b", "x" * 80], nadia)
    assert [row.title for row in listing.rows] == ["a�b", f"{'x' * 40}… (80 signes)"]


def test_five_hundred_codes_and_no_more(session: Session, nadia: Actor) -> None:
    many = [f"{number:05d}" for number in range(500)]
    assert len(looked(session, [*many, *many], nadia).rows) == 500
    with pytest.raises(Refused, match="series_full"):
        looked(session, [*many, "one more"], nadia)


def test_each_row_says_what_a_scan_would_say(
    session: Session, at_hand: Codes, bags: list[str], nadia: Actor
) -> None:
    lot = subjects.by_code(session, at_hand.lot)
    held = subjects.by_code(session, bags[0])
    assert lot is not None
    assert held is not None
    member = factories.items_of(session, factories.make_order(session, items=1))[0]
    for subject in (held, member):
        holds.place(session, subject, "quarantine", by=SYSTEM, at=factories.AT)
    holds.place(session, lot, "machine", by=SYSTEM, at=factories.AT)
    session.info.clear()
    listed = [at_hand.bag, at_hand.item, at_hand.lot, at_hand.blank, *bags, member.code or ""]
    for row in looked(session, listed, nadia).rows:
        alone = scans.answer(
            session, scans.resolve(session, row.key), by=nadia, at=factories.AT
        )  # fmt: skip
        assert row.offers == alone.offers, row.key
        told = alone.subject or {}
        assert [hold.label for hold in row.held] == [hold["label"] for hold in told["holds"]]
        assert row.stage == (told["stage_label"] or "")


def test_a_button_says_how_many_can_and_why_the_others_cannot(
    session: Session, database: Database, bags: list[str], nadia: Actor
) -> None:
    held = subjects.by_code(session, bags[1])
    assert held is not None
    holds.place(session, held, "quarantine", by=SYSTEM, at=factories.AT)
    session.commit()
    series_acts.run(database, receive(), looked(session, [bags[0]], nadia).rows, by=nadia)
    with database.read() as reading:
        choices = series_choices.choices(looked(reading, bags, nadia, off=(bags[4],)))
    words = [choice.words for choice in choices.moves]
    assert words[0] == "Recevoir (2 sur 4)"
    assert "Lancer le lavage (1 sur 4)" in words
    assert [(why.sentence, [row.key for row in why.rows]) for why in choices.moves[0].others] == [
        ("Pas à cette étape (étape : Reçu).", [bags[0]])
    ]
    (stuck,) = choices.stuck
    assert "Quarantaine" in stuck.sentence
    assert [row.key for row in stuck.rows] == [bags[1]]
    assert choices.hold_words == "4"


def test_a_bag_that_is_in_no_order_is_received_with_the_others(
    session: Session, at_hand: Codes, nadia: Actor
) -> None:
    choices = series_choices.choices(looked(session, [at_hand.bag, at_hand.item], nadia))
    (only,) = choices.moves
    assert only.words == "Recevoir (2)"


def test_two_workshops_that_name_an_act_differently_are_both_named(
    session: Session, database: Database
) -> None:
    chief = people.actor("administrateur")
    bag = factories.items_of(session, factories.make_order(session, items=1))[0].code or ""
    outside = factories.make_order(session, "green_spaces", items=1)
    visit = factories.items_of(session, outside)[0].code or ""
    session.commit()
    series_acts.run(database, receive(), looked(session, [bag], chief).rows, by=chief)
    with database.read() as reading:
        listing = looked(reading, [bag, visit], chief)
    assert series_choices.counted(listing) == "1 sac, 1 passage"
    first = series_choices.choices(listing).moves[0]
    assert first.words == "Charger / Charger le matériel (2)"


@pytest.mark.parametrize(
    ("word", "many"), [("sac", "sacs"), ("lot de production", "lots de production"), ("colis",) * 2]
)
def test_the_first_word_alone_takes_the_plural(word: str, many: str) -> None:
    assert series_choices.plural(word) == many


def test_a_step_back_is_never_the_button_that_a_hand_falls_on(
    session: Session, database: Database, bags: list[str], nadia: Actor
) -> None:
    session.rollback()
    for action in ("receive", "start_wash", "end_wash"):
        with database.read() as reading:
            rows = looked(reading, bags, nadia).rows
        series_acts.run(database, Asked(uuid.uuid4(), "move", action), rows, by=nadia)
    with database.read() as reading:
        moves = series_choices.choices(looked(reading, bags, nadia)).moves
    assert [choice.act for choice in moves] == ["move:dry", "move:finish", "move:rewash"]


def test_an_empty_bag_among_others_says_that_it_is_to_be_received_first(
    session: Session, database: Database, at_hand: Codes, nadia: Actor
) -> None:
    listing = looked(session, [at_hand.item, at_hand.bag], nadia)
    session.rollback()
    series_acts.run(database, receive(), listing.rows[:1], by=nadia)
    with database.read() as reading:
        moves = series_choices.choices(looked(reading, [at_hand.item, at_hand.bag], nadia)).moves
    (why,) = next(choice for choice in moves if choice.act == "move:sort").others
    assert "d’abord le recevoir" in why.sentence
