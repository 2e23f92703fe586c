"""The way into the prerequisites, their files, and what every page of this room does alike."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Annotated, Any

from flask import Blueprint, Response, request, url_for
from sqlmodel import Session

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.errors import EsatError, Invalid, NotFound, Refused
from esat.files import pages as file_pages
from esat.files import service as files
from esat.files.models import StoredFile
from esat.files.store import store_of
from esat.production import once
from esat.web import door, forms, htmx
from esat.web.forms import Blank, FormShape
from laundry_rabc.prereq import kept, reads, rights, tiles
from laundry_rabc.prereq.asking import TWICE, Ask, Screen
from laundry_rabc.tiles import Tile

blueprint = Blueprint("rabc_prereq", __name__, url_prefix="/rabc/prerequis")
FOLDER = "laundry_rabc/prereq/"
PERIOD, LONGEST = timedelta(days=30), timedelta(days=366)
EARLIEST = date(2000, 1, 1)
Again = Callable[[dict[str, str], int], Response]


class Days(FormShape):
    """The days that a report is about."""

    du: Annotated[date | None, Blank] = None
    au: Annotated[date | None, Blank] = None


@blueprint.get("")
@allow(rights.READ)
def hub() -> Response:
    """What waits in each of the prerequisites."""
    session = opened()
    shown = [(one, *_figure(session, one)) for one in tiles.TILES]
    return htmx.render(FOLDER + "hub.html", tiles=shown)


@blueprint.get("/bilan")
@allow(rights.READ)
def report() -> Response:
    """What was kept over a period, and what is lacking."""
    session = opened()
    try:
        since, until, errors = *_days(), {}
    except Invalid as error:
        until = clock.today()
        since, errors = until - PERIOD, error.fields
    return htmx.render(
        FOLDER + "report.html",
        status=422 if errors else 200,
        found=reads.for_period(session, since, until),
        since=since,
        until=until,
        errors=errors,
    )


@blueprint.get("/fichiers/<int:file_id>")
@allow(rights.READ)
def file(file_id: int) -> Response:
    """A data sheet, a picture of a method, a report: only those that this room keeps."""
    session = opened()
    found = session.get(StoredFile, file_id)
    if found is None or not kept.kept_here(session, file_id):
        raise NotFound("not_found")
    return file_pages.answer(found, small="petite" in request.args)


def opened(capability: str = rights.READ) -> Session:
    """The session of the request, for who holds the right in the laundry."""
    rights.require(current_actor(), capability)
    return door.session()


def act(name: str, work: Callable[[Session], str], again: Again) -> Response:
    """Do it once and go where it says; what is wrong is said on the form as it was filled."""
    session, by = door.session(), current_actor()
    sent = once.form_of(request.form.items(multi=True))
    try:
        return htmx.go_to(
            once.run(session, sent, f"rabc.prereq.{name}", lambda: work(session), by=by)
        )
    except Refused as refusal:
        session.rollback()
        return again({"": refusal.message}, 409)
    except Invalid as error:
        session.rollback()
        return again(error.fields, 422)


def screen(
    asked: Screen,
    errors: Mapping[str, str] | None = None,
    status: int = 200,
    values: Mapping[str, Any] | None = None,
) -> Response:
    """The form, empty or as it was sent; an hour that came twice is asked which."""
    wrong = errors or {}
    which = [Ask("which", "Laquelle des deux", "tiles", options=TWICE)] if "which" in wrong else []
    names = {one.name for one in (*asked.fields, *asked.more)} | {"", "which"}
    return htmx.render(
        FOLDER + "form.html",
        status=status,
        asked=asked,
        which=which,
        strange=[words for name, words in wrong.items() if name not in names],
        key=once.fresh(),
        values=request.form or (values or {}),
        errors=wrong,
    )


def sent_file(session: Session, name: str = "file") -> int | None:
    """The file that came with a form, kept; None without one. Invalid beside its field."""
    upload = request.files.get(name)
    if upload is None or not upload.filename:
        return None
    store = store_of(door.house().settings)
    try:
        found = files.attach(session, store, file_pages.received(upload), by=current_actor())
    except EsatError as error:
        raise Invalid("form_invalid", {name: error.message}) from error
    return found.id


def fix_key(name: str = "corrige") -> int | None:
    """The row that a form corrects, as its address or the form itself says."""
    raw = request.form.get("amends") or request.args.get(name, "")
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 10 else None


def home() -> str:
    return url_for("rabc_prereq.hub")


def _figure(session: Session, tile: Tile) -> tuple[int | None, str]:
    if tile.count is None:
        return None, ""
    count = tile.count(session, current_actor(), clock.now())
    return count, tile.said[count > 1]


def _days() -> tuple[date, date]:
    """The days asked for, the last thirty by default. Invalid beside a day that cannot be."""
    days = forms.read(Days, request.args)
    until = days.au or clock.today()
    errors = {}
    for name, one in (("du", days.du), ("au", days.au)):
        if one is not None and not EARLIEST <= one <= clock.today() + LONGEST:
            errors[name] = "Vérifiez l’année."
    if errors:
        raise Invalid("form_invalid", errors)
    since = days.du or until - PERIOD
    if not timedelta(0) <= until - since <= LONGEST:
        raise Invalid("form_invalid", {"au": "Un an au plus, et après le premier jour."})
    return since, until
