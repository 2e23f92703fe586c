"""What works without network: the service worker, the shell it keeps, the pages of one device.

None of these pages holds a name or anything of a person: the browser keeps them. A page of a day of
a group that a tablet keeps by itself does hold first names, for that day: `static/js/team.js`.
"""

import hashlib
import json
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, current_app, make_response, render_template, url_for

from esat import __version__
from esat.accounts.permissions import public, unlogged
from esat.production import counter_reads, series_pages
from esat.web import htmx

bp = Blueprint("offline", __name__)
_shells: dict[str, str] = {}
KEPT = ("*.css", "*.js", "*.wasm", "*.woff2", "mark.svg")
NO_ONE: dict[str, object] = {"account": None, "nav": [], "actor": None}


def add_shell(page: str, shell: str) -> None:
    """Name the endpoint of a page and of its shell: what stands there without network, and holds
    nobody's name.
    """
    _shells[page] = shell


@bp.get("/sw.js")
@public
@unlogged
def service_worker() -> Response:
    """The service worker, preceded by what it keeps and under which version."""
    pages = {
        url_for("counter.index"): url_for("offline.counter_shell"),
        url_for("series.index"): url_for("offline.series_shell"),
        url_for("offline.unsent"): url_for("offline.unsent_shell"),
    } | {url_for(page): url_for(shell) for page, shell in _shells.items()}
    none = url_for("offline.no_network")
    files = [url_for("static", filename=name) for name in _files()]
    kept = {"version": _version(), "pages": pages, "offline": none,
            "urls": [*pages.values(), none, *files]}  # fmt: skip
    folder = Path(current_app.static_folder or "")
    source = (folder / "js" / "sw.js").read_text(encoding="utf-8")
    response = make_response(f"const KEPT = {json.dumps(kept)};\n{source}")
    response.mimetype = "text/javascript"
    response.headers["Cache-Control"] = "no-cache"
    return response


@bp.get("/comptoir/hors-ligne")
@public
@unlogged
def counter_shell() -> Response:
    """The counter as a browser may keep it: the field, the queue, and no one's name."""
    return make_response(render_template(
        "production/counter.html", said=None, thing=None, card=None, last=(), undo=None,
        confirm=None, without=[], scan_ms=counter_reads.USUAL_SCAN_MS, **NO_ONE,
    ))  # fmt: skip


@bp.get("/comptoir/serie/hors-ligne")
@public
@unlogged
def series_shell() -> Response:
    """The list of a series as a browser may keep it: the device itself fills it with codes."""
    return make_response(
        render_template("production/series.html", **series_pages.blank(), **NO_ONE)
    )


@bp.get("/hors-ligne")
@public
@unlogged
def no_network() -> Response:
    """What stands in for a page that is not kept."""
    return make_response(render_template("production/offline.html", **NO_ONE))


@bp.get("/envois")
@public
def unsent() -> Response:
    """What this device has not sent yet; the device itself fills the page."""
    return htmx.render("production/unsent.html")


@bp.get("/envois/hors-ligne")
@public
@unlogged
def unsent_shell() -> Response:
    """The same page as a browser may keep it."""
    return make_response(render_template("production/unsent.html", **NO_ONE))


@cache
def _files() -> tuple[str, ...]:
    """The static files that every page needs, by their path; icons stand in the pages."""
    folder = Path(current_app.static_folder or "")
    found = {
        path.relative_to(folder).as_posix() for pattern in KEPT for path in folder.rglob(pattern)
    }
    return tuple(sorted(found - {"js/sw.js"}))


@cache
def _version() -> str:
    """Changes when a kept file or a kept page does."""
    folder = Path(current_app.static_folder or "")
    seen = hashlib.sha256(__version__.encode())
    for name in (*_files(), "js/sw.js"):
        seen.update(name.encode() + (folder / name).read_bytes())
    for page in (counter_shell, series_shell, unsent_shell, no_network):
        seen.update(page().get_data())
    for shell in _shells.values():
        seen.update(current_app.ensure_sync(current_app.view_functions[shell])().get_data())
    return seen.hexdigest()[:12]
