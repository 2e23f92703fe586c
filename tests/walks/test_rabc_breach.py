"""A bag that is clean already, seen on the dirty side again."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat.actors import SYSTEM
from laundry_rabc.cases.models import Case
from tests import factories
from tests.esat.production.buttons import press
from tests.walks import rabc_floor
from tests.walks.rabc_floor import Floor, celsius, plain
from tests.workshops.laundry.washing import laundries
from workshops.laundry.plant import service as plant
from workshops.laundry.washing.models import Breach

SignedIn = Callable[..., FlaskClient]
OPENED = datetime(2026, 11, 23, 9, 12, tzinfo=UTC)
SEEN = OPENED + timedelta(minutes=28)
L1 = 0
DECIDE = "/blanchisserie/ecarts-de-zone"


@pytest.fixture
def floor(session: Session, client: FlaskClient, signed_in: SignedIn) -> Floor:
    return rabc_floor.build(session, client, signed_in, OPENED - timedelta(minutes=90))


def test_dirty_after_clean(floor: Floor) -> None:
    """Dirty after clean

    Given lot 0714-022 was opened on the clean side at 10:12, When a dirty-zone badge scans the same
    bag at 10:40, Then the scan is refused, a breach of ENV-02 is recorded with both names, and the
    lot needs a decision before packing.
    """
    bag, load = _opened_at_10_12(floor)
    floor.at = SEEN
    with floor.then(0):
        floor.sits(floor.karim, "sorting")
        for _ in range(2):
            said = floor.sends(floor.karim, "scan", bag)
            assert (said["outcome"], said["reason"]) == ("refused", "dirty_after_clean")
    floor.session.expire_all()
    breach = floor.session.exec(select(Breach)).one()
    assert (breach.opened_at, breach.at) == (OPENED, SEEN)
    (found,) = floor.results()["ENV-02"]
    assert (found.verdict, found.yes, found.taken_at) == ("action", False, SEEN)
    (case,) = floor.cases("action")
    assert (case.origin, case.result_id) == ("breach", found.id)
    with floor.then():
        page = plain(floor.rachid.get(f"{DECIDE}/{breach.id}").text)
        for told in ("10:12", "10:40", "Nadia", "Karim"):
            assert told in page, told
        assert "ENV-02" in floor.rachid.get(f"/rabc/cas/{case.id}").text
    _decided_before_packing(floor, load, breach, case)


def _opened_at_10_12(floor: Floor) -> tuple[str, str]:
    """A closed bag, washed whole; Nadia opens the machine on the clean side at 10:12."""
    with floor.then():
        card = floor.programme("PRG-71", L1, **celsius("71", "3"))
        closed, target = plant.add_bin(
            floor.session, "Bac sacs", "flat", by=SYSTEM, at=floor.at, whole=True
        )
        bag = floor.bag(factories.make_client(floor.session, "EHPAD Les Tilleuls"))
        floor.laundry.act("sorting", "laundry.sort", bag, bin=target)
        machine = floor.laundry.washers[L1]
        floor.laundry.act("washing", "laundry.start", target, machine=machine, programme=card)
    with floor.then(80):
        floor.laundry.act(
            "washing", "laundry.end", machine, outcome="done", max_c="73", hold_minutes="12"
        )
    floor.at = OPENED
    with floor.then(0):
        floor.sits(floor.nadia, "clean side")
        opened = floor.sends(floor.nadia, "act", machine, action="laundry.open")
        assert opened["outcome"] == "ok", opened
    _, lot = laundries.lot_of(floor.session, closed.resource_id)
    return bag, floor.code_of(lot.id)


def _decided_before_packing(floor: Floor, load: str, breach: Breach, case: Case) -> None:
    """Neither the case nor the linen goes on before a decision in writing; then by another."""
    where = f"{DECIDE}/{breach.id}"
    with floor.then():
        for action in ("dry", "finish"):
            assert floor.passes(load, action)["reason"] == "on_hold", action
        for kind in ("containment", "cause", "action"):
            assert floor.step(floor.rachid, case, kind).status_code == 303
        assert floor.step(floor.ines, case, "verification").status_code == 409, "no decision yet"
        kept = {"outcome": "keep", "decision": "Sac fermé, posé sur un chariot propre"}
        assert press(floor.karim, where, **kept).status_code == 403
        assert press(floor.rachid, where, outcome="keep", decision="").status_code == 422
        assert press(floor.rachid, where, **kept).status_code == 303
        assert floor.passes(load, "dry")["reason"] == "on_hold", "the case holds it still"
        for wrong in (floor.nadia, floor.rachid):
            assert floor.step(wrong, case, "verification").status_code == 409
        assert floor.step(floor.ines, case, "verification", "Sac vu fermé").status_code == 303
        assert floor.step(floor.ines, case, "release", "Resté fermé").status_code == 303
        assert floor.passes(load, "dry")["outcome"] == "ok"
        assert floor.passes(load, "finish")["outcome"] == "ok"
