from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from esat.errors import Invalid
from laundry_rabc.curves import Why
from laundry_rabc.loggers.formats import mapped, reading, zones
from laundry_rabc.loggers.formats.mapped import Mapping
from laundry_rabc.loggers.formats.reading import Said
from tests.laundry_rabc.loggers import written
from tests.laundry_rabc.loggers.reader import MAPPING, PARIS, read, refused

pytestmark = pytest.mark.usefixtures("loaded")


def test_the_real_hoboware_file_of_a_u23() -> None:
    found = read(written.real("hoboware-u23-001.csv"))
    assert (found.label, found.serial, found.unit) == ("HOBOware", "10173910", "F")
    assert (found.zone, found.order) == ("-08:00", "mdy")
    assert len(found.points) == 1000
    assert found.points[0].at == datetime(2017, 1, 13, 9, 0, tzinfo=UTC)
    assert found.points[0].celsius == Decimal("-0.311")  # 31.440 °F
    assert found.points[-1].at == datetime(2017, 2, 24, 0, 0, tzinfo=UTC)
    assert found.interval == timedelta(hours=1)
    assert found.gaps == ()


def test_the_real_hoboware_file_of_an_h08() -> None:
    found = read(written.real("hoboware-h08.csv"))
    assert (found.serial, found.zone, found.order) == ("274341", "-07:00", "mdy")
    assert len(found.points) == 997
    assert found.points[0].at == datetime(2000, 5, 25, 17, 52, 42, tzinfo=UTC)
    assert found.points[0].celsius == Decimal("2.889")  # 37.20 °F
    assert found.interval == timedelta(minutes=16)


def test_the_real_hobomobile_file_leaves_its_events_out() -> None:
    found = read(written.real("hobomobile-mx2301.csv"))
    assert (found.label, found.serial) == ("HOBOmobile", "20293298")
    assert (found.zone, found.zone_said, found.order) == ("+05:00", "GMT +05:00", "ymd")
    assert found.points[0].at == datetime(2018, 5, 3, 3, 8, 23, tzinfo=UTC)
    assert found.points[0].celsius == Decimal("12.350")
    assert found.interval == timedelta(minutes=15)
    assert None not in [point.celsius for point in found.points]
    assert found.gaps == ()


@pytest.mark.parametrize(
    ("name", "word"), [("ori-basicex1.csv", "Ori"), ("flexim-f601.txt", "Volumenstrom")]
)
def test_real_files_of_other_instruments_are_refused_by_their_name(name: str, word: str) -> None:
    error = refused(written.real(name))
    assert error.code == "logger_not_temperature"
    assert word in str(error.params["kind"])


def test_the_head_of_an_ibutton_decides_the_order_of_its_dates() -> None:
    found = read(written.ibutton(["28.157", "27.658", "27.658"]))
    assert (found.label, found.serial, found.order) == (
        "iButton / Thermochron", "430000003251F441", "dmy",
    )  # fmt: skip
    assert found.points[0].at == datetime(2026, 11, 6, 9, 17, 1, tzinfo=UTC)
    american = read(written.ibutton(["28.1", "27.6"], order="{month}/{day}/{year:02d}"))
    assert american.order == "mdy"
    assert american.points[0].at == found.points[0].at


def test_a_zone_that_several_countries_share_is_asked_not_guessed() -> None:
    data = written.ibutton(["28.1", "27.6"], zone="EST")
    error = refused(data)
    assert error.code == "logger_ask_zone"
    assert isinstance(error, Invalid)
    assert "zone" in error.fields
    found = read(data, Said(zone="+10:00"))
    assert found.points[0].at == datetime(2026, 11, 6, 0, 17, 1, tzinfo=UTC)
    assert found.zone_said == "EST"


def test_an_ibutton_file_cut_short_is_told_by_its_own_count() -> None:
    error = refused(written.ibutton(["28.1", "27.6"], count=3))
    assert (error.code, error.params) == ("logger_count", {"said": 3, "found": 2})
    assert refused(written.ibutton(["88"], unit="%RH")).code == "logger_not_temperature"


