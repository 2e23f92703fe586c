"""A paper as PDF: its words go to a small process of its own, tagged pages come back; no table."""

import base64
import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from esat.errors import Refused
from labels import faces
from labels.spec import Symbol
from labels.symbols import QUIET, modules

_SECONDS: Final = 60
_ROOT: Final = Path(__file__).parents[2]  # where the child finds its own package
_HIGH: Final = 24


def pdf(
    drawn_by: str, said: Mapping[str, Any], pictures: Mapping[str, bytes], at: datetime
) -> bytes:
    """The same words and the same moment give the same bytes. Refuses `paper_not_made`."""
    sent = {
        "paper": drawn_by,
        "said": printable(said),
        "pictures": {name: base64.b64encode(data).decode() for name, data in pictures.items()},
        "timestamp": int(at.timestamp()),
        "fonts": str(faces.FOLDER),
    }
    try:
        done = subprocess.run(
            [sys.executable, "-m", "esat.documents.typesetting_child"],
            input=json.dumps(sent, ensure_ascii=False).encode(),
            capture_output=True,
            timeout=_SECONDS,
            check=False,
            cwd=_ROOT,
        )
    except subprocess.TimeoutExpired as error:
        raise Refused("paper_not_made") from error
    if done.returncode != 0 or not done.stdout.startswith(b"%PDF-"):
        raise Refused("paper_not_made") from RuntimeError(done.stderr.decode(errors="replace"))
    return done.stdout


def printable(said: Any) -> Any:
    """Every text with a visible sign for each letter that the font lacks."""
    if isinstance(said, str):
        return "\n".join(faces.printable(line) for line in said.splitlines())
    if isinstance(said, Mapping):
        return {name: printable(value) for name, value in said.items()}
    if isinstance(said, list):
        return [printable(value) for value in said]
    return said


def symbol(kind: Symbol, text: str) -> bytes:
    """A barcode as an SVG of whole modules, its quiet zone included."""
    rows = modules(kind, text).rows
    quiet = QUIET[kind]
    deep = 1 if len(rows) > 1 else _HIGH
    wide = len(rows[0]) + 2 * quiet
    high = len(rows) * deep + (2 * quiet if len(rows) > 1 else 0)
    top = quiet if len(rows) > 1 else 0
    dark = "".join(
        f"M{quiet + x} {top + y * deep}h1v{deep}h-1z"
        for y, row in enumerate(rows)
        for x, bit in enumerate(row)
        if bit == "1"
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}"'
        f' width="{wide}" height="{high}" shape-rendering="crispEdges">'
        f'<path d="{dark}" fill="#000"/></svg>'
    ).encode()
