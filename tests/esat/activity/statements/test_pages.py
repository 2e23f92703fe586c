"""The months over HTTP: who may see and do what, and what the pages say."""

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat.accounts.models import AccessLine, Account, AccountRole
from esat.accounts.permissions import write_waiting_lines
from esat.activity.statements.models import StatementVersion
from esat.exchange.tabular import read_table
from esat.workers import people
from tests import people_month
from tests.esat.activity.statements.conftest import Two

SignedIn = Callable[..., FlaskClient]
MONTHS = "/travailleurs/releves/2026-11"


@pytest.fixture
def office(signed_in: SignedIn, session: Session, two: Two) -> FlaskClient:
    session.commit()
    return signed_in("bureau")


@pytest.fixture
def supervisor(signed_in: SignedIn, session: Session, two: Two) -> FlaskClient:
    """Nadia, who leads the group."""
    browser = signed_in("moniteur", ("laundry",))
    lead(session, two)
    return browser


def lead(session: Session, two: Two) -> None:
    query = select(Account.id).join(AccountRole).where(AccountRole.role == "moniteur")
    people.lead(session, two.group, session.exec(query).one() or 0, date(2026, 1, 1))
    session.commit()


def explain(browser: FlaskClient, worker: int, anomaly: str = "not_validated") -> None:
    sent = {"anomaly": anomaly, f"words-{anomaly}": "Moniteur en congé."}
    assert browser.post(f"{MONTHS}/{worker}/expliquer", data=sent).status_code == 303


def test_a_month_is_validated_and_closed_by_its_buttons(
    office: FlaskClient, supervisor: FlaskClient, two: Two
) -> None:
    page = office.get("/travailleurs/releves").text
    assert "Novembre 2026" in page
    assert page.count("pas encore validé par le moniteur") == 2
    assert supervisor.post("/travailleurs/mois/2026-11/valider").status_code == 303
    assert "Valider tous ceux sans anomalie (2)" in office.get(MONTHS).text
    done = office.post(f"{MONTHS}/valider")
    assert "2 relevés validés." in office.get(done.location).text
    done = office.post(f"{MONTHS}/clore")
    assert "2 relevés clos." in office.get(done.location).text
    assert "Première clôture" in office.get(f"{MONTHS}/{two.paul}").text
    version = office.get(f"{MONTHS}/{two.paul}/version/1").text
    assert "140\u00a0h" in version
    assert "€" not in version


def test_sending_a_closing_twice_closes_once(
    office: FlaskClient, session: Session, two: Two
) -> None:
    explain(office, two.paul)
    key = {"capture": "0b7d1c56-1111-4222-8333-444455556666"}
    for _ in range(2):
        assert office.post(f"{MONTHS}/{two.paul}/clore", data=key).status_code == 303
    assert len(session.exec(select(StatementVersion)).all()) == 1
    assert office.post(f"{MONTHS}/{two.paul}/clore").status_code == 409


def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(
    office: FlaskClient, two: Two
) -> None:
    refused = office.post(f"{MONTHS}/{two.paul}/clore")
    assert refused.status_code == 409
    assert "Durand Paul : reste ouvert (pas encore validé par le moniteur)" in refused.text
    wrong = office.post(f"{MONTHS}/{two.paul}/expliquer", data={"anomaly": "not_validated"})
    assert (wrong.status_code, "Ce champ est à remplir" in wrong.text) == (422, True)
    assert office.get("/travailleurs/releves/2026-13").status_code == 404
    assert office.get(f"{MONTHS}/999999").status_code == 404
    assert office.get(f"{MONTHS}/{two.paul}/version/7").status_code == 404
    assert office.post("/travailleurs/releves/2026-12/valider").status_code == 409


def test_the_paper_of_a_version_is_tagged_and_stays_the_same(office: FlaskClient, two: Two) -> None:
    explain(office, two.paul)
    office.post(f"{MONTHS}/{two.paul}/clore")
    first, second = (office.get(f"{MONTHS}/{two.paul}/releve.pdf?version=1").data for _ in "ab")
    assert first == second
    assert first.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in first


