"""The settings of the laundry on the screen: lists, a form for a further version, the history."""

from typing import Any

from flask import Blueprint, Response, request, url_for

from esat.accounts.permissions import allow, current_actor
from esat.actors import Actor
from esat.errors import Invalid, NotFound, Refused
from esat.production import once
from esat.web import door, forms, htmx
from workshops.laundry.plant import keeping, limits, records, shown, versions
from workshops.laundry.plant.kinds import KINDS, STATUSES, Kind
from workshops.laundry.plant.records import Signed
from workshops.laundry.plant.service import MANAGE

bp = Blueprint("laundry_plant", __name__, url_prefix="/blanchisserie/reglages")


@bp.get("")
@allow(MANAGE)
def index() -> Response:
    """The six lists."""
    _mine()
    return htmx.render("laundry/plant/index.html", kinds=KINDS.values())


@bp.get("/<kind>")
@allow(MANAGE)
def records_list(kind: str) -> Response:
    """One list: what is in force, and what was withdrawn."""
    _mine()
    found = _kind(kind)
    session = door.session()
    rows = versions.newest(session, found.table, found.key)
    if found.slug == "limites":
        places = {code: n for n, code in enumerate(limits.BY_CODE)}
        rows.sort(key=lambda row: places.get(row.code, len(places)))
    else:
        rows.sort(key=lambda row: (getattr(row, "position", 0), shown.title(found, row)))
    choices = shown.Choices(session)
    lines = [
        (row, shown.title(found, row), _summary(found, row, choices), str(getattr(row, found.key)))
        for row in rows
    ]
    return htmx.render(
        "laundry/plant/records.html",
        kind=found,
        lines=lines,
        codes=shown.codes(session, found, rows),
        statuses=STATUSES,
    )


@bp.get("/<kind>/nouveau")
@allow(MANAGE)
def new(kind: str) -> Response:
    """An empty form: nothing is filled in."""
    return _form(_addable(kind), None)


@bp.post("/<kind>/nouveau")
@allow(MANAGE)
def add(kind: str) -> Response:
    """A new record."""
    return _kept(_addable(kind), None)


@bp.get("/<kind>/<entry>")
@allow(MANAGE)
def record(kind: str, entry: str) -> Response:
    """One record: what is in force and its history."""
    return _record(_kind(kind), entry)


def _record(found: Kind, entry: str, *, refused: str = "", status: int = 200) -> Response:
    session = door.session()
    row = _row(found, entry)
    choices = shown.Choices(session)
    told = shown.values(session, found, row)
    pairs = [
        (field.label, shown.words(field, told[field.name], choices))
        for field in found.fields
        if not field.once
    ]
    return htmx.render(
        "laundry/plant/record.html",
        status=status,
        refused=refused,
        typed=request.form.get("reason", ""),
        kind=found,
        row=row,
        key_of=entry,
        title=shown.title(found, row),
        unit=shown.unit(found, row),
        code=shown.codes(session, found, [row]).get(getattr(row, "resource_id", None), ""),
        pairs=pairs,
        history=shown.history(session, found, getattr(row, found.key), choices),
        key=once.fresh(),
    )


@bp.get("/<kind>/<entry>/modifier")
@allow(MANAGE)
def change_form(kind: str, entry: str) -> Response:
    """The form of a further version, with what is in force."""
    return _form(_kind(kind), entry)


@bp.post("/<kind>/<entry>/modifier")
@allow(MANAGE)
def change(kind: str, entry: str) -> Response:
    """A further version."""
    found = _kind(kind)
    _row(found, entry)
    return _kept(found, entry)


