"""Everything that somebody who is not of the office can fetch, and what of it tells a reason."""

import base64
import binascii
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape

import pypdfium2
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session, SQLModel, select

from tests.house.routes import Ask, asks

NOTE = "arrêt-témoin-7391"
SECRETS = re.compile(rf"\bMAL\b|\bMaladie\b|{NOTE}")
"""The code, the label and the note of what the office coded. Small letters are the law's words."""
WORDS = ("Paul", "Mala", NOTE[:7])
DIGITS = re.compile(r"(?:[\w-]{4})*[\w-]{2,4}={0,2}", re.ASCII)
HEADS = (4, 16, 20)
"""Where a text may begin: after a length, after a nonce, after both."""
LEAVES = ("/deconnexion", "/sante", "/metrics")


@dataclass(frozen=True)
class Known:
    """What exists, for the arguments of the routes."""

    worker: int
    number: int
    group: str
    ref: str
    code: str
    token: str


def gets(app: Flask, known: Known) -> list[Ask]:
    """Every GET route with things that exist, once with the group's code and once with a thing's;
    the search for each word; each export, and the hours in each format; the pages of a day as a
    tablet keeps them.
    """
    named: dict[str, object] = {
        "worker_id": known.worker, "number": known.number, "ref": known.ref,
        "token": known.token, "half": "matin", "day": "2026-10-26", "month": "2026-10",
        "year": 2026,
    }  # fmt: skip
    found: dict[str, Ask] = {}
    for code in (known.group, known.code):
        for ask in asks(app, named | {"code": code}):
            if ask.is_read and not ask.path.startswith(LEAVES):
                found[ask.path] = ask
    for ask in list(found.values()):
        for more in _queries(app, ask, known):
            path = f"{ask.path}?{more}"
            found[path] = Ask(ask.method, path, ask.endpoint, ask.capability)
    return list(found.values())


def _queries(app: Flask, ask: Ask, known: Known) -> Iterable[str]:
    if ask.path.startswith(f"/equipes/{known.group}/"):
        return ["garder=1"]
    if ask.endpoint == "search.find":
        return [f"q={word}" for word in WORDS]
    if ask.path.endswith(("/absences", "/absences/mois")):
        return ["mois=2026-10"]
    if ask.endpoint == "exports.download":
        known = app.extensions["esat"].registry.exports
        forms = {"hours": ("csv", "xlsx", "json")}
        return [f"quoi={one}&format={form}" for one in known for form in forms.get(one, ("csv",))]
    return ()


def told(
    browser: FlaskClient, wanted: Iterable[Ask], bearer: str = ""
) -> Iterator[tuple[str, str]]:
    """The addresses that tell a reason, with what they tell; whole pages and fragments."""
    headers = {"Origin": "http://localhost"}
    if bearer:
        headers["Authorization"] = f"Bearer {bearer}"
    for ask in wanted:
        answer = browser.get(ask.path, headers=headers)
        found = SECRETS.search(readable(answer.data) + str(answer.headers))
        if found:
            yield ask.path, found.group()


def readable(body: bytes) -> str:
    """The words of an answer: of a page, of a workbook, of a paper."""
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as opened:
            return " ".join(
                opened.read(name).decode(errors="replace") for name in opened.namelist()
            )
    if body.startswith(b"%PDF"):
        with pypdfium2.PdfDocument(body) as paper:
            return " ".join(page.get_textpage().get_text_bounded() for page in paper)
    return unescape(body.decode(errors="replace"))


def kept(session: Session) -> Iterator[tuple[str, str]]:
    """The tables that tell a reason: all that is queued, journaled, logged or kept; the catalogue
    names reasons and nobody. What only looks sealed, and opens without the key, is told too.
    """
    for name, table in SQLModel.metadata.tables.items():
        if name == "absence_kind":
            continue
        for row in session.connection().execute(select(table)):
            words = " ".join(shape for value in row for shape in keyless(value))
            if found := SECRETS.search(words):
                yield name, found.group()


def keyless(value: object) -> Iterator[str]:
    """What anybody reads of a value: as it stands, decoded, and unpacked where it was packed."""
    yield str(value)
    raw = value if isinstance(value, bytes) else _decoded(str(value))
    for at in (0, *HEADS) if raw else ():
        yield _bare(raw[at:])
        try:
            yield _bare(zlib.decompressobj().decompress(raw[at:]))
        except zlib.error:
            continue


def _decoded(text: str) -> bytes:
    """What base 64 or hexadecimal digits say; nothing of anything else."""
    if not DIGITS.fullmatch(text):
        return b""
    try:
        return bytes.fromhex(text)
    except ValueError:
        pass
    bare = text.rstrip("=")
    try:
        return base64.urlsafe_b64decode(bare + "=" * (-len(bare) % 4))
    except binascii.Error:
        return b""


def _bare(raw: bytes) -> str:
    """Its letters and figures; what else stands around a word parts it from others."""
    return re.sub(r"[^\w-]", " ", raw.decode("utf-8", "replace"))
