import pytest
from sqlmodel import Session, col, select

from esat.actors import SYSTEM
from esat.clients.models import Client, DeliverySite
from esat.errors import Invalid
from esat.exchange.report import Outcome, Report
from esat.exchange.sites import import_sites
from esat.exchange.tabular import read_table
from tests.factories import make_client

FILE = (
    "Code client;Client;Nom du lieu;Adresse;CP;Ville;Accès\n"
    "C1;;Cuisine;1 rue des Lilas;63200;Riom;par la cour\n"
    ";Mairie de Billom;Parc;;63160;Billom;\n"
)


@pytest.fixture(autouse=True)
def owners(session: Session) -> tuple[Client, Client]:
    return (
        make_client(session, "CHU de Riom", external_code="C1", town="Riom"),
        make_client(session, "Mairie de Billom", town="Billom"),
    )


def run(session: Session, text: str, *, dry_run: bool = False, partial: bool = False) -> Report:
    table = read_table(text.encode(), "s.csv")
    return import_sites(session, table, by=SYSTEM, dry_run=dry_run, partial=partial)


def codes(report: Report) -> list[list[str]]:
    return [[remark.code for remark in line.remarks] for line in report]


def test_sites_hang_on_their_clients_and_a_second_run_changes_nothing(
    session: Session, owners: tuple[Client, Client]
) -> None:
    assert run(session, FILE).count(Outcome.CREATED) == 2
    kept = session.exec(select(DeliverySite).order_by(col(DeliverySite.name))).all()
    assert [(site.name, site.client_id) for site in kept] == [
        ("Cuisine", owners[0].id),
        ("Parc", owners[1].id),
    ]
    assert run(session, FILE).count(Outcome.UNCHANGED) == 2
    changed = run(session, FILE.replace("par la cour", "sonner"))
    assert [line.outcome for line in changed] == [Outcome.UPDATED, Outcome.UNCHANGED]


def test_an_empty_cell_never_empties_what_is_known(session: Session) -> None:
    run(session, FILE)
    report = run(session, FILE.replace("1 rue des Lilas", ""))
    assert report.count(Outcome.UNCHANGED) == 2


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("C9;;Cuisine", "site_client_unknown"),
        (";Personne;Cuisine", "site_client_unknown"),
        (";Jumeaux;Cuisine", "site_client_several"),
        ("C1;;", "line_no_name"),
        ("C1;;Cuisine\nC1;;CUISINE", "duplicate_line"),
    ],
)
def test_a_site_without_one_sure_client_is_refused(session: Session, line: str, code: str) -> None:
    for town in ("Gap", "Riom"):
        make_client(session, "Jumeaux", town=town)
    report = run(session, f"code client;client;lieu\n{line}\n")
    assert codes(report)[-1] == [code]
    assert not report.applied


def test_the_town_of_the_client_tells_two_of_one_name_apart(session: Session) -> None:
    for town in ("Gap", "Riom"):
        make_client(session, "Jumeaux", town=town)
    report = run(session, "client;ville client;lieu;cp\nJumeaux;RIOM;Cour;6320\n")
    assert report.count(Outcome.CREATED) == 1
    assert codes(report)[0] == ["postcode_zero_doubtful"]


def test_a_file_that_names_no_client_or_no_site_is_refused(session: Session) -> None:
    for head in ("lieu;ville", "client;ville"):
        with pytest.raises(Invalid):
            run(session, f"{head}\na;b\n")
