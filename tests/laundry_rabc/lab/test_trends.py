from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session

from esat.actors import SYSTEM
from laundry_rabc.lab import exports, plots, samples, trends
from laundry_rabc.lab.models import LabSample
from laundry_rabc.lab.trends import Spot
from laundry_rabc.lab.values import Said
from laundry_rabc.plan import trend_rules
from tests.laundry_rabc.lab import plan
from tests.laundry_rabc.lab.plan import PLATE, TAKEN, Lab

pytestmark = pytest.mark.usefixtures("now")
YEAR = timedelta(days=366)
QUARTER = timedelta(days=91)


@pytest.fixture
def lab(session: Session) -> Lab:
    return plan.lab(session)


def campaigns(session: Session, place: int, lab: Lab, *texts: str) -> list[LabSample]:
    """One plate a quarter, the last one last week."""
    kept = []
    for back, text in zip(range(len(texts) - 1, -1, -1), texts, strict=True):
        report = plan.report(session, lab, f"R-{place}-{back}")
        given = plan.sample(place, text, TAKEN - QUARTER * back)
        kept += samples.enter(session, report, [given], by=SYSTEM)
    return kept


def series(session: Session, now: datetime, **asked: object) -> list[Spot]:
    given = {"since": now - YEAR * 3, "until": now} | asked
    return trends.series(session, "HYG-01", str(given.pop("method", PLATE)), **given)  # type: ignore[arg-type]


def test_three_alerts_in_a_row_drift_while_none_is_in_action(
    session: Session, now: datetime, lab: Lab
) -> None:
    """Scenario 7's data: 9, 10, 11 UFC/25 cm² by three quarterly campaigns."""
    campaigns(session, lab.table, lab, "9", "10")
    assert trends.drifting(session, now) == []
    campaigns(session, lab.trolley, lab, "9", "10", "11")
    ((line, found),) = trends.drifting(session, now)
    assert (line.point, line.place, line.method, line.count) == ("HYG-01", "Chariot 4", PLATE, 3)
    assert found.words == "3 résultats de suite en alerte"
    spots = series(session, now, place_id=lab.trolley)
    assert trends.drift(session, spots, now) == found


def test_a_corrected_value_counts_once_by_its_correction(
    session: Session, now: datetime, lab: Lab
) -> None:
    *_, last = campaigns(session, lab.table, lab, "9", "10", "11")
    assert trends.drifting(session, now)
    samples.correct(session, last, Said("1 UFC/25 cm²"), "Boîte inversée.", by=SYSTEM)
    assert trends.drifting(session, now) == []
    spots = series(session, now)
    assert [one.value for one in spots] == [9, 10, 1]
    assert [one.fixed for one in spots] == [False, False, True]


def test_two_methods_are_never_on_one_line(session: Session, now: datetime, lab: Lab) -> None:
    campaigns(session, lab.table, lab, "3")
    plan.point(session, since=TAKEN + timedelta(hours=1), method="Écouvillon")
    given = plan.sample(lab.table, "4", TAKEN + timedelta(hours=2), method="Écouvillon")
    samples.enter(session, plan.report(session, lab, "R-9"), [given], by=SYSTEM)
    assert [one.value for one in series(session, now)] == [3]
    assert [one.value for one in series(session, now, method="Écouvillon")] == [4]
    assert {one.method for one in trends.lines(session, "HYG-01")} == {PLATE, "Écouvillon"}


def test_each_result_stands_on_the_surface_of_its_limits(
    session: Session, now: datetime, lab: Lab
) -> None:
    given = plan.sample(lab.table, "48 UFC/dm²", surface=Decimal(100), reading="equivalent")
    samples.enter(session, plan.report(session, lab), [given], by=SYSTEM)
    (spot,) = series(session, now)
    assert spot.value == 12
    assert spot.words.replace("\u00a0", " ") == "12 UFC/25 cm²"
    assert spot.written == "48 UFC/dm²"


def test_the_limits_are_those_of_each_day(session: Session, now: datetime, lab: Lab) -> None:
    changed = TAKEN - timedelta(days=30)
    plan.point(session, since=changed, target_high=Decimal(3), alert_high=Decimal(8))
    found = [
        (one.version.target_high, one.until)
        for one in trends.steps(session, "HYG-01", since=now - YEAR, until=now)
        if one.version.label == "Linge fini"
    ]
    assert found == [(5, changed), (3, None)]
    spots = campaigns(session, lab.table, lab, "4", "4") and series(session, now)
    steps = trends.steps(session, "HYG-01", since=now - YEAR, until=now)
    drawn = plots.plot("Linge", spots, steps)
    assert drawn is not None
    targets = [one for one in drawn.limits if one.kind == "target" and one.x1 < one.x2]
    assert targets[-1].text == "cible 3"
    assert targets[-2].x2 == targets[-1].x1


