"""The pages that bring a file in: choose it, see what was understood, answer what it leaves open,
describe its columns once, keep it.
"""

from dataclasses import dataclass
from typing import Annotated

from flask import Response, request, url_for
from pydantic import StringConstraints

from esat.accounts.permissions import allow, current_actor
from esat.errors import EsatError, Invalid
from esat.exchange.waiting import WaitingFile, WaitingFiles
from esat.files.store import store_of
from esat.production import once
from esat.web import door, forms, htmx
from esat.web.forms import Blank, FormShape, NoControl
from laundry_rabc.loggers import figure, importing, mappings, reads, rights
from laundry_rabc.loggers.formats import dates, mapped, reading, zones
from laundry_rabc.loggers.formats.reading import Said
from laundry_rabc.loggers.importing import Seen
from laundry_rabc.loggers.mappings import MappingIn
from laundry_rabc.loggers.pages import blueprint, may, opened

WHAT = "rabc.logger"
ASKS = {"logger_ask_order", "logger_ask_zone", "logger_ask_column"}
ANSWERED = {*ASKS, "logger_hour_twice", "logger_hour_missing", "logger_other_order",
            "logger_in_future"}  # fmt: skip
"""What another answer about the zone or the order may heal: its fields are shown again."""
Word = Annotated[str, StringConstraints(max_length=20), NoControl]


