from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from esat.actors import Actor
from tests.workshops.laundry.finishing import plant
from workshops.laundry.finishing import quality, steps
from workshops.laundry.finishing.asked import RejectIn, StepIn, shaped
from workshops.laundry.finishing.models import Reject, Step
from workshops.laundry.finishing.quality import Aside

SignedIn = Callable[..., FlaskClient]
HERE = "/blanchisserie/finition/corriger"
ASIDE = "/blanchisserie/relavage"
FIX = {"reason": "tear", "fault": "client", "pieces": "3", "note": "", "why": "Mauvaise touche"}


def form(**fields: object) -> dict[str, object]:
    return {"capture": str(uuid4())} | fields


@pytest.fixture
def row(session: Session, now: datetime, nadia: Actor) -> Reject:
    load = plant.washed(session, {"EHPAD Les Tilleuls": "8"}, now, pieces=30)
    plant.finished(session, load, now)
    asked = {"reason": "stain", "fault": "ours", "decision": "rewash", "quantity": "1.5"}
    made = quality.reject(session, load.first, shaped(RejectIn, asked), Aside(nadia, now))
    session.commit()
    return made


@pytest.fixture
def step(session: Session, now: datetime, nadia: Actor) -> tuple[Step, str]:
    load = plant.washed(session, {"Mairie de Riom": "4"}, now)
    asked = shaped(StepIn, {"kind": "calender", "value": "17"})
    made, _ = steps.record(session, load.code, asked, by=nadia, at=now)
    session.commit()
    return made, load.code


def last(session: Session, kind: type[Reject] | type[Step]) -> Reject | Step:
    session.expire_all()
    return session.exec(select(kind).order_by(col(kind.id).desc())).first()  # type: ignore[return-value]


def test_a_putting_aside_is_corrected_from_its_list_once(
    session: Session, row: Reject, signed_in: SignedIn
) -> None:
    browser = signed_in("moniteur", ("laundry",))
    page = f"{HERE}/mise-de-cote/{row.id}"
    assert f'href="{page}"' in browser.get(ASIDE).text
    shown = browser.get(page).text
    for words in ("Corriger une mise de côté", "Tache", "Relaver", "1,5\u00a0kg"):
        assert words in shown
    sent = form(**FIX)
    for _ in range(2):
        assert browser.post(page, data=sent).status_code == 303
    fixed = last(session, Reject)
    assert fixed.amends_id == row.id
    assert len(session.exec(select(Reject)).all()) == 2
    listed = browser.get(ASIDE).text
    assert "corrigé : Mauvaise touche" in listed
    assert f'href="{HERE}/mise-de-cote/{fixed.id}"' in listed
    history = browser.get(f"{HERE}/mise-de-cote/{fixed.id}").text
    for words in ("Déchirure · Chez le client", "Tache · Chez nous", "Mauvaise touche"):
        assert words in history
    old = browser.get(page).text
    assert "Une correction plus récente compte à sa place" in old
    assert "Vraie" not in old
    assert browser.post(page, data=form(**FIX)).status_code == 409


@pytest.mark.parametrize(
    ("change", "status", "wrong"),
    [({"why": ""}, 422, "why"), ({"why": "é" * 10_000}, 422, "why"),
     ({"pieces": "0"}, 422, "pieces"),
     ({"pieces": "-1"}, 422, "pieces"), ({"pieces": "1,5"}, 422, "pieces"),
     ({"reason": "moi"}, 422, "reason"), ({"fault": ""}, 422, "fault"),
     ({"reason": "stain", "fault": "ours", "pieces": ""}, 409, ""),
     ({"what": "never", "happened": " "}, 422, "happened")],
)  # fmt: skip
def test_a_wrong_correction_comes_back_filled_and_changes_nothing(
    session: Session, row: Reject, signed_in: SignedIn, change: dict[str, str], status: int,
    wrong: str,
) -> None:  # fmt: skip
    sent = form(**(FIX | {"note": "Encre bleue"} | change))
    if status == 409:
        sent["note"] = ""
    answer = signed_in("moniteur", ("laundry",)).post(f"{HERE}/mise-de-cote/{row.id}", data=sent)
    assert answer.status_code == status
    if wrong:
        assert f'id="e-{wrong}"' in answer.text
    if wrong and "what" not in change:
        assert 'value="Encre bleue"' in answer.text
    assert len(session.exec(select(Reject)).all()) == 1


