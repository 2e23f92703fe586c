import datetime as dt
import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esat.errors import Invalid, Refused
from esat.exchange import french, spreadsheet
from esat.exchange.tabular import read_table

HEADERS = ("Nom", "Prix", "Jour", "Oui")
ROW = ("=1+1", Decimal("-12.50"), dt.date(2026, 11, 23), True)


def test_the_french_csv_has_its_mark_its_comma_and_no_formula() -> None:
    data = spreadsheet.write("csv", HEADERS, [ROW, ("@x", None, "", False)])
    assert data.startswith(b"\xef\xbb\xbfNom;Prix;Jour;Oui\r\n")
    assert data.decode("utf-8-sig").splitlines()[1:] == ["'=1+1;-12,50;2026-11-23;oui", "'@x;;;non"]


def test_the_workbook_keeps_formulas_as_text_numbers_as_numbers_days_as_days() -> None:
    table = read_table(spreadsheet.write("xlsx", HEADERS, [ROW]), "x.xlsx")
    assert table.rows[0].cells == ("=1+1", "-12.5", "2026-11-23", "VRAI")


def test_json_is_a_list_and_keeps_decimals_exact() -> None:
    listed = json.loads(spreadsheet.write("json", HEADERS, [ROW]))
    assert listed == [{"Nom": "=1+1", "Prix": "-12.50", "Jour": "2026-11-23", "Oui": True}]


def test_an_unknown_format_and_an_endless_cell_are_refused() -> None:
    with pytest.raises(Invalid):
        spreadsheet.write("ods", HEADERS, [])
    with pytest.raises(Refused):
        spreadsheet.write("xlsx", ("Nom",), [("x" * 40_000,)])


@given(st.text(alphabet="='+-@ab", min_size=1, max_size=6))
def test_what_is_written_is_read_again_as_it_was(text: str) -> None:
    table = read_table(spreadsheet.write_csv(("Nom", "Ville"), [(text, "Riom")]), "x.csv")
    cell = table.rows[0].cells[0]
    assert cell[0] not in "=+-@"
    assert french.text(cell) == text
