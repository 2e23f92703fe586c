"""Every minute of a month has one place, whatever was recorded."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from esat.activity.statements.computing import compute
from esat.activity.statements.figures import Given, Half, Line, Person, Reason, Rules, Statement
from esat.workers import activities
from esat.workers.statuses import AWAY, LABELS

NOVEMBER = date(2026, 11, 1)
RULES = Rules(date(2026, 11, 30), 35 * 60, 35 * 60)
PAUL = Person(1, "Durand Paul", "M1", weekly=35 * 60)
WEEKDAYS = [day for n in range(30) if (day := NOVEMBER + timedelta(days=n)).weekday() < 5]
HOLIDAY = date(2026, 11, 11)


def worked(day: date, half: str, **more: object) -> Half:
    planned = 210
    if day == HOLIDAY:
        return Half(day, half, 0, planned)
    return replace(Half(day, half, planned, 0, "present", planned), **more)  # type: ignore[arg-type]


def full_month() -> dict[tuple[date, str], Half]:
    return {(day, half): worked(day, half) for day in WEEKDAYS for half in ("morning", "afternoon")}


def on_lines(halves: dict[tuple[date, str], Half]) -> list[Line]:
    return [Line(h.day, "production", h.present) for h in halves.values() if h.present]


def balanced(made: Statement) -> bool:
    """The two identities."""
    spent = made.worked + made.away + made.late + made.early + made.not_said
    return (
        made.contractual == made.holiday + made.to_do
        and made.to_do + made.beyond == spent + made.unrecorded + made.to_come
    )


@st.composite
def months(draw: st.DrawFn) -> Given:
    """Any half-days, lines and reasons at all, sensible or not."""
    some = st.integers(0, 300)
    halves, lines, reasons = [], [], []
    for day in draw(st.lists(st.sampled_from(range(30)), unique=True, max_size=8)):
        on = NOVEMBER + timedelta(days=day)
        for half in ("morning", "afternoon"):
            status = draw(st.sampled_from(["", *LABELS]))
            there = 0 if not status or status in AWAY else draw(some)
            halves.append(
                Half(on, half, draw(some), draw(some), status, there, draw(some), draw(some))
            )
            if draw(st.booleans()):
                column = draw(st.sampled_from(["", "training"]))
                reasons.append(Reason(on, half, "CP", draw(some), "Congés", column=column))
        codes = st.sampled_from(["", *activities.BY_CODE])
        lines += [Line(on, code, draw(some)) for code in draw(st.lists(codes, max_size=3))]
    return Given(NOVEMBER, PAUL, RULES, tuple(halves), tuple(lines), tuple(reasons))


@given(months())
def test_every_minute_of_a_month_has_exactly_one_place(month: Given) -> None:
    made = compute(month)
    assert balanced(made)
    assert min(made.not_said, made.unrecorded, made.beyond, made.late, made.early) >= 0
    outside = sum(n.minutes for n in month.lines if n.activity == "support_outside")
    assert made.support_outside == outside


def test_the_month_of_the_scenario_adds_up() -> None:
    halves = full_month()
    for day in (date(2026, 11, 5), date(2026, 11, 6)):
        for half in ("morning", "afternoon"):
            halves[day, half] = worked(day, half, status="absent_announced", present=0)
    gone = date(2026, 11, 17)
    for half in ("morning", "afternoon"):
        halves[gone, half] = worked(gone, half, status="absent_unannounced", present=0)
    tardy = date(2026, 11, 24)
    halves[tardy, "morning"] = worked(tardy, "morning", status="late", present=180, late=30)
    lines = on_lines(halves)
    lines[0] = Line(lines[0].day, "support", 240)  # 30 of them belong to the afternoon
    lines[1] = Line(lines[1].day, "production", 180)
    lines[2] = Line(lines[2].day, "training", 210)
    lines.append(Line(tardy, "support_outside", 120))
    reasons = [
        Reason(day, half, code, 210, code, paid, n)
        for n, (day, code, paid) in enumerate(
            [
                (date(2026, 11, 5), "CP", True),
                (date(2026, 11, 6), "CP", True),
                (gone, "ABS-I", False),
            ],
            1,
        )
        for half in ("morning", "afternoon")
    ]
    made = compute(
        Given(NOVEMBER, PAUL, RULES, tuple(halves.values()), tuple(lines), tuple(reasons))
    )
    assert (made.contractual, made.holiday, made.to_do) == (147 * 60, 7 * 60, 140 * 60)
    assert [made.column(one) for one in ("production", "support", "training")] == [6660, 240, 210]
    assert [(line.code, line.minutes) for line in made.absences] == [
        ("CP", 420), ("CP", 420), ("ABS-I", 420)
    ]  # fmt: skip
    assert (made.late, made.support_outside, made.not_said, made.beyond) == (30, 120, 0, 0)
    assert made.anomalies == ()
    assert balanced(made)


def test_a_sunday_is_told_apart_asks_rest_and_lifts_its_week_above_the_limit() -> None:
    monday = date(2026, 11, 30)
    sunday = date(2026, 12, 6)
    before = {monday: 420}
    halves = [
        Half(monday + timedelta(days=n), half, 210, 0, "present", 210)
        for n in range(1, 5)
        for half in ("morning", "afternoon")
    ]
    halves.append(Half(sunday, "morning", 0, 0, "present", 300))
    rules = replace(RULES, today=date(2026, 12, 31), rest_ratio=Decimal("0.25"))
    month = Given(date(2026, 12, 1), PAUL, rules, tuple(halves), before=before)
    made = compute(month)
    assert (made.sunday, made.beyond, made.rest_owed) == (300, 300, 75)
    assert (made.weeks[0].minutes, made.weeks[0].above) == (40 * 60, True)
    assert [(one.code, one.days) for one in made.anomalies] == [("sunday", (sunday,))]
    assert compute(replace(month, agreements=frozenset({sunday}))).anomalies == ()


def test_an_hour_with_a_reason_comes_off_the_delay_and_the_rest_stays_a_delay() -> None:
    day = date(2026, 11, 24)
    half = Half(day, "morning", 210, 0, "late", 120, late=90)
    made = compute(
        Given(NOVEMBER, PAUL, RULES, (half,), (), (Reason(day, "morning", "AUT", 60, "Autorisée"),))
    )
    assert (made.late, made.away, made.not_said) == (30, 60, 120)
    assert balanced(made)


def test_what_is_open_is_named_with_its_days_and_days_to_come_are_not() -> None:
    first, second, later = date(2026, 11, 2), date(2026, 11, 3), date(2026, 11, 24)
    halves = (
        Half(first, "morning", 210),
        Half(second, "morning", 210, 0, "absent_unannounced"),
        Half(later, "morning", 210),
    )
    somebody = replace(
        PAUL, payroll_id="", has_contract=False, has_timetable=False, weekly=1050, elsewhere=1080
    )
    rules = replace(RULES, today=date(2026, 11, 20))
    lines = (Line(second, "production", 0, unsettled=True),)
    reasons = (Reason(first, "morning", "CP", 100, "Congés"),)
    made = compute(Given(NOVEMBER, somebody, rules, halves, lines, reasons))
    assert {one.code: one.days for one in made.anomalies} == {
        "not_recorded": (first,), "no_reason": (second,), "overlap": (second,),
        "no_timetable": (), "no_contract": (), "no_payroll_id": (), "two_jobs": (),
    }  # fmt: skip
    assert (made.unrecorded, made.to_come, made.away) == (110, 210, 310)


def test_who_is_there_though_an_absence_is_coded_keeps_his_hours_and_it_is_said() -> None:
    day = date(2026, 11, 24)
    half = Half(day, "morning", 210, 0, "present", 210)
    made = compute(
        Given(NOVEMBER, PAUL, RULES, (half,), (), (Reason(day, "morning", "MAL", 210, "Maladie"),))
    )
    assert (made.away, made.not_said) == (0, 210)
    assert [one.code for one in made.anomalies] == ["reason_and_present"]


def test_days_away_in_the_trial_period_are_counted_until_it_ends() -> None:
    days = [date(2026, 11, 5), date(2026, 11, 20)]
    halves = tuple(Half(day, "morning", 210, 0, "absent_announced") for day in days)
    person = replace(PAUL, trial_until=date(2026, 11, 10))
    assert compute(Given(NOVEMBER, person, RULES, halves)).trial_half_days == 1
