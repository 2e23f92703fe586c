"""The dashboard and the strip on the RABC home: who sees them, what they lead to, what is green."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from flask.testing import FlaskClient
from sqlmodel import Session

from esat import clock
from esat.actors import SYSTEM
from laundry_rabc.board import board_pages
from laundry_rabc.cases import judged
from tests.conftest import MONDAY
from tests.laundry_rabc.cases import grounds
from tests.laundry_rabc.checks.conftest import Laundry

SignedIn = Callable[..., FlaskClient]
PAGE = "/rabc/tableau-de-bord"
OWN = {"Origin": "http://localhost"}


def tile(text: str, label: str) -> str:
    """The words of one figure."""
    found = re.search(rf'class="label">{label}</strong>(.*?)</(?:a|div)>', text, re.DOTALL)
    assert found is not None, label
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).split()).replace("\u00a0", " ")


def banner(text: str) -> str:
    found = re.search(r'class="state" data-meaning="(\w+)"', text)
    assert found is not None
    return found[1]


def test_an_empty_house_reads_that_nothing_was_entered(signed_in: SignedIn, now: datetime) -> None:
    shown = signed_in("qualite").get(PAGE)
    assert shown.status_code == 200
    assert "novembre 2026" in shown.text.lower()
    assert banner(shown.text) == "unknown"
    assert 'class="badge" data-meaning="ok"' not in shown.text
    assert "Rien n’a été saisi" in tile(shown.text, "Lavages mesurés")
    assert "100" not in tile(shown.text, "Contrôles à l’heure")


def test_all_missed_is_red_and_says_so(
    session: Session, laundry: Laundry, signed_in: SignedIn
) -> None:
    with clock.pinned(MONDAY + timedelta(days=60)):
        text = signed_in("qualite").get(f"{PAGE}?mois=2026-11").text
    said = tile(text, "Contrôles à l’heure")
    assert "Rien n’a été saisi" in said
    assert "manqués" in said
    assert banner(text) == "refused"
    assert "0 sur" in text


def test_a_drift_that_is_looked_into_is_not_green(
    session: Session, signed_in: SignedIn, now: datetime
) -> None:
    """Scenario 7, seen from here: nothing is in action, and the page is not green."""
    grounds.build(session, now)
    for months, value in ((9, "9"), (6, "10"), (0, "11")):
        at = now - timedelta(days=months * 30 + 1)
        judged.record(session, grounds.plate("HYG-01", value, at), by=SYSTEM)
    session.commit()
    assert {one.kind for one in grounds.cases(session)} == {"alert", "investigation"}
    text = signed_in("qualite").get(PAGE).text
    assert "Dérive à comprendre" in tile(text, "Alertes / actions")
    assert "recherche de cause" in tile(text, "Cas ouverts")
    assert banner(text) != "ok"


def test_each_figure_leads_to_its_list_and_the_list_opens(
    session: Session, laundry: Laundry, signed_in: SignedIn
) -> None:
    ines = signed_in("qualite")
    text = ines.get(PAGE).text
    links = re.findall(r'<a class="tile" href="([^"]+)"', text)
    assert len(links) == len(board_pages.LISTS)
    for link in links:
        assert ines.get(link.replace("&amp;", "&")).status_code == 200, link
    assert "du=2026-11-01" in text
    assert "Octobre 2026" in text
    assert f"{PAGE}?mois=2026-10" in text
    assert f"{PAGE}?mois=2026-12" not in text
    assert f"{PAGE}?mois=2026-11" in ines.get(f"{PAGE}?mois=2026-10").text


def test_nonsense_shows_this_month(signed_in: SignedIn, now: datetime) -> None:
    ines = signed_in("qualite")
    for text in ("x", "2026-99", "9999-12", "%00", "2026-11-01"):
        for page in (PAGE, f"{PAGE}/lavages"):
            shown = ines.get(f"{page}?mois={text}&preuve=%3Cb%3E")
            assert shown.status_code == 200
            assert "novembre 2026" in shown.text.lower()
            assert "<b>" not in shown.text


def test_washes_are_listed_by_their_proof(
    session: Session, signed_in: SignedIn, now: datetime
) -> None:
    ground = grounds.build(session, now)
    cycle = grounds.washed(session, ground, grounds.HOT, now - timedelta(days=1))
    session.commit()
    ines = signed_in("qualite")
    text = ines.get(f"{PAGE}/lavages?preuve=declared").text
    assert f"/rabc/lots/{cycle.lot_id}" in text
    assert "71 °C, 3 min" in text
    assert "Aucun lavage" in ines.get(f"{PAGE}/lavages?preuve=measured").text
    assert "0 sur 1 ; 1 déclaré" in tile(ines.get(PAGE).text, "Lavages mesurés")


def test_the_home_has_a_strip_and_one_act(
    session: Session, laundry: Laundry, signed_in: SignedIn
) -> None:
    text = signed_in("moniteur", workshops=("laundry",)).get("/rabc").text
    for label in ("Contrôles à l’heure", "Cas ouverts", "Lavages mesurés", "Programmes qualifiés"):
        tile(text, label)
    assert PAGE in text
    assert text.count("button primary") == 1
    counter = signed_in("comptoir", workshops=("laundry",)).get("/rabc").text
    assert PAGE not in counter
    assert "button primary" in counter
    assert "button primary" not in signed_in("inspecteur").get("/rabc").text


def test_who_may_see_it(signed_in: SignedIn, client: FlaskClient) -> None:
    for role in ("qualite", "direction", "inspecteur", "administrateur"):
        assert signed_in(role).get(PAGE).status_code == 200
    for role, workshops in (
        ("moniteur", ("bookbinding",)), ("comptoir", ("laundry",)),
        ("responsable_atelier", ("green_spaces",)),
    ):  # fmt: skip
        stranger = signed_in(role, workshops)
        assert stranger.get(PAGE).status_code == 403
        assert stranger.get(f"{PAGE}/lavages").status_code == 403
    assert client.get(PAGE).status_code in {302, 303}
    assert signed_in("qualite").post(PAGE, headers=OWN).status_code == 405


def test_nobody_is_named_or_ranked(session: Session, laundry: Laundry, signed_in: SignedIn) -> None:
    text = signed_in("direction").get(PAGE).text
    for name in ("Paul", "Nadia", "Rachid"):
        assert name not in text


def test_the_page_is_a_bounded_number_of_statements(
    session: Session, laundry: Laundry, signed_in: SignedIn, statements: list[str]
) -> None:
    ines = signed_in("qualite")
    ines.get(PAGE)
    statements.clear()
    ines.get(PAGE)
    first = len(statements)
    ground = grounds.build(session, MONDAY)
    for day in (3, 2, 1):
        grounds.washed(session, ground, grounds.HOT, MONDAY - timedelta(days=day))
    session.commit()
    statements.clear()
    ines.get(PAGE)
    assert first <= 80
    assert len(statements) <= first + 25
