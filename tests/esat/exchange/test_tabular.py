import codecs
import datetime as dt
import random
from pathlib import Path

import pytest

from esat.errors import EsatError, Invalid, TooLarge
from esat.exchange.table import MAX_BYTES, MAX_ROWS
from esat.exchange.tabular import read_table
from esat.exchange.texts import SENTENCES
from tests.esat.exchange import books

REAL = Path(__file__).parents[3] / "esat/demo/data/clients-puy-de-dome.csv"
TEXT = books.joined(";")
EXPECTED = [tuple(row) for row in books.CELLS[1:]]


def cells_of(data: bytes, name: str = "clients.csv") -> list[tuple[str, ...]]:
    table = read_table(data, name)
    assert table.headers == tuple(books.CELLS[0])
    assert not [row for row in table.rows if row.problem]
    return [row.cells for row in table.rows]


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("cp1252"),
    ],
    ids=["utf-8", "utf-8 bom", "utf-16 bom", "utf-16-le", "utf-16-be", "be bom", "cp1252"],
)
def test_every_usual_encoding_gives_the_same_cells(data: bytes) -> None:
    assert cells_of(data) == EXPECTED


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_every_usual_delimiter_and_line_end_gives_the_same_cells(delimiter: str, end: str) -> None:
    assert cells_of(books.joined(delimiter, end).encode()) == EXPECTED


def test_excels_own_first_line_names_the_delimiter() -> None:
    assert cells_of(("sep=,\r\n" + books.joined(",")).encode()) == EXPECTED


def test_a_sheet_gives_the_same_cells_as_text() -> None:
    assert cells_of(books.workbook(books.CELLS), "c.xlsx") == EXPECTED
    assert cells_of(books.ods(books.CELLS), "c.ods") == EXPECTED


def test_the_content_decides_and_not_the_name() -> None:
    assert cells_of(books.workbook(books.CELLS), "clients.csv") == EXPECTED
    assert cells_of(TEXT.encode(), "clients.xlsx") == EXPECTED


def test_numbers_of_a_sheet_become_text_without_a_guess() -> None:
    rows = [
        ["a", "b", "c", "d", "e", "f"],
        [63000.0, 21630113500010, 12.5, True, dt.date(2026, 11, 23), "=1+1"],
        ["2,16300E+13", 1e20, None, "x", None, None],
    ]
    table = read_table(books.workbook([row[:4] for row in rows]), "c.xlsx")
    assert table.rows[0].cells == ("63000", "21630113500010", "12.5", "VRAI")
    assert table.rows[1].cells == ("2,16300E+13", "1E+20", "", "x")


def test_a_cell_that_starts_a_formula_stays_text() -> None:
    table = read_table(books.workbook([["nom", "ville"], ["=1+1", "@Riom"]]), "c.xlsx")
    assert table.rows[0].cells == ("=1+1", "@Riom")


def test_lines_keep_their_numbers_below_a_title_and_empty_lines() -> None:
    table = read_table(
        b'Liste des clients\n\nnom;ville\n\nA;Riom\n"B\nbis";Vichy\nC;Gap\n', "c.csv"
    )
    assert [(row.line, row.cells) for row in table.rows] == [
        (5, ("A", "Riom")),
        (6, ("B\nbis", "Vichy")),
        (8, ("C", "Gap")),
    ]
    assert table.skipped == (1,)


def test_the_other_sheets_are_named_and_not_read() -> None:
    table = read_table(books.workbook(books.CELLS, more=["Archives"]), "c.xlsx")
    assert (table.sheet, table.other_sheets) == ("Clients", ("Archives",))


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("A", "line_too_short"),
        ("A;Riom;63200;et encore", "line_too_long"),
        ('"A;Riom;63200', "line_broken_quotes"),
        ('"A"bis;Riom;63200', "line_broken_quotes"),
        ("A\x01;Riom;63200", "line_control_characters"),
        ("A" * 200_000 + ";Riom;63200", "line_broken_quotes"),
    ],
    ids=["short", "long", "open quote", "text after a quote", "control", "endless cell"],
)
def test_a_broken_line_is_named_and_the_others_are_read(line: str, problem: str) -> None:
    data = f'nom;ville;cp\nAvant;Gap;05000\n{line}\nAprès;Nice;06000\n"Fin";Foix;09000\n'
    table = read_table(data.encode(), "c.csv")
    assert [row.problem for row in table.rows] == [None, problem, None, None]
    assert [row.line for row in table.rows] == [2, 3, 4, 5]


