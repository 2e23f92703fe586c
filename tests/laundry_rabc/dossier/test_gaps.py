"""Each rule of the gap list by itself, from facts; what is as it should be makes no gap."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from laundry_rabc.dossier import gaps, kinds, sections
from laundry_rabc.dossier.facts import (
    CaseFact,
    CheckFact,
    Facts,
    InstrumentFact,
    JudgedFact,
    LateFact,
    LoggerFact,
    PersonFact,
    Told,
    Use,
)
from laundry_rabc.prereq.gaps import GAPS as PREREQ
from laundry_rabc.qualifications import State

AT = datetime(2026, 6, 12, 8, 0, tzinfo=UTC)
DAY = date(2026, 6, 12)
GOOD = Facts(
    since=DAY, until=DAY, on=DAY, due=10, flow_seen=DAY,
    uses=(Use("Laveuse 1", 1, "71 °C", 2, 3, State.VALID, "Qualifié.", AT, AT, 4, 4),),
    loggers=(LoggerFact("Laveuse 1", 1, 4, 4),),
    instruments=(InstrumentFact(1, "T-01", "Sonde", "ok", DAY, range_proved=True),),
)  # fmt: skip


def found(facts: Facts) -> list[tuple[str, int]]:
    return [(one.kind, one.count) for one in gaps.of(facts)]


def test_a_period_in_which_all_was_done_has_no_gap() -> None:
    assert gaps.of(GOOD) == []


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        (State.NONE, "unqualified"), (State.EXPIRED, "qualification_expired"),
        (State.VOIDED, "qualification_voided"), (State.AWAITING, "qualification_unapproved"),
    ],
)  # fmt: skip
def test_a_programme_used_without_a_standing_qualification(state: State, kind: str) -> None:
    use = Use("Laveuse 1", 1, "71 °C", 2, 3, state, "Pourquoi.", AT, AT + timedelta(days=2), 7, 7)
    [gap] = gaps.of(replace(GOOD, uses=(use,)))
    assert (gap.kind, gap.count, gap.where) == (kind, 7, {"machine_id": 1, "card_id": 2})
    assert "71 °C v3 : 7 cycles du 12/06/2026 au 14/06/2026. Pourquoi." in gap.what


def test_a_programme_that_soon_expires_is_no_gap_yet() -> None:
    use = Use("Laveuse 1", 1, "71 °C", 2, 3, State.EXPIRING, "Bientôt.", AT, AT, 1, 1)
    assert gaps.of(replace(GOOD, uses=(use,))) == []


@pytest.mark.parametrize("state", ["missed", "done_late", "not_done"])
def test_a_check_that_was_not_done_on_time(state: str) -> None:
    one = CheckFact("TEN-01", "Tenue", "Calandre", AT, state, AT + timedelta(hours=3), "Panne")
    [gap] = gaps.of(replace(GOOD, checks=(one,)))
    assert (gap.kind, gap.ref, gap.on) == (state, "TEN-01", DAY)
    assert "saisi le" in gap.what
    assert gap.what.endswith("Panne")


def test_a_period_without_any_check_is_not_green() -> None:
    assert found(replace(GOOD, due=0)) == [("nothing_due", 1)]


def test_a_reading_entered_late_tells_both_times_and_the_reason() -> None:
    one = LateFact("ENV-01", AT, AT + timedelta(hours=3, minutes=30), "Oubli", 12)
    [gap] = gaps.of(replace(GOOD, late=(one,)))
    assert gap.kind == "entered_late"
    assert "12 juin à 10:00" in gap.what
    assert "12 juin à 13:30" in gap.what
    assert gap.what.endswith("Oubli")


def test_a_limit_that_nobody_validated_and_that_judged() -> None:
    [gap] = gaps.of(replace(GOOD, judged=(JudgedFact("LAV-02", "Palier", 1, 31),)))
    assert (gap.kind, gap.where) == ("limit_proposed", {"code": "LAV-02"})
    assert "a jugé 31 relevés" in gap.what


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("never", "never_calibrated"), ("failed", "calibration_failed"),
        ("overdue", "calibration_overdue"), ("ok", "range_unproved"),
        ("due_soon", "range_unproved"),
    ],
)  # fmt: skip
def test_an_instrument_that_may_not_be_believed(word: str, kind: str) -> None:
    one = InstrumentFact(5, "T-05", "Sonde", word, DAY, range_proved=False)
    [gap] = gaps.of(replace(GOOD, instruments=(one,)))
    assert (gap.kind, gap.ref, gap.where) == (kind, "T-05", {"instrument_id": 5})


def test_cycles_that_nothing_proves_are_counted_one_by_one() -> None:
    use = Use("Laveuse 1", 1, "71 °C", 2, 3, State.VALID, "", AT, AT, 9, 4, 2, 3,
              bare_since=AT + timedelta(days=1))  # fmt: skip
    [gap] = gaps.of(replace(GOOD, uses=(use,)))
    assert (gap.kind, gap.count, gap.on) == ("no_temperature", 3, DAY + timedelta(days=1))


def test_a_cycle_that_still_runs_lacks_nothing() -> None:
    use = Use("Laveuse 1", 1, "71 °C", 2, 3, State.VALID, "", AT, AT, 1, running=1)
    assert gaps.of(replace(GOOD, uses=(use,))) == []


def test_a_machine_that_no_curve_checked_and_one_that_did_not_wash() -> None:
    facts = replace(GOOD, loggers=(LoggerFact("Laveuse 2", 2, 5, 0), LoggerFact("L3", 3, 0, 0)))
    assert found(facts) == [("no_logger", 1)]


def case(closed: datetime | None, days: int) -> Facts:
    one = CaseFact(4, "RC26-00004", "action", "Froid.", AT, closed, days, 3)
    return replace(GOOD, cases=(one,))


def test_cases_open_too_long_open_and_closed_late_are_told_apart() -> None:
    assert found(case(None, 3)) == [("case_old", 1)]
    assert found(case(None, 2)) == [("case_open", 1)]
    assert found(case(AT + timedelta(days=30), 30)) == [("case_old", 1)]
    assert found(case(AT + timedelta(hours=2), 4)) == [("case_closed_late", 1)]
    assert found(case(AT + timedelta(hours=2), 3)) == []


def test_an_authorisation_that_has_run_out() -> None:
    [gap] = gaps.of(replace(GOOD, people=(PersonFact("Paul D.", "Lavage", DAY),)))
    assert (gap.kind, gap.what) == ("authorisation", "Paul D. : Lavage, échue le 12/06/2026")


def test_proposed_hazards_and_a_diagram_that_nobody_compared() -> None:
    assert found(replace(GOOD, hazards=3)) == [("hazards_proposed", 3)]
    assert found(replace(GOOD, flow=2)) == [("flow_proposed", 2)]
    assert found(replace(GOOD, flow_seen=None)) == [("flow_unseen", 1)]
    assert found(replace(GOOD, flow_same=False)) == [("flow_unseen", 1)]


@pytest.mark.parametrize("kind", sorted(kinds.OF_PAPERS))
def test_what_the_papers_lack_keeps_its_kind(kind: str) -> None:
    facts = replace(GOOD, papers=(Told(kind, "Manque", "DOC-01"),))
    [gap] = gaps.of(facts)
    assert (gap.kind, gap.ref, gap.what) == (kind, "DOC-01", "Manque")


@pytest.mark.parametrize("kind", sorted(PREREQ))
def test_what_the_prerequisites_lack_keeps_its_kind(kind: str) -> None:
    assert found(replace(GOOD, prereq=(Told(kind, "Manque", on=DAY),))) == [(kind, 1)]


def test_a_kind_that_is_new_to_a_room_is_told_and_not_lost() -> None:
    facts = replace(GOOD, papers=(Told("new", "A"),), prereq=(Told("newer", "B"),))
    assert found(facts) == [("papers", 1), ("prereq", 1)]


def test_clients_untold_reports_unconcluded_drills_and_accepted_starts() -> None:
    one = (Told("", "Mairie", "recherche 1", DAY),)
    assert found(replace(GOOD, to_warn=one)) == [("client_untold", 1)]
    assert found(replace(GOOD, unconcluded=one)) == [("lab_unconcluded", 1)]
    assert found(replace(GOOD, unproved=one)) == [("start_unproved", 1)]
    assert found(replace(GOOD, drills=one)) == [("drill_failed", 1)]
    assert found(replace(GOOD, drilled=False)) == [("no_drill", 1)]


def test_gaps_are_counted_by_kind_in_the_order_of_their_weight() -> None:
    use = Use("Laveuse 1", 1, "71 °C", 2, 3, State.NONE, "", AT, AT, 9, 0, 0, 9)
    facts = replace(GOOD, uses=(use,), due=0, people=(PersonFact("Paul D.", "Lavage", None),))
    groups = gaps.grouped(gaps.of(facts))
    assert [(one.kind.code, one.count) for one in groups] == [
        ("unqualified", 9), ("no_temperature", 9), ("nothing_due", 1), ("authorisation", 1),
    ]  # fmt: skip


def test_every_kind_names_a_part_that_exists() -> None:
    assert {one.section for one in kinds.KINDS.values()} <= set(sections.SECTIONS)
