"""Leave already earned comes whole, under our payroll ids and no others, or not at all."""

from datetime import date, datetime

import pytest
from sqlmodel import Session

from esat.errors import Forbidden, Invalid
from esat.exchange.leave import import_leave
from esat.exchange.report import Outcome, Report
from esat.exchange.tabular import read_table
from esat.workers import people
from esat.workers.absences import counters, figures
from esat.workers.forms import WorkerIn
from tests.people import actor

HEAD = "Matricule;Nom;Congés acquis;Congés pris;Reportés;Valables jusqu'au;Arrêté au\n"
FILE = HEAD + "M1;Durand;20;4,5;3;31/03/2027;31/08/2026\nM2;Martin;17,5;;;;31/08/2026\n"


@pytest.fixture(autouse=True)
def staff(session: Session, now: datetime) -> tuple[int, int]:
    given = (("Paul", "Durand", "M1"), ("Zoé", "Martin", "M2"))
    paul, zoe = (
        people.create_worker(session, WorkerIn(first_name=a, last_name=b, payroll_id=c)).id or 0
        for a, b, c in given
    )
    return paul, zoe


def run(session: Session, text: str, role: str = "bureau", *, dry_run: bool = False) -> Report:
    table = read_table(text.encode(), "conges.csv")
    return import_leave(session, table, by=actor(role), dry_run=dry_run)


def codes(report: Report) -> list[str]:
    return [remark.code for line in report for remark in line.remarks]


def test_counters_go_on_from_what_was_brought_in(session: Session, staff: tuple[int, int]) -> None:
    assert run(session, FILE, dry_run=True).count(Outcome.CREATED) == 2
    assert figures.known(session, staff, date(2026, 11, 23)) == {}
    report = run(session, FILE)
    assert (report.count(Outcome.CREATED), report.applied) == (2, True)
    assert codes(report) == ["leave_empty", "leave_empty"]
    paul = counters.counters(session, staff, date(2026, 10, 31))[staff[0]].standing
    assert [float(n) for n in (paul.earned, paul.taken, paul.over, paul.left)] == [25, 4.5, 3, 23.5]
    assert run(session, FILE).count(Outcome.UNCHANGED) == 2
    assert run(session, FILE.replace("17,5", "18")).count(Outcome.UPDATED) == 1


@pytest.mark.parametrize(
    ("file", "unknown", "missing"),
    [
        (FILE.replace("M2", "M9"), "M9", "M2"),
        (HEAD + "M1;Durand;20;0;0;;31/08/2026\n", "aucun", "M2"),
        (FILE + ";Petit;2;0;0;;31/08/2026\n", "(vide)", "aucun"),
    ],
)
def test_other_payroll_ids_refuse_the_whole_file(
    session: Session, staff: tuple[int, int], file: str, unknown: str, missing: str
) -> None:
    with pytest.raises(Invalid, match="leave_ids_differ") as refused:
        run(session, file)
    assert refused.value.params == {"unknown": unknown, "missing": missing}
    assert figures.known(session, staff, date(2026, 11, 23)) == {}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("17,5", "beaucoup", "leave_number"),
        ("17,5", "-3", "leave_number"),
        ("17,5", "400", "leave_number"),
        ("17,5", "", "leave_number"),
        ("31/03/2027", "", "leave_expires_missing"),
        ("M2;Martin;17,5;;;;31/08/2026", "M2;Martin;17,5;;;;31/02/2026", "leave_day_missing"),
        ("M2;Martin;17,5;;;;31/08/2026", "M2;Martin;17,5;;;;31/12/2026", "leave_day_future"),
        ("Martin", "Petit", "leave_name_differs"),
        ("M2;Martin;17,5;;;;31/08/2026\n", "M1;Durand;1;;;;31/08/2026\nM2;Martin;1;;;;31/08/2026\n",
         "duplicate_payroll_line"),
    ],
)  # fmt: skip
def test_a_doubtful_line_keeps_the_whole_file_out(
    session: Session, staff: tuple[int, int], old: str, new: str, code: str
) -> None:
    report = run(session, FILE.replace(old, new))
    assert code in codes(report)
    assert not report.applied
    assert figures.known(session, staff, date(2026, 11, 23)) == {}


def test_a_file_without_its_columns_and_a_stranger_are_refused(session: Session) -> None:
    with pytest.raises(Invalid, match="leave_columns"):
        run(session, "Matricule;Nom\nM1;Durand\n")
    for role in ("direction", "moniteur", "administrateur"):
        with pytest.raises(Forbidden):
            run(session, FILE, role)
