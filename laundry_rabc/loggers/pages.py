"""The pages of the loggers' room: the files, one file with its curve, and its cycles."""

import io
from datetime import timedelta
from typing import Final

from flask import Blueprint, Response, current_app, request, send_file, url_for
from sqlmodel import Session

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.errors import Invalid, NotFound
from esat.files.models import StoredFile
from esat.files.store import store_of
from esat.production import once
from esat.web import door, forms, htmx
from esat.web.forms import FormShape, Required
from laundry_rabc.curves import gaps_of
from laundry_rabc.instruments.models import Instrument
from laundry_rabc.loggers import evidence, figure, matching, packing, places, reads, rights
from laundry_rabc.loggers.formats import dates, reading, zones
from laundry_rabc.loggers.models import LoggerCurve
from workshops.laundry.plant.models import Machine
from workshops.laundry.washing.models import Cycle

blueprint = Blueprint("rabc_loggers", __name__, url_prefix="/rabc/enregistreurs")
IMPACT: Final = "rabc_impact.search"
MAY_ASK: Final = "rabc.impact"
MINUTE: Final = "%Y-%m-%dT%H:%M"
"""Where the loads in doubt are searched, when that room is there, and by whom."""


class Asked(FormShape):
    """Which page of the list."""

    page: int = 0


class WhyIn(FormShape):
    """Why a match is taken back."""

    reason: Required


@blueprint.get("")
@allow(rights.READ)
def index() -> Response:
    """The files, and the machines whose display lies."""
    page = max(0, min(forms.read(Asked, request.args).page, 10_000))
    session = opened(rights.READ)
    rows, more = reads.files(session, page)
    return htmx.render(
        "laundry_rabc/loggers/index.html",
        rows_of=rows,
        labels=reading.LABELS,
        liars=reads.liars(session),
        page=page,
        more=more,
        may_import=may(rights.IMPORT),
        may_set=may(rights.SET),
    )


@blueprint.get("/<int:file_id>")
@allow(rights.READ)
def file(file_id: int) -> Response:
    """One file: its curve, its gaps, the cycles it measured and those it may have."""
    return _file(file_id, {}, 200)


@blueprint.get("/<int:file_id>/fichier")
@allow(rights.READ)
def download(file_id: int) -> Response:
    """The file as it came."""
    session = opened(rights.READ)
    row = matching.the(session, file_id)
    stored = session.get_one(StoredFile, row.file_id)
    data = store_of(door.house().settings).read(row.sha256)
    if data is None:
        raise NotFound("file_gone")
    answer = send_file(
        io.BytesIO(data), mimetype="text/csv", as_attachment=True, download_name=stored.name
    )
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


@blueprint.post("/<int:file_id>/rapprocher")
@allow(rights.IMPORT)
def match(file_id: int) -> Response:
    """Say that this file measured the ticked cycles."""
    session, by = opened(rights.IMPORT), current_actor()
    matching.the(session, file_id)
    cycles = request.form.getlist("cycle")
    ticked = [int(one) for one in cycles if one.isdecimal() and len(one) < len("1000000000")]

    def work() -> str:
        matching.confirm(session, file_id, ticked, by=by)
        return url_for("rabc_loggers.file", file_id=file_id)

    sent = once.form_of(request.form.items(multi=True))
    try:
        return htmx.go_to(once.run(session, sent, f"rabc.loggers.match.{file_id}", work, by=by))
    except Invalid as error:
        session.rollback()
        return _file(file_id, error.fields, 422)


@blueprint.post("/rapprochements/<int:match_id>/retirer")
@allow(rights.IMPORT)
def unmatch(match_id: int) -> Response:
    """Take a match back, with its reason."""
    session, by = opened(rights.IMPORT), current_actor()
    row = matching.match_of(session, match_id)
    file_id = row.file_id

    def work() -> str:
        given = forms.read(WhyIn, request.form)
        matching.withdraw(session, match_id, given.reason, by=by)
        return url_for("rabc_loggers.file", file_id=file_id)

    sent = once.form_of(request.form.items(multi=True))
    try:
        return htmx.go_to(once.run(session, sent, f"rabc.loggers.unmatch.{match_id}", work, by=by))
    except Invalid as error:
        session.rollback()
        return _file(file_id, {f"reason_{match_id}": w for w in error.fields.values()}, 422)


@blueprint.get("/cycles/<int:cycle_id>")
@allow(rights.READ)
def cycle(cycle_id: int) -> Response:
    """A cycle as it was measured beside what the machine declared; when the two differ, all that
    the machine washed since its last good check.
    """
    session = opened(rights.READ)
    row = session.get(Cycle, cycle_id)
    if row is None:
        raise NotFound("not_found")
    found = evidence.all_of_cycle(session, cycle_id)
    counted = min(found, key=evidence.warmth, default=None)
    lies = counted is not None and counted.lies
    doubt = reads.doubt(session, row, clock.now()) if lies else None
    machine = session.get(Machine, row.machine_version_id)
    return htmx.render(
        "laundry_rabc/loggers/cycle.html",
        cycle=row,
        machine="" if machine is None else machine.label,
        curves=[(one, _drawn(one), one.own) for one in found],
        counted=counted,
        matches=reads.standing_of(session, cycle_id),
        doubt=doubt,
        impact="" if doubt is None else _impact(row.machine_id, doubt),
    )


def _impact(machine_id: int, doubt: reads.Doubt) -> str:
    """Where one searches what these loads became and holds it, from the minute after the check that
    agreed; empty for those who may not.
    """
    if IMPACT not in current_app.view_functions or not may(MAY_ASK) or doubt.since is None:
        return ""
    bounds = (doubt.since + timedelta(minutes=1), doubt.until)
    since, until = (clock.local(one).strftime(MINUTE) for one in bounds)
    return url_for(IMPACT, kind="machine", thing=machine_id, since=since, until=until)


def _drawn(one: evidence.CurveEvidence) -> figure.Figure | None:
    hold = None if one.required is None else one.own
    return figure.draw(one.points, one.interval, one.window, hold)


def _file(file_id: int, errors: dict[str, str], status: int) -> Response:
    session = opened(rights.READ)
    row = matching.the(session, file_id)
    points = packing.unpack(session.get_one(LoggerCurve, file_id).points)
    return htmx.render(
        "laundry_rabc/loggers/file.html",
        status=status,
        file=row,
        name=session.get_one(StoredFile, row.file_id).name,
        instrument=session.get_one(Instrument, row.instrument_id),
        form_label=reading.LABELS[row.format],
        order=dates.ORDERS[row.date_order],
        zone=zones.label(row.zone),
        figure=figure.draw(points, None),
        gaps=gaps_of(points),
        first=points[:5],
        last=points[-5:],
        placed=places.spans_of(session, row.instrument_id, row.first_at, row.last_at),
        matches=reads.matches_of(session, file_id),
        proposals=matching.proposals(session, row),
        may_match=may(rights.IMPORT),
        may_set=may(rights.SET),
        key=once.fresh(),
        key_all=once.fresh(),
        errors=errors,
        values=request.form,
    )


def opened(capability: str) -> Session:
    """The session of who has the right in the laundry."""
    rights.require(current_actor(), capability)
    return door.session()


def may(capability: str) -> bool:
    return current_actor().can(capability, workshop=rights.WORKSHOP)