@pytest.mark.parametrize(
    ("order", "name"), [("%m/%d/%y", "mdy"), ("%d/%m/%Y", "dmy"), ("%Y-%m-%d", "ymd")]
)
def test_three_orders_of_dates_are_told_by_the_dates(order: str, name: str) -> None:
    found = read(written.hoboware(["20.0", "71.5", "71.5"], order=order))
    assert found.order == name
    assert found.points[1].at == datetime(2026, 11, 23, 9, 1, tzinfo=UTC)


def test_an_order_that_nothing_proves_is_asked_and_the_answer_followed() -> None:
    start = datetime(2026, 4, 3, 10, 0)  # noqa: DTZ001
    data = written.hoboware(["20.0", "71.5"], start, order="%d/%m/%y")
    error = refused(data)
    assert error.code == "logger_ask_order"
    assert isinstance(error, Invalid)
    assert "order" in error.fields
    assert read(data, Said(order="dmy")).points[0].at.month == 4
    assert read(data, Said(order="mdy")).points[0].at.month == 3


def test_days_that_follow_each_other_prove_the_order() -> None:
    start = datetime(2026, 4, 3, 23, 0)  # noqa: DTZ001
    found = read(written.hoboware(["20.0"] * 5, start, step=3600, order="%d/%m/%y"))
    assert found.order == "dmy"
    assert found.points[-1].at == datetime(2026, 4, 4, 2, 0, tzinfo=UTC)


def test_a_day_still_to_come_is_no_possible_order() -> None:
    start = datetime(2026, 6, 12, 10, 0)  # noqa: DTZ001 - 06/12 as day/month would be December
    assert read(written.hoboware(["20.0", "21.0"], start, order="%m/%d/%Y")).order == "mdy"
    # In two digits, the year may also stand first: 26 December 2006.
    assert refused(written.hoboware(["20.0", "21.0"], start)).code == "logger_ask_order"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_every_usual_encoding_is_read(encoding: str) -> None:
    text = written.hoboware(["20.0", "71.5"], bom=False).decode()
    assert read(text.encode(encoding)).points[1].celsius == Decimal("71.500")


def test_fahrenheit_is_converted_and_said() -> None:
    found = read(written.hoboware(["212.0", "32.0", "159.8"], unit="°F"))
    assert found.unit == "F"
    assert [point.celsius for point in found.points] == [100, 0, Decimal("71.000")]
    unnamed = written.hoboware(["20.0", "21.0"], unit="")
    assert refused(unnamed).code == "logger_no_unit"


def test_an_unplugged_probe_and_missing_lines_are_gaps() -> None:
    values = ["71.0", "71.0", "-888.88", "", "71.0", "71.0"]
    found = read(written.hoboware(values))
    assert [gap.why for gap in found.gaps] == [Why.MISSING]
    assert [point.celsius for point in found.points][2:4] == [None, None]
    lines = written.hoboware(["71.0"] * 9).splitlines(keepends=True)
    del lines[6:8]
    assert [gap.why for gap in read(b"".join(lines)).gaps] == [Why.INTERVAL]


def test_two_probes_in_one_file_are_asked_about() -> None:
    text = written.hoboware(["20.0", "21.0"], bom=False).decode()
    text = text.replace('"Host Connected (LGR S/N: 20100001)"', '"Temp, °C (LBL: Sonde 2)"')
    text = text.replace("20.0,", "20.0,60.5").replace("21.0,", "21.0,61.5")
    data = text.encode()
    assert refused(data).code == "logger_ask_column"
    assert [place for place, _ in reading.columns_of(data, "f.csv")] == [2, 3]
    assert read(data, Said(column=3)).points[0].celsius == Decimal("60.500")
    assert read(data, Said(column=2)).points[0].celsius == Decimal("20.000")


