import pytest
from sqlmodel import Session, select

from esat.actors import SYSTEM
from esat.errors import Invalid
from esat.exchange.articles import import_articles
from esat.exchange.report import Outcome, Report
from esat.exchange.tabular import read_table
from esat.production import articles
from esat.production.articles import Article
from esat.production.orders import Line, Wanted

FILE = (
    "Code article;Désignation;Atelier;Unité;Prix\n"
    "DRAP;Draps plats;Blanchisserie;pièce;1,20\n"
    "tonte;Tonte de pelouse;espaces-verts;m²;\n"
    "REG;Reliure d’un registre;Poterie;volume;\n"
)


def run(session: Session, text: str, *, dry_run: bool = False, partial: bool = False) -> Report:
    table = read_table(text.encode(), "a.csv")
    return import_articles(session, table, by=SYSTEM, dry_run=dry_run, partial=partial)


def codes(report: Report) -> list[list[str]]:
    return [[remark.code for remark in line.remarks] for line in report]


def test_a_list_is_read_and_a_second_run_changes_nothing(session: Session) -> None:
    report = run(session, FILE)
    assert report.count(Outcome.CREATED) == 3
    assert codes(report)[0] == []
    assert [note.params["columns"] for note in report.notes] == ["Prix"]
    assert run(session, FILE).count(Outcome.UNCHANGED) == 3
    assert len(session.exec(select(Article)).all()) == 3


def test_an_unknown_workshop_is_left_empty_and_asked_again(session: Session) -> None:
    assert codes(run(session, FILE))[2] == ["word_unknown"]


def test_the_case_of_a_code_does_not_make_another_article(session: Session) -> None:
    run(session, FILE)
    report = run(session, "code;libellé\nTONTE;Tonte du parc\n")
    assert report.count(Outcome.UPDATED) == 1
    assert session.exec(select(Article).where(Article.label == "Tonte du parc")).one()


@pytest.mark.parametrize(
    ("line", "code"),
    [("X;", "line_no_label"), (";Nappe", "line_no_code"), ("N;Nappe\nn;Nappes", "duplicate_line")],
)
def test_a_line_without_its_key_keeps_the_file_out(session: Session, line: str, code: str) -> None:
    report = run(session, f"code;libellé\n{line}\n")
    assert codes(report)[-1] == [code]
    assert not report.applied
    assert session.exec(select(Article)).all() == []


def test_a_dry_run_writes_nothing(session: Session) -> None:
    assert run(session, FILE, dry_run=True).count(Outcome.CREATED) == 3
    assert session.exec(select(Article)).all() == []


@pytest.mark.parametrize("head", ["désignation;unité", "code;unité"])
def test_a_file_without_its_columns_is_refused(session: Session, head: str) -> None:
    with pytest.raises(Invalid):
        run(session, f"{head}\na;b\n")


def test_a_line_of_an_order_takes_the_code_of_its_article(session: Session) -> None:
    run(session, "code;libellé;atelier\nDRAP;Draps plats;blanchisserie\nA;Pli;\nB;Pli;\n")
    lines = tuple(Line(label, 1, "pièce") for label in ("DRAPS PLATS", "drap", "Pli", "Autre"))
    wanted = articles.recognised(session, Wanted("laundry", 1, lines=lines))
    assert [line.service_code for line in wanted.lines] == ["DRAP", "DRAP", "", ""]
    other = articles.recognised(session, Wanted("bookbinding", 1, lines=lines))
    assert [line.service_code for line in other.lines] == ["", "", "", ""]
