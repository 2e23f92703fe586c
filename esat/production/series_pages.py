"""A series at the counter: many codes in one list, and one act for all that are ticked.

A scan of this page only lists. The list is the browser's: each request brings its codes.
"""

from collections.abc import Collection, Mapping

from flask import Blueprint, Response, current_app, request

from esat.accounts.pages.edge import device_id
from esat.accounts.permissions import allow, current_actor
from esat.clients import reads as clients
from esat.errors import EsatError, Invalid, Refused
from esat.production import counter_reads, once, series, series_acts, series_choices, series_forms
from esat.production.series import Listing
from esat.production.series_acts import Said
from esat.web import door, htmx

bp = Blueprint("series", __name__, url_prefix="/comptoir/serie")
PAGE, FRAGMENT = "production/series.html", "production/_series.html"
CLIENTS = "production/_series_clients.html"
NOTHING = Listing()
PRINTS = "print_runs.ask"
"""Where a run of labels is asked for, in a house that has it."""


@bp.get("")
@allow("production.scan")
def index() -> Response:
    """An empty list, ready."""
    return _shown([])


@bp.post("")
@allow("production.scan")
@door.own_transaction
def add() -> Response:
    """The list with one code more, or a pasted list: what a browser without a script sends."""
    form = request.form
    return _shown(series_forms.lines(f"{form.get('codes', '')}\n{form.get('code', '')}"))


@bp.post("/liste")
@allow("production.scan")
@door.own_transaction
def again() -> Response:
    """The list as it stands now, with its ticks, a row taken out, or clients looked for."""
    form = request.form
    dropped = form.get("drop", "")
    kept = [text for text in series_forms.lines(form.get("codes", "")) if text != dropped]
    return _shown(kept, _unticked(kept))


@bp.post("/faire")
@allow("production.scan")
@door.own_transaction
def act() -> Response:
    """One act for all the ticked rows, and what became of each."""
    listed = series_forms.lines(request.form.get("codes", ""))
    off = _unticked(listed)
    try:
        asked = series_forms.asked(request.form)
        ticked = series.look(door.session(), listed, by=current_actor(), off=off).ticked
        if not ticked:
            raise Refused("series_nothing")
    except EsatError as error:
        return _shown(listed, off, wrong=error)
    door.close()
    said = series_acts.run(door.house().database, asked, ticked, by=current_actor())
    return _shown(listed, off, said)


@bp.get("/clients")
@allow("production.move")
def find_client() -> Response:
    """The clients that new labels may be given to, as their name is typed."""
    return _answer(Listing(), fragment=CLIENTS, text=request.args.get("q", ""))


def blank(listing: Listing = NOTHING) -> dict[str, object]:
    """What the page shows of a list, without anything of the one who looks."""
    return {
        "listing": listing,
        "choices": series_choices.choices(listing),
        "counted": series_choices.counted(listing) if listing.rows else "",
        "most": series.MOST,
        "prints": PRINTS if PRINTS in current_app.view_functions else "",
        "said": {},
        "pasted": "",
        "q": "",
        "found": (),
        "key": "",
        "scan_ms": counter_reads.USUAL_SCAN_MS,
    }


def _unticked(listed: Collection[str]) -> frozenset[str]:
    """The codes of the list whose tick was taken away."""
    return frozenset(listed) - frozenset(text.strip() for text in request.form.getlist("code"))


def _shown(
    listed: Collection[str],
    off: Collection[str] = (),
    said: Mapping[str, Said] | None = None,
    wrong: EsatError | None = None,
) -> Response:
    """The list as things now stand, and what was said of its rows."""
    try:
        listing = series.look(door.session(), listed, by=current_actor(), off=off)
    except Refused as refusal:
        if htmx.wants_fragment():
            raise
        listing, wrong = NOTHING, refusal
    pasted = "\n".join(listed) if listing is NOTHING else ""
    return _answer(listing, wrong, said=said or {}, pasted=pasted, text=request.form.get("q", ""))


def _answer(
    listing: Listing,
    wrong: EsatError | None = None,
    *,
    fragment: str = FRAGMENT,
    text: str = "",
    **more: object,
) -> Response:
    """The page or its fragment."""
    by, session = current_actor(), door.session()
    named = text.strip()[:100] if by.can("production.move") else ""
    shown = blank(listing) | {
        "key": once.fresh(),
        "q": named,
        "found": clients.search(session, named, limit=8) if named else (),
        "notices": () if wrong is None else (("refused", _sentence(wrong)),),
    }
    if not htmx.wants_fragment():
        shown["scan_ms"] = counter_reads.scan_ms(session, device_id())
    status = 200 if wrong is None else wrong.status
    return htmx.render(PAGE, fragment, status, **shown | more)


def _sentence(wrong: EsatError) -> str:
    fields = wrong.fields if isinstance(wrong, Invalid) else {}
    return next(iter(fields.values()), wrong.message)
