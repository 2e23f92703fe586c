"""Workbooks and delimited files made by the tests; no file on disk is needed."""

import io
import zipfile
from collections.abc import Sequence

import xlsxwriter

CELLS = [
    ["Raison sociale", "Code postal", "Ville"],
    ["Mairie de Châtel-Guyon", "63140", "Châtel-Guyon"],
    ["L’Œuvre à 5 €", "63000", "Clermont-Ferrand"],
]


def joined(delimiter: str, end: str = "\r\n", cells: Sequence[Sequence[str]] = CELLS) -> str:
    return "".join(delimiter.join(row) + end for row in cells)


def workbook(rows: Sequence[Sequence[object]], *, more: Sequence[str] = ()) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("Clients")
        for line, row in enumerate(rows):
            for place, value in enumerate(row):
                if value is not None:
                    sheet.write(line, place, value)
        for name in more:
            book.add_worksheet(name).write(0, 0, "autre")
    return out.getvalue()


def ods(rows: Sequence[Sequence[str]]) -> bytes:
    """The smallest OpenDocument sheet that readers take."""
    lines = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p>'
            "</table:table-cell>"
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        kind = "application/vnd.oasis.opendocument.spreadsheet"
        archive.writestr(zipfile.ZipInfo("mimetype"), kind)  # stored, as the format asks
        archive.writestr(
            "META-INF/manifest.xml",
            '<?xml version="1.0"?><manifest:manifest xmlns:manifest='
            '"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0"?><office:document-content {spaces}><office:body>'
            f'<office:spreadsheet><table:table table:name="Feuille1">{lines}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return out.getvalue()


def bomb() -> bytes:
    """A few kilobytes that claim three hundred megabytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(300):
                part.write(bytes(1024 * 1024))
    return out.getvalue()
