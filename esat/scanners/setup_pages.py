"""The maker's set-up codes on their page: added with a picture, looked at, retired."""

import hashlib

from flask import Blueprint, Response, request, url_for

from esat import clock
from esat.accounts.pages.edge import note
from esat.accounts.permissions import allow, current_actor
from esat.errors import Invalid
from esat.files.pages import received
from esat.files.service import Upload
from esat.files.store import store_of
from esat.production import once
from esat.scanners import setups
from esat.scanners.forms import SetupForm
from esat.scanners.pages import MANAGE
from esat.web import door, forms, htmx

blueprint = Blueprint("scanner_setups", __name__, url_prefix="/appareil/reglages")


@blueprint.get("")
@allow(MANAGE)
def page() -> Response:
    """The set-up codes in use, and the form of one more."""
    return _page()


@blueprint.post("")
@allow(MANAGE)
def add() -> Response:
    """Keep a set-up code copied from a notice."""
    sent = request.files.get("picture")
    upload = received(sent) if sent is not None and sent.filename else None
    digest = hashlib.sha256(upload.data).hexdigest() if upload else ""
    pairs = [*request.form.items(multi=True), ("picture", digest)]
    try:
        wanted = forms.read(SetupForm, request.form)
        once.run(
            door.session(),
            once.form_of(pairs),
            "scanner_setup.add",
            lambda: _add(wanted, upload),
            by=current_actor(),
        )
    except Invalid as error:
        return _page(error)
    return htmx.go_to(url_for("scanner_setups.page"))


@blueprint.post("/<int:setup_id>/retrait")
@allow(MANAGE)
def retire(setup_id: int) -> Response:
    """Show and print a set-up code no more."""
    session = door.session()
    setups.retire(session, setups.by_id(session, setup_id), at=clock.now())
    note("scanner_setup_retired", about=f"setup_id={setup_id}")
    return htmx.go_to(url_for("scanner_setups.page"))


def _add(wanted: SetupForm, upload: Upload | None) -> str:
    if upload is None:
        raise Invalid("form_invalid", {"picture": "Choisissez une image PNG ou JPEG."})
    made = setups.add(
        door.session(),
        store_of(door.house().settings),
        upload,
        name=wanted.name,
        note=wanted.note,
        width_mm=wanted.width_mm,
        by=current_actor(),
        at=clock.now(),
    )
    note("scanner_setup_added", about=f"setup_id={made.id}")
    return url_for("scanner_setups.page")


def _page(error: Invalid | None = None) -> Response:
    return htmx.render(
        "scanners/setups.html",
        status=error.status if error else 200,
        setups=setups.in_use(door.session()),
        key=once.fresh(),
        errors=error.fields if error else {},
        typed=request.form,
    )
