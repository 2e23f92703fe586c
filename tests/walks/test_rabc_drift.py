"""Three plates in a row that were each only in alert, and say more together."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from esat import clock
from laundry_rabc.lab.models import Laboratory, LabPlace
from laundry_rabc.plan import reads as plan
from laundry_rabc.plan.models import PointVersion
from laundry_rabc.results.models import Result
from tests.esat.production.buttons import press
from tests.walks import rabc_floor
from tests.walks.rabc_floor import Floor, plain

SignedIn = Callable[..., FlaskClient]
HERE = "/rabc/laboratoire"
QUARTERS = (("9", "2026-05-18"), ("10", "2026-08-17"), ("11", "2026-11-16"))


@pytest.fixture
def floor(session: Session, client: FlaskClient, signed_in: SignedIn) -> Floor:
    return rabc_floor.build(session, client, signed_in, datetime(2026, 5, 18, 8, 0, tzinfo=UTC))


def test_alert_drift(floor: Floor) -> None:
    """Alert drift

    Given three consecutive quarterly linen results 9, 10, 11 CFU/25 cm² (target ≤ 5, action > 12),
    When the third is saved, Then each result had opened only its light alert procedure and none is
    in action, yet the trend rule escalates the third to an investigation, and the dashboard is not
    green.
    """
    with floor.then():
        sheet = _ready(floor)
        assert _tile(floor) == ("blue", "0")
    for count, (value, day) in enumerate(QUARTERS, start=1):
        floor.at = datetime.fromisoformat(f"{day}T16:00").replace(tzinfo=UTC)
        with floor.then():
            _saved(floor, sheet, value, day)
        alerts = floor.cases("alert")
        assert len(alerts) == count
        if count < len(QUARTERS):
            assert floor.cases("investigation") == []
    _only_light(floor)
    (drift,) = floor.cases("investigation")
    results = floor.session.exec(select(Result).order_by(col(Result.id))).all()
    assert (drift.origin, drift.result_id) == ("trend", results[-1].id)
    with floor.then():
        page = plain(floor.ines.get(f"/rabc/cas/{drift.id}").text)
        listed = plain(floor.ines.get("/rabc/cas?nature=investigation").text)
        assert _tile(floor) == ("wine", "4")
        board = floor.ines.get("/rabc/tableau-de-bord").text
    assert "3 résultats de suite en alerte" in page
    assert drift.ref in listed
    assert "Dérive à comprendre" in board
    main = board.partition("<main")[2].partition("</main")[0]
    assert 'data-meaning="ok"' not in main
    with floor.then():
        assert floor.step(floor.ines, drift, "release", "Rien").status_code == 409, "no cause yet"


def _ready(floor: Floor) -> dict[str, str]:
    """A place, a laboratory, and the report's fields that do not change."""
    assert press(floor.ines, HERE + "/lieux", place_label="Pile de draps").status_code == 303
    shown = {"number": "1-1234", "scope": "Textiles", "until": "2027-06-30"}
    made = press(floor.ines, HERE + "/laboratoires", name="Labo du Puy", **shown)
    assert made.status_code == 303
    version = floor.session.exec(
        select(PointVersion).where(PointVersion.id == _point(floor.session))
    ).one()
    assert (version.target_high, version.alert_high, version.surface_cm2) == (5, 12, 25)
    return {
        "laboratory": str(floor.session.exec(select(Laboratory.id)).one()), "point": "HYG-01",
        "sampler": "Le laboratoire", "method": "gélose contact", "surface": "25", "lignes": "1",
        "place_0": str(floor.session.exec(select(LabPlace.id)).one()),
    }  # fmt: skip


def _point(session: Session) -> int:
    found = plan.in_force(session, "HYG-01", clock.now())
    assert found is not None
    return found.id or 0


def _saved(floor: Floor, sheet: dict[str, str], value: str, day: str) -> None:
    """The quarter's report, as the laboratory wrote it."""
    said = {"number": f"LV-{day}", "issued_on": day, "taken_at": f"{day}T10:30"}
    done = press(
        floor.ines, HERE + "/rapports/nouveau", **sheet, **said, value_0=f"{value} UFC/25 cm²"
    )
    assert done.status_code == 303, plain(done.text)


def _only_light(floor: Floor) -> None:
    """Three alerts, each with the procedure of its level; nothing is in action, nothing held."""
    results = floor.results()["HYG-01"]
    assert [(one.value, one.verdict) for one in results] == [
        (9, "alert"), (10, "alert"), (11, "alert"),
    ]  # fmt: skip
    assert floor.cases("action") == []
    assert floor.held() == set()
    version = floor.session.get_one(PointVersion, results[0].point_version_id)
    for case, result in zip(floor.cases("alert"), results, strict=True):
        assert (case.result_id, case.procedure) == (result.id, version.alert_procedure)


def _tile(floor: Floor) -> tuple[str, str]:
    """The colour of the cases' tile on the RABC home, and its number."""
    page = floor.ines.get("/rabc").text
    found = re.search(
        r'href="/rabc/cas" data-accent="(\w+)".*?class="figure">(\d+)', page, re.DOTALL
    )
    assert found is not None
    return found[1], found[2]
