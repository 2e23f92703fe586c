"""One's own account: password, second factor, open sign-ins; nobody else's is reached here."""

import segno
from flask import Blueprint, Response, render_template, request, url_for
from markupsafe import Markup

from esat import clock
from esat.accounts import devices, passwords, second_factor, service, sessions, sign_in
from esat.accounts.forms import CodeForm, PasswordForm, PlaceForm
from esat.accounts.marks import OWN
from esat.accounts.models import Account, Station
from esat.accounts.pages.edge import note, pending, signed
from esat.accounts.pages.leading import see_other
from esat.accounts.permissions import allow, current_actor, while_pending
from esat.errors import Forbidden, Invalid, NotFound, Refused
from esat.web import door, forms, htmx

blueprint = Blueprint("account", __name__, url_prefix="/compte")


def _me() -> Account:
    """The account of who asks, in the request's session; a device has none."""
    account_id = current_actor().account_id
    if account_id is None:
        raise Forbidden("not_allowed")
    return service.get(door.session(), account_id)


def _session_id() -> int:
    mine = signed()
    if mine is None:
        raise Forbidden("not_allowed")
    return mine.session_id


@blueprint.get("")
@allow(OWN)
def own() -> str:
    """My account: who I am here, and where I am signed in."""
    me, actor = _me(), current_actor()
    open_now = sessions.open_of(door.session(), me.id or 0, at=clock.now())
    return render_template(
        "accounts/own.html",
        person=me,
        open_now=open_now,
        here=_session_id(),
        station_id=actor.station_id,
        station_options=[
            (s.id, f"{s.name} ({s.code})") for s in devices.stations(door.session()) if _mine(s)
        ],
        codes_left=second_factor.codes_left(door.session(), me.id or 0),
    )


def _mine(station: Station) -> bool:
    workshops = current_actor().workshops
    return workshops is None or station.workshop in workshops


@blueprint.post("/connexions/<int:session_id>/fin")
@allow(OWN)
def end_session(session_id: int) -> Response:
    """End one of my sign-ins: on a tablet left behind, for example."""
    me = current_actor().account_id or 0
    sessions.revoke(door.session(), session_id, account_id=me, at=clock.now())
    return htmx.go_to(url_for("account.own"))


@blueprint.post("/connexions/autres/fin")
@allow(OWN)
def end_others() -> Response:
    """End all my sign-ins but this one."""
    me = current_actor().account_id or 0
    sessions.revoke_all(door.session(), me, at=clock.now(), but=_session_id())
    return htmx.go_to(url_for("account.own"))


@blueprint.post("/poste")
@allow(OWN)
def pair() -> Response:
    """Say at which station I work now."""
    chosen = forms.read(PlaceForm, request.form).station
    if chosen is not None:
        station = door.session().get(Station, chosen)
        if station is None or station.retired_at is not None or not _mine(station):
            raise NotFound("unknown_station", code=chosen)
    sessions.pair(door.session(), _session_id(), chosen)
    return htmx.go_to(url_for("account.own"))


@blueprint.get("/mot-de-passe")
@allow(OWN)
@while_pending("password")
def password() -> str:
    return _password_page()


@blueprint.post("/mot-de-passe")
@allow(OWN)
@while_pending("password")
@door.own_transaction
def password_submit() -> Response:
    """Change my password; my other sign-ins end."""
    me, mine = _me(), _session_id()
    my_id, kept, names = me.id or 0, me.password_hash, (me.login, me.display_name)
    door.close()
    try:
        form = forms.read(PasswordForm, request.form)
        _check_change(my_id, kept, names, form)
    except Invalid as error:
        return Response(_password_page(error), error.status, mimetype="text/html")
    new = passwords.hashed(form.password)
    with door.write() as session:
        account = service.get(session, my_id)
        service.change_password(session, account, new, keep_session=mine)
    note("password_changed")
    return see_other("/" if pending() else url_for("account.own"))


def _check_change(my_id: int, kept: str, names: tuple[str, ...], form: PasswordForm) -> None:
    if not passwords.matches(kept, form.current):
        # A tablet left open must not serve to guess: the same counter locks the account.
        sign_in.count_failure(door.house().database, my_id)
        raise Invalid("form_invalid", {"current": "Ce n’est pas votre mot de passe actuel."})
    if form.password != form.again:
        raise Invalid("form_invalid", {"again": "Les deux mots de passe sont différents."})
    if form.password == form.current:
        raise Invalid("form_invalid", {"password": "Choisissez un autre mot de passe."})
    passwords.check(form.password, *names)


def _password_page(error: Invalid | None = None) -> str:
    return render_template(
        "accounts/password.html", errors=error.fields if error else {}, missing=pending()
    )


@blueprint.get("/second-facteur")
@allow(OWN)
@while_pending("setup")
def second_factor_page() -> str:
    """Set up the telephone's code, or see that it is set up."""
    return _second_factor()


@blueprint.post("/second-facteur/debut")
@allow(OWN)
@while_pending("setup")
def second_factor_start() -> Response:
    """Draw the secret that the telephone will keep."""
    me = _me()
    if me.totp_confirmed_at is not None:
        raise Refused("second_factor_set")
    second_factor.propose(door.session(), me, door.house().settings.secret_key)
    return htmx.go_to(url_for("account.second_factor_page"))


@blueprint.post("/second-facteur")
@allow(OWN)
@while_pending("setup")
def second_factor_submit() -> Response:
    """Confirm the telephone by its first code, and show the recovery codes once."""
    me, moment = _me(), clock.now()
    if me.totp_confirmed_at is not None:
        raise Refused("second_factor_set")
    form = forms.read(CodeForm, request.form)
    session, key = door.session(), door.house().settings.secret_key
    if not second_factor.accept(session, me, form.code, key=key, at=moment):
        error = Invalid("form_invalid", {"code": "Ce code n’est pas le bon. Tapez le suivant."})
        return Response(_second_factor(error), error.status, mimetype="text/html")
    codes = second_factor.confirm(session, me, at=moment)
    sign_in.mark_second_factor(session, _session_id(), at=moment)
    note("second_factor_set")
    return Response(render_template("accounts/recovery_codes.html", codes=codes))


@blueprint.post("/second-facteur/secours")
@allow(OWN)
def recovery_renew() -> Response:
    """New recovery codes in place of the old ones."""
    me = _me()
    if me.totp_confirmed_at is None:
        raise Refused("second_factor_unset")
    codes = second_factor.renew_recovery_codes(door.session(), me)
    note("recovery_codes_renewed")
    return Response(render_template("accounts/recovery_codes.html", codes=codes))


def _second_factor(error: Invalid | None = None) -> str:
    me, settings = _me(), door.house().settings
    secret = ""
    if me.totp_secret is not None and me.totp_confirmed_at is None:
        secret = second_factor.shown(me, settings.secret_key)
    return render_template(
        "accounts/second_factor.html",
        person=me,
        secret=" ".join(secret[n : n + 4] for n in range(0, len(secret), 4)),
        picture=(
            _picture(second_factor.address(secret, me.login, settings.house_name))
            if secret
            else None
        ),
        errors=error.fields if error else {},
        missing=pending(),
    )


def _picture(text: str) -> Markup:
    """A QR as SVG that uses attributes only, as the pages' policy wants."""
    drawn = segno.make(text, error="m", micro=False).svg_inline(
        scale=5, border=4, dark="#000", light="#fff", svgclass="qr", lineclass=None
    )
    return Markup(drawn)  # noqa: S704 - drawn by the library from our own text
