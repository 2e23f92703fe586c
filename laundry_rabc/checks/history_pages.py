"""Readings over time, one reading whole with its corrections, and what became of a period."""

from datetime import date, timedelta
from typing import Annotated, Any, Final

from flask import Response, request, url_for
from sqlmodel import Session

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.errors import Invalid, NotFound, Refused
from esat.production import once
from esat.web import door, forms, htmx
from esat.web.forms import Blank, FormShape, Text
from laundry_rabc.checks import calendar, fixing, history_reads, pages, reads, rights
from laundry_rabc.checks.fixing import FixIn
from laundry_rabc.checks.pages import blueprint, mine
from laundry_rabc.checks.shapes import by_laboratory
from laundry_rabc.limits import LABELS
from laundry_rabc.plan import reads as plan
from laundry_rabc.results.models import Result

MONTH: Final = timedelta(days=30)
LONGEST: Final = timedelta(days=400)
EARLIEST: Final = date(2000, 1, 1)


class Asked(FormShape):
    """The days, the point, the verdict and the page."""

    du: Annotated[date | None, Blank] = None
    au: Annotated[date | None, Blank] = None
    point: Text = ""
    verdict: Text = ""
    avant: Annotated[int | None, Blank] = None


@blueprint.get("/releves")
@allow(rights.READ)
def history() -> Response:
    """Readings of a period, by point and verdict."""
    mine(rights.READ)
    session = door.session()
    asked, errors = _asked()
    since, until = _days(asked)
    found = history_reads.history(
        session, since, until, point=asked.point, verdict=asked.verdict, before=asked.avant
    )
    more = len(found) > history_reads.PAGE
    found = found[: history_reads.PAGE]
    kept: dict[str, Any] = {
        "du": since, "au": until, "point": asked.point, "verdict": asked.verdict,
    }  # fmt: skip
    after = url_for("rabc_checks.history", avant=found[-1].result.id, **kept) if more else ""
    return htmx.render(
        "laundry_rabc/checks/history.html",
        status=422 if errors else 200,
        found=found,
        errors=errors,
        since=since,
        until=until,
        asked=asked,
        points=history_reads.points(session),
        verdicts=[(one.value, words) for one, words in LABELS.items()],
        first=url_for("rabc_checks.history", **kept) if asked.avant else "",
        after=after,
        value=history_reads.value_words,
    )


@blueprint.get("/releves/<int:result_id>")
@allow(rights.READ)
def result(result_id: int) -> Response:
    """One reading: what was found, why it was judged so, who, when, its corrections, its case."""
    mine(rights.READ)
    return _result(result_id, {}, "", 200)


@blueprint.post("/releves/<int:result_id>/corriger")
@allow(rights.VALIDATE)
def fix(result_id: int) -> Response:
    """Correct a reading by a further one."""
    by, session = mine(rights.VALIDATE), door.session()
    try:
        given = forms.read(FixIn, request.form)

        def work() -> str:
            made = fixing.fix(session, result_id, given, by=by)
            return url_for("rabc_checks.result", result_id=made.id)

        sent = once.form_of(request.form.items(multi=True))
        return htmx.go_to(once.run(session, sent, f"rabc.fix.{result_id}", work, by=by))
    except Invalid as error:
        session.rollback()
        return _result(result_id, error.fields, "", 422)
    except Refused as refusal:
        session.rollback()
        field = _FIELDS.get(refusal.code)
        errors = {field: refusal.message} if field else {}
        return _result(result_id, errors, "" if field else refusal.message, 422 if field else 409)


_FIELDS: Final = {
    "fix_needs_reason": "fix_reason", "implausible": "confirmed",
    "check_forbidden_ask": "forbidden",
    "check_answer_missing": "answer", "not_applicable_needs_reason": "note",
    "measure_empty": "value", "measure_not_a_number": "value", "measure_negative": "value",
    "measure_too_precise": "value", "measure_too_large": "value", "measure_unit_unknown": "value",
    "unit_not_asked": "value",
}  # fmt: skip
"""The field beside which a refusal stands."""


@blueprint.get("/bilan")
@allow(rights.READ)
def balance() -> Response:
    """What became of the checks of a period, and every missed one by name."""
    mine(rights.READ)
    session, now = door.session(), clock.now()
    asked, errors = _asked()
    since, until = _days(asked)
    start, end = calendar.moment(since), calendar.midnight_after(until)
    return htmx.render(
        "laundry_rabc/checks/balance.html",
        status=422 if errors else 200,
        errors=errors,
        since=since,
        until=until,
        figures=reads.figures(session, start, end, now),
        missed=reads.missed(session, start, end)[: reads.SHOWN],
        names=dict(history_reads.points(session)),
        shown=reads.SHOWN,
    )


def _asked() -> tuple[Asked, dict[str, str]]:
    """What was asked for; what cannot be read is said beside its field and left out."""
    try:
        asked = forms.read(Asked, request.args)
    except Invalid as error:
        return Asked(), dict(error.fields)
    since, until = _days(asked)
    if until < since:
        return Asked(), {"au": "Ce jour est avant le premier."}
    if until - since > LONGEST:
        return Asked(), {"du": "Choisissez une période d’un an au plus."}
    if since < EARLIEST or until.year > clock.today().year + 1:
        return Asked(), {"du": "Vérifiez l’année."}
    return asked, {}


def _days(asked: Asked) -> tuple[date, date]:
    until = asked.au or clock.today()
    return asked.du or until - MONTH, until


def _result(result_id: int, errors: dict[str, str], said: str, status: int) -> Response:
    session, by, now = door.session(), current_actor(), clock.now()
    one = session.get(Result, result_id)
    if one is None:
        raise NotFound("not_found")
    ids = [row.id or 0 for row in fixing.chain(session, one)]
    lines = history_reads.lines_of(session, ids)
    shown = next(line for line in lines if line.result.id == result_id)
    version = shown.version
    check = _check_of(session, lines)
    may_fix = by.can(rights.VALIDATE, workshop=rights.WORKSHOP)
    following = pages.next_of(session, version.zone, now)
    return htmx.render(
        "laundry_rabc/checks/result.html",
        status=status,
        line=shown,
        lines=lines,
        last=lines[-1],
        check=check,
        cases=history_reads.cases_of(session, ids),
        holds=history_reads.holds_of(session, ids),
        bands=plan.bands(session, version),
        value=history_reads.value_words,
        may_fix=may_fix and lines[-1].result.source == fixing.HAND and not by_laboratory(version),
        may_do=by.can(rights.DO, workshop=rights.WORKSHOP),
        following=following,
        par=request.args.get("par") or None,
        errors=errors,
        said=said,
        values=request.form,
        key=once.fresh(),
    )


def _check_of(session: Session, lines: list[history_reads.Line]) -> reads.Row | None:
    """The check that the first of them answered."""
    return reads.answered_by(session, lines[0].result.id or 0)
