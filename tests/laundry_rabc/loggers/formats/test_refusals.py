from datetime import datetime

import pytest

from esat.errors import TooLarge
from laundry_rabc.loggers.formats import reading, sheet
from tests.laundry_rabc.loggers import written
from tests.laundry_rabc.loggers.reader import read, refused

pytestmark = pytest.mark.usefixtures("loaded")


NEITHER = b"Bonjour,\r\nvoici le relev\xe9.\r\n"
BAD: list[tuple[str, bytes, str]] = [
    ("empty", b"", "logger_empty"),
    ("blank", b"\xef\xbb\xbf \r\n\r\n", "logger_empty"),
    ("a letter", NEITHER, "logger_not_one"),
    ("a pdf", b"%PDF-1.7 ...", "logger_not_one"),
    ("a workbook", b"PK\x03\x04....", "logger_not_one"),
    ("a web page", b"<html><body>404</body></html>", "logger_not_one"),
    ("a program", bytes(range(256)) * 20, "import_binary"),
    ("another table", b"Nom;Ville\r\nMairie;Riom\r\n", "logger_to_map"),
    ("heads only", written.hoboware([]), "logger_no_rows"),
    ("an ibutton's head", b"1-Wire/iButton Part Number: DS1923\r\n", "logger_no_rows"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "code"), BAD, ids=[one[0] for one in BAD])
def test_what_is_no_file_of_measures_is_refused(name: str, data: bytes, code: str) -> None:
    error = refused(data)
    assert error.code == code
    assert len(error.message) > 30
    assert error.status < 500


def lines_of(*values: str) -> list[bytes]:
    return written.hoboware(values).splitlines(keepends=True)


def test_each_fault_is_told_with_its_line() -> None:
    good = lines_of("20.0", "30.0", "40.0", "50.0")
    faults = {
        "logger_unordered": [*good[:3], good[4], good[3], good[5]],
        "logger_line_twice": [*good[:4], good[3], *good[4:]],
        "logger_cut": [*good[:5], good[5][:20]],
        "logger_bad_value": [*good[:4], good[4].replace(b"40.0", b"4o.0"), good[5]],
        "logger_bad_date": [*good[:4], good[4].replace(b"11/23", b"11/32"), good[5]],
    }
    for code, lines in faults.items():
        error = refused(b"".join(lines))
        assert error.code == code
        assert error.params["line"] in {5, 6}, code
        assert f"ligne {error.params['line']}" in error.message.lower()


def test_a_value_cut_in_the_middle_of_its_last_number() -> None:
    head = b'"#","Date Time, GMT+01:00","Temp, \xc2\xb0C"\r\n'
    rows = [f"{n},11/23/26 10:0{n}:00 AM,7{n}.125".encode() for n in range(1, 5)]
    whole = head + b"\r\n".join(rows)
    assert len(read(whole).points) == 4
    assert refused(whole[:-1]).code == "logger_cut"


def test_what_is_still_to_come_is_refused() -> None:
    start = datetime(2026, 12, 24, 10, 0)  # noqa: DTZ001
    assert refused(written.hoboware(["20.0", "21.0"], start)).code == "logger_in_future"


def test_what_is_too_long_or_too_large_is_refused_before_it_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sheet, "MAX_LINES", 5)
    assert refused(written.hoboware(["20.0"] * 9)).code == "logger_too_long"
    huge = b"0" * (reading.MAX_BYTES + 1)
    error = refused(huge)
    assert isinstance(error, TooLarge)
    assert error.code == "logger_too_large"
