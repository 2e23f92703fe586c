"""Days, months and years in addresses: those that cannot be are a page that says so in French."""

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session

from esat.errors import NotFound
from esat.workers import addresses
from tests.esat.workers.conftest import Team

SignedIn = Callable[..., FlaskClient]
NO_MONTHS = (
    "2026-13",
    "2026-6",
    "2026-00",
    "0001-01",
    "20261",
    "hier",
    "2026-11-01",
    "２０２６-11",
)
OUTSIDE = ("2027-06", "2026-12", "2019-05")
NO_DAYS = ("2026-11-31", "2026-1-2", "20261123", "2026-W48-1", "0001-01-01", "demain")
MONTHS = (
    "/travailleurs/releves/{}", "/travailleurs/releves/{}/1", "/travailleurs/releves/{}/fichier",
    "/travailleurs/releves/{}/1/releve.pdf", "/travailleurs/releves/{}/1/version/1",
    "/travailleurs/paie?mois={}", "/travailleurs/paie/fichier?mois={}",
)  # fmt: skip
GROUP_MONTHS = ("/travailleurs/mois/{}", "/travailleurs/mois/{}/1")
PLANNED = ("/travailleurs/absences?mois={}", "/travailleurs/places?mois={}")
GROUP_DAYS = (
    "/equipes/linge/{}/matin", "/equipes/linge/{}/postes", "/equipes/linge/{}/productions",
    "/equipes/linge/{}/postes/fil", "/equipes/linge/{}",
)  # fmt: skip


def every(browser: FlaskClient, paths: tuple[str, ...], asked: tuple[str, ...]) -> set[int]:
    found = [browser.get(path.format(text)) for path in paths for text in asked]
    assert all("Jeton" not in one.text and "<html" in one.text for one in found)
    return {one.status_code for one in found}


def test_a_month_that_cannot_be_is_no_page(
    signed_in: SignedIn, session: Session, team: Team
) -> None:
    session.commit()
    office, head = signed_in("bureau"), signed_in("responsable_atelier", ("laundry",))
    assert every(office, MONTHS, NO_MONTHS + OUTSIDE) == {404}
    assert every(head, GROUP_MONTHS, NO_MONTHS + OUTSIDE) == {404}
    assert every(office, PLANNED, NO_MONTHS) == {404}
    assert every(office, PLANNED, ("2026-12", "2026-10", "")) == {200}
    assert "Choisissez un mois passé" in office.get("/travailleurs/releves/2027-06").text
    for month in OUTSIDE:
        for act in ("valider", "clore"):
            assert office.post(f"/travailleurs/releves/{month}/{act}").status_code == 404


def test_a_day_that_cannot_be_is_no_page(signed_in: SignedIn, session: Session, team: Team) -> None:
    session.commit()
    office, head = signed_in("bureau"), signed_in("responsable_atelier", ("laundry",))
    assert every(head, GROUP_DAYS, (*NO_DAYS, "2019-05-03")) == {404}
    texts = ("/travailleurs/bureau/textes?jour={}", "/travailleurs/absences/conges?jour={}")
    assert every(office, texts, (*NO_DAYS, "2026-11-24")) == {404}
    for path in ("/matin", "/postes", "/productions", ""):
        assert "pas encore là" in head.get(f"/equipes/linge/2027-06-01{path}").text
    figures = signed_in("direction").get("/travailleurs/bilan?annee=2027")
    assert figures.status_code == 404
    assert "pas encore là" in figures.text


def test_a_house_begins_with_the_month_before_its_first_account(
    signed_in: SignedIn, session: Session, team: Team
) -> None:
    session.commit()
    office = signed_in("bureau")
    today = date(2026, 11, 23)
    assert addresses.month(session, "2026-10", today=today) == date(2026, 10, 1)
    assert addresses.day(session, "2026-10-01") == date(2026, 10, 1)
    page = office.get("/travailleurs/releves/2026-10").text
    assert "releves/2026-11" in page
    assert "releves/2026-09" not in page
    for asked in ("2026-09", "2025-12"):
        with pytest.raises(NotFound):
            addresses.month(session, asked, today=today)
