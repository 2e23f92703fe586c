import pytest
from flask import Flask

from esat.activity.rights.reader_pages import names
from esat.activity.rights.reading_words import ROOMS, what
from tests.esat.activity.rights.conftest import SignedIn, Two

PAGE = "/travailleurs/lectures"


def test_the_direction_reads_who_opened_what_of_one_person(signed_in: SignedIn, two: Two) -> None:
    office = signed_in("bureau")
    office.get(f"/travailleurs/{two.paul.id}")
    office.get(f"{two.page}/export.zip")
    office.get(f"/travailleurs/{two.zoe.id}")
    director = signed_in("direction")
    shown = director.get(f"{PAGE}?travailleur={two.paul.id}").text
    assert "Fiche : nom, matricule, groupe" in shown
    assert "A lu la raison d’une absence" in shown
    assert shown.count("Odile") == 3
    other = director.get(f"{PAGE}?travailleur={two.zoe.id}").text
    assert (other.count("Odile"), "raison" in other) == (1, False)
    assert director.get(f"{PAGE}?travailleur=999").status_code == 404


def test_a_refusal_is_shown_as_one(signed_in: SignedIn, two: Two) -> None:
    signed_in("moniteur").get(two.page)
    shown = signed_in("administrateur").get(f"{PAGE}?travailleur={two.paul.id}").text
    assert "Refusé" in shown
    assert "Nadia" in shown


@pytest.mark.parametrize("role", ["bureau", "responsable_atelier", "moniteur", "qualite"])
def test_nobody_else_reads_the_readers(signed_in: SignedIn, two: Two, role: str) -> None:
    assert signed_in(role).get(PAGE).status_code == 403


@pytest.mark.parametrize(
    ("line", "mine"),
    [
        ("worker_id=17", True), ("worker_id=3,17,20", True), ("month=2026-11,worker_id=17", True),
        ("worker_id=17,year=2026", True), ("worker_id=170", False), ("worker_id=1,7", False),
        ("order_id=17", False), ("", False),
        ("kind=travailleurs,key=17", True), ("kind=encadrement,key=17", False),
    ],
)  # fmt: skip
def test_a_line_is_about_a_person_by_its_whole_number(line: str, mine: bool) -> None:
    assert names(line, 17) is mine


def test_every_page_of_a_person_has_its_french_words(app: Flask) -> None:
    """And names him as the log understands it: `worker_id`, or the key of the hygiene's pages."""
    rooms = {
        rule.endpoint.split(".")[0]
        for rule in app.url_map.iter_rules()
        if "worker_id" in rule.arguments or "travailleurs, encadrement" in rule.rule
    }
    assert rooms - ROOMS.keys() == set()


def test_an_unknown_page_keeps_its_own_name() -> None:
    assert what("new_room.show", "GET", "") == "new_room.show"
    assert what("worker_contracts.amend", "POST", "") == "Contrat (a écrit)"
