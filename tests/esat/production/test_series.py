"""A list of scanned codes: told whole, and acted on row by row."""

import uuid
from datetime import datetime

import pytest
from sqlmodel import Session, select

from esat.actors import SYSTEM, Actor
from esat.db import Database
from esat.errors import Refused
from esat.production import barcodes, holds, scans, series, series_acts, series_choices, subjects
from esat.production.journal_models import Capture, Event
from esat.production.models import Hold, Resource
from esat.production.series import BIND, HOLD, Listing
from esat.production.series_acts import Asked
from tests import factories, people
from tests.esat.production.counter import Codes, codes


@pytest.fixture
def at_hand(session: Session) -> Codes:
    return codes(session)


@pytest.fixture
def bags(session: Session) -> list[str]:
    """Five bags that are expected."""
    order = factories.make_order(session, items=5)
    session.commit()
    return [item.code or "" for item in factories.items_of(session, order)]


def looked(session: Session, listed: list[str], by: Actor, off: tuple[str, ...] = ()) -> Listing:
    return series.look(session, listed, by=by, off=off)


def moved(database: Database) -> list[str | None]:
    with database.read() as session:
        query = select(Event.to_stage).where(Event.kind == "item.moved").order_by(Event.id)  # type: ignore[arg-type]
        return list(session.exec(query))


def captured(database: Database) -> list[tuple[str | None, str]]:
    with database.read() as session:
        rows = session.exec(select(Capture).order_by(Capture.id))  # type: ignore[arg-type]
        return [(row.code, row.outcome) for row in rows]


def receive(page: uuid.UUID | None = None) -> Asked:
    return Asked(page or uuid.uuid4(), "move", "receive")


# --- the list ----------------------------------------------------


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
    barcodes.link(session, "4006381333931", factories.AT, item_id=known.item_id or 0)
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


# --- what may be done --------------------------------------------


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


# --- one act for all ---------------------------------------------


def test_one_capture_for_each_row_in_the_order_of_the_scans(
    session: Session, database: Database, bags: list[str], nadia: Actor
) -> None:
    listing = looked(session, bags, nadia, off=(bags[2],))
    session.rollback()
    said = series_acts.run(database, receive(), listing.ticked, by=nadia)
    asked = [bags[0], bags[1], bags[3], bags[4]]
    assert [(key, one.meaning, one.word) for key, one in said.items()] == [
        (key, "ok", "Fait") for key in asked
    ]
    assert captured(database) == [(code, "ok") for code in asked]
    assert moved(database) == ["received"] * 4


def test_one_refused_in_the_middle_stops_no_other(
    session: Session, database: Database, bags: list[str], nadia: Actor
) -> None:
    listing = looked(session, bags, nadia)
    session.rollback()
    # Another station receives the third one between the look and the tap.
    series_acts.run(database, receive(), [listing.rows[2]], by=nadia)
    said = series_acts.run(database, receive(), listing.ticked, by=nadia)
    assert [one.meaning for one in said.values()] == ["ok", "ok", "refused", "ok", "ok"]
    assert "déjà fait" in said[bags[2]].message
    assert moved(database) == ["received"] * 5


def test_what_the_list_shows_as_impossible_is_left_alone(
    session: Session, database: Database, bags: list[str], nadia: Actor
) -> None:
    held = subjects.by_code(session, bags[1])
    assert held is not None
    holds.place(session, held, "quarantine", by=SYSTEM, at=factories.AT)
    session.commit()
    said = series_acts.run(database, receive(), looked(session, bags, nadia).ticked, by=nadia)
    assert said[bags[1]].word == "Laissé"
    assert "Quarantaine" in said[bags[1]].message
    assert bags[1] not in [code for code, _ in captured(database)]


def test_the_same_page_asking_again_changes_nothing(
    session: Session, database: Database, bags: list[str], nadia: Actor, now: datetime
) -> None:
    page = uuid.uuid4()
    listing = looked(session, bags, nadia)
    session.rollback()
    first = series_acts.run(database, receive(page), listing.ticked, by=nadia)
    before = captured(database)
    with database.read() as reading:
        stands_now = looked(reading, bags, nadia)
    again = series_acts.run(database, receive(page), stands_now.ticked, by=nadia)
    assert again == first
    assert captured(database) == before
    assert moved(database) == ["received"] * 5


def test_who_may_not_move_is_told_so_before(
    session: Session, database: Database, bags: list[str]
) -> None:
    odile = people.actor("bureau")
    listing = looked(session, bags, odile)
    choices = series_choices.choices(listing)
    assert choices.moves == ()
    assert "ne permet pas" in choices.stuck[0].sentence
    said = series_acts.run(database, receive(), listing.ticked, by=odile)
    assert {one.word for one in said.values()} == {"Laissé"}
    assert captured(database) == []


def test_a_bag_of_another_workshop_is_refused_even_when_it_is_asked(
    session: Session, database: Database, bags: list[str], nadia: Actor
) -> None:
    """A row that was looked at by somebody else: its capture still asks who acts."""
    listing = looked(session, bags[:2], nadia)
    session.rollback()
    binder = people.actor("moniteur", workshops=("bookbinding",))
    said = series_acts.run(database, receive(), listing.ticked, by=binder)
    assert {(one.meaning, one.message) for one in said.values()} == {
        ("refused", "Ce code est d’un autre atelier. Portez-le à cet atelier.")
    }
    assert moved(database) == []


def test_all_are_held_for_one_reason(
    session: Session, database: Database, at_hand: Codes, bags: list[str], nadia: Actor
) -> None:
    listing = looked(session, [*bags[:2], at_hand.bag], nadia)
    session.rollback()
    asked = Asked(uuid.uuid4(), "act", "hold.place", {"reason": "to_check", "note": "Tache"})
    assert asked.act == HOLD
    said = series_acts.run(database, asked, listing.ticked, by=nadia)
    assert [one.word for one in said.values()] == ["Fait", "Fait", "Laissé"]
    with database.read() as reading:
        rows = reading.exec(select(Hold)).all()
    assert [(row.reason, row.note) for row in rows] == [("to_check", "Tache")] * 2


def test_blank_labels_become_bags_of_one_client_and_may_then_be_received(
    session: Session, database: Database, nadia: Actor
) -> None:
    owner = factories.make_client(session, "Hôtel du Parc")
    blanks = [str(barcodes.allocate(session, "F", factories.AT)) for _ in range(3)]
    session.commit()
    listing = looked(session, blanks, nadia)
    assert series_choices.counted(listing) == "3 étiquettes neuves"
    assert {BIND} == {act for row in listing.rows for act in row.open}
    assert series_choices.choices(listing).bindable == 3
    asked = Asked(uuid.uuid4(), "act", "label.bind", {"client_id": str(owner.id)})
    said = series_acts.run(database, asked, listing.ticked, by=nadia)
    assert [one.word for one in said.values()] == ["Fait"] * 3
    with database.read() as reading:
        labels = reading.exec(select(Resource.label).order_by(Resource.id)).all()  # type: ignore[arg-type]
        assert labels[-3:] == ["Sac 1", "Sac 2", "Sac 3"]
        (only,) = series_choices.choices(looked(reading, blanks, nadia)).moves
    assert only.words == "Recevoir (3)"


def test_a_station_that_moves_by_a_mere_scan_only_lists_here(
    session: Session, database: Database, bags: list[str]
) -> None:
    station = people.actor("moniteur", workshops=("laundry",), default_action="receive")  # type: ignore[arg-type]
    assert looked(session, bags, station).rows[0].stage == "Attendu"
    assert captured(database) == []
    assert moved(database) == []
