from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, select

from esat import clock
from esat.actors import SYSTEM, Actor
from esat.errors import Forbidden, Invalid, NotFound, Refused
from laundry_rabc.instruments import believed, calibrations, keeping, reads, tiles
from laundry_rabc.instruments.calibrations import CalibrationIn, PermittedIn, Point
from laundry_rabc.instruments.keeping import InstrumentIn
from laundry_rabc.instruments.models import Calibration
from tests import people


@pytest.fixture
def probe(session: Session, now: datetime) -> int:
    """A probe in °C that may be wrong by one degree."""
    made = keeping.declare(
        session, InstrumentIn(code="T-12", name="Sonde 12", kind="probe", unit="°C"), by=SYSTEM
    )
    permit(session, made.id or 0, "1")
    return made.id or 0


@pytest.fixture
def failures() -> Iterator[list[Calibration]]:
    """What a higher room is told of."""
    told: list[Calibration] = []

    def listen(_session: Session, one: Calibration, _by: Actor) -> None:
        told.append(one)

    calibrations.on_failed(listen)
    calibrations.on_failed(listen)
    yield told
    calibrations._listeners.remove(listen)


def permit(session: Session, instrument_id: int, value: str) -> None:
    given = PermittedIn.model_validate(
        {"value": value, "source": "Besoin du palier", "status": "proposed"}
    )
    calibrations.permit(session, instrument_id, given, by=SYSTEM)


def given(**more: object) -> CalibrationIn:
    told: dict[str, object] = {
        "method": "reference", "on": date(2026, 11, 23), "performed_by": "Labo",
        "reference": "Pt100 n° 4", "true_1": "60", "shown_1": "60,4",
    }  # fmt: skip
    return CalibrationIn.model_validate(told | more)


def done(session: Session, probe: int, **more: object) -> Calibration:
    return calibrations.record(session, probe, given(**more), by=SYSTEM)


def test_the_result_and_the_next_day_are_worked_out(session: Session, probe: int) -> None:
    one = done(session, probe, true_2="80", shown_2="79,3", uncertainty="0,2", certificate="C-1")
    assert (one.error_found, one.permitted_error, one.passed) == (Decimal("-0.7"), Decimal(1), True)
    assert one.next_due == date(2027, 11, 22)
    (shown,) = reads.calibrations(session, probe)
    assert [(p.true_value, p.shown_value) for p in shown.points] == [
        (Decimal(60), Decimal("60.4")), (Decimal(80), Decimal("79.3")),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("shown", "passed"), [("61", True), ("61,001", False), ("59", True), ("58,999", False)]
)
def test_an_error_on_the_boundary_is_permitted(
    session: Session, probe: int, failures: list[Calibration], shown: str, passed: bool
) -> None:
    one = done(session, probe, shown_1=shown)
    assert one.passed is passed
    assert failures == ([] if passed else [one])


def test_the_worst_point_decides_with_its_sign() -> None:
    points = [Point(Decimal(60), Decimal("60.4")), Point(Decimal(80), Decimal(76))]
    assert calibrations.worst(points) == Decimal(-4)
    assert calibrations.worst(points[:1]) == Decimal("0.4")


def test_a_probe_found_four_degrees_too_high_says_so_and_is_told_once(
    session: Session, probe: int, failures: list[Calibration], now: datetime
) -> None:
    good = done(session, probe, on=date(2025, 12, 1))
    bad = done(session, probe, shown_1="64", true_2="80", shown_2="84")
    assert failures == [bad]
    assert believed.error_at(session, probe, now) == Decimal(4)
    assert believed.error_at(session, probe, now - timedelta(days=1)) == Decimal("0.4")
    assert believed.error_at(session, probe, now - timedelta(days=999)) is None
    last = believed.last_good(session, probe, bad.performed_at)
    assert last is not None
    assert last.id == good.id
    assert believed.last_good(session, probe, good.performed_at) is None
    found = believed.state(session, probe, now)
    assert (found.word, found.usable) == ("failed", False)


@pytest.mark.parametrize(
    ("days", "word", "usable"),
    [(0, "ok", True), (333, "ok", True), (334, "due_soon", True), (364, "due_soon", True),
     (365, "overdue", False)],
)  # fmt: skip
def test_what_is_due_warns_before_and_is_overdue_after(
    session: Session, probe: int, now: datetime, days: int, word: str, usable: bool
) -> None:
    done(session, probe)
    found = believed.state(session, probe, now + timedelta(days=days))
    assert (found.word, found.usable) == (word, usable)


def test_what_was_never_calibrated_is_said_and_counted(
    session: Session, probe: int, now: datetime
) -> None:
    found = believed.state(session, probe, now)
    assert (found.word, found.label, found.meaning) == ("never", "Jamais étalonné", "refused")
    assert tiles.wrong(session, SYSTEM, now) == 1
    done(session, probe)
    assert tiles.wrong(session, SYSTEM, now) == 0
    assert believed.state(session, probe, now - timedelta(seconds=1)).word == "never"


