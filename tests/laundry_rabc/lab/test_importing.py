import pytest
from sqlmodel import Session, select

from esat.actors import SYSTEM
from esat.errors import Forbidden, Invalid
from esat.exchange.report import Report
from esat.exchange.tabular import read_table
from laundry_rabc.lab import importing
from laundry_rabc.lab.models import LabReport, LabSample
from laundry_rabc.results.models import Result
from tests import people
from tests.laundry_rabc.lab import plan
from tests.laundry_rabc.lab.plan import Lab

pytestmark = pytest.mark.usefixtures("now")
HEADERS = [
    "Laboratoire", "N° rapport", "Date du rapport", "Point", "Lieu", "Prélevé le", "Prélevé par",
    "Méthode", "Surface", "Résultat", "Unité", "Lecture", "Germe pathogène", "Incubation °C",
]  # fmt: skip
GOOD = {
    "Laboratoire": "labo du puy", "N° rapport": "R-7", "Date du rapport": "20/11/2026",
    "Point": "hyg-01", "Lieu": "Table de pliage 1", "Prélevé le": "16/11/2026 10:30",
    "Prélevé par": "Le laboratoire", "Méthode": plan.PLATE, "Surface": "25",
    "Résultat": "6 UFC/25 cm²",
}  # fmt: skip


@pytest.fixture(autouse=True)
def lab(session: Session) -> Lab:
    return plan.lab(session)


def text(*lines: dict[str, str], delimiter: str = ";") -> str:
    rows = [HEADERS, *([(GOOD | one).get(name, "") for name in HEADERS] for one in lines)]
    return "\n".join(delimiter.join(row) for row in rows) + "\n"


def run(session: Session, *lines: dict[str, str], **how: bool) -> Report:
    table = read_table(text(*lines).encode(), "labo.csv")
    return importing.run(session, table, by=SYSTEM, **how)


def verdicts(session: Session) -> list[str]:
    return list(session.exec(select(Result.verdict).order_by(Result.id)))  # type: ignore[arg-type]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_a_file_is_read_in_any_usual_form(session: Session, encoding: str, delimiter: str) -> None:
    lines = ({}, {"Lieu": "Chariot 4", "Résultat": "indénombrable"})
    data = text(*lines, delimiter=delimiter).encode(encoding)
    report = importing.run(session, read_table(data, "labo.csv"), by=SYSTEM)
    assert report.applied
    assert verdicts(session) == ["alert", "action"]
    (kept,) = session.exec(select(LabReport)).all()
    assert (kept.number, kept.issued_on.isoformat()) == ("R-7", "2026-11-20")


def test_a_preview_writes_nothing_and_the_same_file_twice_is_refused(session: Session) -> None:
    assert not run(session, {}, dry_run=True).applied
    assert verdicts(session) == []
    assert run(session, {}).applied
    again = run(session, {})
    assert not again.applied
    assert "déjà saisi" in again.lines[0].sentence


def test_all_or_nothing_even_when_parts_are_asked_for(session: Session) -> None:
    report = run(session, {}, {"Lieu": "Nulle part"}, partial=True)
    assert not report.applied
    assert [line.outcome.value for line in report] == ["created", "refused"]
    assert verdicts(session) == []
    assert session.exec(select(LabSample)).all() == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"Laboratoire": "Inconnu"}, "laboratoire n’est pas connu"),
        ({"Lieu": "Inconnu"}, "n’est pas dans la liste"),
        ({"N° rapport": ""}, "Numéro du rapport"),
        ({"Prélevé par": ""}, "Prélevé par"),
        ({"Date du rapport": "hier"}, "Date du rapport illisible"),
        ({"Date du rapport": "20/12/2026"}, "pas encore venue"),
        ({"Date du rapport": "10/11/2026"}, "d’avant le prélèvement"),
        ({"Prélevé le": "le matin"}, "prélèvement illisible"),
        ({"Prélevé le": "16/11/2026"}, "prélèvement illisible"),
        ({"Prélevé le": "31/12/2026 10:00", "Date du rapport": "20/11/2026"}, "d’avant"),
        ({"Prélevé le": "16/11/2019 10:30"}, "n’avait pas encore ce point"),
        ({"Surface": "-25"}, "Nombre illisible"),
        ({"Surface": "NaN"}, "Nombre illisible"),
        ({"Surface": ""}, "surface prélevée"),
        ({"Méthode": ""}, "Choisissez la méthode"),
        ({"Méthode": "Écouvillon"}, "ne se comparent jamais"),
        ({"Point": "RIEN"}, "Aucun point du plan"),
        ({"Résultat": ""}, "Écrivez ce qui a été lu"),
        ({"Résultat": "12"}, "Un nombre seul"),
        ({"Résultat": "-1 UFC/25 cm²"}, "négative"),
        ({"Résultat": "3 UFC/ml"}, "ce point se mesure en"),
        ({"Résultat": "x" * 70}, "Résultat"),
        ({"Lecture": "peut-être"}, "équivalent"),
    ],
)
def test_each_wrong_line_says_why_and_nothing_is_kept(
    session: Session, change: dict[str, str], words: str
) -> None:
    report = run(session, change)
    assert not report.applied
    assert words in report.lines[0].sentence
    assert verdicts(session) == []


def test_the_question_of_the_surface_is_answered_in_the_file(session: Session) -> None:
    asked = run(session, {"Résultat": "10 UFC/cm²"})
    assert not asked.applied
    assert "250" in asked.lines[0].sentence
    assert "lecture" in asked.lines[0].sentence
    assert run(session, {"Résultat": "10 UFC/cm²", "Lecture": "boîte"}).applied
    said = {"Résultat": "10 UFC/cm²", "Lecture": "Équivalent", "N° rapport": "R-8"}
    assert run(session, said).applied
    assert verdicts(session) == ["alert", "action"]


def test_the_same_line_twice_and_two_dates_of_one_report_are_asked_back(
    session: Session,
) -> None:
    doubled = run(session, {}, {})
    assert "même ligne que la ligne 2" in doubled.lines[1].sentence
    dates = run(session, {}, {"Date du rapport": "21/11/2026", "Lieu": "Chariot 4"})
    assert "deux dates" in dates.lines[1].sentence
    assert verdicts(session) == []


def test_a_broken_line_is_one_line(session: Session) -> None:
    data = (text({}) + "une;ligne;courte\n").encode()
    report = importing.run(session, read_table(data, "labo.csv"), by=SYSTEM)
    assert [line.outcome.value for line in report] == ["created", "refused"]


def test_a_file_without_its_columns_says_which(session: Session) -> None:
    with pytest.raises(Invalid) as wrong:
        importing.run(session, read_table(b"Lieu;Point\na;b\n", "labo.csv"), by=SYSTEM)
    assert "Laboratoire" in wrong.value.message


def test_who_may_not_enter_brings_no_file(session: Session) -> None:
    table = read_table(text({}).encode(), "labo.csv")
    with pytest.raises(Forbidden):
        importing.run(session, table, by=people.actor("moniteur", workshops=("laundry",)))
