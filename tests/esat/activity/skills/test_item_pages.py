from collections.abc import Callable
from datetime import date

from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat.activity.skills import items
from esat.activity.skills.models import SkillItem
from tests.esat.activity.skills.conftest import TODAY, Crew

SignedIn = Callable[..., FlaskClient]
HERE = "/travailleurs/competences"
NEW = {
    "workshop": "laundry", "label": "recoudre un bouton", "chapter": "Finition des articles",
    "source": "Atelier", "status": "validated",
}  # fmt: skip


def versions(session: Session, code: str) -> list[int]:
    session.expire_all()
    query = select(SkillItem.version).where(SkillItem.code == code).order_by(SkillItem.version)
    return list(session.exec(query))


def test_the_items_of_the_laundry_follow_the_activities_of_its_diploma(
    session: Session, crew: Crew
) -> None:
    found = items.in_force(session, "laundry", TODAY)
    assert {one.framework.rpartition(": ")[2][:2] for one in found} == {"A1", "A2", "A3", "A4"}
    assert {one.status for one in found} == {"proposed"}
    assert all(one.source for one in found)
    assert items.in_force(session, "laundry", date(2026, 11, 1)) == []


def test_an_item_is_added_once_changed_by_a_version_and_withdrawn(
    signed_in: SignedIn, session: Session, crew: Crew
) -> None:
    head = signed_in("responsable_atelier", ("laundry",))
    keyed = NEW | {"capture": "1b7e1a4e-3a4f-4a5e-9b1c-0d2f6a7b8c9d"}
    answers = [head.post(f"{HERE}/nouveau", data=keyed) for _ in range(2)]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    page = answers[0].headers["Location"]
    code = page.rpartition("/")[2]
    same = head.post(f"{page}/modifier", data=NEW)
    assert (same.status_code, versions(session, code)) == (303, [1])
    head.post(f"{page}/modifier", data=NEW | {"label": "recoudre un ourlet"})
    assert versions(session, code) == [1, 2]
    twin = head.post(f"{HERE}/nouveau", data=NEW | {"label": "Recoudre un ourlet"})
    assert (twin.status_code, "s’appelle déjà ainsi" in twin.text) == (422, True)
    gone = {"capture": "1b7e1a4e-3a4f-4a5e-9b1c-0d2f6a7b8c9e"}
    assert [head.post(f"{page}/retirer", data=gone).status_code for _ in range(2)] == [303, 303]
    assert "ourlet" not in head.get(HERE).text
    assert head.get(page).status_code == 404


def test_the_items_of_another_workshop_are_not_shown_and_not_kept(
    signed_in: SignedIn, nadia: FlaskClient, crew: Crew
) -> None:
    head = signed_in("responsable_atelier", ("laundry",))
    mowing = f"{HERE}/gestes/vert-tondre"
    assert head.get(mowing).status_code == 403
    assert head.post(f"{mowing}/modifier", data=NEW).status_code == 403
    assert head.post(f"{mowing}/retirer").status_code == 403
    assert head.post(f"{HERE}/nouveau", data=NEW | {"workshop": "green_spaces"}).status_code == 403
    assert nadia.post(f"{HERE}/nouveau", data=NEW).status_code == 403
    assert "pelouse" not in nadia.get(f"{HERE}?atelier=green_spaces").text
