from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from laundry_rabc.people import posts
from laundry_rabc.people.models import PostAuthorisation
from tests.laundry_rabc.people.somebody import worker

SignedIn = Callable[..., FlaskClient]
ROOT = "/rabc/habilitations"


@pytest.fixture
def placed(session: Session, now: datetime) -> None:
    posts.install(session, now)


def form(**fields: object) -> dict[str, object]:
    return {"capture": str(uuid4())} | fields


def test_the_matrix_and_one_person_on_screen(
    session: Session, placed: None, signed_in: SignedIn
) -> None:
    paul = worker(session)
    session.commit()
    page = f"{ROOT}/travailleurs/{paul.worker_id}/sorting"
    rachid, nadia = (
        signed_in("responsable_atelier", ("laundry",)), signed_in("moniteur", ("laundry",)),
    )  # fmt: skip
    shown, whole = rachid.get(ROOT).text, f"{ROOT}/travailleurs/{paul.worker_id}"
    assert whole in shown
    assert "Durand" not in shown
    assert page in rachid.get(whole).text
    assert whole in rachid.get(f"{ROOT}?groupe=Groupe+linge").text
    assert whole not in rachid.get(f"{ROOT}?groupe=Encadrement").text
    assert whole in rachid.get(f"{ROOT}?groupe=Inconnu").text
    blank = rachid.get(page).text
    assert 'name="since" required' in blank
    wrong = rachid.post(page + "/habiliter", data=form(since="", evidence="Vu au poste"))
    assert wrong.status_code == 422
    assert 'id="e-since"' in wrong.text
    assert "Vu au poste" in wrong.text
    sent = form(since="2026-11-01", until="2026-12-03", evidence="Vu au poste")
    for _ in range(2):
        assert rachid.post(page + "/habiliter", data=sent).status_code == 303
    assert "Expire bientôt" in nadia.get(ROOT).text
    read = nadia.get(page)
    assert "Vu au poste" in read.text
    assert "/habiliter" not in read.text
    assert rachid.post(page + "/retirer", data=form(why=" ")).status_code == 422
    assert rachid.post(page + "/retirer", data=form(why="Change de poste")).status_code == 303
    assert rachid.post(page + "/retirer", data=form(why="Encore")).status_code == 409
    assert "Habilitation retirée" in rachid.get(page).text
    session.expire_all()
    assert len(session.exec(select(PostAuthorisation)).all()) == 2


def test_others_look_or_see_nothing(
    session: Session, placed: None, signed_in: SignedIn, client: FlaskClient
) -> None:
    paul = worker(session)
    session.commit()
    whole = f"{ROOT}/travailleurs/{paul.worker_id}"
    page = f"{whole}/sorting"
    sent = form(since="2026-11-01", until="2026-12-03", evidence="Vu au poste")
    for reader in (signed_in("moniteur", ("laundry",)), signed_in("inspecteur")):
        assert reader.get(page).status_code == 200
        assert reader.post(page + "/habiliter", data=sent).status_code == 403
        assert reader.post(page + "/retirer", data=form(why="x")).status_code == 403
    other, rachid = (
        signed_in("moniteur", ("bookbinding",)), signed_in("responsable_atelier", ("laundry",)),
    )  # fmt: skip
    for address in (ROOT, page, whole):
        assert other.get(address).status_code == 404
        assert client.get(address).status_code in {302, 303, 401}
    assert signed_in("direction").get(ROOT).status_code == 403
    assert rachid.get(page + "/habiliter").status_code == 405
    for address in (
        f"{ROOT}/travailleurs/987", f"{ROOT}/travailleurs/987/sorting", f"{whole}/cuisine",
    ):  # fmt: skip
        assert rachid.get(address).status_code == 404
    assert session.exec(select(PostAuthorisation)).all() == []


def test_posts_are_kept_on_the_page_of_the_matrix(
    session: Session, placed: None, signed_in: SignedIn, now: datetime
) -> None:
    ines = signed_in("qualite")
    sent = form(label="Repassage", source="Équipe RABC")
    session.commit()
    for _ in range(2):
        assert ines.post(ROOT + "/postes", data=sent).status_code == 303
    wrong = ines.post(ROOT + "/postes", data=form(label="Repassage", source="x"))
    assert wrong.status_code == 422
    assert 'id="e-label"' in wrong.text
    assert "Repassage" in ines.get(ROOT).text
    code = posts.in_force(session, now)[-1].code
    assert signed_in("inspecteur").post(f"{ROOT}/postes", data=form()).status_code == 403
    assert signed_in("inspecteur").post(
        f"{ROOT}/postes/{code}/retirer", data=form()
    ).status_code == 403  # fmt: skip
    assert ines.post(f"{ROOT}/postes/{code}/retirer", data=form()).status_code == 303
    assert ines.post(f"{ROOT}/postes/{code}/retirer", data=form()).status_code == 404
    assert "Repassage" not in ines.get(ROOT).text
