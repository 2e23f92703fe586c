"""One act for all the ticked rows of a list, row by row."""

import uuid
from datetime import datetime

import pytest
from sqlmodel import Session, select

from esat.actors import SYSTEM, Actor
from esat.db import Database
from esat.production import barcodes, holds, series_acts, series_choices, subjects
from esat.production.journal_models import Capture, Event
from esat.production.models import Hold, Resource
from esat.production.series import BIND, HOLD
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


def moved(database: Database) -> list[str | None]:
    with database.read() as session:
        query = select(Event.to_stage).where(Event.kind == "item.moved").order_by(Event.id)  # type: ignore[arg-type]
        return list(session.exec(query))


def captured(database: Database) -> list[tuple[str | None, str]]:
    with database.read() as session:
        rows = session.exec(select(Capture).order_by(Capture.id))  # type: ignore[arg-type]
        return [(row.code, row.outcome) for row in rows]


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


def test_a_bag_that_is_in_no_order_is_received_once_with_the_others(
    session: Session, database: Database, at_hand: Codes, nadia: Actor
) -> None:
    page, listed = uuid.uuid4(), [at_hand.bag, at_hand.item, at_hand.other]
    for _ in range(2):
        with database.read() as reading:
            rows = looked(reading, listed, nadia).rows
        said = series_acts.run(database, receive(page), rows, by=nadia)
        assert [one.word for one in said.values()] == ["Fait"] * 3
    assert moved(database) == ["received"] * 3
