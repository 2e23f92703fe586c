"""A washer whose display shows more than there was, and what it washed since the last check."""

import html
import re
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session

from esat.production.models import Lot
from tests import factories
from tests.esat.production.buttons import press
from tests.laundry_rabc.loggers import scene
from tests.walks import rabc_floor
from tests.walks.rabc_floor import Floor, celsius, plain
from workshops.laundry.washing.models import Cycle

SignedIn = Callable[..., FlaskClient]
MORNING = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
L1 = 0
SHOWN = {"max_c": "65", "hold_minutes": "12"}


@pytest.fixture
def floor(session: Session, client: FlaskClient, signed_in: SignedIn) -> Floor:
    return rabc_floor.build(session, client, signed_in, MORNING)


def test_display_lies(floor: Floor) -> None:
    """Display lies

    Given the machine display logs 65 °C but the calibrated logger shows a peak of 55 °C falling to
    47 °C over 15 min, When the logger file is attached, Then the system keeps both values, judges
    on the qualified method, flags the discrepancy on the machine and lists every lot since the last
    logger check.
    """
    with floor.then():
        card = floor.programme("DRAPS-65", L1, **celsius("65", "10"))
        floor.proved(L1, card, temperature_c="65", hold_minutes="10")
        _calibrated(floor, floor.logger_on(L1, "2026-11-23T06:00"))
    owner = factories.make_client(floor.session, "EHPAD Les Tilleuls")
    washed = []
    for _ in range(4):
        with floor.then():
            bag = floor.bag(owner)
        washed.append(floor.wash(L1, card, bag, **SHOWN))
    before, checked, since, lying = washed
    with floor.then():
        floor.attach(_hot(checked), checked)
        assert floor.cases("investigation") == floor.cases("action") == []
        floor.attach(_falling(lying), lying)
    _both_are_kept(floor, lying)
    (case,) = floor.cases("investigation")
    assert (case.origin, case.machine_id) == ("logger", lying.machine_id)
    with floor.then():
        told = plain(floor.ines.get(f"/rabc/cas/{case.id}").text)
        page = plain(floor.ines.get(f"/rabc/enregistreurs/cycles/{lying.id}").text)
    assert "Laveuse 1 : l’affichage et l’enregistreur ne disent pas la même chose" in told
    assert "L’affichage ne dit pas la température mesurée" in page
    listed = page[page.index("depuis le dernier contrôle en accord") :]
    refs = [floor.session.get_one(Lot, one.lot_id).ref for one in washed]
    assert [ref in listed for ref in refs] == [False, False, True, True]
    assert before.lot_id != since.lot_id
    _searched(floor, page, since, lying)


def _both_are_kept(floor: Floor, lying: Cycle) -> None:
    """What the machine showed stays as it was; the curve judges, and holds the lot."""
    shown, measured = floor.results(lying)["LAV-02"]
    assert (shown.source, shown.declared, shown.verdict) == ("machine", True, "alert")
    assert (measured.source, measured.declared, measured.verdict) == ("logger", False, "action")
    assert floor.held() == {lying.lot_id}
    assert (lying.max_c, lying.hold_minutes) == (Decimal(65), Decimal(12))
    with floor.then():
        page = plain(floor.ines.get(f"/rabc/enregistreurs/cycles/{lying.id}").text)
        trace = plain(floor.ines.get(f"/rabc/lots/{lying.lot_id}").text)
    for words in ("Écart : 10 °C", "55 °C", "65 °C"):
        assert words in page, words
    for words in ("mesurée, au plus 55,0 °C", "la machine a affiché 65 °C, 12 min"):
        assert words in trace, words


def _searched(floor: Floor, page: str, since: Cycle, lying: Cycle) -> None:
    """From the discrepancy to one search of those lots: what is in house is held at once."""
    found = re.search(r'href="(/rabc/impact/chercher\?[^"]+)"', page)
    assert found is not None
    address = html.unescape(found[1])
    with floor.then():
        searched = plain(floor.ines.get(address).text)
        assert "2 lots" in searched
        asked = dict(parse_qsl(urlsplit(address).query))
        done = press(floor.ines, "/rabc/impact/chercher", reason="Affichage démenti", **asked)
        assert done.status_code == 303
    assert floor.held() == {since.lot_id, lying.lot_id}


def _calibrated(floor: Floor, logger: int) -> None:
    """The logger was compared with a reference this morning, and was good."""
    sent = {
        "method": "reference", "on": "2026-11-23", "performed_by": "Labo", "true_1": "60",
        "shown_1": "60,1", "reference": "Pt100 n° 4", "certificate": "C-1",
    }  # fmt: skip
    address = f"/rabc/instruments/{logger}/etalonner"
    assert press(floor.ines, address, **sent).status_code == 303


def _hot(cycle: Cycle) -> bytes:
    """Within half a degree of the display, for as long as it said."""
    steps = (("20.0", 10), ("65.2", 20), ("30.0", 35))
    return scene.trace(*steps, start=cycle.started_at)


def _falling(cycle: Cycle) -> bytes:
    """A peak of 55 °C, and a quarter of an hour later 47 °C."""
    falling = tuple((f"{55 - n * 8 / 15:.1f}", 1) for n in range(16))
    return scene.trace(("20.0", 10), *falling, ("30.0", 40), start=cycle.started_at)
