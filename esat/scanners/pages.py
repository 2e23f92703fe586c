"""The page that tries a scanner, its sheet of paper, and the speed that this device keeps."""

import io

from flask import Blueprint, Response, request, send_file, url_for

from esat import clock
from esat.accounts import devices
from esat.accounts.models import Device
from esat.accounts.pages.edge import device, note
from esat.accounts.permissions import allow, current_actor, require
from esat.errors import Invalid, Refused
from esat.files.store import store_of
from esat.production import counter_reads
from esat.scanners import setups, sheet, symbols
from esat.scanners.forms import SpeedForm
from esat.scanners.symptoms import SYMPTOMS
from esat.web import door, forms, htmx

SCAN, TUNE, MANAGE = "production.scan", "devices.tune", "devices.manage"
POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'"
"""What a browser's own reader of PDF needs, and nothing else."""
blueprint = Blueprint("scanners", __name__, url_prefix="/appareil")


@blueprint.get("")
@allow(SCAN)
def page() -> Response:
    """Scan three codes and see what the scanner and the keyboard make of them."""
    return _page()


@blueprint.get("/feuille.pdf")
@allow(SCAN)
def paper() -> Response:
    """The sheet to print: the three codes, what wrong results mean, the maker's own codes."""
    data = sheet.pdf(door.session(), store_of(door.house().settings), clock.now())
    answer = send_file(
        io.BytesIO(data), mimetype="application/pdf", download_name="Essai des lecteurs.pdf"
    )
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@blueprint.post("/vitesse")
@allow(TUNE)
def tune() -> Response:
    """Keep the speed that tells a scanner from a hand, for this very device and no other."""
    here = _here()
    if here is None:
        raise Refused("scanner_not_enrolled")
    require(TUNE, workshop=here.workshop)
    try:
        wanted = forms.read(SpeedForm, request.form).scan_ms
    except Invalid as error:
        return _page(error)
    if wanted != here.scan_ms:
        note("device_tuned", about=f"device_id={here.id} scan_ms={here.scan_ms}>{wanted}")
        devices.tune(door.session(), here, wanted)
    return htmx.go_to(url_for("scanners.page"))


def _here() -> Device | None:
    """The enrolled device that this browser is."""
    known = device()
    return None if known is None else door.session().get(Device, known.device_id)


def _page(error: Invalid | None = None) -> Response:
    session, by, here = door.session(), current_actor(), _here()
    return htmx.render(
        "scanners/page.html",
        status=error.status if error else 200,
        tests=symbols.on_screen(),
        symptoms=SYMPTOMS,
        setups=setups.in_use(session),
        scan_ms=here.scan_ms if here else counter_reads.USUAL_SCAN_MS,
        here=here,
        may_tune=here is not None and by.can(TUNE, workshop=here.workshop),
        may_manage=by.can(MANAGE),
        bounds=(devices.FASTEST, devices.SLOWEST),
        errors=error.fields if error else {},
        typed=request.form,
    )