def test_empty_cells_after_the_last_column_are_no_fault() -> None:
    table = read_table(b"nom;ville;;\nA;Riom;;\nB;Gap;;;\n", "c.csv")
    assert [row.cells for row in table.rows] == [("A", "Riom"), ("B", "Gap")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "import_empty"),
        (b"\xef\xbb\xbf\r\n\r\n", "import_empty"),
        (b"nom;ville\n", "import_only_header"),
        (b"%PDF-1.7 x", "import_not_a_table"),
        (b"<html><table><tr><td>a</td></tr></table></html>", "import_web_page"),
        (bytes(range(256)) * 40, "import_binary"),
        (b"nom;ville\nA\x00;Riom\n", "import_binary"),
        (TEXT.encode()[: TEXT.encode().index(b"\xe2\x82\xac") + 1], "import_half_written"),
        (TEXT.encode("utf-16")[:-1], "import_half_written"),
        ("nom;ville\né;Riom\n".encode() + "à;Gap\n".encode("cp1252"), "import_mixed_encoding"),
        ("nom;ville\nRésidence;Gap\n".encode("cp850"), "import_unknown_encoding"),
        ("nom;ville\nRésidence;Gap\n".encode("mac_roman"), "import_unknown_encoding"),
        (books.workbook(books.CELLS)[:3000], "import_half_written"),
        (b"PK\x03\x04", "import_half_written"),
        (b"\xd0\xcf\x11\xe0" + bytes(4000), "import_unreadable"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "import_password"),
        (books.workbook([[]]), "import_empty"),
        (books.workbook([["nom", "ville"]]), "import_only_header"),
    ],
    ids=lambda value: value if isinstance(value, str) else "bytes",
)
def test_a_file_that_is_no_table_is_refused_with_its_reason(data: bytes, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read_table(data, "clients.csv")
    assert refusal.value.code == code


def test_what_is_too_large_is_refused() -> None:
    line = b"A;Riom\n"
    with pytest.raises(TooLarge):
        read_table(b"x" * (MAX_BYTES + 1), "c.csv")
    with pytest.raises(TooLarge):
        read_table(b"nom;ville\n" + line * (MAX_ROWS + 1), "c.csv")
    assert len(read_table(b"nom;ville\n" + line * MAX_ROWS, "c.csv").rows) == MAX_ROWS


def test_a_bomb_and_a_far_corner_are_refused_without_taking_the_memory() -> None:
    with pytest.raises(TooLarge):
        read_table(books.bomb(), "c.xlsx")
    far: list[list[object]] = [["nom", *[None] * 300, "loin"], ["A"]]
    with pytest.raises(TooLarge):
        read_table(books.workbook(far), "c.xlsx")


def test_hostile_quotes_on_every_line_end_in_a_refusal_not_in_a_long_wait() -> None:
    with pytest.raises(EsatError):
        read_table(b"nom;ville\n" + b'"A;Riom;""\n' * 40_000, "c.csv")


def test_a_file_cut_or_soiled_anywhere_is_read_or_refused_never_a_crash() -> None:
    source = random.Random(7)
    codes: set[str] = set()
    for whole in (TEXT.encode(), TEXT.encode("utf-16"), books.workbook(books.CELLS)):
        for _ in range(25):
            soiled = bytearray(whole[: source.randrange(1, len(whole))])
            soiled[source.randrange(len(soiled))] = source.randrange(256)
            try:
                read_table(bytes(soiled), "c.csv")
            except EsatError as refusal:
                codes.add(refusal.code)
    assert codes <= set(SENTENCES)


def test_the_real_file_gives_132_lines_and_none_is_broken() -> None:
    table = read_table(REAL.read_bytes(), REAL.name)
    assert len(table.rows) == 132
    assert not [row for row in table.rows if row.problem]
    assert table.headers[:2] == ("code_client", "raison_sociale")
