"""A drying that was on paper: its loads together into their dryer, at the true time."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update
from sqlmodel import Session, col, select

from esat.production import tables
from esat.production.journal_models import Event
from tests.workshops.laundry.figures.test_late import PAGE, form
from tests.workshops.laundry.finishing import plant as linens
from workshops.laundry.finishing.models import Step
from workshops.laundry.washing.models import Cycle

SignedIn = Callable[..., FlaskClient]


@pytest.fixture
def wet(session: Session, now: datetime) -> tuple[linens.Washed, linens.Washed, str]:
    """Two loads washed four hours ago, and a dryer."""
    ago = timedelta(hours=4)
    one = linens.washed(session, {"EHPAD Les Tilleuls": "8"}, now, ago=ago)
    two = linens.washed(session, {"Mairie de Riom": "4"}, now, ago=ago)
    dryer = linens.machine(session)
    session.connection().execute(update(tables.resource).values(created_at=now - 3 * ago))
    session.commit()
    return one, two, dryer


def test_a_drying_on_paper_is_entered_at_its_true_time(
    signed_in: SignedIn, session: Session, now: datetime,
    wet: tuple[linens.Washed, linens.Washed, str],
) -> None:  # fmt: skip
    one, two, dryer = wet
    nadia = signed_in("moniteur", workshops=("laundry",))
    assert "Code du séchoir" in nadia.get(f"{PAGE}?quoi=dry_started").text
    then = now - timedelta(hours=3)
    begun = form(f"{one.code} {two.code}", then, what="dry_started", dryer=dryer)
    for _ in range(2):
        answer = nadia.post(PAGE, data=begun)
        assert (answer.status_code, "Gardé, en retard" in answer.text) == (200, True)
    session.expire_all()
    cycle = session.exec(select(Cycle).where(Cycle.kind == "dry")).one()
    assert (cycle.started_at, cycle.start_recorded_at, cycle.late) == (then, now, True)
    assert (cycle.late_reason, cycle.kg) == ("Réseau coupé", Decimal(12))
    ended = form(dryer, now - timedelta(hours=2), what="dry_ended", felt="dry", moisture="5,5")
    answer = nadia.post(PAGE, data=ended | {"capture": str(uuid4())})
    assert (answer.status_code, "Gardé, en retard" in answer.text) == (200, True)
    session.expire_all()
    assert cycle.ended_at == now - timedelta(hours=2)
    for code in (*one.items, *two.items):
        item = linens.item(session, code)
        assert (item.stage, item.stage_since) == ("dried", now - timedelta(hours=2))
    told = session.exec(select(Event).where(col(Event.kind).like("lot.dry%"))).all()
    assert {(event.late, event.reason) for event in told} == {(True, "Réseau coupé")}
    step = session.exec(select(Step)).one()
    assert (step.value, step.late, step.reason) == (Decimal("5.5"), True, "Réseau coupé")


@pytest.mark.parametrize(
    ("change", "status", "said"),
    [({"dryer": ""}, 422, 'id="e-dryer"'), ({"dryer": "RIEN"}, 409, "Refusé"),
     ({"hours": 5}, 409, "le journal dit déjà quelque chose"), ({"reason": ""}, 422, "e-reason"),
     ({"programme": "é" * 100}, 422, 'id="e-programme"'), ({"codes": ""}, 422, 'id="e-codes"'),
     ({"what": "dry_ended"}, 422, 'id="e-felt"'),
     ({"what": "dry_ended", "felt": "dry"}, 409, "Rien ne sèche ici"),
     ({"what": "dry_ended", "felt": "wet"}, 409, "Refusé")],
)  # fmt: skip
def test_a_drying_on_paper_that_cannot_be_changes_nothing(
    signed_in: SignedIn, session: Session, now: datetime, change: dict[str, Any], status: int,
    said: str, wet: tuple[linens.Washed, linens.Washed, str],
) -> None:  # fmt: skip
    one, _, dryer = wet
    then = now - timedelta(hours=change.pop("hours", 3))
    sent = form(one.code, then, what="dry_started", dryer=dryer) | change
    answer = signed_in("moniteur", workshops=("laundry",)).post(PAGE, data=sent)
    assert (answer.status_code, said in answer.text) == (status, True)
    session.expire_all()
    assert session.exec(select(Cycle).where(Cycle.kind == "dry")).all() == []
    assert linens.item(session, one.first).stage == "washed"
