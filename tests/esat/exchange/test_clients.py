from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from esat.actors import SYSTEM
from esat.clients import service
from esat.clients.models import Client, ClientChange
from esat.db import Database
from esat.errors import Invalid
from esat.exchange.clients import import_clients
from esat.exchange.report import Outcome, Report
from esat.exchange.spreadsheet import write_xlsx
from esat.exchange.tabular import read_table

REAL = Path(__file__).parents[3] / "esat/demo/data/clients-puy-de-dome.csv"


def run(
    database: Database, text: str | bytes, *, dry_run: bool = False, partial: bool = False
) -> Report:
    table = read_table(text.encode() if isinstance(text, str) else text, "c.csv")
    with database.write() as session:
        return import_clients(session, table, by=SYSTEM, dry_run=dry_run, partial=partial)


def clients(database: Database) -> list[Client]:
    with database.read() as session:
        found = list(session.exec(select(Client).order_by(col(Client.id))))
        session.expunge_all()
    return found


def codes(report: Report) -> list[list[str]]:
    return [[remark.code for remark in line.remarks] for line in report]


def test_the_real_file_is_wholly_kept_and_a_second_run_changes_nothing(database: Database) -> None:
    first = run(database, REAL.read_bytes())
    assert (len(first.lines), first.count(Outcome.CREATED), first.applied) == (132, 132, True)
    kept = clients(database)
    assert len(kept) == 132
    assert (kept[0].name, kept[0].siret) == ("Mairie de Clermont-Ferrand", "21630113500010")
    assert [client.postcode for client in kept if client.town == "Vichy"] == ["03200"]
    again = run(database, REAL.read_bytes())
    assert again.count(Outcome.UNCHANGED) == 132
    assert len(clients(database)) == 132
    with database.read() as session:
        assert session.exec(select(ClientChange)).first() is None


def test_no_cell_of_the_real_file_is_lost(database: Database) -> None:
    run(database, REAL.read_bytes())
    table = read_table(REAL.read_bytes(), REAL.name)
    names = {
        "code_client": "external_code", "raison_sociale": "name", "categorie": "category",
        "siren": "siren", "siret": "siret", "adresse": "address", "complement": "address_extra",
        "code_postal": "postcode", "ville": "town", "telephone": "phone", "email": "email",
        "code_insee": "insee", "finess": "finess", "source": "source",
    }  # fmt: skip
    by_code = {client.external_code: client for client in clients(database)}
    for row in table.rows:
        said = dict(zip(table.headers, row.cells, strict=True))
        client = by_code[said["code_client"]]
        for header, field in names.items():
            assert (getattr(client, field) or "") == " ".join(said[header].split())


def test_the_file_as_excel_spoils_it_finds_the_same_clients(database: Database) -> None:
    run(database, REAL.read_bytes())
    table = read_table(REAL.read_bytes(), REAL.name)
    numbers = {"siren", "siret", "code_postal", "code_insee", "finess"}
    rows = [
        [
            int(cell) if header in numbers and cell.isdigit() else cell
            for header, cell in zip(table.headers, row.cells, strict=True)
        ]
        for row in table.rows
    ]
    report = run(database, write_xlsx(table.headers, rows))
    assert report.count(Outcome.UNCHANGED) == 132
    restored = [line for line in report if line.remarks]
    assert [line.about for line in restored] == [
        "Mairie de Bellerive-sur-Allier — Bellerive-sur-Allier",
        "Mairie de Vichy — Vichy",
    ]


def test_a_dry_run_says_the_same_and_writes_nothing(database: Database) -> None:
    report = run(database, REAL.read_bytes(), dry_run=True)
    assert (report.count(Outcome.CREATED), report.applied) == (132, False)
    assert clients(database) == []


def test_one_refused_line_stops_all_unless_parts_are_welcome(database: Database) -> None:
    text = "nom;ville\nA;Riom\n;Gap\nC;Nice;trop\n"
    report = run(database, text)
    assert [line.outcome for line in report] == [
        Outcome.CREATED,
        Outcome.REFUSED,
        Outcome.REFUSED,
    ]
    assert codes(report) == [[], ["line_no_name"], ["line_too_long"]]
    assert clients(database) == []
    assert run(database, text, partial=True).applied
    assert [client.name for client in clients(database)] == ["A"]


