"""The pages of client templates: list, add, try, change, withdraw; no rule stands here."""

import base64
from typing import Any, Final

from flask import Blueprint, Response, request, url_for

from esat.accounts.permissions import allow, current_actor
from esat.client_labels import filling, placeholders, reads, service
from esat.client_labels.drawing import Kind
from esat.client_labels.filling import LANGUAGES, Sheet
from esat.client_labels.forms import ReasonForm, TemplateForm
from esat.client_labels.models import ClientTemplate
from esat.client_labels.service import MANAGE, Wanted
from esat.client_labels.zpl_commands import LONGEST
from esat.errors import EsatError, Invalid, NotFound
from esat.web import door, forms, htmx

blueprint = Blueprint("client_labels", __name__, url_prefix="/administration/etiquettes-clients")
DPI: Final = 203
LETTERS: Final = {
    "N": "colis", "T": "lots", "F": "sacs", "R": "chariots et rouleaux", "P": "pièces textiles",
    "V": "volumes", "E": "matériels",
}  # fmt: skip


@blueprint.get("")
@allow(MANAGE)
def overview() -> Response:
    """The templates and the ranges, with what remains."""
    session = door.session()
    return htmx.render(
        "client_labels/overview.html",
        templates=service.in_use(session),
        ranges=reads.all_ranges(session),
        clients=reads.client_names(session),
        languages=LANGUAGES,
        letters=LETTERS,
    )


@blueprint.get("/nouveau")
@allow(MANAGE)
def new() -> Response:
    return _editor("", {"language": "svg", "width_mm": "100", "height_mm": "60"})


@blueprint.post("/nouveau")
@allow(MANAGE)
@door.own_transaction
def create() -> Response:
    return _keep("")


@blueprint.get("/modeles/<code>")
@allow(MANAGE)
def show(code: str) -> Response:
    """One template: how it looks, who changed it and why."""
    return _shown(code)


@blueprint.get("/modeles/<code>/modifier")
@allow(MANAGE)
def edit(code: str) -> Response:
    """The newest version to change, a withdrawn one too: it is then in use again."""
    last = service.versions(door.session(), code)[0]
    typed = last.model_dump(exclude={"reason"}) | {"seen": last.version}
    for side in ("width_mm", "height_mm"):
        typed[side] = f"{typed[side].normalize():f}".replace(".", ",")
    return _editor(code, typed)


@blueprint.post("/modeles/<code>/modifier")
@allow(MANAGE)
@door.own_transaction
def change(code: str) -> Response:
    service.versions(door.session(), code)
    return _keep(code)


@blueprint.get("/modeles/<code>/versions/<int:version>")
@allow(MANAGE)
def version(code: str, version: int) -> Response:
    """One version as it was, with its text."""
    kept = service.at_version(door.session(), code, version)
    return htmx.render(
        "client_labels/version.html", template=kept, tried=_tried(kept), languages=LANGUAGES
    )


@blueprint.post("/modeles/<code>/retrait")
@allow(MANAGE)
def withdraw(code: str) -> Response:
    given = forms.read(ReasonForm, request.form)
    try:
        service.withdraw(door.session(), code, given.reason, by=current_actor())
    except Invalid as error:
        return _shown(code, error)
    return htmx.go_to(url_for("client_labels.overview"))


def _keep(code: str) -> Response:
    """Judge and draw before anything is written; then write, unless only a try was asked."""
    typed: Any = request.form
    try:
        if text := _sent_text():
            typed = request.form.to_dict() | {"body": text}
        wanted = forms.read(TemplateForm, typed).wanted(code)
        service.check(door.session(), wanted)
        tried = _proved(wanted)
        if request.form.get("act") == "try":
            return _editor(code, typed, tried=tried)
        door.close()  # what was read is read: the write begins by itself
        with door.write() as writing:
            made = service.save(writing, wanted, by=current_actor())
    except Invalid as error:
        return _editor(code, typed, error)
    return htmx.go_to(url_for("client_labels.show", code=made.code))


def _proved(wanted: Wanted) -> dict[str, Any]:
    """The label with made-up values, or what is wrong with it. Invalid `form_invalid`."""
    tried = _trial(wanted.sheet, filling.samples(door.session(), wanted.range_id))
    if tried["fault"]:
        raise Invalid("form_invalid", {"body": tried["fault"]})
    return tried


def _sent_text() -> str:
    """The file that came with the form, as text; empty when none came."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return ""
    try:
        return sent.stream.read(2 * LONGEST).decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        sentence = "Ce fichier n’est pas un texte en UTF-8. Enregistrez-le ainsi."
        raise Invalid("form_invalid", {"file": sentence}) from error


def _editor(
    code: str, typed: Any, error: Invalid | None = None, *, tried: dict[str, Any] | None = None
) -> Response:
    session = door.session()
    return htmx.render(
        "client_labels/editor.html",
        status=error.status if error else 200,
        code=code,
        typed=typed,
        errors=error.fields if error else {},
        tried=tried,
        clients=list(reads.client_names(session).items()),
        ranges=[(row.held.id, f"{row.held.name} ({row.left} restants)")
                for row in reads.all_ranges(session) if row.is_open],
        languages=LANGUAGES,
        letters=LETTERS,
        names=[("{{" + name + "}}", said) for name, said in placeholders.NAMES.items()],
    )  # fmt: skip


def _shown(code: str, error: Invalid | None = None) -> Response:
    session = door.session()
    history = reads.history(session, code)
    if not history:
        raise NotFound("template_unknown")
    last = history[0].template
    held = next((row for row in reads.all_ranges(session) if row.held.id == last.range_id), None)
    return htmx.render(
        "client_labels/template.html",
        status=error.status if error else 200,
        template=last,
        history=history,
        held=held,
        clients=reads.client_names(session),
        tried=None if error else _tried(last),
        languages=LANGUAGES,
        letters=LETTERS,
        errors=error.fields if error else {},
    )


def _tried(template: ClientTemplate) -> dict[str, Any]:
    values = filling.samples(door.session(), template.range_id)
    return _trial(filling.sheet_of(template), values)


def _trial(sheet: Sheet, values: dict[str, str]) -> dict[str, Any]:
    """What a template gives with made-up values: a picture, or the text that a printer draws."""
    empty: dict[str, Any] = {"fault": "", "text": "", "picture": "", "cut": ()}
    try:
        label = filling.fill(sheet, values)
        kind: Kind = "zpl" if sheet.language == "zpl" else "png"
        made = filling.render(label, kind, DPI)
    except EsatError as error:
        return empty | {"fault": error.message}
    if kind == "zpl":
        return empty | {"text": made.decode()}
    return empty | {"picture": _inline(made), "cut": label.cut}


def _inline(png: bytes) -> str:
    return "data:image/png;base64," + base64.b64encode(png).decode()