class AnswersIn(FormShape):
    """What a person says of a file beside what it says itself."""

    zone: Word = ""
    order: Word = ""
    column: Annotated[int | None, Blank] = None
    instrument: Annotated[int | None, Blank] = None

    def said(self) -> Said:
        return Said(self.zone, self.order if self.order in dates.ORDERS else "", self.column)


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a file is not understood yet: the sentence, its fields, and its code."""

    code: str
    message: str
    fields: dict[str, str]
    status: int


@blueprint.get("/importer")
@allow(rights.IMPORT)
def choose() -> Response:
    """Ask for a file."""
    opened(rights.IMPORT)
    return _ask("", 200)


@blueprint.post("/importer")
@allow(rights.IMPORT)
@door.own_transaction
def preview() -> Response:
    """Show what was understood of a file; nothing is written but the file that waits."""
    opened(rights.IMPORT)
    try:
        file = _sent()
    except EsatError as error:
        return _ask(error.message, error.status)
    return _preview(file, 200)


@blueprint.post("/importer/enregistrer")
@allow(rights.IMPORT)
@door.own_transaction
def keep() -> Response:
    """Keep the file that waits."""
    opened(rights.IMPORT)
    by = current_actor()
    file = _waiting().look(request.form.get("key", ""), what=WHAT, account=by.account_id)
    try:
        given = forms.read(AnswersIn, request.form)
        with door.write() as session:
            row = importing.keep(
                session, store_of(door.house().settings), file.data, file.name, given.said(),
                instrument_id=given.instrument, by=by,
            )  # fmt: skip
            kept = row.id
    except EsatError as error:
        fields = error.fields if isinstance(error, Invalid) else {}
        return _preview(
            file, error.status, Trouble(error.code, error.message, fields, error.status)
        )
    _waiting().drop(file.key)
    return htmx.go_to(url_for("rabc_loggers.file", file_id=kept))


@blueprint.post("/importer/abandonner")
@allow(rights.IMPORT)
@door.own_transaction
def give_up() -> Response:
    """Forget the file that waits."""
    opened(rights.IMPORT)
    key = request.form.get("key", "")
    _waiting().look(key, what=WHAT, account=current_actor().account_id)
    _waiting().drop(key)
    return htmx.go_to(url_for("rabc_loggers.choose"))


@blueprint.post("/importer/decrire")
@allow(rights.SET)
@door.own_transaction
def describe() -> Response:
    """Keep the description of a table, then show the file that waits as it reads it."""
    opened(rights.SET)
    by = current_actor()
    file = _waiting().look(request.form.get("key", ""), what=WHAT, account=by.account_id)
    try:
        lines = reading.text_of(file.data, file.name)
        given = forms.read(MappingIn, request.form)
        with door.write() as session:
            mappings.add(session, given, lines, by=by)
    except EsatError as error:
        fields = error.fields if isinstance(error, Invalid) else {}
        trouble = Trouble("logger_to_map", error.message, fields, error.status)
        return _describe(file, trouble)
    return _preview(file, 200)


def _sent() -> WaitingFile:
    """The file that was sent now, else the one that waits. Invalid: `import_no_file`."""
    account = current_actor().account_id
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        key = request.form.get("key", "")
        if not key:
            raise Invalid("import_no_file")
        return _waiting().look(key, what=WHAT, account=account)
    data = sent.stream.read(reading.MAX_BYTES + 1)
    name = importing.tidy(sent.filename)
    reading.text_of(data, name)
    key = _waiting().keep(data, name, what=WHAT, account=account)
    return WaitingFile(key, name, data)


def _preview(file: WaitingFile, status: int, trouble: Trouble | None = None) -> Response:
    session = door.session()
    seen: Seen | None = None
    try:
        given = forms.read(AnswersIn, request.form)
        seen = importing.look(session, file.data, file.name, given.said())
    except EsatError as error:
        fields = error.fields if isinstance(error, Invalid) else {}
        trouble = trouble or Trouble(error.code, error.message, fields, error.status)
        if trouble.code == "logger_to_map":
            return _describe(file, trouble)
        if trouble.code not in ANSWERED:
            _waiting().drop(file.key)
            return _ask(trouble.message, trouble.status)
    points = () if seen is None else seen.found.points
    asked = trouble is not None and trouble.code in ASKS
    if trouble is not None:
        first = asked and not request.form.get("key")
        status = 200 if first else trouble.status
    return htmx.render(
        "laundry_rabc/loggers/preview.html",
        status=status,
        file=file,
        seen=seen,
        trouble=trouble,
        asked=asked,
        figure=figure.draw(points, None if seen is None else seen.found.interval),
        rows=[*points[:5], *points[-5:]] if len(points) > 10 else points,
        orders=list(dates.ORDERS.items()),
        order_words=dates.ORDERS,
        zones=zones.CHOICES,
        zone_of=zones.label,
        columns=_columns(file) if trouble and trouble.code == "logger_ask_column" else (),
        instruments=_owners(),
        values=request.form,
        errors=trouble.fields if trouble else {},
        key=once.fresh(),
    )


def _describe(file: WaitingFile, trouble: Trouble) -> Response:
    """Ask what the columns are, of who may say it; others are told whom to ask."""
    if not may(rights.SET):
        return _ask(trouble.message + " Demandez au responsable qualité.", trouble.status)
    lines = reading.text_of(file.data, file.name)
    table = mapped.titles(lines)
    heads = () if table is None else table[1]
    place = 0 if table is None else table[0]
    shown = [line for line in lines[place + 1 :] if line.strip()][:4]
    return htmx.render(
        "laundry_rabc/loggers/describe.html",
        status=trouble.status,
        file=file,
        trouble=trouble,
        columns=[(n, head or f"colonne {n + 1}") for n, head in enumerate(heads)],
        sample=[mapped.cells_of(line, lines[place]) for line in shown],
        orders=list(dates.ORDERS.items()),
        zones=zones.CHOICES,
        instruments=_owners(),
        values=request.form,
        errors=trouble.fields,
    )


def _owners() -> list[tuple[int | None, str]]:
    """The instruments among which one chooses."""
    found = (one.instrument for one in reads.instruments(door.session()))
    return [(one.id, f"{one.code} · {one.name}") for one in found]


def _columns(file: WaitingFile) -> tuple[tuple[int, str], ...]:
    return reading.columns_of(file.data, file.name)


def _ask(error: str, status: int) -> Response:
    return htmx.render(
        "laundry_rabc/loggers/choose.html", status=status, error=error, may_set=may(rights.SET)
    )


def _waiting() -> WaitingFiles:
    return WaitingFiles(door.house().settings.data_dir / "imports")
