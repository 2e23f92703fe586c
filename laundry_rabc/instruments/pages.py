"""The instruments: which there are, what each measured last, its calibrations; and what is done."""

from collections.abc import Callable

from flask import Blueprint, Response, current_app, request, url_for
from sqlmodel import Session

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.errors import EsatError, Forbidden, Invalid, NotFound, Refused
from esat.files import pages as file_pages
from esat.files import service as files
from esat.files.models import StoredFile
from esat.files.store import store_of
from esat.production import once
from esat.web import door, forms, htmx
from laundry_rabc.instruments import believed, calibrations, keeping, reads
from laundry_rabc.instruments.calibrations import CalibrationIn, PermittedIn
from laundry_rabc.instruments.keeping import KINDS, UNITS, InstrumentIn
from laundry_rabc.instruments.models import Calibration

blueprint = Blueprint("rabc_instruments", __name__, url_prefix="/rabc/instruments")
READ = "rabc.instruments.read"
STATUSES = (("proposed", "Proposé"), ("validated", "Validé par l’équipe RABC"))
IMPACT, MAY_ASK = "rabc_impact.search", "rabc.impact"
"""Where the impact of a failed calibration is asked, when that room is there, and by whom."""


@blueprint.get("")
@allow(READ)
def index() -> Response:
    """The instruments, their last readings, and how far they may be believed."""
    return _index({}, 200)


@blueprint.post("")
@allow("rabc.instruments")
def declare() -> Response:
    """Declare an instrument."""

    def work() -> str:
        keeping.declare(door.session(), forms.read(InstrumentIn, request.form), by=current_actor())
        return url_for("rabc_instruments.index")

    return _once("rabc.declare", work, _index)


@blueprint.post("/<int:instrument_id>/retirer")
@allow("rabc.instruments")
def retire(instrument_id: int) -> Response:
    """Take an instrument out of use."""
    session, by = door.session(), current_actor()

    def work() -> str:
        keeping.retire(session, instrument_id, by=by)
        return url_for("rabc_instruments.index")

    sent = once.form_of(request.form.items(multi=True))
    return htmx.go_to(once.run(session, sent, f"rabc.retire.{instrument_id}", work, by=by))


@blueprint.get("/<int:instrument_id>")
@allow(READ)
def show(instrument_id: int) -> Response:
    """One instrument, its state and its register."""
    return _show(instrument_id, {}, 200)


@blueprint.get("/<int:instrument_id>/etalonner")
@allow(calibrations.CALIBRATE)
def calibrating(instrument_id: int) -> Response:
    """The form of a calibration; nothing is filled in."""
    return _calibrating(instrument_id, {}, 200)


@blueprint.post("/<int:instrument_id>/etalonner")
@allow(calibrations.CALIBRATE)
def calibrate(instrument_id: int) -> Response:
    """Keep a calibration and its certificate."""
    session, by = door.session(), current_actor()
    calibrations.the(session, instrument_id)

    def work() -> str:
        given = forms.read(CalibrationIn, request.form)
        calibrations.record(session, instrument_id, given, by=by, file_id=_certificate())
        return url_for("rabc_instruments.show", instrument_id=instrument_id)

    return _once(
        f"rabc.calibrate.{instrument_id}", work,
        lambda errors, status: _calibrating(instrument_id, errors, status),
    )  # fmt: skip


@blueprint.post("/<int:instrument_id>/ecart")
@allow(calibrations.CALIBRATE)
def permit(instrument_id: int) -> Response:
    """Say how wrong it may be."""
    session, by = door.session(), current_actor()
    calibrations.the(session, instrument_id)

    def work() -> str:
        given = forms.read(PermittedIn, request.form)
        calibrations.permit(session, instrument_id, given, by=by)
        return url_for("rabc_instruments.show", instrument_id=instrument_id)

    return _once(
        f"rabc.permit.{instrument_id}", work,
        lambda errors, status: _show(instrument_id, errors, status),
    )  # fmt: skip


