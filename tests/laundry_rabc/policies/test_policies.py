from collections.abc import Callable
from datetime import date, timedelta
from datetime import datetime as dt
from decimal import Decimal
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat.actors import SYSTEM
from esat.errors import Forbidden, Invalid
from esat.rulebook import book
from laundry_rabc.policies import keeping
from laundry_rabc.policies.keeping import PolicyIn
from laundry_rabc.policies.models import Policy
from laundry_rabc.policies.proposals import BY_CODE, PROPOSALS
from tests import people

SignedIn = Callable[..., FlaskClient]
GOOD = {
    "value": "6", "since": "", "source": "Revue du 20 novembre", "status": "validated",
    "reason": "Lessive changée",
}  # fmt: skip


def form(**fields: object) -> dict[str, object]:
    return {"capture": str(uuid4())} | fields


def decided(session: Session, code: str, **more: object) -> Policy:
    return keeping.decide(session, code, PolicyIn.model_validate(GOOD | more), by=SYSTEM)


def test_an_empty_house_works_by_the_proposals_with_every_switch_off(
    session: Session, now: dt
) -> None:
    keeping.install(session, now)
    keeping.install(session, now)
    rows = session.exec(select(Policy)).all()
    assert sorted(row.code for row in rows) == sorted(BY_CODE)
    assert {row.status for row in rows} == {"proposed"}
    assert not keeping.is_on(session, "qualified_wash", now)
    assert not keeping.is_on(session, "signing_post", now)
    assert keeping.number(session, "qualified_months", now) == 12
    assert keeping.number(session, "qualified_notice", now - timedelta(days=9)) == 30
    assert all(one.source for one in PROPOSALS)


def test_a_decision_counts_from_its_day_on_and_the_past_keeps_its_own(
    session: Session, now: dt
) -> None:
    keeping.install(session, now)
    made = decided(session, "qualified_months", since="2026-12-01")
    assert (made.version, made.status) == (2, "validated")
    assert keeping.number(session, "qualified_months", now) == 12
    midnight = dt.fromisoformat("2026-12-01T00:00:00+01:00")
    assert keeping.number(session, "qualified_months", midnight - timedelta(seconds=1)) == 12
    assert keeping.number(session, "qualified_months", midnight) == 6
    decided(session, "qualified_months", since="2026-12-01", value="9")
    assert keeping.number(session, "qualified_months", midnight) == 9
    assert [row.version for row, _ in keeping.BOOK.history(session, "qualified_months")] == [
        3,
        2,
        1,
    ]


@pytest.mark.parametrize(
    ("code", "change", "field"),
    [
        ("qualified_months", {"value": "0"}, "value"),
        ("qualified_months", {"value": "61"}, "value"),
        ("qualified_months", {"value": "1,5"}, "value"),
        ("qualified_months", {"value": ""}, "value"),
        ("qualified_wash", {"value": "2"}, "value"),
        ("qualified_months", {"since": "2026-11-22"}, "since"),
    ],
)
def test_a_rule_takes_no_value_that_it_cannot_have(
    session: Session, now: dt, code: str, change: dict[str, str], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        decided(session, code, **change)
    assert set(refusal.value.fields) == {field}


def test_only_the_rabc_lead_decides(session: Session, now: dt) -> None:
    given = PolicyIn.model_validate(GOOD)
    for role in ("responsable_atelier", "direction", "administrateur", "inspecteur", "moniteur"):
        with pytest.raises(Forbidden):
            keeping.decide(session, "qualified_months", given, by=people.actor(role))


def test_a_value_is_said_in_words() -> None:
    months, switch = BY_CODE["qualified_months"], BY_CODE["qualified_wash"]
    assert book.said(months, Decimal(12)) == "12\u00a0mois"
    assert (book.said(switch, Decimal(1)), book.said(switch, Decimal(0))) == (
        "en marche", "éteinte",
    )  # fmt: skip
    assert book.said(switch, None) == "pas encore décidé"


def test_the_rules_on_screen_say_what_is_not_validated(
    session: Session, now: dt, signed_in: SignedIn, client: FlaskClient
) -> None:
    keeping.install(session, now)
    session.commit()
    ines, page = signed_in("qualite"), "/rabc/regles/qualified_months"
    assert "Proposé, non validé" in ines.get("/rabc/regles").text
    wrong = ines.post(page, data=form(**(GOOD | {"value": "99", "reason": ""})))
    assert wrong.status_code == 422
    assert 'id="e-reason"' in wrong.text
    assert "Revue du 20 novembre" in wrong.text
    sent = form(**GOOD)
    for _ in range(2):
        assert ines.post(page, data=sent).status_code == 303
    shown = ines.get(page).text
    assert "6\u00a0mois · validé" in shown
    assert "Lessive changée" in shown
    session.expire_all()
    assert len(session.exec(select(Policy).where(Policy.code == "qualified_months")).all()) == 2
    reader = signed_in("inspecteur")
    assert "Décider" not in reader.get(page).text
    assert reader.post(page, data=form(**GOOD)).status_code == 403
    assert client.get(page).status_code in {302, 303, 401}
    assert ines.get("/rabc/regles/autre").status_code == 404
    assert ines.post("/rabc/regles/autre", data=form(**GOOD)).status_code == 404
    assert date(2026, 11, 23) == keeping.BOOK.listed(session, now.date())[2].row.since  # type: ignore[union-attr]
