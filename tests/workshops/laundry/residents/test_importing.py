from datetime import datetime

import pytest
from sqlmodel import Session, select

from esat.actors import SYSTEM, Actor
from esat.errors import Forbidden, Invalid
from esat.exchange.report import Outcome
from esat.exchange.tabular import read_table
from tests import people as who
from tests.workshops.laundry.residents import trousseau
from workshops.laundry.residents import importing, people
from workshops.laundry.residents.models import Resident

FILE = """client;numéro;nom;prénom;secteur
EHPAD Les Tilleuls;1;Moreau;Jeanne;Étage 2
TIL;2;Moreaux;Jeanne;Étage 1
EHPAD Inconnu;3;Petit;Luc;
EHPAD Les Tilleuls;;Garnier;Lucette;
EHPAD Les Tilleuls;1;Durand;Paul;
"""
GOOD = "\n".join(FILE.splitlines()[:3])


def table(text: str) -> object:
    return read_table(text.encode(), "residents.csv")


def run(session: Session, text: str, by: Actor = SYSTEM, **how: bool) -> importing.Report:
    return importing.run(session, table(text), by=by, **how)  # type: ignore[arg-type]


@pytest.fixture
def tilleuls(session: Session, now: datetime) -> int:
    house = trousseau.house(session)
    house.external_code = "TIL"
    session.flush()
    return house.id or 0


def test_each_line_is_told_and_one_refused_line_stops_the_file(
    session: Session, tilleuls: int
) -> None:
    report = run(session, FILE)
    assert [line.outcome for line in report] == [
        Outcome.CREATED, Outcome.CREATED, Outcome.REFUSED, Outcome.REFUSED, Outcome.REFUSED,
    ]  # fmt: skip
    assert [line.remarks[-1].code for line in report if line.outcome is Outcome.REFUSED] == [
        "line_no_client", "line_no_number", "duplicate_line",
    ]  # fmt: skip
    assert not report.applied
    assert session.exec(select(Resident)).all() == []


def test_a_like_name_is_kept_and_said(session: Session, tilleuls: int) -> None:
    report = run(session, GOOD, dry_run=True)
    assert [line.remarks[-1].code for line in report] == ["resident_like", "resident_like"]
    assert "n° 2" in report.lines[0].remarks[-1].text
    assert session.exec(select(Resident)).all() == []


def test_the_same_file_twice_changes_nothing_the_second_time(
    session: Session, tilleuls: int
) -> None:
    assert run(session, GOOD).count(Outcome.CREATED) == 2
    again = run(session, GOOD)
    assert again.count(Outcome.UNCHANGED) == 2
    moved = run(session, GOOD.replace("Étage 1", "Étage 3"))
    assert moved.count(Outcome.UPDATED) == 1
    assert {one.sector for one in people.of_client(session, tilleuls)} == {"Étage 2", "Étage 3"}


def test_a_part_is_kept_when_it_is_asked_for(session: Session, tilleuls: int) -> None:
    assert run(session, FILE, partial=True).applied
    assert len(people.of_client(session, tilleuls)) == 2


def test_an_old_file_does_not_bring_a_forgotten_name_back(
    session: Session, tilleuls: int, now: datetime
) -> None:
    run(session, GOOD)
    first = people.by_number(session, tilleuls, "1")
    assert first is not None
    first.purged_at, first.last_name, first.first_name = now, "Résident parti", ""
    session.flush()
    report = run(session, GOOD, partial=True)
    assert report.lines[0].remarks[-1].code == "line_resident_forgotten"
    assert first.last_name == "Résident parti"


def test_a_column_that_is_needed_is_named(session: Session, tilleuls: int) -> None:
    with pytest.raises(Invalid) as wrong:
        run(session, "client;nom\nEHPAD Les Tilleuls;Moreau")
    assert "Numéro" in wrong.value.message


def test_another_workshop_s_head_brings_nothing_in(session: Session, tilleuls: int) -> None:
    with pytest.raises(Forbidden):
        run(session, GOOD, by=who.actor("responsable_atelier", workshops=("bookbinding",)))