def test_the_ice_point_proves_the_zero_alone(session: Session, probe: int, now: datetime) -> None:
    ice = done(session, probe, method="ice", reference="", true_1=None, shown_1="0,2")
    assert (ice.error_found, ice.passed) == (Decimal("0.2"), True)
    found = believed.state(session, probe, now)
    assert (found.word, found.range_proved, found.usable) == ("ok", False, False)


def test_a_good_ice_point_heals_no_bad_reference_and_puts_none_off(
    session: Session, probe: int, now: datetime
) -> None:
    done(session, probe, on=date(2026, 11, 1), shown_1="65")
    ice = {"method": "ice", "reference": "", "true_1": None, "shown_1": "0"}
    done(session, probe, on=date(2026, 11, 10), **ice)
    assert believed.state(session, probe, now).word == "failed"
    done(session, probe, on=date(2026, 11, 20))
    assert believed.state(session, probe, now).usable
    done(session, probe, **ice)
    late = now + timedelta(days=363)
    assert believed.state(session, probe, now).usable
    assert believed.state(session, probe, late).word == "overdue"


def test_a_bad_ice_point_counts_until_a_reference_is_good(
    session: Session, probe: int, now: datetime
) -> None:
    done(session, probe, on=date(2026, 11, 1))
    done(session, probe, on=date(2026, 11, 10), method="ice", reference="", true_1="0", shown_1="2")
    assert believed.state(session, probe, now).word == "failed"
    done(session, probe)
    assert believed.state(session, probe, now).word == "ok"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"on": None}, "on"),
        ({"on": date(2026, 11, 24)}, "on"),
        ({"reference": ""}, "reference"),
        ({"shown_1": None}, "shown_1"),
        ({"true_1": None}, "true_1"),
        ({"true_1": None, "shown_1": None}, "shown_1"),
        ({"true_3": "60"}, "shown_3"),
        ({"method": "ice", "true_1": "60"}, "true_1"),
        ({"method": "ice", "true_1": None, "shown_1": None}, "shown_1"),
    ],
)
def test_half_a_calibration_is_none(
    session: Session, probe: int, change: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        done(session, probe, **change)
    assert set(refusal.value.fields) == {field}


def test_ice_tells_nothing_of_a_scale(session: Session, now: datetime) -> None:
    made = keeping.declare(
        session, InstrumentIn(code="B-1", name="Balance", kind="scale", unit="kg"), by=SYSTEM
    )
    permit(session, made.id or 0, "0,1")
    with pytest.raises(Invalid) as refusal:
        done(session, made.id or 0, method="ice")
    assert set(refusal.value.fields) == {"method"}


def test_without_a_permitted_error_nothing_can_be_judged(session: Session, now: datetime) -> None:
    made = keeping.declare(
        session, InstrumentIn(code="T-1", name="Sonde", kind="probe", unit="°C"), by=SYSTEM
    )
    with pytest.raises(Refused) as refusal:
        done(session, made.id or 0)
    assert refusal.value.code == "permitted_error_missing"


def test_a_later_permitted_error_judges_nothing_again(
    session: Session, probe: int, now: datetime
) -> None:
    one = done(session, probe, shown_1="60,8")
    with clock.pinned(now + timedelta(days=1)):
        permit(session, probe, "0,5")
    assert believed.state(session, probe, now + timedelta(days=2)).word == "ok"
    limit = calibrations.permitted(session, probe, now)
    assert limit is not None
    assert limit.value == Decimal(1)
    with clock.pinned(now + timedelta(days=2)):
        two = done(session, probe, shown_1="60,8")
    assert (one.passed, two.passed) == (True, False)


def test_only_who_may_calibrates_what_is_in_use(session: Session, probe: int) -> None:
    for by in (
        people.actor("inspecteur"),
        people.actor("moniteur", workshops=("laundry",)),
        people.actor("responsable_atelier", workshops=("bookbinding",)),
    ):
        with pytest.raises(Forbidden):
            calibrations.record(session, probe, given(), by=by)
        with pytest.raises(Forbidden):
            calibrations.permit(
                session, probe, PermittedIn(value=Decimal(2), source="x", status="proposed"), by=by
            )
    with pytest.raises(NotFound):
        done(session, 987)
    keeping.retire(session, probe, by=SYSTEM)
    with pytest.raises(Refused) as refusal:
        done(session, probe)
    assert refusal.value.code == "instrument_retired"


def test_the_register_only_grows(session: Session, probe: int) -> None:
    done(session, probe)
    for table in ("rabc_calibration", "rabc_calibration_point", "rabc_permitted_error"):
        with pytest.raises(DBAPIError), session.begin_nested():
            session.connection().execute(text(f"DELETE FROM {table}"))
    assert len(session.exec(select(Calibration)).all()) == 1