def test_low_counts_get_no_three_sigmas_and_a_place_of_few_says_how_many(
    session: Session, now: datetime, lab: Lab
) -> None:
    campaigns(session, lab.table, lab, "1", "2")
    found = trends.fitted(session, series(session, now), now)
    assert found.kind == "none"
    assert "il en faut 20" in found.why
    texts = ["1", "0", "2", "1"] * 5
    report = plan.report(session, lab, "R-many")
    given = [
        plan.sample(lab.trolley, one, TAKEN - timedelta(days=n)) for n, one in enumerate(texts)
    ]
    samples.enter(session, report, given, by=SYSTEM)
    spots = series(session, now, place_id=lab.trolley)
    assert "presque tous très bas" in trends.fitted(session, spots, now).why


def test_a_censored_value_is_drawn_as_such(session: Session, now: datetime, lab: Lab) -> None:
    campaigns(session, lab.table, lab, "< 1", "4", "13", "indénombrable")
    spots = series(session, now)
    drawn = plots.plot("Linge", spots, ())
    assert drawn is not None
    assert [one.shape for one in drawn.marks] == ["down", "round", "cross", "up"]
    assert [one.verdict for one in drawn.marks] == ["conform", "conform", "action", "action"]
    assert drawn.marks[3].y < drawn.marks[2].y < drawn.marks[1].y < drawn.marks[0].y
    assert all(drawn.left < one.x < drawn.right for one in drawn.marks)
    assert plots.plot("Linge", [], ()) is None


def test_the_control_chart_draws_its_lines(session: Session, now: datetime, lab: Lab) -> None:
    report = plan.report(session, lab)
    given = [plan.sample(lab.table, str(8 + n % 3), TAKEN - timedelta(days=n)) for n in range(20)]
    samples.enter(session, report, given, by=SYSTEM)
    spots = series(session, now)
    fitted = trends.fitted(session, spots, now)
    assert fitted.kind == "counts"
    drawn = plots.plot("Linge", spots, (), fitted)
    assert drawn is not None
    assert [one.kind for one in drawn.limits] == ["center", "control", "control"]
    assert len({one.y for one in drawn.limits}) == 3


def test_the_dashboard_asks_few_statements(
    session: Session, now: datetime, lab: Lab, statements: list[str]
) -> None:
    campaigns(session, lab.table, lab, "9", "10", "11")
    campaigns(session, lab.trolley, lab, "9", "10", "11")
    trend_rules.install(session, now)
    session.flush()
    statements.clear()
    assert len(trends.drifting(session, now)) == 2
    assert len(statements) <= 4


def test_the_export_has_every_row_with_both_values(
    session: Session, now: datetime, lab: Lab
) -> None:
    (first,) = campaigns(session, lab.table, lab, "9")
    samples.correct(session, first, Said("3 UFC/25 cm²"), "Ligne voisine.", by=SYSTEM)
    rows = [
        dict(zip(exports.HEADERS, one, strict=True)) for one in exports.rows(session, None, None)
    ]
    assert [one["valeur_ecrite"] for one in rows] == ["9", "3 UFC/25 cm²"]
    assert [one["verdict"] for one in rows] == ["Alerte", "Conforme"]
    assert [one["corrige"] for one in rows] == ["", first.id]
    assert {one["statut_de_la_limite"] for one in rows} == {"proposée"}
    day = TAKEN.date()
    assert len(list(exports.rows(session, day, day))) == 2
    assert list(exports.rows(session, day + timedelta(days=1), None)) == []
    assert list(exports.rows(session, None, day - timedelta(days=1))) == []


def test_plates_of_one_morning_stand_side_by_side(
    session: Session, now: datetime, lab: Lab
) -> None:
    given = [plan.sample(lab.table, "2") for _ in range(4)]
    samples.enter(session, plan.report(session, lab), given, by=SYSTEM)
    drawn = plots.plot("Linge", series(session, now), ())
    assert drawn is not None
    assert len({one.x for one in drawn.marks}) == 4
    assert len({one.y for one in drawn.marks}) == 1
