"""A pump of disinfectant that ran dry for two days before somebody saw it."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from esat import clock
from esat.actors import SYSTEM
from laundry_rabc.impact.models import Impact, ImpactLine
from laundry_rabc.prereq import chemicals
from laundry_rabc.prereq.chemicals import ProductIn
from laundry_rabc.prereq.models import Pump, PumpEvent
from tests import factories
from tests.esat.production.buttons import press
from tests.laundry_rabc.prereq import washroom
from tests.walks import rabc_floor
from tests.walks.rabc_floor import Floor, celsius, plain

SignedIn = Callable[..., FlaskClient]
FRIDAY = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)
L1, L2 = 0, 1
DOSED = {"max_c": "67", "hold_minutes": "20", "doses": {"Désinfectant": "100"}}
HOT = {"max_c": "73", "hold_minutes": "12"}
MAIRIE, TILLEULS = "Mairie de Riom", "EHPAD Les Tilleuls"
LOADS = (
    ("before", "2026-11-20T09:00", L1, "chemo", TILLEULS),
    ("gone", "2026-11-23T08:00", L1, "chemo", MAIRIE),
    ("thermal", "2026-11-23T10:00", L1, "thermal", TILLEULS),
    ("here", "2026-11-24T08:00", L1, "chemo", TILLEULS),
    ("elsewhere", "2026-11-24T10:00", L2, "other", TILLEULS),
    ("after", "2026-11-25T14:40", L1, "chemo", TILLEULS),
)
HOME = "/rabc/prerequis/pompes"


@pytest.fixture
def floor(session: Session, client: FlaskClient, signed_in: SignedIn) -> Floor:
    return rabc_floor.build(session, client, signed_in, FRIDAY)


def test_empty_pump(floor: Floor) -> None:
    """Empty pump

    Given disinfectant pump P3 empty from Monday 06:10 to Wednesday 14:30 and chemo-thermal
    programmes used, When maintenance records the event, Then only lots on that machine and
    programme in the window are flagged, thermal programmes are not, and the ones still on site are
    quarantined automatically.
    """
    with floor.then():
        pump = _pump(floor)
        chemo, other = (
            floor.programme(
                f"CT-{n + 1}", n, **celsius("65", "15"), doses={"Désinfectant": Decimal(5)}
            )
            for n in (L1, L2)
        )
        thermal = floor.programme("TH-1", L1, **celsius("71", "3"))
    cards = {"chemo": chemo, "other": other, "thermal": thermal}
    washed = _washed(floor, cards)
    assert floor.held() == set()
    _to(floor, "2026-11-25T16:00")
    with floor.then(0):
        _recorded(floor, pump)
    (found,) = floor.session.exec(select(Impact)).all()
    lines = floor.session.exec(select(ImpactLine.lot_id).where(ImpactLine.impact_id == found.id))
    assert set(lines) == {washed["gone"], washed["here"]}
    assert floor.held() == {washed["here"]}
    (case,) = [one for one in floor.cases("action") if one.origin == "pump"]
    with floor.then():
        page = plain(floor.rachid.get(f"/rabc/impact/{found.id}").text)
        assert MAIRIE in page[: page.index("À prévenir")]
        assert case.ref in page
        load = floor.code_of(washed["here"])
        assert floor.passes(load, "dry")["reason"] == "on_hold"
        for name in ("thermal", "elsewhere", "before", "after"):
            assert floor.passes(floor.code_of(washed[name]), "dry")["outcome"] == "ok", name


def _washed(floor: Floor, cards: dict[str, str]) -> dict[str, int]:
    """Each load begun at its hour, the mairie's one delivered; the keys of their lots."""
    owners = {name: factories.make_client(floor.session, name) for name in (MAIRIE, TILLEULS)}
    washed: dict[str, int] = {}
    for name, at, washer, card, owner in LOADS:
        _to(floor, at)
        with floor.then(0):
            bag = floor.bag(owners[owner])
        report = HOT if card == "thermal" else DOSED
        washed[name] = floor.wash(washer, cards[card], bag, **report).lot_id or 0
        if name == "gone":
            floor.delivered(owners[owner], washed[name], "20")
    return washed


def _pump(floor: Floor) -> int:
    """P3 doses the disinfectant into Laveuse 1 since that Friday."""
    product = chemicals.add_product(
        floor.session,
        ProductIn(name="Désinfectant D4", kind="disinfectant", dose_name="Désinfectant"),
        by=SYSTEM,
    )
    lot = washroom.receive(floor.session, product, "DD-1", floor.at)
    floor.session.commit()
    machine = str(floor.key(floor.laundry.washers[L1]))
    assert press(floor.ines, HOME + "/nouvelle", code="P3", machine=machine).status_code == 303
    pump = floor.session.exec(select(Pump.id)).one() or 0
    assert press(floor.nadia, f"{HOME}/{pump}/remplir", lot=str(lot.id)).status_code == 303
    return pump


def _to(floor: Floor, wall: str) -> None:
    floor.at = datetime.fromisoformat(wall).replace(tzinfo=clock.PARIS).astimezone(UTC)


def _recorded(floor: Floor, pump: int) -> None:
    """Told two days late: without its reason it is refused; sent twice it is one event."""
    told = {"at": "2026-11-23T06:10", "until": "2026-11-25T14:30"}
    assert press(floor.karim, f"{HOME}/{pump}/empty", **told).status_code == 403
    assert press(floor.rachid, f"{HOME}/{pump}/empty", **told).status_code == 422
    why = told | {"late_reason": "Bidon trouvé vide au remplissage."}
    assert press(floor.rachid, f"{HOME}/{pump}/empty", **why).status_code == 303
    (event,) = floor.session.exec(select(PumpEvent).order_by(col(PumpEvent.id))).all()
    assert event.late