@bp.post("/<kind>/<entry>/retirer")
@allow(MANAGE)
def withdraw(kind: str, entry: str) -> Response:
    """Use a record no more, and say why."""
    found, by = _kind(kind), _mine()
    row = _row(found, entry)
    if not found.may_add:
        raise NotFound("not_found")
    session = door.session()
    signed = Signed(by, request.form.get("reason", "").strip()[:200])

    def work() -> str:
        records.withdraw(session, found.table, found.key, getattr(row, found.key), signed)
        return url_for("laundry_plant.records_list", kind=found.slug)

    form = once.form_of(request.form.items(multi=True))
    action = f"laundry.plant.out.{found.slug}"
    try:
        return htmx.go_to(once.run(session, form, action, work, by=by))
    except Refused as refusal:
        session.rollback()
        return _record(found, entry, refused=refusal.message, status=409)


def _kept(found: Kind, key: str | None) -> Response:
    by, session = _mine(), door.session()
    words = _sent(found, key)

    def work() -> str:
        given = forms.read(found.shape, words)
        shown.check(found, given, shown.Choices(session))
        kept = keeping.keep(session, found, key, given, Signed(by, given.reason))
        return url_for("laundry_plant.record", kind=found.slug, entry=kept)

    form = once.form_of(request.form.items(multi=True))
    try:
        return htmx.go_to(once.run(session, form, f"laundry.plant.{found.slug}", work, by=by))
    except Invalid as error:
        session.rollback()
        return _form(found, key, typed=words, errors=error.fields, status=422)
    except Refused as refusal:
        session.rollback()
        return _form(found, key, typed=words, refused=refusal.message, status=409)


def _sent(found: Kind, key: str | None) -> dict[str, Any]:
    """What the form sent: lists where several may be ticked, a record's own code unchanged."""
    words: dict[str, Any] = dict(request.form.items())
    for field in found.fields:
        if field.widget == "ticks":
            words[field.name] = request.form.getlist(field.name)
        if field.widget == "tick":
            words[field.name] = request.form.get(field.name) == "1"
        if field.once and key is not None:
            words[field.name] = key
    return words


def _form(
    found: Kind,
    key: str | None,
    *,
    typed: dict[str, Any] | None = None,
    errors: dict[str, str] | None = None,
    refused: str = "",
    status: int = 200,
) -> Response:
    _mine()
    session = door.session()
    row = None if key is None else _row(found, key)
    known = {} if row is None else shown.values(session, found, row)
    return htmx.render(
        "laundry/plant/form.html",
        status=status,
        kind=found,
        row=row,
        key_of=key,
        title="" if row is None else shown.title(found, row),
        unit="" if row is None else shown.unit(found, row),
        choices=shown.Choices(session),
        values=known if typed is None else typed,
        errors=errors or {},
        refused=refused,
        key=once.fresh(),
    )


def _row(found: Kind, key: str) -> Any:
    """The newest version of a record, while it is not withdrawn for good; NotFound otherwise."""
    _mine()
    value: object = key
    if found.key == "resource_id":
        if not (key.isascii() and key.isdigit() and len(key) < 10):
            raise NotFound("not_found")
        value = int(key)
    rows = versions.history(door.session(), found.table, found.key, value)
    if not rows or (request.method == "POST" and getattr(rows[0], "withdrawn", False)):
        raise NotFound("not_found")
    return rows[0]


def _summary(found: Kind, row: Any, choices: shown.Choices) -> str:
    """The first facts of a record in its line of the list."""
    told = []
    for field in found.fields:
        value = getattr(row, field.name, None)
        if field.name in {"label", "code", "status", "source", "pictogram", "position"}:
            continue
        word = shown.words(field, shown.typed(value), choices)
        if field.widget == "tick":
            word = field.label if value else ""
        if field.widget == "date":
            word = f"depuis le {word}"
        if word:
            told.append(f"{word}\u00a0{row.unit}" if field.name == "value" else word)
    return " · ".join(told[:4])


def _kind(slug: str) -> Kind:
    found = KINDS.get(slug)
    if found is None:
        raise NotFound("not_found")
    return found


def _addable(slug: str) -> Kind:
    found = _kind(slug)
    if not found.may_add:
        raise NotFound("not_found")
    return found


def _mine() -> Actor:
    by = current_actor()
    if not by.can(MANAGE, workshop="laundry"):
        raise NotFound("not_found")
    return by