def test_a_day_of_measures_each_second_is_read() -> None:
    start = datetime(2026, 11, 20, 0, 0)  # noqa: DTZ001
    found = read(written.hoboware(["60.0"] * 20_000, start, step=1))
    assert len(found.points) == 20_000
    assert found.gaps == ()


def test_a_table_described_once_is_read_by_its_titles() -> None:
    rows = ["23/11/2026 10:00:00;20,5;3,1", "23/11/2026 10:01:00;71,25;3,1"]
    data = written.generic(rows)
    assert refused(data).code == "logger_to_map"
    found = read(data, Said(), MAPPING)
    assert (found.label, found.mapping) == ("CSV décrit", MAPPING)
    assert found.points[1].celsius == Decimal("71.250")
    assert found.points[0].at == datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    other = written.generic(rows, "Date;Autre;Titre")
    assert refused(other, Said(), MAPPING).code == "logger_to_map"
    assert (
        refused(written.generic(["2026-11-23 10:00;20,5;3"]), Said(), MAPPING).params["line"] == 2
    )
    assert refused(written.generic(["23/11/2026 10:00"]), Said(), MAPPING).code == "logger_cut"
    pointed = written.generic(["23/11/2026 10:00;20.5;3"])
    assert refused(pointed, Said(), MAPPING).code == "logger_bad_value"


def test_day_and_hour_in_two_columns() -> None:
    head = "Jour,Heure,T"
    mapping = Mapping(mapped.signature(head), 0, 1, 2, "ymd", ".", "F", "+00:00")
    data = b"Jour,Heure,T\n2026-11-23,10:00,212\n2026-11-23,10:01,32\n"
    assert [point.celsius for point in read(data, Said(), mapping).points] == [100, 0]


def over(hours: list[str], day: str = "25/10/2026") -> bytes:
    return written.generic([f"{day} {hour};71,0;3" for hour in hours])


def test_the_night_when_an_hour_exists_twice() -> None:
    """Both passes are in the file: it is proved which is which."""
    found = read(over(["02:30", "02:50", "02:10", "02:30", "03:10"]), Said(), MAPPING)
    assert [point.at.strftime("%H:%M") for point in found.points] == [
        "00:30", "00:50", "01:10", "01:30", "02:10",
    ]  # fmt: skip


@pytest.mark.parametrize("hours", [["02:30", "02:50", "03:10"], ["01:50", "02:10"], ["02:00"]])
def test_one_pass_of_the_hour_alone_is_never_guessed(hours: list[str]) -> None:
    error = refused(over(hours), Said(), MAPPING)
    assert error.code == "logger_hour_twice"
    assert "02:" in error.message


def test_the_hour_that_does_not_exist_is_refused_with_its_line() -> None:
    error = refused(over(["01:50", "02:10"], "29/03/2026"), Said(), MAPPING)
    assert (error.code, error.params["line"]) == ("logger_hour_missing", 3)
    found = read(over(["01:50", "03:10"], "29/03/2026"), Said(), MAPPING)
    assert found.points[1].at - found.points[0].at == timedelta(minutes=20)


def test_a_fixed_offset_knows_no_change_of_clock() -> None:
    start = datetime(2026, 10, 25, 1, 50)  # noqa: DTZ001
    found = read(written.hoboware(["71.0"] * 40, start, step=180, zone="GMT+02:00"))
    assert found.gaps == ()
    assert found.points[-1].at - found.points[0].at == 39 * timedelta(minutes=3)


def test_a_step_back_elsewhere_is_disorder_not_a_change_of_clock() -> None:
    error = refused(over(["01:30", "01:10", "03:30"]), Said(), MAPPING)
    assert error.code == "logger_unordered"


def test_an_unknown_zone_is_asked_again() -> None:
    data = written.hoboware(["20.0", "21.0"], zone="")
    assert refused(data, Said(zone="Mars/Base")).code == "logger_ask_zone"
    assert read(data, PARIS).points[0].at == datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    assert zones.label("+00:00").startswith("Temps universel")
    assert zones.label("+05:30") == "UTC+05:30"
    assert zones.zone("+99:00") is None