def test_the_files_of_a_month_hold_every_field_and_no_formula(
    office: FlaskClient, session: Session, two: Two
) -> None:
    worker = people.the_worker(session, two.paul)
    worker.last_name = "=1+1"
    session.commit()
    text = office.get(f"{MONTHS}/fichier?format=csv").data.decode("utf-8-sig")
    head, first, *_ = text.splitlines()
    row = dict(zip(head.split(";"), first.split(";"), strict=True))
    assert (row["Nom et prénom"], row["Heures à faire"]) == ("'=1+1 Paul", "140:00")
    assert row["État"] == "À compléter"
    book = read_table(office.get(f"{MONTHS}/fichier?format=xlsx").data, "mois.xlsx")
    assert book.rows[0].cells[2] == "=1+1 Paul"
    assert office.get(f"{MONTHS}/fichier?format=doc").status_code == 422


OFFICE_ONLY = (
    "/travailleurs/releves", MONTHS, f"{MONTHS}/fichier", f"{MONTHS}/1", f"{MONTHS}/1/version/1",
    f"{MONTHS}/1/releve.pdf", "/travailleurs/paie", "/travailleurs/paie/fichier?mois=2026-11",
    "/travailleurs/paie/colonnes",
)  # fmt: skip


@pytest.mark.parametrize("role", ["moniteur", "responsable_atelier", "direction", "comptoir"])
def test_only_the_office_opens_the_months(signed_in: SignedIn, role: str) -> None:
    browser = signed_in(role)
    assert {browser.get(where).status_code for where in OFFICE_ONLY} == {403}
    for act in ("valider", "clore", "1/valider", "1/clore", "1/expliquer"):
        assert browser.post(f"{MONTHS}/{act}").status_code == 403
    assert browser.post("/travailleurs/paie/colonnes").status_code == 403


def test_a_supervisor_sees_his_people_without_reasons_and_nobody_elses(
    supervisor: FlaskClient, session: Session, two: Two
) -> None:
    other = people_month.group(session, "cartons", "subcontracting")
    stranger = people_month.worker(session, other, "Ali", "Petit")
    people_month.absence(session, two.paul, "MAL", date(2026, 12, 2))
    session.commit()
    page = supervisor.get("/travailleurs/mois/2026-11").text
    assert "Paul D." in page
    assert "Durand" not in page
    assert "Ali" not in page
    month = supervisor.get(f"/travailleurs/mois/2026-12/{two.paul}").text
    assert "Absence (prévue)" in month
    assert not [word for word in ("Maladie", "MAL ", "Durand", "MPaul") if word in month]
    assert supervisor.get(f"/travailleurs/mois/2026-11/{stranger}").status_code == 403
    assert supervisor.post(f"/travailleurs/mois/2026-11/{stranger}/valider").status_code == 403
    assert supervisor.post("/travailleurs/mois/2026-12/valider").status_code == 409


def test_the_rules_are_read_by_the_office_and_decided_by_the_direction(
    office: FlaskClient, signed_in: SignedIn
) -> None:
    assert "Temps plein : 35\u00a0h" in office.get("/travailleurs/regles").text
    assert "Valeur proposée : 35\u00a0h" in office.get("/travailleurs/regles/full_time_hours").text
    sent = {
        "value": "34", "source": "Règlement 2027", "status": "validated", "reason": "Voté",
        "since": "2027-01-01",
    }  # fmt: skip
    assert office.post("/travailleurs/regles/full_time_hours", data=sent).status_code == 403
    direction = signed_in("direction")
    wrong = direction.post("/travailleurs/regles/full_time_hours", data=sent | {"value": "99"})
    assert (wrong.status_code, "Règlement 2027" in wrong.text) == (422, True)
    assert direction.post("/travailleurs/regles/full_time_hours", data=sent).status_code == 303
    assert "Règlement 2027" in office.get("/travailleurs/regles/full_time_hours").text
    assert signed_in("moniteur").get("/travailleurs/regles").status_code == 403


def test_the_home_counts_the_months_to_close(office: FlaskClient) -> None:
    page = office.get("/travailleurs/bureau").text
    assert "relevés à clore" in page
    assert "Export pour la paie" in page


def test_reading_reasons_leaves_a_line(office: FlaskClient, session: Session, two: Two) -> None:
    office.get(f"{MONTHS}/{two.paul}")
    write_waiting_lines(office.application)
    lines = session.exec(select(AccessLine.object_ref).where(AccessLine.outcome == "reason_read"))
    assert lines.all() == [f"worker_id={two.paul}"]
