"""Workbooks (XLSX, XLS, ODS): checked, then opened in a small process that may die alone."""

import io
import json
import lzma
import subprocess
import sys
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from esat.errors import Invalid, TooLarge
from esat.exchange.table import MAX_COLUMNS, MAX_ROWS, Row

MAX_UNPACKED = 200 * 1024 * 1024
_SECONDS = 60
_ROOT = Path(__file__).parents[2]  # where the child finds its own package
_ZIP, _OLE = b"PK", b"\xd0\xcf\x11\xe0"
_CHUNK = 1024 * 1024
_CUT = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    ValueError,
    OSError,
    RuntimeError,
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The first sheet that holds something, and the names of the other filled ones."""

    name: str
    rows: tuple[Row, ...]
    others: tuple[str, ...]


def looks_like_workbook(data: bytes) -> bool:
    """By its first bytes, whatever its name is."""
    return data.startswith((_ZIP, _OLE))


def read(data: bytes, filename: str) -> Sheet:
    """Read the workbook or say, in a code, why it cannot be read."""
    if data.startswith(_ZIP):
        _check_zip(data, filename)
    elif "EncryptedPackage".encode("utf-16-le") in data:
        raise Invalid("import_password", filename=filename)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "esat.exchange.workbook_child"],
            input=data,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
            cwd=_ROOT,
        )
        said = done.stdout if done.returncode == 0 else b'{"error": "unreadable"}'
        answer: dict[str, Any] = json.loads(said)
    except (subprocess.TimeoutExpired, ValueError) as error:
        raise Invalid("import_unreadable", filename=filename) from error
    if "error" in answer:
        if answer["error"] == "too_many_rows":
            raise TooLarge("import_too_many_rows", rows=MAX_ROWS)
        if answer["error"] == "too_wide":
            raise TooLarge("import_too_many_columns", columns=MAX_COLUMNS)
        raise Invalid(f"import_{answer['error']}", filename=filename)
    rows = tuple(Row(line, tuple(cells)) for line, cells in answer["rows"])
    return Sheet(answer["name"], rows, tuple(answer["others"]))


def _check_zip(data: bytes, filename: str) -> None:
    """Unpack everything once, in pieces: a cut file fails here, and so does a bomb."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            if sum(info.file_size for info in infos) > MAX_UNPACKED:
                raise TooLarge("import_too_large", megabytes=MAX_UNPACKED // _CHUNK)
            names = {info.filename for info in infos}
            if not names & {"[Content_Types].xml", "content.xml"}:
                raise Invalid("import_not_a_table", filename=filename)
            for info in infos:
                if info.flag_bits & 1:
                    raise Invalid("import_password", filename=filename)
                with archive.open(info) as part:
                    while part.read(_CHUNK):
                        pass
    except _CUT as error:
        raise Invalid("import_half_written", filename=filename) from error