@blueprint.get("/<int:instrument_id>/certificats/<int:calibration_id>")
@allow(READ)
def certificate(instrument_id: int, calibration_id: int) -> Response:
    """The certificate of a calibration."""
    session = _session()
    row = session.get(Calibration, calibration_id)
    file = None if row is None or row.file_id is None else session.get(StoredFile, row.file_id)
    if row is None or file is None or row.instrument_id != instrument_id:
        raise NotFound("not_found")
    return file_pages.answer(file)


def _once(
    act: str, work: Callable[[], str], again: Callable[[dict[str, str], int], Response]
) -> Response:
    """Do it once; what is wrong is said with the form as it was filled."""
    session, by = door.session(), current_actor()
    sent = once.form_of(request.form.items(multi=True))
    try:
        return htmx.go_to(once.run(session, sent, act, work, by=by))
    except Refused as refusal:
        session.rollback()
        return again({"": refusal.message}, 409)
    except Invalid as error:
        session.rollback()
        return again(error.fields, 422)


def _certificate() -> int | None:
    """The certificate that came with the form, kept. Invalid, beside its field, for another file
    than a photograph or a PDF.
    """
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        return None
    store = store_of(door.house().settings)
    try:
        return files.attach(door.session(), store, file_pages.received(sent), by=current_actor()).id
    except EsatError as error:
        raise Invalid("form_invalid", {"file": error.message}) from error


def _index(errors: dict[str, str], status: int) -> Response:
    session = _session()
    return htmx.render(
        "laundry_rabc/instruments/instruments.html",
        status=status,
        rows_of=reads.instruments(session),
        states=reads.believed_all(session, clock.now()),
        kinds=KINDS,
        kind_labels=dict(KINDS),
        units=[(unit, unit) for unit in UNITS],
        may_declare=current_actor().can("rabc.instruments"),
        key=once.fresh(),
        values=request.form,
        errors=errors,
    )


def _show(instrument_id: int, errors: dict[str, str], status: int) -> Response:
    session, now = _session(), clock.now()
    one = calibrations.the(session, instrument_id)
    impact = _impact(one.id or 0)
    return htmx.render(
        "laundry_rabc/instruments/instrument.html",
        status=status,
        one=one,
        kind=dict(KINDS).get(one.kind, ""),
        state=believed.state(session, instrument_id, now),
        ice_only=believed.ICE_ONLY,
        register=reads.calibrations(session, instrument_id),
        methods={code: label for code, label, _, _ in calibrations.METHODS},
        limits=reads.permitted_errors(session, instrument_id),
        statuses=STATUSES,
        impact=impact,
        may_calibrate=_may_calibrate() and one.retired_at is None,
        may_retire=current_actor().can("rabc.instruments") and one.retired_at is None,
        key=once.fresh(),
        values=request.form,
        errors=errors,
    )


def _calibrating(instrument_id: int, errors: dict[str, str], status: int) -> Response:
    session, now = _session(), clock.now()
    return htmx.render(
        "laundry_rabc/instruments/calibration.html",
        status=status,
        one=calibrations.the(session, instrument_id),
        limit=calibrations.permitted(session, instrument_id, now),
        methods=calibrations.METHODS,
        points=calibrations.POINTS,
        key=once.fresh(),
        values=request.form,
        errors=errors,
    )


def _impact(instrument_id: int) -> str:
    """Where one asks what a failed instrument touched; empty for those who may not ask there."""
    there = IMPACT in current_app.view_functions and current_actor().can(MAY_ASK)
    return url_for(IMPACT, kind="instrument", thing=instrument_id) if there else ""


def _may_calibrate() -> bool:
    return current_actor().can(calibrations.CALIBRATE, workshop=calibrations.WORKSHOP)


def _session() -> Session:
    """For those who read in the laundry alone."""
    if not current_actor().can(READ, workshop=calibrations.WORKSHOP):
        raise Forbidden("not_allowed")
    return door.session()
