"""What one person may not do alone, what nobody may do, and what no road gets round.

Walked elsewhere through the pages, and not again here:

    who acted or read verifies              test_rabc_cold, test_rabc_breach
    released before its steps               test_rabc_cold
    one's own plan version                  tests/laundry_rabc/plan/test_draft_pages
    one's own qualification                 rabc_floor.Floor.proved
    one's own document                      tests/laundry_rabc/papers/test_document_pages
    one's own cleaning task                 tests/laundry_rabc/prereq/test_pages
    one's own check                         tests/laundry_rabc/checks/test_validating
    told late without saying so             test_rabc_checks, test_rabc_pump
    a held lot packed, without a browser    tests/laundry_rabc/cases/test_quarantine
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col, select

from esat import clock
from esat.accounts.models import Account
from esat.migrations import triggers
from esat.production import barcodes
from esat.production.models import Item, Order
from laundry_rabc.cases.models import Case
from laundry_rabc.plan import reads as plan
from laundry_rabc.plan.forms import filled
from laundry_rabc.results.models import Result
from tests import factories
from tests.esat.production.buttons import press
from tests.laundry_rabc.plan.acts import refs
from tests.walks import rabc_floor
from tests.walks.rabc_floor import Floor, celsius
from workshops.laundry.washing.models import Cycle

SignedIn = Callable[..., FlaskClient]
MORNING = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
L1 = 0
CHECKS = "/rabc/controles/autre"


@pytest.fixture
def floor(session: Session, client: FlaskClient, signed_in: SignedIn) -> Floor:
    return rabc_floor.build(session, client, signed_in, MORNING)


@dataclass
class Cold:
    """A load that was washed cold, and what holds it."""

    floor: Floor
    cycle: Cycle
    case: Case
    order: Order
    load: str
    item: str


@pytest.fixture
def cold(floor: Floor) -> Cold:
    with floor.then():
        card = floor.programme("PRG-71", L1, **celsius("71", "3"))
        owner = factories.make_client(floor.session, "EHPAD Les Tilleuls")
        bag = floor.bag(owner)
    cycle = floor.wash(L1, card, bag, max_c="60", hold_minutes="3")
    (case,) = floor.cases("action")
    order = floor.session.exec(select(Order).where(Order.client_id == owner.id)).one()
    linen = floor.session.exec(select(Item.id).where(Item.kind == "linen")).one()
    item = barcodes.of(floor.session, item_id=linen or 0) or ""
    return Cold(floor, cycle, case, order, floor.code_of(cycle.lot_id), item)


def test_nothing_of_rabc_is_deleted_by_any_address(app: Flask) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/rabc")]
    assert len(rules) > 150
    for rule in rules:
        assert (rule.methods or set()) <= {"GET", "HEAD", "OPTIONS", "POST"}, rule
        assert not any(word in rule.rule for word in ("supprimer", "effacer", "delete")), rule


def test_evidence_is_neither_changed_nor_deleted_by_sql(cold: Cold) -> None:
    floor = cold.floor
    with floor.then():
        assert floor.step(floor.nadia, cold.case, "containment", "Cage jaune").status_code == 303
    for table, change in (
        ("rabc_point_version", "alert_high = 999"),
        ("rabc_point_approval", "version_id = 1"),
        ("rabc_result", "verdict = 'conform'"),
        ("rabc_result_hold", "minutes = 10"),
        ("rabc_case_step", "text = 'Autre'"),
    ):
        assert table in triggers.APPEND_ONLY
        for said in (f"UPDATE {table} SET {change}", f"DELETE FROM {table}"):
            with pytest.raises(DBAPIError, match="only grows"), floor.session.begin_nested():
                floor.session.connection().execute(text(said))


def test_a_result_is_never_judged_again_by_later_limits(floor: Floor, signed_in: SignedIn) -> None:
    """10 % of moisture was an alert above 8; that 10 is allowed since changes nothing of it."""
    with floor.then():
        denis = signed_in("direction")
        assert _read(floor, "10") == "alert"
        first = _results(floor)[0]
        _wider(floor, denis)
    with floor.then(5):
        assert _read(floor, "10") == "conform"
        page = floor.ines.get(f"/rabc/controles/releves/{first.id}").text
        assert "Alerte" in page
        assert "n° 1 du plan, en vigueur à ce moment" in page
        fixed = {"answer": "value", "value": "9,5", "forbidden": "no", "fix_reason": "Mal lu"}
        where = f"/rabc/controles/releves/{first.id}/corriger"
        assert press(floor.rachid, where, **fixed).status_code == 303
    one, _, correction = _results(floor)
    assert (one.verdict, one.point_version_id) == ("alert", first.point_version_id)
    assert (correction.amends_id, correction.verdict) == (one.id, "alert")
    assert correction.point_version_id == one.point_version_id


def _read(floor: Floor, value: str) -> str:
    sheet = {"par": "moi", "answer": "value", "value": value, "forbidden": "no"}
    assert press(floor.nadia, f"{CHECKS}/SEC-01", **sheet).status_code == 303
    return _results(floor)[-1].verdict


def _results(floor: Floor) -> list[Result]:
    floor.session.expire_all()
    return list(floor.session.exec(select(Result).order_by(col(Result.id))))


def _wider(floor: Floor, denis: FlaskClient) -> None:
    """The next version: never in the past, and never by its author alone."""
    current = plan.in_force(floor.session, "SEC-01", clock.now())
    assert current is not None
    form = {
        name: value
        for name, value in filled(current, plan.bands(floor.session, current).pairs).items()
        if value not in ("", None)
    }
    form |= {"target_high": "10", "reason": "Réunion RABC", "owner": ""}
    where = "/rabc/plan/point/SEC-01/version"
    assert press(floor.ines, where, **(form | {"since": "2026-01-01"})).status_code == 422
    assert press(floor.ines, where, **form).status_code == 303
    sent = {"ref": refs(floor.session), "outcome": "approve"}
    assert press(floor.ines, "/rabc/plan/a-approuver", **sent).status_code == 409
    assert press(denis, "/rabc/plan/a-approuver", **sent).status_code == 303


ACTS: tuple[tuple[str, Callable[[Cold], dict[str, Any]]], ...] = (
    ("laundry.dry_start", lambda one: {
        "code": one.floor.laundry.dryers[0], "loads": [one.load],
    }),
    ("laundry.dry_start", lambda one: {
        "code": one.floor.laundry.dryers[0], "items": [one.item],
    }),
    ("laundry.step", lambda one: {"code": one.load, "step": "fold"}),
    ("laundry.pack", lambda one: {
        "code": None, "order": one.order.ref,
        "parcels": [{"kg": "20", "lines": [{"family": "flat", "pieces": 10}]}],
    }),
    ("laundry.discard", lambda one: {
        "code": one.item, "reason": "tear", "fault": "ours", "note": "Déchiré",
    }),
    ("delivery.sign", lambda one: {
        "code": None, "order": one.order.ref, "items": [one.item], "receiver": "Mme Roche",
    }),
)  # fmt: skip


@pytest.mark.parametrize("offline", [False, True])
@pytest.mark.parametrize("number", range(len(ACTS)), ids=[name for name, _ in ACTS])
def test_held_linen_leaves_by_no_act_of_a_device(cold: Cold, number: int, offline: bool) -> None:
    action, told = ACTS[number]
    data = told(cold)
    code = data.pop("code")
    with cold.floor.then():
        said = cold.floor.laundry.send(
            "packing", "act", code, action=action, data=data, offline=offline
        )
    assert said["outcome"] in ({"refused", "anomaly"} if offline else {"refused"}), said
    _still_here(cold)


@pytest.mark.parametrize("action", ["dry", "finish", "pack", "compose", "mend", "hand_over"])
def test_held_linen_passes_by_no_scan(cold: Cold, action: str) -> None:
    """What was kept without network happened: it is said to contradict, and stays held."""
    floor = cold.floor
    with floor.then():
        for code in (cold.load, cold.item):
            said = floor.laundry.send("packing", "move", code, action=action)
            assert said["outcome"] == "refused", said
            _still_here(cold)
        said = floor.laundry.send("packing", "move", cold.load, action=action, offline=True)
        assert said["outcome"] in {"refused", "anomaly"}
        assert floor.held() == {cold.cycle.lot_id}
        again = floor.laundry.send("packing", "move", cold.load, action="finish")
        assert again["outcome"] == "refused"


def test_held_linen_goes_on_by_no_page(cold: Cold) -> None:
    floor, load, item = cold.floor, cold.load, cold.item
    finishing, aside = "/blanchisserie/finition", "/blanchisserie/relavage"
    torn = {"reason": "tear", "fault": "ours", "decision": "mend", "note": "Déchiré"}
    with floor.then():
        for address, form in (
            (finishing, {"loads": [load], "dryer": floor.laundry.dryers[0]}),
            (f"{finishing}/charge/{load}/secher", {"dryer": floor.laundry.dryers[0], "all": "1"}),
            (f"{finishing}/charge/{load}/plie", {}),
            (f"{aside}/article/{item}", torn),
            (f"{aside}/article/{item}", torn | {"decision": "discard"}),
            (f"/blanchisserie/emballage/{cold.order.ref}",
             {"linen": [item], "pieces-flat": "7", "weight": "6"}),
            ("/atelier/passage", {"code": load, "action": "dry"}),
            ("/atelier/corriger", {"code": load, "stage": "packed", "cause": "Je l’ai vu là"}),
        ):  # fmt: skip
            answer = press(floor.rachid, address, **form)
            assert answer.status_code in {409, 422}, (address, answer.status_code)
            _still_here(cold)


def _still_here(cold: Cold) -> None:
    floor = cold.floor
    assert floor.stage(cold.cycle.lot_id) == "washed"
    assert floor.held() == {cold.cycle.lot_id}
    parcels = floor.session.exec(select(Item.id).where(Item.kind == "parcel")).all()
    assert parcels == []


def test_an_inspectors_eyes_close_on_the_day_and_never_had_hands(
    floor: Floor, signed_in: SignedIn
) -> None:
    with floor.then():
        irene = signed_in("inspecteur")
        account = floor.session.exec(select(Account).where(Account.display_name == "Irène")).one()
        account.ends_on = clock.today()
        floor.session.commit()
        pages = ("/rabc", "/rabc/plan", "/rabc/cas", "/rabc/trace", "/rabc/controles/bilan")
        assert {irene.get(page).status_code for page in pages} == {200}
        sheet = {"par": "moi", "answer": "value", "value": "5", "forbidden": "no"}
        assert press(irene, f"{CHECKS}/SEC-01", **sheet).status_code == 403
        assert press(irene, "/rabc/plan/valider", code="LAV-02", reason="x").status_code == 403
    with floor.then(24 * 60):
        for page in pages:
            answer = irene.get(page)
            assert (answer.status_code, "/connexion" in answer.headers["Location"]) == (303, True)
    assert _results(floor) == []
