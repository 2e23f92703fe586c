"""The office's months: everybody at a glance, validated and closed together, taken away as files.

The files hold reasons of absence: taking one leaves lines that say so in the access log.
"""

from collections.abc import Callable
from datetime import date

from flask import Blueprint, Response, request, url_for

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.activity.statements import board, closing, files, kept, month_pages, paper, periods, words
from esat.activity.statements.board import Sheet
from esat.activity.statements.closing import MANAGE, Done
from esat.activity.statements.forms import DownloadIn
from esat.errors import NotFound
from esat.exchange import spreadsheet
from esat.production import once
from esat.web import door, forms, htmx
from esat.workers.absences.reading_pages import reading

blueprint = Blueprint("statements", __name__, url_prefix="/travailleurs/releves")
PDF = "application/pdf"


@blueprint.get("")
@allow(MANAGE)
def index() -> Response:
    """The month that ended last."""
    return _month(periods.usual(clock.today()))


@blueprint.get("/<month>")
@allow(MANAGE)
def show(month: str) -> Response:
    """Everybody's month: how far it is, and what is open."""
    return _month(month_pages.asked(month))


@blueprint.post("/<month>/valider")
@allow(MANAGE)
def validate_all(month: str) -> Response:
    """Validate all those without any anomaly."""
    return _together(month, "validate", closing.validate_all, "valides")


@blueprint.post("/<month>/clore")
@allow(MANAGE)
def close_all(month: str) -> Response:
    """Close all those that the office validated."""
    return _together(month, "close", closing.close_all, "clos")


@blueprint.get("/<month>/fichier")
@allow(MANAGE)
def download(month: str) -> Response:
    """The whole month as a file: closed months as they were closed, the others as they stand."""
    when, session = month_pages.asked(month), door.session()
    wanted = forms.read(DownloadIn, request.args).format
    found = board.sheets(session, when, today=clock.today(), leave=True)
    if not found:
        raise NotFound("statements_none")
    reading(one.worker_id for one in found)
    sheets = kept.of_month(session, when, found)
    name = f"releves-{month}.{wanted}"
    if wanted == "pdf":
        return sent(paper.pdf([one[:2] for one in sheets], clock.now()), PDF, name)
    data = spreadsheet.write(wanted, *files.month(session, when, sheets))
    return sent(data, spreadsheet.MIME[wanted].partition(";")[0], name)


def sent(data: bytes, mimetype: str, name: str) -> Response:
    """A file to keep, that no cache keeps."""
    answer = Response(data, mimetype=mimetype)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _together(month: str, act: str, do: Callable[..., Done], what: str) -> Response:
    """Do it once for all those of the month that may be, and say how many it was."""
    when, session, by = month_pages.asked(month), door.session(), current_actor()

    def work() -> str:
        done = do(session, when, by=by, at=clock.now())
        return url_for("statements.show", month=month, fait=what, nombre=done.done, reste=done.left)

    form = once.form_of(request.form.items(multi=True))
    return htmx.go_to(once.run(session, form, f"statements.{act}.{month}", work, by=by))


def _month(month: date) -> Response:
    session, today = door.session(), clock.today()
    sheets = board.sheets(session, month, today=today)
    state, group = request.args.get("etat", ""), request.args.get("groupe", "")
    return htmx.render(
        "activity/statements/month.html",
        month=month,
        words=words,
        around=month_pages.around(month),
        over=today >= periods.last_day(month),
        sheets=[one for one in sheets if _asked(one, state, group)],
        counts={code: sum(one.state == code for one in sheets) for code in board.STATES},
        open_count=sum(bool(one.unexplained) for one in sheets),
        clear=[one for one in sheets if one.state == board.SUPERVISOR and not one.anomalies],
        total=len(sheets),
        groups=sorted({one.statement.person.group for one in sheets} - {""}),
        states=board.STATES,
        meanings=board.MEANINGS,
        state=state,
        group=group,
        told=_told(),
        key=once.fresh(),
    )


def _asked(sheet: Sheet, state: str, group: str) -> bool:
    if group and sheet.statement.person.group != group:
        return False
    if state == "anomalies":
        return bool(sheet.unexplained)
    return not state or sheet.state == state


def _told() -> str:
    """What the last act did, in words."""
    done, left = (request.args.get(name, type=int) or 0 for name in ("nombre", "reste"))
    what = {"valides": "validé", "clos": "clos"}.get(request.args.get("fait", ""))
    if what is None:
        return ""
    many = "s" if done > 1 and what == "validé" else ""
    rest = f" {left} à voir encore." if left else ""
    return f"{done} relevé{'s' if done > 1 else ''} {what}{many}.{rest}"