def test_what_was_not_to_be_put_aside_is_taken_back(
    session: Session, row: Reject, signed_in: SignedIn
) -> None:
    browser = signed_in("moniteur", ("laundry",))
    page = f"{HERE}/mise-de-cote/{row.id}"
    sent = form(what="never", happened="Ce n’était pas taché")
    for _ in range(2):
        assert browser.post(page, data=sent).status_code == 303
    assert plant.item(session, plant.code_of(session, row.item_id)).stage == "finished"
    made = last(session, Reject)
    assert made.void
    shown = browser.get(f"{HERE}/mise-de-cote/{made.id}").text
    assert "Annulé : cela ne compte plus." in shown
    assert "Ce n’était pas taché" in shown
    assert "Noté ces 7 derniers jours" not in browser.get(ASIDE).text


def test_who_puts_nothing_back_is_not_offered_it(
    session: Session, row: Reject, signed_in: SignedIn
) -> None:
    ines = signed_in("qualite")
    page = f"{HERE}/mise-de-cote/{row.id}"
    assert "Annuler la mise de côté" not in ines.get(page).text
    assert ines.post(page, data=form(what="never", happened="Non")).status_code == 403
    assert ines.post(page, data=form(**FIX)).status_code == 303


def test_a_measure_is_corrected_from_its_load_and_a_step_taken_back(
    session: Session, step: tuple[Step, str], signed_in: SignedIn
) -> None:
    made, code = step
    browser = signed_in("moniteur", ("laundry",))
    page = f"{HERE}/etape/{made.id}"
    load = f"/blanchisserie/finition/charge/{code}"
    assert f'href="{page}"' in browser.get(load).text
    assert 'value="17"' in browser.get(page).text
    for value, status in (("abc", 422), ("-1", 422), ("9999", 422), ("17", 409), ("1,25", 422)):
        answer = browser.post(page, data=form(value=value, why="Un zéro"))
        assert (answer.status_code, f'value="{value}"' in answer.text) == (status, True), value
    assert browser.post(page, data=form(value="170", why="")).status_code == 422
    assert browser.post(page, data=form(value="170,5", why="Un zéro")).status_code == 303
    fixed = last(session, Step)
    assert isinstance(fixed, Step)
    assert (fixed.value, fixed.amends_id) == (Decimal("170.5"), made.id)
    assert "corrigé : Un zéro" in browser.get(load).text
    page = f"{HERE}/etape/{fixed.id}"
    assert "17\u00a0°C" in browser.get(page).text
    assert browser.post(page, data=form(what="never", happened="Autre charge")).status_code == 303
    assert "Étapes notées" not in browser.get(load).text


def test_these_pages_are_for_those_who_correct_in_the_laundry(
    session: Session, row: Reject, step: tuple[Step, str], client: FlaskClient, signed_in: SignedIn
) -> None:
    pages = (f"{HERE}/mise-de-cote/{row.id}", f"{HERE}/etape/{step[0].id}")
    sent = FIX | {"value": "3"}
    for page in pages:
        for browser in (
            signed_in("inspecteur"), signed_in("moniteur", ("bookbinding",)),
            signed_in("comptoir", ("laundry",)),
        ):  # fmt: skip
            assert browser.get(page).status_code == 403
            assert browser.post(page, data=form(**sent)).status_code == 403
        assert client.get(page).status_code in {302, 303}
        assert client.post(page, data=form(**sent)).status_code in {302, 303, 401}
    karim = signed_in("comptoir", ("laundry",))
    assert HERE not in karim.get(ASIDE).text
    nadia = signed_in("moniteur", ("laundry",))
    for gone in (f"{HERE}/mise-de-cote/99999", f"{HERE}/etape/99999"):
        assert nadia.get(gone).status_code == 404
        assert nadia.post(gone, data=form(**sent)).status_code == 404
    assert len(session.exec(select(Reject)).all()) == len(session.exec(select(Step)).all()) == 1
