"""A check is answered once, by the one who did it, with both times; what follows follows."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session, select

from esat import clock
from esat.errors import Invalid, NotFound, Refused
from laundry_rabc.cases import judged
from laundry_rabc.cases.models import Case
from laundry_rabc.checks import answering, reads
from laundry_rabc.checks.answering import Sent, Where
from laundry_rabc.checks.models import Check, CheckAnswer
from laundry_rabc.checks.shapes import AnswerIn
from laundry_rabc.checks.states import State
from laundry_rabc.limits import Measure
from laundry_rabc.people.signing import RULE
from laundry_rabc.policies.models import Policy
from laundry_rabc.results.keeping import Given
from laundry_rabc.results.models import Result
from tests import people
from tests.conftest import MONDAY
from tests.laundry_rabc.checks.conftest import Laundry

MORNING = "matin"


def given(**fields: str) -> AnswerIn:
    return AnswerIn.model_validate({"par": "moi", **fields})


def state(session: Session, check: Check) -> State:
    row = reads.one(session, check.id or 0)
    assert row is not None
    return row.state


def do(session: Session, laundry: Laundry, code: str, shift: str = "", **fields: str) -> Result:
    check = laundry.check(session, code, shift)
    return answering.answer(session, check.id or 0, given(**fields), by=laundry.nadia)


def test_a_yes_is_conform_and_the_check_is_done(session: Session, laundry: Laundry) -> None:
    check = laundry.check(session, "TEN-01", MORNING)
    assert state(session, check) is State.DUE
    row = do(session, laundry, "TEN-01", MORNING, answer="yes", forbidden="no")
    assert (row.verdict, row.yes, row.late, row.check_id) == ("conform", True, False, check.id)
    assert state(session, check) is State.DONE
    with pytest.raises(Refused, match="check_answered"):
        do(session, laundry, "TEN-01", MORNING, answer="no", forbidden="no")


def test_who_did_it_is_a_worker_by_number_or_badge(session: Session, laundry: Laundry) -> None:
    paul = str(laundry.paul)
    first = do(session, laundry, "SEC-01", MORNING, answer="value", value="6,5", forbidden="no",
               par=paul)  # fmt: skip
    second = do(session, laundry, "ENV-01", answer="value", value="7", forbidden="no",
                par=laundry.paul_badge)  # fmt: skip
    for row in (first, second):
        assert (row.worker_id, row.account_id) == (laundry.paul, laundry.nadia.account_id)


@pytest.mark.parametrize(
    ("par", "code"), [("", "check_who"), ("99999", "check_badge_unknown"),
                      ("HXXXXXXX", "check_badge_unknown"), ("-1", "check_badge_unknown")],
)  # fmt: skip
def test_nobody_is_no_author(session: Session, laundry: Laundry, par: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        do(session, laundry, "ENV-01", answer="value", value="7", forbidden="no", par=par)


def test_a_tablet_alone_is_nobody(session: Session, laundry: Laundry) -> None:
    tablet = people.actor("comptoir", workshops=("laundry",), device_id=None)
    check = laundry.check(session, "ENV-01")
    with pytest.raises(Refused, match="check_who"):
        answering.answer(
            session, check.id or 0, given(answer="value", value="7", forbidden="no"), by=tablet
        )


@pytest.mark.parametrize(
    ("code", "shift", "fields", "refused"),
    [
        ("TEN-01", MORNING, {}, "check_answer_missing"),
        ("TEN-01", MORNING, {"answer": "value", "value": "3"}, "check_answer_missing"),
        ("SEC-01", MORNING, {"answer": "value", "value": "6"}, "check_forbidden_ask"),
        ("SEC-01", MORNING, {"answer": "yes", "forbidden": "no"}, "check_answer_missing"),
        ("SEC-01", MORNING, {"answer": "value", "value": "", "forbidden": "no"}, "measure_empty"),
        ("SEC-01", MORNING, {"answer": "value", "value": "6 °C", "forbidden": "no"},
         "unit_not_asked"),
        ("SEC-01", MORNING, {"answer": "value", "value": "1..2", "forbidden": "no"},
         "measure_not_a_number"),
        ("CAL-01", MORNING, {"answer": "value", "value": "700"}, "implausible"),
        ("CAL-01", MORNING, {"answer": "na"}, "not_applicable_needs_reason"),
        ("HYG-02", "", {"answer": "value", "value": "3"}, "check_by_lab"),
        ("LAV-11", "", {"answer": "value", "value": "3"}, "check_by_lab"),
    ],
)  # fmt: skip
def test_what_is_missing_or_odd_is_asked_and_keeps_nothing(
    session: Session, laundry: Laundry, code: str, shift: str, fields: dict[str, str], refused: str
) -> None:
    with pytest.raises(Refused, match=refused):
        do(session, laundry, code, shift, **fields)
    assert session.exec(select(CheckAnswer)).all() == []


@pytest.mark.parametrize("typed", ["165,5", "165.5", " 165,5 °C ", "165,5°c"])
def test_comma_point_and_unit_are_one(session: Session, laundry: Laundry, typed: str) -> None:
    row = do(session, laundry, "CAL-01", MORNING, answer="value", value=typed)
    assert (row.value, row.unit, row.verdict) == (Decimal("165.5"), "°C", "conform")


def test_what_is_hardly_plausible_is_kept_once_confirmed(
    session: Session, laundry: Laundry
) -> None:
    row = do(session, laundry, "CAL-01", MORNING, answer="value", value="700", confirmed="1")
    assert (row.value, row.confirmed) == (Decimal(700), True)


def test_the_forbidden_thing_is_action_whatever_the_number(
    session: Session, laundry: Laundry
) -> None:
    row = do(session, laundry, "SEC-01", MORNING, answer="value", value="2", forbidden="yes")
    assert row.verdict == "action"
    case = session.exec(select(Case).where(Case.result_id == row.id)).one()
    assert case.kind == "action"
    assert case.procedure.startswith("Sécher de nouveau")


@pytest.mark.parametrize(
    ("answer", "note", "wanted"),
    [("not_done", "", State.NOT_DONE), ("na", "Machine arrêtée", State.NOT_APPLICABLE)],
)
def test_not_done_and_no_object_are_answers(
    session: Session, laundry: Laundry, answer: str, note: str, wanted: State
) -> None:
    row = do(session, laundry, "CAL-01", MORNING, answer=answer, note=note)
    assert (row.note, row.value) == (note, None)
    assert state(session, laundry.check(session, "CAL-01", MORNING)) is wanted
    assert session.exec(select(Case)).all() == []


def test_an_entry_long_after_says_why_and_counts_as_late(
    session: Session, laundry: Laundry
) -> None:
    eight = "2026-11-23T08:35"
    with pytest.raises(Refused, match="result_late_why"):
        do(session, laundry, "ENV-01", answer="value", value="7", forbidden="no", at=eight)
    row = do(session, laundry, "ENV-01", answer="value", value="7", forbidden="no", at=eight,
             late_reason="Oublié sur le moment")  # fmt: skip
    assert row.late
    assert (row.taken_at, row.recorded_at) == (MONDAY - timedelta(minutes=85), MONDAY)
    assert state(session, laundry.check(session, "ENV-01")) is State.DONE_LATE


def test_after_the_hour_it_is_late_even_when_it_is_done_now(
    session: Session, laundry: Laundry
) -> None:
    check = laundry.check(session, "TEN-01", MORNING)
    with clock.pinned(check.late_at + timedelta(minutes=1)):
        assert state(session, check) is State.LATE
        with pytest.raises(Refused, match="result_late_why"):
            do(session, laundry, "TEN-01", MORNING, answer="yes", forbidden="no")
        row = do(session, laundry, "TEN-01", MORNING, answer="yes", forbidden="no",
                 late_words="Réunion")  # fmt: skip
        assert (row.late, row.late_reason) == (True, "Réunion")
    assert state(session, check) is State.DONE_LATE


@pytest.mark.parametrize("at", ["2026-11-22T20:00", "2026-11-20T08:30"])
def test_another_day_is_no_time_of_this_check(session: Session, laundry: Laundry, at: str) -> None:
    with pytest.raises(Refused, match="check_not_its_time"):
        do(session, laundry, "ENV-01", answer="value", value="7", forbidden="no", at=at,
           late_reason="Oubli")  # fmt: skip


@pytest.mark.parametrize("at", ["2026-11-23T11:00", "hier", "2025-11-23T08:30"])
def test_a_time_to_come_or_unreadable_stands_beside_its_field(
    session: Session, laundry: Laundry, at: str
) -> None:
    with pytest.raises(Invalid) as error:
        do(session, laundry, "ENV-01", answer="value", value="7", forbidden="no", at=at,
           late_reason="Oubli")  # fmt: skip
    assert "at" in error.value.fields


def test_a_missed_check_may_be_said_for_some_days_and_then_stays_missed(
    session: Session, laundry: Laundry
) -> None:
    check = laundry.check(session, "TEN-01", MORNING)
    with clock.pinned(check.closes_at + timedelta(days=2)):
        assert state(session, check) is State.MISSED
        row = do(session, laundry, "TEN-01", MORNING, answer="not_done", late_reason="Absence")
        assert row.taken_at == check.closes_at - answering.MINUTE
    other = laundry.check(session, "TEN-01", "apres-midi")
    with clock.pinned(other.closes_at + timedelta(days=8)):
        with pytest.raises(Refused, match="check_entry_over"):
            do(session, laundry, "TEN-01", "apres-midi", answer="not_done", late_reason="x")
        assert state(session, other) is State.MISSED


def test_a_hold_asks_two_values_and_is_judged_by_both(session: Session, laundry: Laundry) -> None:
    def read(**fields: str) -> Result:
        return answering.read_now(
            session, "LAV-02", given(answer="value", **fields), by=laundry.nadia,
            where=Where(machine_id=laundry.washer),
        )  # fmt: skip

    assert read(value="72", minutes="12").verdict == "conform"
    assert read(value="64,5", minutes="12").verdict == "action"
    assert read(value="71", minutes="2").verdict == "action"
    for fields in ({"value": "72"}, {"value": "<72", "minutes": "12"},
                   {"value": "72 °F", "minutes": "12"}):  # fmt: skip
        with pytest.raises(Refused):
            read(**fields)
    with pytest.raises(Refused, match="implausible"):
        read(value="700", minutes="12")


def test_a_reading_by_another_road_answers_the_turn_it_falls_in(
    session: Session, laundry: Laundry, told: None
) -> None:
    check = laundry.check(session, "CAL-01", MORNING)
    answering.read_now(
        session, "CAL-01", given(answer="value", value="170"), by=laundry.nadia,
        where=Where(machine_id=laundry.calender),
    )  # fmt: skip
    assert state(session, check) is State.DONE
    plates = [laundry.check(session, "HYG-02")]
    lab = Given(
        "HYG-02", Measure(Decimal(3), "UFC", surface_cm2=Decimal(25), method=_method(session)),
        MONDAY - timedelta(hours=1), source="lab",
    )  # fmt: skip
    judged.record(session, lab, by=laundry.nadia)
    assert [state(session, one) for one in plates] == [State.DONE]


def _method(session: Session) -> str:
    row = reads.rows(session)
    return next(one.version.method for one in row if one.code == "HYG-02")


def test_a_reading_of_another_machine_answers_nothing(
    session: Session, laundry: Laundry, told: None
) -> None:
    answering.read_now(session, "LAV-07", given(answer="value", value="7"), by=laundry.nadia)
    assert state(session, laundry.check(session, "LAV-07")) is State.DUE


def test_without_network_it_is_late_and_says_so(session: Session, laundry: Laundry) -> None:
    check = laundry.check(session, "CAL-01", MORNING)
    row = answering.answer(
        session, check.id or 0, given(answer="value", value="170"), by=laundry.nadia,
        sent=Sent(MONDAY - timedelta(minutes=45), offline=True),
    )  # fmt: skip
    assert (row.late, row.late_reason) == (True, answering.OFFLINE)
    assert row.taken_at == MONDAY - timedelta(minutes=45)


def test_no_such_check(session: Session, laundry: Laundry) -> None:
    with pytest.raises(NotFound):
        answering.answer(session, 999_999, given(answer="yes"), by=laundry.nadia)


def test_a_critical_point_asks_for_an_authorisation_where_the_house_says_so(
    session: Session, laundry: Laundry
) -> None:
    fields = {"answer": "value", "value": "72", "minutes": "12"}
    answering.read_now(session, "LAV-02", given(**fields), by=laundry.nadia)
    session.add(
        Policy(code=RULE, version=99, value=Decimal(1), since=clock.today(), source="Réunion",
               created_at=MONDAY)
    )  # fmt: skip
    session.flush()
    with pytest.raises(Refused, match="signing_not_authorised"):
        answering.read_now(session, "LAV-02", given(**fields), by=laundry.nadia)
    assert do(session, laundry, "CAL-01", MORNING, answer="value", value="170").id
