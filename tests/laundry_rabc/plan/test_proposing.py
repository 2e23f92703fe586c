"""The proposals against the dossier's table, typed a second time, and judged at their edges."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import Session, func, select

from esat.web.icons import icon_names
from laundry_rabc import measures
from laundry_rabc.limits import Measure, Pair, Verdict, judge
from laundry_rabc.plan import proposing, reads
from laundry_rabc.plan.models import ControlPoint, PointApproval, PointPair, PointVersion
from laundry_rabc.plan.seeds import SEEDS
from tests.conftest import MONDAY

TABLE = """
COL-01   PRP outside boolean  -      -        -         1 round        I   driver
COL-02   PRP outside boolean  -      -        -         2 day          I   driver S
COL-03   CP  outside upper    kg     ..10     ..15      1 each_bag     I   W
REC-01   CP  dirty   upper    h      ..24     ..48      1 continuous   I   system
REC-02   CP  dirty   range    %      -20..20  -40..40   1 each_arrival I   W S
REC-03   CCP dirty   boolean  -      -        -         1 each_bag     I   S
TRI-01   PRP dirty   boolean  -      -        -         1 shift        I   S
TRI-02   CP  dirty   upper    objet  ..0      ..        1 each_lot     I   W
TRI-03   CP  dirty   upper    %      ..1      ..3       1 week         I   S
LAV-01   CCP barrier boolean  -      -        -         1 each_cycle   I   system
LAV-02   CCP barrier hold     °C     -        -         1 each_cycle   S→I system W
LAV-03   CCP barrier chemical %      -10..    -20..     1 each_cycle   I   system W
LAV-04   CP  barrier range    %      80..100  ..105     1 each_cycle   I   W
LAV-05   CP  barrier range    %      -15..15  -25..25   1 week         I   M
LAV-06   CP  barrier range    %      -10..10  -20..20   1 month        I   C M
LAV-07   CP  barrier range    pH     6.5..7.5 6..8.5    1 week         I   S C
LAV-08   CP  barrier upper    °f     ..2      ..5       1 month        I   C
LAV-09   CP  barrier upper    mg/L   ..0.5    ..2       1 month        I   C
LAV-10   CP  barrier upper    °f     ..5      ..10      1 week         I   M
LAV-11   CP  barrier upper    UFC/ml ..100    ..300     1 quarter      I   Lab
LAV-12   CCP barrier lower    j      30..     0..       1 year         I   Q Lab
LAV-13   CP  barrier boolean  -      -        -         2 week         I   M
ESS-01   CP  barrier range    %      45..55   ..65      1 month        I   M
ESS-02   CP  clean   upper    min    ..30     ..120     1 continuous   I   system
SEC-01   CP  clean   upper    %      ..8      ..12      1 shift        I   W
SEC-02   PRP clean   boolean  -      -        -         2 shift        I   W
CAL-01   CP  clean   range    °C     160..180 150..     1 shift        I   W
FIN-01   CP  clean   upper    h      ..8      ..12      1 continuous   S→I system
FIN-02   CP  clean   upper    %      ..2      ..5       1 day          I   W S
HYG-01   CP  clean   upper    UFC    ..5      ..12      1 quarter      S   Lab Q
HYG-02   CP  clean   upper    UFC    ..12     ..25      1 quarter      I   Lab Q
HYG-03   CP  clean   upper    UFC    ..8      ..25      1 quarter      I   Lab Q
HYG-04   CP  clean   upper    UFC/m³ ..200    ..500     1 year         I   Lab
ENV-01   CP  barrier lower    Pa     5..      0..       1 day          I   S M
ENV-02   CCP barrier boolean  -      -        -         1 week         I   S
STO-01   CP  store   upper    %      ..60     ..70      1 day          I   W
STO-01-T CP  store   range    °C     18..25   ..        1 day          I   W
STO-02   CP  store   upper    j      ..14     ..30      1 continuous   I   system
CHA-01   PRP all     boolean  -      -        -         2 each_arrival I   W
TEN-01   PRP clean   boolean  -      -        -         2 shift        I   S
NUI-01   PRP all     upper    trace  ..0      ..        1 month        I   M
"""
ROWS = {line.split()[0]: line.split() for line in TABLE.strip().splitlines()}
EDGES = """
COL-03 10 conform | COL-03 10.1 alert | COL-03 15 alert | COL-03 15.1 action
REC-01 24 conform | REC-01 24.1 alert | REC-01 48 alert | REC-01 48.1 action
REC-02 -20 conform | REC-02 20.1 alert | REC-02 -40 alert | REC-02 40.1 action | REC-02 -41 action
TRI-02 0 conform | TRI-02 1 alert | TRI-02 50 alert
TRI-03 1 conform | TRI-03 1.1 alert | TRI-03 3 alert | TRI-03 3.1 action
LAV-04 80 conform | LAV-04 100 conform | LAV-04 79 alert | LAV-04 10 alert | LAV-04 105 alert
LAV-04 105.1 action | LAV-05 15 conform | LAV-05 -15.1 alert | LAV-05 25 alert | LAV-05 25.1 action
LAV-06 -10 conform | LAV-06 10.1 alert | LAV-06 -20 alert | LAV-06 20.1 action
LAV-07 6.5 conform | LAV-07 7.6 alert | LAV-07 6 alert | LAV-07 8.5 alert | LAV-07 5.9 action
LAV-07 8.6 action | LAV-08 2 conform | LAV-08 2.1 alert | LAV-08 5 alert | LAV-08 5.1 action
LAV-09 0.5 conform | LAV-09 0.6 alert | LAV-09 2 alert | LAV-09 2.1 action
LAV-10 5 conform | LAV-10 5.1 alert | LAV-10 10 alert | LAV-10 10.1 action
LAV-11 100 conform | LAV-11 101 alert | LAV-11 300 alert | LAV-11 301 action
LAV-12 30 conform | LAV-12 29 alert | LAV-12 0 alert | LAV-12 -1 action
ESS-01 45 conform | ESS-01 55 conform | ESS-01 44 alert | ESS-01 65 alert | ESS-01 65.1 action
ESS-02 30 conform | ESS-02 30.1 alert | ESS-02 120 alert | ESS-02 120.1 action
SEC-01 8 conform | SEC-01 8.1 alert | SEC-01 12 alert | SEC-01 12.1 action
CAL-01 160 conform | CAL-01 180 conform | CAL-01 159 alert | CAL-01 150 alert | CAL-01 149.9 action
FIN-01 7.9 conform | FIN-01 8 alert | FIN-01 12 alert | FIN-01 12.1 action
FIN-02 2 conform | FIN-02 2.1 alert | FIN-02 5 alert | FIN-02 5.1 action
HYG-01 5 conform | HYG-01 6 alert | HYG-01 12 alert | HYG-01 13 action
HYG-02 12 conform | HYG-02 13 alert | HYG-02 25 alert | HYG-02 26 action
HYG-03 8 conform | HYG-03 9 alert | HYG-03 25 alert | HYG-03 26 action
HYG-04 200 conform | HYG-04 201 alert | HYG-04 500 alert | HYG-04 501 action
ENV-01 5 conform | ENV-01 4.9 alert | ENV-01 0.1 alert | ENV-01 0 action | ENV-01 -1 action
STO-01 60 conform | STO-01 60.1 alert | STO-01 70 alert | STO-01 70.1 action
STO-01-T 18 conform | STO-01-T 25 conform | STO-01-T 17.9 alert | STO-01-T 45 alert
STO-02 14 conform | STO-02 15 alert | STO-02 30 alert | STO-02 31 action
NUI-01 0 conform | NUI-01 1 alert
"""
CASES = [
    tuple(one.split()) for line in EDGES.strip().splitlines() for one in line.split("|")
]  # fmt: skip
BOOLEAN = [code for code, row in ROWS.items() if row[3] == "boolean"]
FORBIDDEN = {
    "COL-03", "TRI-02", "LAV-11", "LAV-12", "ESS-02", "SEC-01", "SEC-02", "HYG-01", "ENV-01",
    "STO-01", "STO-02", "CHA-01", "TEN-01", "NUI-01",
}  # fmt: skip


def built() -> dict[str, PointVersion]:
    return {seed.code: proposing.version_of(seed, 1, MONDAY) for seed in SEEDS}


POINTS = built()
PAIRS = {
    seed.code: tuple(Pair(Decimal(c), Decimal(m)) for c, m in seed.pairs) for seed in SEEDS
}  # fmt: skip


def measured(code: str, **given: Any) -> Verdict:
    one = POINTS[code]
    before = given.pop("before", 0)
    measure = Measure(unit=one.unit, surface_cm2=one.surface_cm2, method=one.method, **given)
    return judge(measure, reads.bands_of(one, PAIRS[code]), missed_before=before).verdict


def span(low: Decimal | None, high: Decimal | None) -> str:
    return f"{'' if low is None else low}..{'' if high is None else high}"


def test_there_are_forty_checkpoints_and_the_second_measure_of_one() -> None:
    assert set(POINTS) == set(ROWS)
    assert len([code for code in POINTS if code.count("-") == 1]) == 40


@pytest.mark.parametrize("code", sorted(ROWS))
def test_every_number_is_that_of_the_dossier(code: str) -> None:
    one = POINTS[code]
    no_bands = one.direction in {"boolean", "hold"}
    found = [
        code, one.kind, one.zone, one.direction, one.unit or "-",
        "-" if no_bands else span(one.target_low, one.target_high),
        "-" if no_bands else span(one.alert_low, one.alert_high),
        str(one.misses), one.frequency, one.mark, *one.who.split(),
    ]  # fmt: skip
    assert found == ROWS[code]


@pytest.mark.parametrize(("code", "value", "verdict"), CASES)
def test_every_point_is_judged_at_its_boundaries(code: str, value: str, verdict: str) -> None:
    assert measured(code, value=Decimal(value)) == verdict


def test_no_point_with_numbers_is_left_without_a_boundary() -> None:
    assert {one[0] for one in CASES} == set(ROWS) - set(BOOLEAN) - {"LAV-02", "LAV-03"}


@pytest.mark.parametrize("code", BOOLEAN)
def test_an_omission_is_an_alert_where_the_table_allows_one(code: str) -> None:
    first = Verdict.ALERT if POINTS[code].misses == 2 else Verdict.ACTION
    assert POINTS[code].has_alert is (POINTS[code].misses == 2)
    assert measured(code, yes=True) is Verdict.CONFORM
    assert measured(code, yes=False) is first
    assert measured(code, yes=False, before=1) is Verdict.ACTION


@pytest.mark.parametrize(
    ("celsius", "minutes", "verdict"),
    [
        ("66", "11", "conform"), ("65", "11", "alert"), ("66", "10", "alert"),
        ("65", "10", "alert"), ("64.9", "30", "action"), ("65", "9.9", "action"),
        ("72", "4", "conform"), ("71", "3", "alert"), ("71", "2.9", "action"),
    ],
)  # fmt: skip
def test_a_temperature_is_held_long_enough_or_not(celsius: str, minutes: str, verdict: str) -> None:
    held = (Pair(Decimal(celsius), Decimal(minutes)),)
    assert measured("LAV-02", holds=held) == verdict


@pytest.mark.parametrize(
    ("celsius", "minutes", "dose", "verdict"),
    [
        ("66", "16", "0", "conform"), ("66", "16", "-10", "conform"), ("66", "16", "40", "conform"),
        ("66", "16", "-10.1", "alert"), ("66", "16", "-20", "alert"),
        ("66", "16", "-20.1", "action"), ("61", "31", "0", "conform"), ("60", "30", "0", "alert"),
        ("65", "15", "0", "alert"), ("59", "60", "0", "action"), ("60", "29", "0", "action"),
    ],
)  # fmt: skip
def test_a_chemical_wash_needs_its_dose_too(
    celsius: str, minutes: str, dose: str, verdict: str
) -> None:
    held = (Pair(Decimal(celsius), Decimal(minutes)),)
    assert measured("LAV-03", holds=held, dose=Decimal(dose)) == verdict


def test_what_must_never_be_found_is_action() -> None:
    assert {code for code, one in POINTS.items() if one.forbidden} == FORBIDDEN
    for code in FORBIDDEN:
        assert measured(code, value=Decimal(0), yes=True, forbidden=True) is Verdict.ACTION


def test_a_point_says_everything_that_it_is_asked(subtests: Any) -> None:
    for code, one in POINTS.items():
        with subtests.test(code):
            assert one.pictogram in icon_names()
            assert one.question.endswith("?")
            assert one.source
            assert one.action_procedure
            assert bool(one.alert_procedure) is one.has_alert
            assert one.direction == "boolean" or one.plausible_high is not None
            for name, limit in LENGTHS.items():
                assert len(getattr(one, name)) <= limit, name


LENGTHS = {
    "label": 120, "question": 200, "step": 40, "method": 60, "forbidden": 120, "who": 20,
    "alert_procedure": 400, "action_procedure": 400, "source": 200, "frequency": 12,
}  # fmt: skip


def test_what_one_writes_is_read_in_the_unit_of_each_point() -> None:
    for one in POINTS.values():
        if one.unit not in {"", "UFC", "UFC/ml", "UFC/m³"}:
            assert measures.read(f"2 {one.unit}", one.unit).unit == one.unit
    assert measures.read("12 UFC/25 cm²", "UFC").surface_cm2 == 25


def test_the_first_day_proposes_them_once(session: Session) -> None:
    proposing.install(session, MONDAY)
    proposing.install(session, MONDAY + timedelta(days=1))
    for table, count in ((ControlPoint, 41), (PointVersion, 41), (PointApproval, 41)):
        assert session.exec(select(func.count()).select_from(table)).one() == count
    assert session.exec(select(func.count()).select_from(PointPair)).one() == 4
    plan = reads.plan_at(session, MONDAY)
    assert len(plan) == 41
    assert {one.status for one in plan.values()} == {"proposed"}
    assert {one.created_by for one in plan.values()} == {None}
    assert reads.plan_at(session, MONDAY - timedelta(seconds=1)) == {}


def test_a_point_that_the_house_has_is_left_alone(session: Session) -> None:
    session.add(ControlPoint(code="LAV-02", created_at=MONDAY))
    session.flush()
    proposing.install(session, MONDAY)
    assert reads.in_force(session, "LAV-02", MONDAY) is None
    held = reads.in_force(session, "LAV-03", MONDAY)
    assert held is not None
    pairs = reads.bands(session, held).pairs
    assert pairs == (Pair(Decimal(60), Decimal(30)), Pair(Decimal(65), Decimal(15)))
