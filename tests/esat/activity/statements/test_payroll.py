"""The payroll file: closed months only, the columns and decimals that the office chose."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, func, select

from esat.activity.statements.models import PayrollLayout
from esat.exchange.tabular import read_table
from tests.esat.activity.statements.conftest import Two

SignedIn = Callable[..., FlaskClient]
FILE, COLUMNS = "/travailleurs/paie/fichier?mois=2026-11", "/travailleurs/paie/colonnes"
LAYOUT = {
    "hours": "hundredths", "decimal": ".", "separator": ",", "dates": "iso",
    "place-to_do": "2", "name-to_do": "A faire", "place-payroll_id": "1", "name-payroll_id": "=Id",
    "place-abs_h:CP": "3", "name-abs_h:CP": "CP", "place-office": "4", "name-office": "Le",
}  # fmt: skip


@pytest.fixture
def office(signed_in: SignedIn, session: Session, two: Two) -> FlaskClient:
    session.commit()
    return signed_in("bureau")


def close(office: FlaskClient, worker: int) -> None:
    month = f"/travailleurs/releves/2026-11/{worker}"
    sent = {"anomaly": "not_validated", "words-not_validated": "Moniteur absent."}
    assert office.post(f"{month}/expliquer", data=sent).status_code == 303
    assert office.post(f"{month}/clore").status_code == 303


def test_only_closed_months_go_out_under_the_chosen_names_and_decimals(
    office: FlaskClient, two: Two
) -> None:
    assert office.get(FILE).status_code == 409
    assert "Clôturez d’abord les relevés" in office.get("/travailleurs/paie?mois=2026-11").text
    close(office, two.paul)
    page = office.get("/travailleurs/paie?mois=2026-11").text
    assert "1 relevé n’est pas clos" in page
    assert "Colonnes proposées" in page
    assert office.post(COLUMNS, data=LAYOUT).status_code == 303
    text = office.get(FILE).data.decode("utf-8-sig")
    assert text.splitlines() == ["'=Id,A faire,CP,Le", "MPaulDurand,140.00,0.00,2026-12-01"]
    book = read_table(office.get(f"{FILE}&format=xlsx").data, "paie.xlsx")
    assert book.rows[0].cells[:2] == ("MPaulDurand", "140")


@pytest.mark.parametrize(
    ("hours", "said"), [("clock", "140:00"), ("minutes", "8400"), ("hundredths", "140.00")]
)
def test_hours_are_written_as_the_software_wants_them(
    office: FlaskClient, two: Two, hours: str, said: str
) -> None:
    close(office, two.paul)
    office.post(COLUMNS, data=LAYOUT | {"hours": hours})
    assert said in office.get(FILE).text


def test_a_layout_is_kept_once_and_changed_by_a_further_row(
    office: FlaskClient, session: Session
) -> None:
    for _ in range(2):
        assert office.post(COLUMNS, data=LAYOUT).status_code == 303
    assert session.exec(select(func.count()).select_from(PayrollLayout)).one() == 1
    office.post(COLUMNS, data=LAYOUT | {"separator": ";"})
    assert session.exec(select(func.count()).select_from(PayrollLayout)).one() == 2
    page = office.get(COLUMNS).text
    assert page.index("Matricule : place") < page.index("Heures à faire : place")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"place-to_do": "1"}, "Cette place est déjà prise"),
        ({"place-to_do": "-3"}, "Un nombre entier entre 1 et 200"),
        ({"name-to_do": "x" * 61}, "60 signes au plus"),
        ({"hours": ""}, "Choisissez une réponse"),
        ({"name-to_do": "=ID"}, "Deux colonnes portent ce nom"),
        ({name: "" for name in LAYOUT if name.startswith("place")}, "au moins une colonne"),
    ],
)
def test_what_is_wrong_in_a_layout_is_said_and_what_was_typed_stays(
    office: FlaskClient, session: Session, changed: dict[str, str], words: str
) -> None:
    answer = office.post(COLUMNS, data=LAYOUT | changed)
    assert answer.status_code == 422
    assert words in answer.text
    assert 'value="CP"' in answer.text
    assert session.exec(select(func.count()).select_from(PayrollLayout)).one() == 0
