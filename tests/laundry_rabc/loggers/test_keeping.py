"""Files kept, instruments placed, tables described."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, select

from esat.actors import SYSTEM
from esat.config import Settings
from esat.errors import EsatError, Forbidden, Invalid, NotFound, Refused
from esat.files import access
from esat.files.models import StoredFile
from esat.files.store import Store, store_of
from esat.migrations import triggers
from laundry_rabc.curves import Point
from laundry_rabc.loggers import importing, mappings, packing, places, reads
from laundry_rabc.loggers.formats.reading import Said
from laundry_rabc.loggers.mappings import MappingIn
from laundry_rabc.loggers.models import LoggerCurve, LoggerFile
from laundry_rabc.loggers.places import PlaceIn
from tests import people
from tests.laundry_rabc.loggers import scene, written
from tests.laundry_rabc.loggers.scene import Washer

HOUR = timedelta(hours=1)


@pytest.fixture
def washer(session: Session, now: datetime) -> Washer:
    return scene.build(session, now - 48 * HOUR)


@pytest.fixture
def store(settings: Settings) -> Store:
    return store_of(settings)


def keep(
    session: Session, store: Store, data: bytes, said: Said = scene.NONE, who: int | None = None
) -> LoggerFile:
    return importing.keep(
        session,
        store,
        data,
        "relevé/../L1.csv",
        said,
        instrument_id=who,
        by=people.actor("qualite"),
    )


def test_a_file_is_kept_whole_with_its_curve(
    session: Session, store: Store, washer: Washer, now: datetime
) -> None:
    data = scene.trace(("20.0", 2), ("70.5", 3), start=now - 5 * HOUR)
    row = keep(session, store, data)
    assert row.instrument_id == washer.instrument.id
    assert (row.measures, row.gaps, row.min_c, row.max_c) == (5, 0, 20, Decimal("70.5"))
    assert (row.first_at, row.interval_s) == (now - 5 * HOUR, 60)
    assert store.read(row.sha256) == data
    stored = session.get_one(StoredFile, row.file_id)
    assert stored.name == "L1.csv"
    assert not access.may_read(session, stored, people.actor("administrateur"))
    points = packing.unpack(session.get_one(LoggerCurve, row.id).points)
    assert points[-1] == Point(now - 5 * HOUR + timedelta(minutes=4), Decimal("70.5"))


def test_the_same_bytes_are_kept_once(
    session: Session, store: Store, washer: Washer, now: datetime
) -> None:
    data = scene.trace(("20.0", 3), start=now - 5 * HOUR)
    keep(session, store, data)
    with pytest.raises(Refused) as caught:
        keep(session, store, data)
    assert caught.value.code == "logger_known"
    assert len(session.exec(select(LoggerFile)).all()) == 1
    longer = scene.trace(("20.0", 9), start=now - 5 * HOUR)
    assert len(importing.look(session, longer, "b.csv", scene.NONE).overlaps) == 1


def test_whose_file_it_is(session: Session, store: Store, washer: Washer, now: datetime) -> None:
    values = ["20.0", "21.0"]
    start = (now - 5 * HOUR).replace(tzinfo=None)
    strange = written.hoboware(values, start, serial="777", zone="GMT+00:00")
    with pytest.raises(Invalid) as caught:
        keep(session, store, strange)
    assert "instrument" in caught.value.fields
    other = scene.probe(session, "ENR-2", now)
    assert keep(session, store, strange, who=other.id).instrument_id == other.id
    again = written.hoboware(["22.0", "23.0"], start, serial="777", zone="GMT+00:00")
    assert keep(session, store, again).instrument_id == other.id
    mine = scene.trace(("20.0", 4), start=now - 9 * HOUR)
    with pytest.raises(Invalid) as caught:
        keep(session, store, mine, who=other.id)
    assert "ENR-1" in caught.value.fields["instrument"]
    with pytest.raises(NotFound):
        keep(session, store, mine, who=999)
    scale = scene.probe(session, "BAL", now, "kg")
    third = written.hoboware(["2.0"], start, serial="888", zone="GMT+00:00")
    with pytest.raises(Invalid):
        keep(session, store, third, who=scale.id)


def test_an_instrument_coded_by_its_number_needs_no_place(
    session: Session, store: Store, washer: Washer, now: datetime
) -> None:
    coded = scene.probe(session, "430000003251F441", now)
    row = keep(session, store, written.ibutton(["20.1", "20.2"]))
    assert row.instrument_id == coded.id
    assert row.zone == "Europe/Paris"


@pytest.mark.parametrize("role", ["direction", "inspecteur", "comptoir", "bureau"])
def test_who_may_not_keeps_nothing(
    session: Session, store: Store, washer: Washer, now: datetime, role: str
) -> None:
    data = scene.trace(("20.0", 3), start=now - 5 * HOUR)
    with pytest.raises(Forbidden):
        importing.keep(
            session, store, data, "a.csv", scene.NONE, instrument_id=None, by=people.actor(role)
        )
    assert session.exec(select(LoggerFile)).all() == []


@pytest.mark.parametrize(
    "data",
    [b"", b"%PDF", b"a;b\r\n1;2\r\n", written.hoboware(["-888.88", ""])],
    ids=["empty", "pdf", "table", "silent"],
)
def test_a_refused_file_leaves_nothing(
    session: Session, store: Store, washer: Washer, data: bytes
) -> None:
    with pytest.raises(EsatError):
        keep(session, store, data)
    assert session.exec(select(LoggerFile)).all() == []
    assert session.exec(select(StoredFile)).all() == []
    assert list(store.kept()) == []


@pytest.mark.parametrize(
    "table", ["rabc_logger_file", "rabc_logger_curve", "rabc_instrument_place"]
)
@pytest.mark.parametrize("act", ["UPDATE {} SET {} = {}", "DELETE FROM {}"])
def test_what_is_kept_only_grows(
    session: Session, store: Store, washer: Washer, now: datetime, table: str, act: str
) -> None:
    keep(session, store, scene.trace(("20.0", 3), start=now - 5 * HOUR))
    key = "file_id" if table == "rabc_logger_curve" else "id"
    assert table in triggers.APPEND_ONLY
    with pytest.raises(DBAPIError, match="only grows"), session.begin_nested():
        session.connection().execute(text(act.format(table, key, key)))


def test_where_an_instrument_stood_at_each_moment(
    session: Session, washer: Washer, now: datetime
) -> None:
    one = washer.instrument
    scene.stand(session, one, washer.l2, now - 10 * HOUR)
    scene.stand(session, one, None, now - 2 * HOUR)
    key = one.id or 0
    assert places.machine_of(session, key, now - 11 * HOUR) == washer.l1
    assert places.machine_of(session, key, now - 10 * HOUR) == washer.l2
    assert places.machine_of(session, key, now) is None
    assert places.machine_of(session, key, now - 999 * HOUR) is None
    assert places.spans_of(session, key, now - 12 * HOUR, now) == [
        (washer.l1, now - 12 * HOUR, now - 10 * HOUR),
        (washer.l2, now - 10 * HOUR, now - 2 * HOUR),
    ]
    assert places.instruments_on(session, washer.l1, now - 11 * HOUR) == [one]
    assert places.instruments_on(session, washer.l1, now) == []
    assert places.of_serial(session, scene.SERIAL) == one
    shown = reads.instruments(session)[0]
    assert (shown.instrument, shown.machine) == (one, "")
    assert shown.place is not None
    assert shown.place.serial == scene.SERIAL


def test_a_place_that_cannot_be(session: Session, washer: Washer, now: datetime) -> None:
    key = washer.instrument.id or 0
    for wrong, error in (
        (PlaceIn(instrument=999), NotFound),
        (PlaceIn(instrument=key, machine=999), NotFound),
        (PlaceIn(instrument=key, machine=washer.l1, since=now + HOUR), Invalid),
    ):
        with pytest.raises(error):
            places.put(session, wrong, by=SYSTEM)
    other = scene.probe(session, "ENR-2", now)
    with pytest.raises(Invalid) as caught:
        places.put(session, PlaceIn(instrument=other.id or 0, serial=scene.SERIAL), by=SYSTEM)
    assert "ENR-1" in caught.value.fields["serial"]
    other.retired_at = now
    with pytest.raises(Refused):
        places.put(session, PlaceIn(instrument=other.id or 0), by=SYSTEM)
    with pytest.raises(Forbidden):
        places.put(session, PlaceIn(instrument=key), by=people.actor("moniteur"))


GOOD = MappingIn(
    name="Tunnel", day=0, value=1, order="dmy", decimal=",", unit="C", zone="Europe/Paris"
)
LINES = [written.GENERIC_HEAD, "23/11/2026 09:00:00;70,5;3"]


def test_a_table_is_described_once_and_read_from_then_on(
    session: Session, store: Store, washer: Washer, now: datetime
) -> None:
    data = written.generic(["23/11/2026 08:00:00;70,5;3", "23/11/2026 08:01:00;71,5;3"])
    with pytest.raises(Invalid) as caught:
        keep(session, store, data)
    assert caught.value.code == "logger_to_map"
    described = GOOD.model_copy(update={"instrument": washer.instrument.id})
    mapping = mappings.add(session, described, LINES, by=people.actor("qualite"))
    row = keep(session, store, data)
    assert (row.mapping_id, row.instrument_id) == (mapping.id, washer.instrument.id)
    assert row.first_at == datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
    with pytest.raises(Refused) as twice:
        mappings.add(session, described, LINES, by=people.actor("qualite"))
    assert twice.value.code == "logger_mapped"
    mappings.withdraw(session, mapping.id or 0, by=people.actor("qualite"))
    with pytest.raises(Refused):
        mappings.withdraw(session, mapping.id or 0, by=people.actor("qualite"))
    with pytest.raises(NotFound):
        mappings.withdraw(session, 999, by=people.actor("qualite"))
    assert mappings.in_use(session) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"day": 9}, "day"), ({"hour": -2}, "hour"), ({"value": 0}, "value"),
        ({"zone": "Mars"}, "zone"), ({"instrument": 999}, "instrument"),
    ],
)  # fmt: skip
def test_a_description_that_cannot_be(
    session: Session, washer: Washer, change: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        mappings.add(session, GOOD.model_copy(update=change), LINES, by=people.actor("qualite"))
    assert list(caught.value.fields) == [field]
    with pytest.raises(Invalid):
        mappings.add(session, GOOD, ["rien"], by=people.actor("qualite"))
    with pytest.raises(Forbidden):
        mappings.add(session, GOOD, LINES, by=people.actor("moniteur"))


@given(
    st.lists(
        st.tuples(
            st.integers(1, 10_000_000),
            st.none() | st.integers(-80_000, 400_000).map(lambda n: Decimal(n).scaleb(-3)),
        ),
        max_size=40,
    )
)
def test_a_curve_is_unpacked_as_it_was_packed(steps: list[tuple[int, Decimal | None]]) -> None:
    at, points = datetime(2026, 1, 1, tzinfo=UTC), []
    for step, value in steps:
        at += timedelta(milliseconds=step)
        points.append(Point(at, value))
    assert packing.unpack(packing.pack(points)) == tuple(points)


def test_what_is_no_curve_is_told() -> None:
    whole = packing.pack([Point(datetime(2026, 1, 1, tzinfo=UTC), Decimal(1))])
    for broken in (b"", b"x" * 3, b"\x02" + whole[1:]):
        with pytest.raises(ValueError, match="not a curve"):
            packing.unpack(broken)


def test_the_list_that_one_takes_away(
    session: Session, store: Store, washer: Washer, now: datetime
) -> None:
    keep(session, store, scene.trace(("20.0", 3), start=now - 5 * HOUR))
    today = now.date()
    rows = list(reads.export_rows(session, today, today))
    assert len(rows) == 1
    assert len(rows[0]) == len(reads.EXPORT_HEADERS)
    assert list(reads.export_rows(session, today + timedelta(days=1), None)) == []
    assert list(reads.export_rows(session, None, today - timedelta(days=1))) == []
