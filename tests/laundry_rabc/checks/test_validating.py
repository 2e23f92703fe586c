"""*Fait par* and *validé par* are two persons; what is out of limits is looked at alone."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat.errors import EsatError, Refused
from laundry_rabc.checks import answering, fixing, validating
from laundry_rabc.checks.fixing import FixIn
from laundry_rabc.checks.shapes import AnswerIn
from laundry_rabc.results.models import Result, Validation
from tests import people
from tests.laundry_rabc.checks.conftest import Laundry
from tests.laundry_rabc.checks.test_pages import HERE, post

SignedIn = Callable[..., FlaskClient]


def done(session: Session, laundry: Laundry, value: str = "170", par: str = "moi") -> Result:
    check = laundry.check(session, "CAL-01", "matin")
    given = AnswerIn.model_validate({"par": par, "answer": "value", "value": value})
    return answering.answer(session, check.id or 0, given, by=laundry.nadia)


def test_another_person_validates_once(session: Session, laundry: Laundry) -> None:
    row = done(session, laundry)
    assert validating.count_waiting(session) == 1
    assert validating.validate(session, [row.id or 0], by=laundry.rachid) == 1
    assert validating.validate(session, [row.id or 0], by=laundry.rachid) == 0
    made = session.exec(select(Validation)).one()
    assert made.account_id == laundry.rachid.account_id
    assert validating.waiting(session, laundry.rachid) == []


def test_nobody_validates_what_he_did_himself(session: Session, laundry: Laundry) -> None:
    row = done(session, laundry)
    assert validating.waiting(session, laundry.nadia)[0].own
    assert validating.count_waiting(session, but_of=laundry.nadia) == 0
    assert validating.count_waiting(session, but_of=laundry.rachid) == 1
    with pytest.raises(Refused, match="validate_own"):
        validating.validate(session, [row.id or 0], by=laundry.nadia)
    assert session.exec(select(Validation)).all() == []


def test_a_worker_does_not_validate_his_own_though_somebody_else_entered_it(
    session: Session, laundry: Laundry
) -> None:
    row = done(session, laundry, par=str(laundry.paul))
    paul = people.actor(
        "moniteur", workshops=("laundry",), account_id=laundry.rachid.account_id or 0,
        worker_id=laundry.paul,
    )  # fmt: skip
    with pytest.raises(Refused, match="validate_own"):
        validating.validate(session, [row.id or 0], by=paul)
    assert validating.count_waiting(session, but_of=paul) == 0
    assert validating.count_waiting(session, but_of=laundry.nadia) == 1
    assert validating.validate(session, [row.id or 0], by=laundry.nadia) == 1


def test_a_tablet_and_an_amended_reading_are_refused(session: Session, laundry: Laundry) -> None:
    row = done(session, laundry)
    tablet = people.actor("comptoir", workshops=("laundry",))
    with pytest.raises(Refused, match="validate_nobody"):
        validating.validate(session, [row.id or 0], by=tablet)
    fix = FixIn.model_validate({"answer": "value", "value": "165", "fix_reason": "Mal lu"})
    further = fixing.fix(session, row.id or 0, fix, by=laundry.rachid)
    with pytest.raises(Refused, match="validate_amended"):
        validating.validate(session, [row.id or 0], by=laundry.rachid)
    with pytest.raises(Refused, match="validate_own"):
        validating.validate(session, [further.id or 0], by=laundry.rachid)
    assert validating.validate(session, [further.id or 0], by=laundry.nadia) == 1
    with pytest.raises(EsatError):
        validating.validate(session, [999_999], by=laundry.nadia)


def test_one_tap_validates_the_plain_ones_and_not_the_alert(
    session: Session, laundry: Laundry, karim: FlaskClient, nadia: FlaskClient
) -> None:
    alert = done(session, laundry, "155", par=str(laundry.paul))
    session.commit()
    for code, shift in (("TEN-01", "matin"), ("TRI-01", "matin")):
        check = laundry.check(session, code, shift)
        post(karim, f"{HERE}/{check.id}", par="moi", answer="yes", forbidden="no")
    page = nadia.get(f"{HERE}/a-valider").text
    assert "Valider les 2" in page
    assert page.index("Un par un") < page.index("Conformes et sans objet")
    plain = [one.id for one in session.exec(select(Result).where(Result.verdict == "conform"))]
    assert len(plain) == 2
    together = post(nadia, f"{HERE}/a-valider", releve=[*plain, alert.id])
    assert together.status_code == 409
    assert "un par un" in together.text
    sent = post(nadia, f"{HERE}/a-valider", releve=plain)
    assert sent.status_code == 303
    assert "2 relevés validés" in nadia.get(sent.headers["Location"]).text
    session.expire_all()
    assert {one.result_id for one in session.exec(select(Validation))} == set(plain)
    assert post(nadia, f"{HERE}/a-valider", releve=[alert.id]).status_code == 303
    assert "Rien n’attend de validation" in nadia.get(f"{HERE}/a-valider").text


def test_the_page_refuses_what_one_did_oneself_and_nothing_at_all(
    session: Session, laundry: Laundry, nadia: FlaskClient
) -> None:
    check = laundry.check(session, "TEN-01", "matin")
    post(nadia, f"{HERE}/{check.id}", par="moi", answer="yes", forbidden="no")
    row = session.exec(select(Result)).one()
    page = nadia.get(f"{HERE}/a-valider").text
    assert "Faits par vous" in page
    assert "Valider" not in page.split("<main")[1].split("Faits par vous")[0].split("À valider")[-1]
    refused = post(nadia, f"{HERE}/a-valider", releve=[row.id])
    assert refused.status_code == 409
    assert "Une autre personne" in refused.text
    assert post(nadia, f"{HERE}/a-valider").status_code == 409
    for beyond in ("9" * 30, "1" * 5000):
        assert post(nadia, f"{HERE}/a-valider", releve=beyond).status_code == 409
    assert session.exec(select(Validation)).all() == []


def test_the_counter_does_not_validate(laundry: Laundry, karim: FlaskClient) -> None:
    assert karim.get(f"{HERE}/a-valider").status_code == 403
