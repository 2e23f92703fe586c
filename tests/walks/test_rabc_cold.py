"""A wash that was not hot long enough, from its end to the linen that leaves after all."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat.production.models import Lot
from laundry_rabc.cases import things
from laundry_rabc.cases.models import Case
from laundry_rabc.results.models import ResultHold
from tests import factories
from tests.esat.production.buttons import press
from tests.laundry_rabc.loggers import scene
from tests.walks import rabc_floor
from tests.walks.rabc_floor import Floor, celsius, plain
from workshops.laundry.washing.models import Cycle

SignedIn = Callable[..., FlaskClient]
MORNING = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
L3 = 2
STEPS = (("20.0", 60), ("71.0", 11), ("69.0", 120), ("30.0", 220))
SHORT = {"max_c": "71", "hold_minutes": "1,667"}


@pytest.fixture
def floor(session: Session, client: FlaskClient, signed_in: SignedIn) -> Floor:
    return rabc_floor.build(session, client, signed_in, MORNING)


def test_cold_cycle(floor: Floor) -> None:
    """Cold cycle

    Given programme PRG-L3-71A qualified at 71 °C/3 min, When cycle 214 reaches 71 °C for 1 min 40
    then 69 °C, Then no credit is given for the time below 71 °C (unless the qualification defines
    an equivalence), the lot is action, cannot be packed or delivered, a case opens with the rewash
    procedure, and the clean-side screen shows hold; and after rewash at 71 °C/4 min the lot is
    releasable with both cycles in its history.
    """
    with floor.then():
        card = floor.programme("PRG-L3-71A", L3, **celsius("71", "3"))
        floor.proved(L3, card)
        bag = floor.bag(factories.make_client(floor.session, "EHPAD Les Tilleuls"))
    cold = floor.wash(L3, card, bag, **SHORT)
    (case,) = floor.cases("action")
    found = floor.results(cold)["LAV-02"][0]
    assert (found.verdict, found.why) == ("action", "hold_short")
    _no_credit_below(floor, cold)
    assert floor.cases("action") == [case], "the curve says the same: one case"
    _kept_here(floor, cold, case)
    hot = _washed_again(floor, case, card)
    _releasable_with_both(floor, case, cold, hot)


def _no_credit_below(floor: Floor, cold: Cycle) -> None:
    """The curve: 1 min 40 at 71 °C, then twenty minutes at 69 °C, which are worth nothing."""
    with floor.then():
        floor.logger_on(L3, "2026-11-23T07:00")
        floor.attach(scene.trace(*STEPS, start=cold.started_at, step=10), cold)
    measured = floor.results(cold)["LAV-02"][-1]
    assert (measured.source, measured.declared, measured.verdict) == ("logger", False, "action")
    query = select(ResultHold).where(ResultHold.result_id == measured.id)
    held = {one.celsius: one.minutes for one in floor.session.exec(query)}
    assert Decimal("1.6") <= held[Decimal(71)] <= Decimal("1.7")
    with floor.then():
        page = plain(floor.ines.get(f"/rabc/enregistreurs/cycles/{cold.id}").text)
    assert "1,666 min" in page


def _kept_here(floor: Floor, cold: Cycle, case: Case) -> None:
    """Neither packed nor delivered, the case says to wash again, the clean side shows the hold."""
    load = floor.code_of(cold.lot_id)
    with floor.then():
        for action in ("dry", "finish", "pack", "hand_over"):
            assert floor.passes(load, action)["outcome"] == "refused", action
        for action in ("dry", "finish"):
            assert floor.passes(load, action)["reason"] == "on_hold", action
        shown = floor.laundry.scan("clean side", load)
        assert "Quarantaine RABC" in str(shown["subject"]["holds"])
        assert ">Retenu</span>" in floor.nadia.get("/blanchisserie/finition").text
        assert "Retenu" in floor.nadia.get(f"/blanchisserie/finition/charge/{load}").text
        told = floor.rachid.get(f"/rabc/cas/{case.id}").text
    assert case.procedure
    assert "elaver" in case.procedure
    assert "Relaver ce qui est retenu" in told
    assert floor.held() == {cold.lot_id}
    assert floor.stage(cold.lot_id) == "washed"


def _washed_again(floor: Floor, case: Case, card: str) -> Cycle:
    with floor.then():
        assert floor.step(floor.nadia, case, "containment", "Chariot jaune").status_code == 303
        assert floor.step(floor.rachid, case, "cause", "Vapeur coupée").status_code == 303
        assert floor.step(floor.rachid, case, "action", "Vapeur remise").status_code == 303
        assert floor.step(floor.ines, case, "verification", "Trop tôt").status_code == 409
        assert press(floor.rachid, f"/rabc/cas/{case.id}/relaver").status_code == 303
    floor.session.expire_all()
    again = [one.code for one in things.held(floor.session, case)]
    return floor.wash(L3, card, *again, max_c="71", hold_minutes="4")


def _releasable_with_both(floor: Floor, case: Case, cold: Cycle, hot: Cycle) -> None:
    """Held until another person has verified and released; the history has both cycles."""
    assert floor.results(hot)["LAV-02"][0].verdict in {"conform", "alert"}
    load = floor.code_of(hot.lot_id)
    with floor.then():
        assert floor.passes(load, "dry")["reason"] == "on_hold"
        assert floor.step(floor.rachid, case, "verification", "Bon").status_code == 409
        assert floor.step(floor.ines, case, "release", "Relavé").status_code == 409
        assert floor.step(floor.ines, case, "verification", "71 °C, 4 min").status_code == 303
        assert floor.passes(load, "dry")["reason"] == "on_hold"
        assert floor.step(floor.ines, case, "release", "Relavé et tenu").status_code == 303
        assert floor.held() == set()
        assert floor.passes(load, "dry")["outcome"] == "ok"
        before = floor.ines.get("/rabc/trace", query_string={"code": floor.code_of(cold.lot_id)})
        trace = plain(floor.ines.get("/rabc/trace", query_string={"code": load}).text)
    first, second = (floor.session.get_one(Lot, one.lot_id).ref for one in (cold, hot))
    for words in (f"Lot {first}", f"Lot {second}", "71 °C, tenue 4 min", "71 °C, tenue 1,667 min"):
        assert words in trace, words
    assert "PRG-L3-71A (version 1" in trace
    assert case.ref in before.text


def test_an_equivalence_that_the_report_proved_counts(floor: Floor) -> None:
    """The same curve, where the report also proved 69 °C for ten minutes."""
    with floor.then():
        card = floor.programme("PRG-L3-71A", L3, **celsius("71", "3"))
        floor.proved(L3, card, equivalences="69 × 10")
        bag = floor.bag(factories.make_client(floor.session, "EHPAD Les Tilleuls"))
    cold = floor.wash(L3, card, bag, **SHORT)
    assert floor.results(cold)["LAV-02"][0].verdict == "action"
    with floor.then():
        floor.logger_on(L3, "2026-11-23T07:00")
        floor.attach(scene.trace(*STEPS, start=cold.started_at, step=10), cold)
    measured = floor.results(cold)["LAV-02"][-1]
    assert measured.source == "logger"
    assert measured.verdict in {"conform", "alert"}
