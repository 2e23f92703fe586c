"""Doses corrected after the cycle: a further row, told everywhere, and the first stays."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat import clock
from esat.actors import Actor
from esat.production.journal_models import Event
from tests.esat.production.buttons import hidden, press
from tests.workshops.laundry.washing.laundries import Plant
from tests.workshops.laundry.washing.test_pages import ROOT, karim, plant, started
from workshops.laundry.plant.models import ProgrammeDose
from workshops.laundry.washing import cycles, ending, fixes
from workshops.laundry.washing.models import Cycle, CycleDose, CycleFix

__all__ = ["karim", "plant"]
SignedIn = Callable[..., FlaskClient]


@pytest.fixture
def cycle(session: Session, plant: Plant, karim: FlaskClient) -> Cycle:
    """A cycle that has ended with 120 ml of « Lessive »; nobody noted the programme's « Javel »."""
    started(session, plant, karim)
    made = session.exec(select(Cycle)).one()
    javel = ProgrammeDose(
        programme_id=made.programme_id or 0, product="Javel", ml_per_kg=Decimal("1.5")
    )
    session.add(javel)
    session.commit()
    end, report = f"{ROOT}/machines/{plant.l1}/fin", {"outcome": "done", "water_l": "140"}
    wrong = press(karim, end, product="Javel", **report, **{"ml-1": "-1"})
    assert wrong.status_code == 422
    assert 'id="e-ml-1"' in wrong.text
    done = press(karim, end, product="Lessive", **report, **{"ml-1": "120"})
    assert done.status_code == 303
    session.expire_all()
    return session.exec(select(Cycle)).one()


def test_a_dose_is_corrected_with_both_times_and_who_and_why(
    session: Session, cycle: Cycle, signed_in: SignedIn
) -> None:
    address = f"{ROOT}/cycles/{cycle.id}"
    nadia = signed_in("moniteur", ("laundry",))
    assert "dose:Javel" in nadia.get(address).text
    fix = {"field": "dose:Lessive", "value": "140,5", "reason": "Bidon changé en route"}
    key = hidden(nadia.get(address).text, "capture")[0]
    for _ in range(2):
        assert press(nadia, f"{address}/corriger", key, **fix).status_code == 303
    javel = fix | {"field": "dose:Javel", "value": "0"}
    assert press(nadia, f"{address}/corriger", **javel).status_code == 303
    session.expire_all()
    assert session.exec(select(CycleDose)).one().ml == Decimal(120)
    made = session.exec(select(CycleFix).order_by(CycleFix.id)).all()  # type: ignore[arg-type]
    assert [(one.before, one.after) for one in made] == [
        ("Lessive : 120", "Lessive : 140.5"), ("Javel : ", "Javel : 0"),
    ]  # fmt: skip
    page = nadia.get(address).text
    assert "Lessive : 120\u00a0ml devient 140,5\u00a0ml" in page
    assert "Javel : vide devient 0\u00a0ml" in page
    assert "140,5\u00a0ml (déclaré)" in page
    assert "Bidon changé en route" in page
    told = session.exec(select(Event).where(Event.kind == "lot.cycle_fixed")).all()
    assert [one.data for one in told] == [{"cycle": cycle.id, "field": "dose"}] * 2


@pytest.mark.parametrize(
    ("fix", "status"),
    [
        ({"field": "dose:Inconnu"}, 409), ({"field": "dose:"}, 409), ({"field": "dose"}, 409),
        ({"field": "dose:" + "x" * 100}, 422), ({"value": "120"}, 409), ({"value": "-1"}, 422),
        ({"value": ""}, 422), ({"value": "beaucoup"}, 422), ({"reason": " "}, 422),
        ({"reason": "é" * 10_000}, 422),
    ],
)  # fmt: skip
def test_a_wrong_correction_of_a_dose_changes_nothing(
    session: Session, cycle: Cycle, signed_in: SignedIn, fix: dict[str, str], status: int
) -> None:
    nadia = signed_in("moniteur", ("laundry",))
    right = {"field": "dose:Lessive", "value": "140", "reason": "Lu de travers"}
    answer = press(nadia, f"{ROOT}/cycles/{cycle.id}/corriger", **(right | fix))
    assert answer.status_code == status
    assert "Corriger une valeur" in answer.text
    assert session.exec(select(CycleFix)).all() == []


@pytest.mark.parametrize(("role", "workshops", "status"), [
    ("comptoir", ("laundry",), 403), ("moniteur", ("bookbinding",), 404), (None, None, 303),
])  # fmt: skip
def test_nobody_else_corrects_a_dose(
    app: object, session: Session, cycle: Cycle, signed_in: SignedIn,
    role: str | None, workshops: tuple[str, ...] | None, status: int,
) -> None:  # fmt: skip
    browser = signed_in(role, workshops) if role else app.test_client()  # type: ignore[attr-defined]
    given = {"field": "dose:Lessive", "value": "140", "reason": "Non"}
    assert press(browser, f"{ROOT}/cycles/{cycle.id}/corriger", **given).status_code == status
    assert session.exec(select(CycleFix)).all() == []


def test_an_empty_run_is_corrected_too(session: Session, plant: Plant, nadia: Actor) -> None:
    now = clock.now()
    run = cycles.begin(
        session, cycles.Start(plant.id("l1"), None, None, "disinfect"), by=nadia, at=now
    )
    cycles.finish(session, run, cycles.Report(max_c=Decimal(90)), by=nadia, at=now)
    made = fixes.fix(session, run.id or 0, "max_c", Decimal(92), "Relu", by=nadia)
    told = session.exec(select(Event).where(Event.kind == "resource.cycle_fixed")).one()
    assert (made.before, made.after, told.resource_id) == ("90", "92", plant.id("l1"))
    assert ending.last_of_machine(session, plant.id("l1")) is None


def test_a_product_whose_name_has_a_colon_keeps_its_name() -> None:
    assert fixes.amount("Lessive : la bonne : 12.5") == ("Lessive : la bonne", Decimal("12.5"))
    assert fixes.amount("Javel : ") == ("Javel", None)