def test_doubtful_cells_are_left_empty_and_reported(database: Database) -> None:
    report = run(
        database,
        "Client;N° SIRET;CP;Ville;Tél;Mail\n"
        "A;2,16300E+13;6300;Clermont-Ferrand;12;a@b\n"
        "B;00000000000000;3200;Vichy;473426363;b@c.fr\n",
    )
    assert [sorted(line) for line in codes(report)] == [
        ["email_form", "number_lost", "phone_form", "postcode_zero_doubtful"],
        ["phone_zero_restored", "postcode_zero_restored", "siret_zeros"],
    ]
    first, second = clients(database)
    assert (first.siret, first.postcode, first.phone, first.email) == ("", "", "", "")
    assert (second.postcode, second.phone) == ("03200", "04 73 42 63 63")
    assert "« 2,16300E+13 »" in report.lines[0].sentence


def test_formulas_are_kept_as_text(database: Database) -> None:
    run(database, "nom;adresse\n=HYPERLINK(1);@SUM(A1)\n+33;-2+3\n")
    assert [(client.name, client.address) for client in clients(database)] == [
        ("=HYPERLINK(1)", "@SUM(A1)"),
        ("+33", "-2+3"),
    ]


def test_likenesses_are_reported_and_never_merged(database: Database) -> None:
    text = (
        "nom;ville;siret\n"
        "Mairie de Riom;Riom;21630300800017\n"
        "La mairie;Riom;21630300800017\n"
        "Lilas;Gap;\n"
        "LES LILAS;Gap;\n"
        "lilas;GAP CEDEX;\n"
    )
    report = run(database, text)
    assert codes(report) == [[], ["duplicate_siret_line"], [], [], ["duplicate_name_line"]]
    assert len(clients(database)) == 5
    again = run(database, text)
    assert again.count(Outcome.UNCHANGED) == 5
    more = run(database, "code;nom;ville\nZ1;Lilas;Gap\nZ1;Autre;Gap\n")
    assert [line.outcome for line in more] == [Outcome.UPDATED, Outcome.CREATED]
    assert codes(more)[1] == ["duplicate_code_line"]


def test_a_client_of_another_code_is_not_taken_over(database: Database) -> None:
    run(database, "code;nom;ville\nA1;Lilas;Gap\n")
    report = run(database, "code;nom;ville\nB1;Lilas;Gap\n")
    assert report.lines[0].outcome is Outcome.CREATED
    assert codes(report) == [["duplicate_name_client"]]
    assert run(database, "code;nom;ville\nB1;Lilas;Gap\n").lines[0].outcome is Outcome.UNCHANGED


def test_an_empty_cell_empties_nothing_and_a_new_value_is_noted(database: Database) -> None:
    run(database, "code;nom;ville;tel\nA1;Lilas;Gap;04 73 42 63 63\n")
    report = run(database, "code;nom;ville;tel\nA1;Les Lilas;Gap;\n")
    assert report.lines[0].outcome is Outcome.UPDATED
    assert "Changé : Nom." in report.lines[0].sentence
    (client,) = clients(database)
    assert (client.name, client.phone) == ("Les Lilas", "04 73 42 63 63")
    with database.read() as session:
        change = session.exec(select(ClientChange)).one()
        assert (change.field, change.before, change.after) == ("name", "Lilas", "Les Lilas")


def test_an_archived_client_is_not_changed(database: Database) -> None:
    run(database, "code;nom;ville\nA1;Lilas;Gap\n")
    with database.write() as session:
        service.archive_client(session, _id(session), by=SYSTEM)
    report = run(database, "code;nom;ville\nA1;Les Lilas;Gap\n")
    assert codes(report) == [["client_is_archived"]]
    assert clients(database)[0].name == "Lilas"


def _id(session: Session) -> int:
    return session.exec(select(Client.id)).one() or 0


def test_what_is_not_read_of_a_file_is_said(database: Database) -> None:
    report = run(database, "Nom;Prénom;Raison sociale;Couleur\nA;B;C;D\n")
    assert [note.text for note in report.notes] == [
        "Colonnes non reprises : Prénom, Couleur.",
        "Colonnes non reprises, car une autre donne déjà la même chose : Nom.",
    ]
    assert clients(database)[0].name == "C"


def test_a_file_without_a_name_column_is_refused(database: Database) -> None:
    with pytest.raises(Invalid, match="import_no_name_column"):
        run(database, "ville;cp\nRiom;63200\n")
