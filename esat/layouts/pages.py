"""The gallery of layouts and their editor: a look writes nothing, a save is a version more."""

from typing import Any

from flask import Blueprint, Response, make_response, request, url_for

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.errors import EsatError, Invalid, Refused
from esat.layouts import arranging, editor, picture, reads, store, words
from esat.layouts import forms as shapes
from esat.layouts.forms import CopyIn, LookIn, PictureIn, Typed, WhyIn
from esat.layouts.store import MANAGE, Wanted
from esat.web import door, forms, htmx
from labels import GRIDS
from labels.spec import FIELDS

blueprint = Blueprint("layouts", __name__, url_prefix="/administration/gabarits")


@blueprint.get("")
@allow(MANAGE)
def gallery() -> Response:
    """Every layout that serves, at its true size."""
    session = door.session()
    return htmx.render(
        "layouts/gallery.html",
        cards=reads.gallery(session),
        gone=reads.gone(session),
        size=words.size,
    )


@blueprint.get("/<code>/image.png")
@allow(MANAGE)
def image(code: str) -> Response:
    """A layout with sample words: the version that is asked for, else the one that serves."""
    asked = forms.read(PictureIn, request.args)
    session = door.session()
    if asked.version is None:
        shown = store.current(session, code)
    else:
        shown = store.at_version(session, code, asked.version)
    answer = make_response(picture.png(shown, with_longest=asked.textes == "longs"))
    answer.content_type = "image/png"
    return answer


@blueprint.get("/<code>")
@allow(MANAGE)
def edit(code: str) -> Response:
    """The boxes of a layout in fields, beside what they make."""
    return _as_kept(code)


@blueprint.post("/<code>")
@allow(MANAGE)
def save(code: str) -> Response:
    """Keep what is typed as a version more; what is refused stays in the fields."""
    session = door.session()
    store.current(session, code)
    given = shapes.typed(request.form)
    try:
        layout, asked = shapes.with_reason(code, given, request.form)
        wanted = Wanted(layout, asked.base)
        store.save(session, wanted, reason=asked.reason, by=current_actor(), at=clock.now())
    except (Invalid, Refused) as error:
        return _editor(code, given, error)
    return htmx.go_to(url_for("layouts.edit", code=code))


@blueprint.post("/<code>/apercu")
@allow(MANAGE)
@door.own_transaction
def preview(code: str) -> Response:
    """What the fields make, after an act on the boxes if one is asked. It writes nothing, and
    nobody who writes waits for it.
    """
    store.current(door.session(), code)
    asked = forms.read(LookIn, request.form)
    given = shapes.typed(request.form)
    if not asked.do:
        return _editor(code, given, chosen=asked.chosen, fragment="layouts/_preview.html")
    given, chosen = arranging.arranged(given, asked.do)
    return _editor(code, given, chosen=chosen, fragment="layouts/_editor.html")


@blueprint.post("/<code>/copie")
@allow(MANAGE)
def duplicate(code: str) -> Response:
    """The same boxes under another name."""
    session = door.session()
    store.current(session, code)
    try:
        to = forms.read(CopyIn, request.form)
        store.duplicate(
            session, code, to.copy_code, to.copy_label, by=current_actor(), at=clock.now()
        )
    except Invalid as error:
        return _as_kept(code, error)
    return htmx.go_to(url_for("layouts.edit", code=to.copy_code))


@blueprint.post("/<code>/retrait")
@allow(MANAGE)
def withdraw(code: str) -> Response:
    """Go back to the house's own layout, or use this one no more."""
    session = door.session()
    store.current(session, code)
    try:
        asked = forms.read(WhyIn, request.form)
        store.withdraw(
            session, code, base=asked.base, reason=asked.why, by=current_actor(), at=clock.now()
        )
    except (Invalid, Refused) as error:
        return _as_kept(code, error)
    return htmx.go_to(url_for("layouts.gallery"))


def _as_kept(code: str, error: EsatError | None = None) -> Response:
    return _editor(code, shapes.typed_of(store.current(door.session(), code)), error)


def _editor(
    code: str,
    given: Typed,
    error: EsatError | None = None,
    *,
    chosen: int = 0,
    fragment: str | None = None,
) -> Response:
    history = reads.history(door.session(), code)
    changed = error is not None and error.code == "layout_changed"
    texts = "longs" if request.form.get("textes") == "longs" else "courts"
    look = editor.look(code, given, longest=texts == "longs")
    faults = error.fields if isinstance(error, Invalid) else {}
    return htmx.render(
        "layouts/edit.html",
        fragment,
        status=error.status if error else 200,
        said=error.message if error else "",
        meanwhile=changed,
        history=history,
        # What was drawn from a version stays so, until its author has been told of the newer one.
        base=history.newest if changed else request.form.get("base", history.newest),
        given=given,
        look=look,
        texts=texts,
        chosen=chosen or next((box.number for box in look.wrong), 0),
        errors={**look.errors, **faults},
        typed=request.form,
        **_choices(),
    )


def _choices() -> dict[str, Any]:
    return {
        "kinds": list(words.KINDS.items()),
        "symbols": list(words.SYMBOLS.items()),
        "aligns": list(words.ALIGNS.items()),
        "fields": list(FIELDS.items()),
        "sheets": [(code, words.sheet(grid)) for code, grid in GRIDS.items()],
    }
