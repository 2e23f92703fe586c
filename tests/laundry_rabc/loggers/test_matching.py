"""Files matched to cycles by a person, and taken back."""

from datetime import datetime
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, select

from esat.actors import Actor
from esat.errors import Forbidden, Invalid, NotFound, Refused
from esat.migrations import triggers
from laundry_rabc.loggers import evidence, matching, reads
from laundry_rabc.loggers.evidence import CurveEvidence
from laundry_rabc.loggers.models import LoggerMatch
from tests import people
from tests.laundry_rabc.loggers import scene
from tests.laundry_rabc.loggers.matches import (
    HOUR,
    MINUTE,
    Keeper,
    hot,
    keep,
    matched,
    washer,
)
from tests.laundry_rabc.loggers.scene import Washer

__all__ = ["keep", "washer"]


def test_the_cycles_of_that_machine_at_that_time_are_proposed(
    session: Session, keep: Keeper, washer: Washer, now: datetime
) -> None:
    start = now - 5 * HOUR
    mine = scene.cycle(session, washer, start)
    partly = scene.cycle(session, washer, start - 50 * MINUTE, minutes=49)
    scene.cycle(session, washer, start, washer.l2)
    scene.cycle(session, washer, start - 24 * HOUR)
    file = keep(hot(start))
    found = matching.proposals(session, file)
    assert [(one.cycle.id, one.whole) for one in found] == [(partly.id, False), (mine.id, True)]
    assert found[1].programme == "Draps 65 °C"
    scene.stand(session, washer.instrument, washer.l2, start - 24 * HOUR)
    assert [one.machine for one in matching.proposals(session, file)] == ["L2"]
    scene.stand(session, washer.instrument, None, start - 23 * HOUR)
    assert matching.proposals(session, file) == []


def test_a_match_keeps_both_what_was_declared_and_what_was_measured(
    session: Session, keep: Keeper, washer: Washer, now: datetime
) -> None:
    start = now - 5 * HOUR
    cycle = scene.cycle(session, washer, start, declared="66.2")
    row = matched(session, keep(hot(start)), cycle.id)[0]
    # Up through 65 °C within a minute, twenty flat, down within the next: a little over twenty.
    assert (row.threshold_c, row.mixing_minutes) == (65, 4)
    assert row.credited_minutes == Decimal("16.049")
    assert (row.peak_c, row.declared_c, row.declared_minutes) == (66, Decimal("66.2"), 12)
    assert (row.permitted_c, row.lies, row.gaps) == (Decimal("0.5"), False, 0)
    found = evidence.of_cycle(session, cycle.id or 0)
    assert found is not None
    assert found.source == "logger"
    assert found.own.credited_minutes == row.credited_minutes
    assert found.hold(Decimal(60)).credited > found.hold(Decimal(65)).credited
    assert found.difference_c == Decimal("0.2")


def test_who_listens_is_told_in_the_same_act(
    session: Session, keep: Keeper, washer: Washer, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matching, "_listeners", [])
    monkeypatch.setattr(matching, "_withdrawal_listeners", [])
    told: list[tuple[int | None, str]] = []

    def hear(session: Session, found: CurveEvidence, by: Actor) -> None:
        told.append((found.cycle.id, by.display_name))

    def hear_end(session: Session, cycle_id: int, by: Actor) -> None:
        told.append((cycle_id, "retiré"))

    for _ in range(2):
        matching.on_matched(hear)
        matching.on_withdrawn(hear_end)
    start = now - 5 * HOUR
    cycle = scene.cycle(session, washer, start)
    row = matched(session, keep(hot(start)), cycle.id)[0]
    matching.withdraw(session, row.id or 0, "Mauvaise machine", by=people.actor("qualite"))
    assert told == [(cycle.id, "Inès"), (cycle.id, "retiré")]


def test_a_match_is_taken_back_by_a_further_row(
    session: Session, keep: Keeper, washer: Washer, now: datetime
) -> None:
    start = now - 5 * HOUR
    cycle = scene.cycle(session, washer, start)
    file = keep(hot(start))
    row = matched(session, file, cycle.id)[0]
    with pytest.raises(Invalid):
        matching.withdraw(session, row.id or 0, "  ", by=people.actor("qualite"))
    end = matching.withdraw(session, row.id or 0, "Mauvaise machine", by=people.actor("qualite"))
    assert evidence.of_cycle(session, cycle.id or 0) is None
    assert evidence.last_check_of_machine(session, washer.l1, now) is None
    assert len(session.exec(select(LoggerMatch)).all()) == 2
    with pytest.raises(Refused) as caught:
        matching.withdraw(session, row.id or 0, "encore", by=people.actor("qualite"))
    assert caught.value.code == "logger_withdrawn"
    for key in (end.id or 0, 999):
        with pytest.raises(NotFound):
            matching.withdraw(session, key, "rien", by=people.actor("qualite"))
    shown = reads.matches_of(session, file.id or 0)
    assert [(one.match.id, one.gone) for one in shown] == [(row.id, end)]
    matched(session, file, cycle.id)
    assert len(reads.matches_of(session, file.id or 0)) == 2


def test_what_cannot_be_matched_is_refused_and_nothing_is_kept(
    session: Session, keep: Keeper, washer: Washer, now: datetime
) -> None:
    start = now - 5 * HOUR
    cycle = scene.cycle(session, washer, start)
    other = scene.cycle(session, washer, start, washer.l2)
    file = keep(hot(start))
    with pytest.raises(Invalid):
        matched(session, file)
    with pytest.raises(Refused) as caught, session.begin_nested():
        matched(session, file, cycle.id, other.id)
    assert caught.value.code == "logger_cycle_elsewhere"
    assert session.exec(select(LoggerMatch)).all() == []
    matched(session, file, cycle.id, cycle.id)
    assert len(session.exec(select(LoggerMatch)).all()) == 1
    with pytest.raises(Refused) as caught:
        matched(session, file, cycle.id)
    assert caught.value.code == "logger_matched"
    with pytest.raises(NotFound):
        matching.confirm(session, 999, [1], by=people.actor("qualite"))
    for role in ("direction", "comptoir"):
        with pytest.raises(Forbidden):
            matching.confirm(session, file.id or 0, [1], by=people.actor(role))
        with pytest.raises(Forbidden):
            matching.withdraw(session, 1, "rien", by=people.actor(role))
    elsewhere = people.actor("moniteur", workshops=("bookbinding",))
    with pytest.raises(Forbidden):
        matching.confirm(session, file.id or 0, [1], by=elsewhere)


@pytest.mark.parametrize(
    "act", ["UPDATE rabc_logger_match SET gaps = 9", "DELETE FROM rabc_logger_match"]
)
def test_a_match_is_never_changed(
    session: Session, keep: Keeper, washer: Washer, now: datetime, act: str
) -> None:
    start = now - 5 * HOUR
    matched(session, keep(hot(start)), scene.cycle(session, washer, start).id)
    assert "rabc_logger_match" in triggers.APPEND_ONLY
    with pytest.raises(DBAPIError, match="only grows"), session.begin_nested():
        session.connection().execute(text(act))
