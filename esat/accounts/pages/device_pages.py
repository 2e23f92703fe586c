"""Administration of devices and stations, and a tablet's own enrolment by its token."""

from datetime import timedelta

from flask import Blueprint, Response, render_template, request, url_for

from esat import clock
from esat.accounts import devices, identity
from esat.accounts.forms import DeviceForm, PlaceForm, StationForm, TokenForm
from esat.accounts.models import Device, Station
from esat.accounts.pages.edge import DEVICE_COOKIE, device, edge, note
from esat.accounts.permissions import allow, current_actor, public, require
from esat.errors import Invalid, NotFound, Unauthenticated
from esat.web import door, forms, htmx

blueprint = Blueprint("devices", __name__)
MANAGE = "devices.manage"
COOKIE_AGE = timedelta(days=400)
"""As long as browsers keep any cookie; an enrolment ends by revocation, not by age."""


@blueprint.get("/administration/appareils")
@allow(MANAGE)
def page() -> str:
    """The enrolled devices, where they stand and when they were last seen."""
    return _devices_page()


@blueprint.post("/administration/appareils")
@allow(MANAGE)
def enrol() -> Response:
    """Enrol this very browser, or another device whose token is shown once."""
    try:
        form = forms.read(DeviceForm, request.form)
    except Invalid as error:
        return Response(_devices_page(error), error.status, mimetype="text/html")
    made, token = devices.enrol_device(
        door.session(),
        name=form.name,
        station=_station(form.station),
        role=form.role,
        by=current_actor().account_id,
    )
    note("device_enrolled", about=f"device_id={made.id}")
    if form.here:
        return _with_token(htmx.go_to(url_for("devices.page")), token)
    return Response(render_template("accounts/device_enrolled.html", made=made, token=token))


@blueprint.post("/administration/appareils/<int:device_id>/revocation")
@allow(MANAGE)
def revoke(device_id: int) -> Response:
    """Take a lost device's access away, now."""
    devices.revoke_device(door.session(), _device(device_id))
    note("device_revoked")
    return htmx.go_to(url_for("devices.page"))


@blueprint.post("/administration/appareils/<int:device_id>/poste")
@allow(MANAGE)
def place(device_id: int) -> Response:
    """Put a device at another station."""
    chosen = forms.read(PlaceForm, request.form).station
    if chosen is None:
        raise Invalid("form_invalid", {"station": "Choisissez dans la liste."})
    devices.place(door.session(), _device(device_id), _station(chosen))
    return htmx.go_to(url_for("devices.page"))


@blueprint.get("/connexion/appareil")
@public
def connect() -> str:
    """Where a tablet is given its token."""
    return _connect_page()


@blueprint.post("/connexion/appareil")
@public
def connect_submit() -> Response:
    """Keep the token in this browser, when it is a right one."""
    address = request.remote_addr or ""
    edge().misses.check(address, clock.now())
    form = forms.read(TokenForm, request.form)
    if identity.device_of(door.session(), form.token) is None:
        edge().misses.add(address, clock.now())
        note("bad_token")
        error = Unauthenticated("bad_token")
        return Response(_connect_page(error.message), error.status, mimetype="text/html")
    return _with_token(htmx.go_to(url_for("accounts.sign_in_page")), form.token)


@blueprint.get("/administration/postes")
@allow(MANAGE)
def stations() -> str:
    """The places where one works."""
    return _stations_page()


@blueprint.post("/administration/postes")
@allow(MANAGE)
def create_station() -> Response:
    try:
        form = forms.read(StationForm, request.form)
        _add_station(form)
    except Invalid as error:
        return Response(_stations_page(error), error.status, mimetype="text/html")
    return htmx.go_to(url_for("devices.stations"))


def _add_station(form: StationForm) -> None:
    if form.workshop not in door.house().registry.workshops:
        raise Invalid("form_invalid", {"workshop": "Choisissez dans la liste."})
    require(MANAGE, workshop=form.workshop)
    session, codes = door.session(), edge().codes
    made = devices.create_station(
        session,
        code=codes.obtain(session, "X", codes.read(form.code) if form.code else ""),
        name=form.name,
        workshop=form.workshop,
        zone=form.zone,
        default_action=form.default_action,
        printer=form.printer,
    )
    codes.bind(session, made.code, made.id, None)


@blueprint.post("/administration/postes/<int:station_id>/fermeture")
@allow(MANAGE)
def retire_station(station_id: int) -> Response:
    devices.retire_station(door.session(), _station(station_id))
    return htmx.go_to(url_for("devices.stations"))


def _device(device_id: int) -> Device:
    """A device of a workshop that the actor manages."""
    found = door.session().get(Device, device_id)
    if found is None:
        raise NotFound("not_found")
    require(MANAGE, workshop=found.workshop)
    return found


def _station(station_id: int) -> Station:
    """A station in use, of a workshop that the actor manages."""
    found = door.session().get(Station, station_id)
    if found is None or found.retired_at is not None:
        raise NotFound("unknown_station", code=station_id)
    require(MANAGE, workshop=found.workshop)
    return found


def _mine(workshop: str | None) -> bool:
    return current_actor().can(MANAGE, workshop=workshop)


def _devices_page(error: Invalid | None = None) -> str:
    session = door.session()
    here = device()
    return render_template(
        "accounts/devices.html",
        enrolled=[(d, s) for d, s in devices.devices(session) if _mine(d.workshop)],
        station_options=[
            (s.id, f"{s.name} ({s.code})") for s in devices.stations(session) if _mine(s.workshop)
        ],
        here=here.device_id if here else None,
        errors=error.fields if error else {},
        typed=request.form,
    )


def _stations_page(error: Invalid | None = None) -> str:
    workshops = door.house().registry.workshops
    return render_template(
        "accounts/stations.html",
        stations=[
            (s, workshops[s.workshop].label if s.workshop in workshops else s.workshop)
            for s in devices.stations(door.session())
            if _mine(s.workshop)
        ],
        zones=devices.ZONES,
        workshop_options=[(w.code, w.label) for w in workshops.values() if _mine(w.code)],
        errors=error.fields if error else {},
        typed=request.form,
    )


def _connect_page(message: str = "") -> str:
    return render_template("accounts/connect_device.html", message=message, here=device())


def _with_token(response: Response, token: str) -> Response:
    response.set_cookie(
        DEVICE_COOKIE,
        token,
        max_age=COOKIE_AGE,
        httponly=True,
        samesite="Strict",
        secure=request.is_secure,
        path="/",
    )
    return response
