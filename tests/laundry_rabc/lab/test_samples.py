from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session, col, select

from esat.actors import SYSTEM
from esat.errors import Forbidden, Invalid, NotFound, Refused
from laundry_rabc.cases.models import Case
from laundry_rabc.lab import reports, samples
from laundry_rabc.lab.models import LabSample
from laundry_rabc.lab.reports import AccreditationIn, ReportIn
from laundry_rabc.lab.values import AskedBackError, Said
from laundry_rabc.results.models import Result
from tests import people
from tests.laundry_rabc.lab import plan
from tests.laundry_rabc.lab.plan import TAKEN, Lab

pytestmark = pytest.mark.usefixtures("now")


@pytest.fixture
def lab(session: Session) -> Lab:
    return plan.lab(session)


def entered(session: Session, lab: Lab, *texts: str, number: str = "R-1") -> list[LabSample]:
    given = [plan.sample(lab.table, text) for text in texts]
    return samples.enter(session, plan.report(session, lab, number), given, by=SYSTEM)


def results(session: Session) -> list[Result]:
    return list(session.exec(select(Result).order_by(col(Result.id))))


def test_a_sample_is_judged_and_what_follows_follows(session: Session, lab: Lab) -> None:
    kept = entered(session, lab, "< 1", "6", "13")
    assert [one.verdict for one in results(session)] == ["conform", "alert", "action"]
    assert [one.source for one in results(session)] == ["lab"] * 3
    assert {one.place for one in results(session)} == {"Table de pliage 1"}
    assert [one.kind for one in session.exec(select(Case).order_by(col(Case.id)))] == [
        "alert", "action",
    ]  # fmt: skip
    assert [one.written for one in kept] == ["< 1", "6", "13"]


def test_one_wrong_plate_keeps_none_of_the_sheet(session: Session, lab: Lab) -> None:
    report = plan.report(session, lab)
    given = [plan.sample(lab.table, "3"), plan.sample(lab.table, "3", method="Écouvillon")]
    with pytest.raises(Refused) as refusal:
        samples.enter(session, report, given, by=SYSTEM)
    assert refusal.value.code == "lab_method_differs"
    assert results(session) == []
    with pytest.raises(Refused) as refusal:
        samples.enter(session, report, [], by=SYSTEM)
    assert refusal.value.code == "lab_no_sample"


def test_a_question_without_an_answer_keeps_nothing(session: Session, lab: Lab) -> None:
    report = plan.report(session, lab)
    asked = plan.sample(lab.table, "10 UFC/cm²")
    with pytest.raises(AskedBackError):
        samples.enter(session, report, [asked], by=SYSTEM)
    found = samples.fault(session, asked)
    assert found is not None
    assert (found.field, found.asked) == ("value", "reading")
    assert results(session) == []
    plate = replace(asked, said=replace(asked.said, reading="plate"))
    (kept,) = samples.enter(session, report, [plate], by=SYSTEM)
    assert (kept.written, kept.reading) == ("10 UFC/cm²", "plate")
    (result,) = results(session)
    assert (result.value, result.surface_cm2, result.verdict) == (10, 25, "alert")


def test_a_pathogen_is_action(session: Session, lab: Lab) -> None:
    given = plan.sample(lab.table, "< 1", pathogen="S. aureus")
    samples.enter(session, plan.report(session, lab), [given], by=SYSTEM)
    (result,) = results(session)
    assert (result.verdict, result.forbidden, result.note) == ("action", True, "S. aureus")


@pytest.mark.parametrize(
    ("point", "at", "code", "field"),
    [
        ("HYG-01", TAKEN + timedelta(days=30), "lab_future", "taken_at"),
        ("HYG-01", plan.JANUARY - timedelta(days=1), "lab_point_later", "taken_at"),
        ("RIEN-9", TAKEN, "lab_point_unknown", "point"),
    ],
)
def test_a_sample_belongs_to_a_day_and_a_point_of_the_plan(
    session: Session, lab: Lab, point: str, at: datetime, code: str, field: str
) -> None:
    given = plan.sample(lab.table, "3", at, point=point)
    with pytest.raises(Refused) as refusal:
        samples.enter(session, plan.report(session, lab), [given], by=SYSTEM)
    assert refusal.value.code == code
    found = samples.fault(session, given)
    assert found is not None
    assert found.field == field


def test_the_version_of_the_day_of_the_sample_judges(session: Session, lab: Lab) -> None:
    plan.point(session, since=TAKEN + timedelta(days=1), target_high=Decimal(1),
               alert_high=Decimal(2))  # fmt: skip
    entered(session, lab, "4")
    assert results(session)[0].verdict == "conform"


def test_a_hardly_plausible_value_is_asked_again(session: Session, lab: Lab) -> None:
    plan.point(session, plausible_high=Decimal(300))
    given = plan.sample(lab.table, "900")
    found = samples.fault(session, given)
    assert found is not None
    assert found.asked == "confirmed"
    report = plan.report(session, lab)
    samples.enter(session, report, [replace(given, confirmed=True)], by=SYSTEM)
    assert results(session)[0].confirmed is True


