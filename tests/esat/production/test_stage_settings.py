from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from esat import registry
from esat.actors import SYSTEM, Actor
from esat.declarations import Workshop
from esat.errors import Forbidden, Invalid, Refused
from esat.production import board_reads, floor_reads, moves, offering, stage_settings
from esat.production.models import StageSetting
from esat.production.moves import Context
from esat.production.stage_settings import Wanted
from tests.factories import items_of, make_order


@pytest.fixture
def laundry(loaded: registry.Registry) -> Workshop:
    return loaded.workshop("laundry")


def test_without_a_row_the_declaration_speaks(session: Session, laundry: Workshop) -> None:
    shown = stage_settings.current(session, laundry)
    assert [one.code for one in shown] == [stage.code for stage in laundry.road.stages]
    assert [one.label for one in shown] == [stage.label for stage in laundry.road.stages]


def test_a_label_and_a_place_are_read_over_it(
    session: Session, laundry: Workshop, now: datetime
) -> None:
    wanted = {"sorted": Wanted(label="Trié ici", position=99)}
    assert stage_settings.set_stages(session, laundry, wanted, by=SYSTEM) == 1
    last = stage_settings.current(session, laundry)[-1]
    assert (last.code, last.label, last.since) == ("sorted", "Trié ici", now)


def test_only_changes_are_kept_and_none_is_lost(
    session: Session, laundry: Workshop, now: datetime
) -> None:
    wanted = {"sorted": Wanted(label="Trié ici")}
    stage_settings.set_stages(session, laundry, wanted, by=SYSTEM)
    assert stage_settings.set_stages(session, laundry, wanted, by=SYSTEM) == 0
    back = {"sorted": Wanted()}
    assert stage_settings.set_stages(session, laundry, back, by=SYSTEM) == 1
    assert len(session.exec(select(StageSetting)).all()) == 2
    labels = {one.code: one.label for one in stage_settings.current(session, laundry)}
    assert labels["sorted"] == laundry.road.stage("sorted").label


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ({"received": Wanted(hidden=True)}, "received.hidden"),
        ({"nowhere": Wanted()}, "nowhere.label"),
        ({"received": Wanted(resting_minutes=5)}, "received.resting_minutes"),
        ({"received": Wanted(label="Un"), "sorted": Wanted(label="un")}, "sorted.label"),
    ],
    ids=["not optional", "unknown", "no rest there", "twice"],
)
def test_what_makes_no_sense_is_refused_whole(
    session: Session, laundry: Workshop, wanted: dict[str, Wanted], field: str
) -> None:
    asked = {"washed": Wanted(label="Propre"), **wanted}
    with pytest.raises(Invalid) as refusal:
        stage_settings.set_stages(session, laundry, asked, by=SYSTEM)
    assert list(refusal.value.fields) == [field]
    assert session.exec(select(StageSetting)).all() == []


def test_a_supervisor_sets_no_stage(session: Session, laundry: Workshop, nadia: Actor) -> None:
    with pytest.raises(Forbidden):
        stage_settings.set_stages(session, laundry, {}, by=nadia)


def test_what_rests_waits_for_its_time(session: Session, laundry: Workshop, now: datetime) -> None:
    (subject,) = items_of(session, make_order(session, items=1, at=now))
    assert stage_settings.still_resting(session, subject, now) is None
    session.add(
        StageSetting(workshop="laundry", stage=subject.stage or "", resting_minutes=30, since=now)
    )
    session.flush()
    assert stage_settings.still_resting(session, subject, now) == "stage_resting"
    assert stage_settings.still_resting(session, subject, now + timedelta(minutes=30)) is None


def test_the_board_shows_what_the_house_wants(
    session: Session, laundry: Workshop, now: datetime
) -> None:
    make_order(session, items=1, at=now)
    wanted = {"sorted": Wanted(label="Trié ici", position=1)}
    stage_settings.set_stages(session, laundry, wanted, by=SYSTEM)
    columns = board_reads.board(session, laundry, now.date()).columns
    assert columns[0].label == laundry.road.stages[0].label
    assert columns[1].label == "Trié ici"
    assert floor_reads.tabs(session, laundry)[1].label == "Trié ici"


def test_a_hidden_stage_leaves_the_board_until_something_stands_there(
    session: Session, loaded: registry.Registry, now: datetime
) -> None:
    for workshop in loaded.workshops.values():
        road = workshop.road
        optional = [s.code for s in road.stages if stage_settings.is_optional(road, s.code)]
        wanted = {code: Wanted(hidden=True) for code in optional}
        stage_settings.set_stages(session, workshop, wanted, by=SYSTEM)
        shown = {one.code for one in board_reads.board(session, workshop, now.date()).columns}
        assert not shown & set(optional)


def test_a_volume_that_rests_is_told_so_before_the_click(
    session: Session, loaded: registry.Registry, now: datetime
) -> None:
    bookbinding = loaded.workshop("bookbinding")
    assert stage_settings.may_rest(bookbinding, "covered")
    assert not stage_settings.may_rest(bookbinding, "received")
    wanted = {"sewn": Wanted(resting_minutes=60)}
    stage_settings.set_stages(session, bookbinding, wanted, by=SYSTEM, at=now)
    (volume,) = items_of(session, make_order(session, workshop="bookbinding", items=1, at=now))
    for action in ("check_in", "sew"):
        volume = moves.move(session, volume, action, Context(by=SYSTEM, at=now)).subject
    later = {
        offer.action: offer.reason for offer in offering.offers(session, volume, by=SYSTEM, at=now)
    }
    assert later["cover"] == "stage_resting"
    assert later["resew"] is None
    with pytest.raises(Refused, match="stage_resting"):
        moves.move(session, volume, "cover", Context(by=SYSTEM, at=now))
    rested = now + timedelta(hours=1)
    moves.move(session, volume, "cover", Context(by=SYSTEM, at=rested))
