import pytest
from sqlmodel import Session, col, func, select

from esat.actors import SYSTEM
from esat.errors import Invalid
from esat.exchange.report import Outcome, Report
from esat.exchange.tabular import read_table
from esat.exchange.workers import import_workers
from esat.workers import people
from esat.workers.forms import GroupIn
from esat.workers.models import Worker

HEAD = "Prénom;NOM;Matricule;Équipe;Heures hebdo;Date d'entrée;N° sécu\n"
FILE = HEAD + (
    "Paul;Durand;M1;Linge;35;05/01/2020;1 80\n"
    "Zoé;Martin;M2;LINGE;31h30;2021-02-01;2 80\n"
    "Éric;;M3;Poterie;300;31/02/2020;\n"
)


@pytest.fixture(autouse=True)
def group(session: Session) -> int:
    return people.create_group(session, GroupIn(code="linge-1", name="Linge")).id or 0


def run(session: Session, text: str, *, dry_run: bool = False, partial: bool = False) -> Report:
    table = read_table(text.encode(), "t.csv")
    return import_workers(session, table, by=SYSTEM, dry_run=dry_run, partial=partial)


def codes(report: Report) -> list[list[str]]:
    return [[remark.code for remark in line.remarks] for line in report]


def count(session: Session) -> int:
    return session.exec(select(func.count()).select_from(Worker)).one()


def test_a_list_is_read_and_a_second_run_changes_nothing(session: Session, group: int) -> None:
    report = run(session, FILE)
    assert report.count(Outcome.CREATED) == 3
    kept = list(session.exec(select(Worker).order_by(col(Worker.payroll_id))))
    assert [worker.display_name for worker in kept] == ["Paul D.", "Zoé M.", "Éric"]
    assert [worker.first_group_id for worker in kept] == [group, group, None]
    assert [str(worker.weekly_hours) for worker in kept] == ["35.000", "31.500", "None"]
    assert str(kept[0].contract_starts) == "2020-01-05"
    assert codes(report)[2] == ["hours_form", "day_form", "worker_group_unknown"]
    again = run(session, FILE)
    assert again.count(Outcome.UNCHANGED) == 3
    assert count(session) == 3


def test_a_column_we_must_not_keep_is_said_and_left(session: Session) -> None:
    notes = [note.params["columns"] for note in run(session, FILE).notes if note.params]
    assert notes == ["N° sécu"]


def test_a_dry_run_writes_nothing(session: Session) -> None:
    assert run(session, FILE, dry_run=True).count(Outcome.CREATED) == 3
    assert count(session) == 0


def test_one_refused_line_keeps_the_file_out_unless_parts_are_welcome(session: Session) -> None:
    file = FILE + ";Petit;M9;;;;\nAli;Petit;M1;;;;\n"
    assert not run(session, file).applied
    assert count(session) == 0
    report = run(session, file, partial=True)
    assert [line.outcome for line in report][3:] == [Outcome.REFUSED, Outcome.REFUSED]
    assert codes(report)[3:] == [["line_no_first_name"], ["duplicate_payroll_line"]]
    assert count(session) == 3


def test_a_payroll_id_is_given_to_the_person_of_that_name(session: Session) -> None:
    run(session, "prenom;nom\nPaul;Durand\nPaul;Durant\n")
    report = run(session, "PRENOM;NOM;MATRICULE\nPAUL;DURAND;M1\n")
    assert report.count(Outcome.UPDATED) == 1
    assert count(session) == 2


def test_two_persons_of_one_name_need_their_payroll_ids(session: Session) -> None:
    report = run(session, "prenom;nom\nPaul;Durand\nPaul;Durand\n")
    assert codes(report)[1] == ["duplicate_worker_line"]
    both = "prenom;nom;matricule\nPaul;Durand;M1\nPaul;Durand;M2\n"
    assert run(session, both).count(Outcome.CREATED) == 2
    assert run(session, both).count(Outcome.UNCHANGED) == 2


def test_a_list_without_first_names_is_refused(session: Session) -> None:
    with pytest.raises(Invalid, match="import_no_first_name_column"):
        run(session, "nom;matricule\nDurand;M1\n")


KNOWN = "prenom;nom;matricule\nPaul;Durand;M1\nZoé;Martin;M2\n"
HEADS = "prenom;nom;matricule\n"


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ("Paul;Durand;P1\nZoé;Martin;P2\n", "payroll_id_differs"),
        ("Zoé;Martin;M1\nPaul;Durand;M2\n", "payroll_id_of_another"),
        ("Ali;Petit;\n", "line_no_payroll_id"),
    ],
    ids=["other ids than last year", "ids exchanged", "no id"],
)
def test_a_list_whose_ids_are_not_ours_is_refused_whole_and_each_line_says_why(
    session: Session, lines: str, code: str
) -> None:
    run(session, KNOWN)
    report = run(session, HEADS + lines)
    assert not report.applied
    assert {line.remarks[-1].code for line in report} == {code}
    assert count(session) == 2


def test_a_homonym_is_let_in_when_the_file_names_the_known_one_too(session: Session) -> None:
    run(session, KNOWN)
    assert run(session, HEADS + "Paul;Durand;M1\nPaul;Durand;M9\n").applied
    assert count(session) == 3
    report = run(session, "prenom;nom\nPaul;Durand\n")
    assert codes(report) == [["worker_homonyms"]]
    assert count(session) == 3


def test_a_name_that_changed_and_an_empty_id_of_a_known_person_are_no_refusal(
    session: Session,
) -> None:
    run(session, KNOWN)
    report = run(session, HEADS + "Zoé;Martin-Petit;M2\nPaul;Durand;\n")
    assert [line.outcome for line in report] == [Outcome.UPDATED, Outcome.UNCHANGED]
