"""A series that drifts while nothing is in action opens one investigation."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session

from laundry_rabc.cases import judged, reads, steps
from laundry_rabc.cases.steps import Step
from tests.laundry_rabc.cases import grounds
from tests.laundry_rabc.cases.grounds import Ground

QUARTER = timedelta(days=91)


@pytest.fixture
def ground(session: Session, now: datetime) -> Ground:
    return grounds.build(session, now)


def plates(
    session: Session, ground: Ground, now: datetime, *values: str, place: str = ""
) -> list[str]:
    """Plates, a quarter apart, the last one today; the kinds of the cases open after each."""
    told = []
    for n, value in enumerate(values):
        at = now - QUARTER * (len(values) - 1 - n) / 2
        given = grounds.plate("HYG-01", value, at, place=place)
        judged.record(session, given, by=ground.ines)
        told.append(" ".join(sorted(one.kind for one in grounds.cases(session))))
    return told


def test_the_third_alert_in_a_row_is_looked_into_once(
    session: Session, ground: Ground, now: datetime
) -> None:
    assert plates(session, ground, now, "9", "10", "11") == [
        "alert", "alert alert", "alert alert alert investigation",
    ]  # fmt: skip
    (case,) = grounds.cases(session, "investigation")
    assert (case.origin, case.result_id) == ("trend", grounds.results(session)["HYG-01"].id)
    judged.record(session, grounds.plate("HYG-01", "12", now), by=ground.ines)
    assert len(grounds.cases(session, "investigation")) == 1
    assert reads.counts(session, now).by_kind == {"alert": 4, "action": 0, "investigation": 1}
    assert grounds.held(session) == []


def test_once_closed_a_drift_that_goes_on_is_looked_into_again(
    session: Session, ground: Ground, now: datetime
) -> None:
    plates(session, ground, now, "9", "10", "11")
    (case,) = grounds.cases(session, "investigation")
    for kind in ("cause", "release"):
        steps.take(session, case, Step(kind, "Filtre"), by=ground.ines)
    judged.record(session, grounds.plate("HYG-01", "10", now), by=ground.ines)
    assert len(grounds.cases(session, "investigation")) == 2


def test_a_good_result_between_breaks_it_and_so_does_an_action(
    session: Session, ground: Ground, now: datetime
) -> None:
    plates(session, ground, now, "9", "2", "10", "11")
    assert grounds.cases(session, "investigation") == []
    plates(session, ground, now, "9", "20", "11", place="Autre")
    assert grounds.cases(session, "investigation") == []


def test_other_places_are_other_series(session: Session, ground: Ground, now: datetime) -> None:
    for place in ("A", "B", "C"):
        plates(session, ground, now, "9", place=place)
    assert grounds.cases(session, "investigation") == []


def test_six_that_rise_are_looked_into_though_all_are_well(
    session: Session, ground: Ground, now: datetime
) -> None:
    told = plates(session, ground, now, "0", "1", "2", "3", "4", "5")
    assert told == ["", "", "", "", "", "investigation"]
