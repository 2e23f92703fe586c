"""The list of workers that the payroll office sends, brought in on the page: homonyms, payroll ids
that are missing, and ids that are not last year's.
"""

import io
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, col, select
from werkzeug.test import TestResponse

from esat.workers.absences.models import LeaveFigure
from esat.workers.models import Worker

SignedIn = Callable[..., FlaskClient]
WORKERS, LEAVE = "/administration/import/workers", "/administration/import/leave"
HEAD = "Prénom;Nom;Matricule\n"
LAST_YEAR = f"{HEAD}Paul;Durand;M1\nZoé;Martin;M2\n"
COUNTERS = "Matricule;Nom;Congés acquis;Congés pris;Reportés;Valables jusqu'au;Arrêté au\n"


def shown(office: FlaskClient, place: str, text: str) -> TestResponse:
    """The file is sent; the page says what each line would do."""
    sent = {"file": (io.BytesIO(text.encode()), "paie.csv")}
    return office.post(place, data=sent, buffered=True)


def kept(office: FlaskClient, place: str, page: TestResponse, **more: str) -> TestResponse:
    """What was shown is kept, by the button of that page."""
    found = re.search(r'name="key" value="([0-9a-f]{32})"', page.text)
    assert found
    return office.post(f"{place}/enregistrer", data={"key": found.group(1), **more})


def known(session: Session) -> list[tuple[str, str | None]]:
    session.expire_all()
    query = select(Worker).order_by(col(Worker.id))
    return [(one.display_name, one.payroll_id) for one in session.exec(query)]


@pytest.fixture
def office(signed_in: SignedIn, session: Session, now: object) -> FlaskClient:
    """Last year's list is in."""
    browser = signed_in("bureau")
    assert kept(browser, WORKERS, shown(browser, WORKERS, LAST_YEAR)).status_code == 200
    assert known(session) == [("Paul D.", "M1"), ("Zoé M.", "M2")]
    return browser


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("Paul;Durand;P1\nZoé;Martin;M2\n", "Matricule P1, mais M1 est connu pour ce nom."),
        ("Zoé;Martin;M1\nPaul;Durand;M2\n", "Ce matricule est celui de Paul D."),
        ("Paul;Durand;M1\nAli;Petit;\n", "Le matricule manque."),
        ("Paul;Durand;M1\nLéa;Roy;M1\n", "Ce matricule est déjà celui de la ligne 2."),
    ],
    ids=["other ids than last year", "ids exchanged", "no id", "one id twice"],
)
def test_a_list_whose_payroll_ids_are_not_ours_says_why_and_changes_nothing(
    office: FlaskClient, session: Session, lines: str, words: str
) -> None:
    before = known(session)
    page = shown(office, WORKERS, HEAD + lines)
    assert words in page.text
    assert kept(office, WORKERS, page).status_code == 409
    assert known(session) == before


def test_homonyms_are_two_people_by_their_ids_and_asked_about_without(
    office: FlaskClient, session: Session
) -> None:
    both = shown(office, WORKERS, f"{HEAD}Paul;Durand;M1\nPaul;Durand;M9\n")
    assert kept(office, WORKERS, both).status_code == 200
    assert known(session)[2:] == [("Paul D.", "M9")]
    nameless = shown(office, WORKERS, "Prénom;Nom\nPaul;Durand\n")
    assert "2 personnes portent ce nom. Ajoutez le matricule." in nameless.text
    assert kept(office, WORKERS, nameless).status_code == 409
    assert len(known(session)) == 3


def test_leave_of_other_payroll_ids_is_refused_whole(office: FlaskClient, session: Session) -> None:
    row = ";20;4,5;3;31/03/2027;31/08/2026\n"
    page = shown(office, LEAVE, f"{COUNTERS}M1;Durand{row}M7;Martin{row}")
    assert page.status_code == 422
    assert "Inconnus ici : M7" in page.text
    assert session.exec(select(LeaveFigure)).all() == []
    good = shown(office, LEAVE, f"{COUNTERS}M1;Durand{row}M2;Martin{row}")
    assert kept(office, LEAVE, good).status_code == 200
    assert len(session.exec(select(LeaveFigure)).all()) == 2