def test_a_correction_is_a_further_row(session: Session, lab: Lab) -> None:
    (first,) = entered(session, lab, "9")
    fixed = samples.correct(session, first, Said("3 UFC/25 cm²"), "Lu sur l’autre ligne.",
                            by=SYSTEM)  # fmt: skip
    old, new = results(session)
    assert (old.value, old.verdict) == (9, "alert")
    assert (new.value, new.verdict, new.amends_id) == (3, "conform", old.id)
    assert new.fix_reason == "Lu sur l’autre ligne."
    assert (fixed.amends_id, fixed.method, fixed.taken_at) == (first.id, plan.PLATE, TAKEN)
    with pytest.raises(Refused) as refusal:
        samples.correct(session, first, Said("4 UFC/25 cm²"), "Encore", by=SYSTEM)
    assert refusal.value.code == "lab_sample_fixed"
    with pytest.raises(Refused) as refusal:
        samples.correct(session, fixed, Said("3 UFC/25 cm²"), "La même", by=SYSTEM)
    assert refusal.value.code == "lab_same_value"


def test_a_retest_erases_nothing(session: Session, lab: Lab) -> None:
    (first,) = entered(session, lab, "13")
    again = plan.sample(lab.table, "1", retest_of_id=first.id)
    samples.enter(session, plan.report(session, lab, "R-2"), [again], by=SYSTEM)
    assert [one.verdict for one in results(session)] == ["action", "conform"]
    assert results(session)[1].amends_id is None


def test_a_report_is_entered_once_however_its_number_is_written(session: Session, lab: Lab) -> None:
    plan.report(session, lab, "LV 2026-é1")
    with pytest.raises(Refused) as refusal:
        plan.report(session, lab, "lv  2026-E1")
    assert refusal.value.code == "lab_report_known"
    other = reports.add_laboratory(session, "Autre labo", AccreditationIn(), by=SYSTEM)
    given = ReportIn(other.id or 0, "LV 2026-é1", date(2026, 11, 20))
    assert reports.open_report(session, given, by=SYSTEM).id


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"laboratory": 999}, "laboratory"), ({"number": "  "}, "number"),
        ({"issued_on": date(2026, 12, 24)}, "issued_on"),
    ],
)  # fmt: skip
def test_a_wrong_report_says_which_field(
    session: Session, lab: Lab, change: dict[str, object], field: str
) -> None:
    good = ReportIn(lab.laboratory, "R-1", date(2026, 11, 20))
    with pytest.raises(Invalid) as wrong:
        reports.open_report(session, replace(good, **change), by=SYSTEM)
    assert set(wrong.value.fields) == {field}


def test_a_place_is_one_name_and_comes_back_when_added_again(session: Session, lab: Lab) -> None:
    with pytest.raises(Invalid):
        reports.add_place(session, "table de PLIAGE 1", by=SYSTEM)
    reports.retire_place(session, lab.table, by=SYSTEM)
    assert lab.table not in {one.id for one in reports.places(session)}
    assert reports.add_place(session, "Table de pliage 1", by=SYSTEM).id == lab.table
    with pytest.raises(Invalid):
        reports.add_place(session, "Tambour", by=SYSTEM, machine="RIEN")
    with pytest.raises(NotFound):
        reports.retire_place(session, 999, by=SYSTEM)


def test_an_accreditation_has_a_scope_and_an_end(session: Session, lab: Lab) -> None:
    with pytest.raises(Invalid) as wrong:
        reports.accredit(session, lab.laboratory, AccreditationIn("1-9"), by=SYSTEM)
    assert set(wrong.value.fields) == {"scope", "until"}
    with pytest.raises(Invalid):
        reports.add_laboratory(session, "labo du puy", AccreditationIn(), by=SYSTEM)
    with pytest.raises(NotFound):
        reports.accredit(session, 999, AccreditationIn(), by=SYSTEM)


@pytest.mark.parametrize(
    ("role", "workshops"),
    [("moniteur", ("laundry",)), ("responsable_atelier", ("bookbinding",)), ("inspecteur", None)],
)
def test_who_may_not_enter_writes_nothing(
    session: Session, lab: Lab, role: str, workshops: tuple[str, ...] | None
) -> None:
    stranger = people.actor(role, workshops=workshops)
    report = plan.report(session, lab)
    (kept,) = samples.enter(session, report, [plan.sample(lab.table, "3")], by=SYSTEM)
    for act in (
        lambda: samples.enter(session, report, [plan.sample(lab.table, "3")], by=stranger),
        lambda: samples.correct(session, kept, Said("4"), "x", by=stranger),
        lambda: reports.conclude(session, report, "Bon.", by=stranger),
        lambda: reports.add_place(session, "Ailleurs", by=stranger),
        lambda: reports.accredit(session, lab.laboratory, AccreditationIn(), by=stranger),
    ):
        with pytest.raises(Forbidden):
            act()
    assert len(results(session)) == 1
