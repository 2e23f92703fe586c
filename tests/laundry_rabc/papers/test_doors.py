from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from laundry_rabc.papers.audit_models import Audit, PaperAction
from laundry_rabc.papers.team_models import Meeting, TeamEntry
from tests.laundry_rabc.papers.asking import ACTIONS, AUDITS, DOCUMENTS, HEADERS, REVIEWS

SignedIn = Callable[..., FlaskClient]


GET = (
    DOCUMENTS, f"{DOCUMENTS}/nouveau", f"{DOCUMENTS}/1", f"{DOCUMENTS}/1/versions/1",
    f"{DOCUMENTS}/1/nouvelle-version", f"{DOCUMENTS}/1/versions/1/fichiers/1",
    f"{DOCUMENTS}/pieces/1", AUDITS, f"{AUDITS}/nouveau", f"{AUDITS}/1", f"{AUDITS}/certificat",
    f"{AUDITS}/delais-et-questions", REVIEWS, f"{REVIEWS}/equipe", f"{REVIEWS}/nouvelle",
    f"{REVIEWS}/1", ACTIONS, f"{ACTIONS}/nouvelle", f"{ACTIONS}/1",
)  # fmt: skip
POST = (
    f"{DOCUMENTS}/nouveau", f"{DOCUMENTS}/1/nouvelle-version",
    *(f"{DOCUMENTS}/1/versions/1/{act}"
      for act in ("approbation", "refus", "retrait", "relecture", "lu")),
    f"{AUDITS}/nouveau", *(f"{AUDITS}/1/{act}" for act in ("reponses", "suite", "constats")),
    f"{AUDITS}/certificat", f"{AUDITS}/certificat/evenements", f"{AUDITS}/delais-et-questions",
    f"{AUDITS}/delais-et-questions/1/validation", f"{REVIEWS}/equipe", f"{REVIEWS}/equipe/1",
    f"{REVIEWS}/nouvelle", f"{ACTIONS}/nouvelle",
    *(f"{ACTIONS}/1/{act}"
      for act in ("faite", "verifiee", "renvoyee", "report", "precision")),
)  # fmt: skip


@pytest.mark.parametrize(
    ("role", "workshops"),
    [("", None), ("moniteur", ("bookbinding",)), ("responsable_atelier", ("bookbinding",)),
     ("comptoir", ("laundry",)), ("bureau", None)],
)  # fmt: skip
def test_strangers_and_people_of_other_workshops_find_every_door_closed(
    signed_in: SignedIn, client: FlaskClient, session: Session, document: str, role: str,
    workshops: tuple[str, ...] | None,
) -> None:  # fmt: skip
    browser = signed_in(role, workshops) if role else client
    for method, paths in (("GET", GET), ("POST", POST)):
        for path in paths:
            answer = browser.open(path, method=method, headers=HEADERS)
            assert answer.status_code in ({403, 404} if role else {302, 303, 401}), path
            assert "Tri du linge" not in answer.text
    for table in (Audit, PaperAction, Meeting, TeamEntry):
        assert session.exec(select(table)).all() == []


def test_the_inspector_reads_all_and_writes_nothing(
    signed_in: SignedIn, session: Session, document: str
) -> None:
    irene = signed_in("inspecteur")
    for path in (DOCUMENTS, document, AUDITS, REVIEWS, ACTIONS, f"{AUDITS}/certificat"):
        assert irene.get(path).status_code == 200
    for path in POST:
        assert irene.post(path, headers=HEADERS).status_code == 403


@pytest.mark.parametrize("path", [path for path in POST if path not in GET])
def test_what_writes_is_not_asked_by_an_address(ines: FlaskClient, path: str) -> None:
    assert ines.get(path).status_code in {404, 405}


def test_the_page_of_help_opens(nadia: FlaskClient) -> None:
    assert "Lire un document" in nadia.get("/aide/rabc-documents").text
