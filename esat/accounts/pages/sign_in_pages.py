"""Signing in and out: password, code, badge; the browser keeps only an unreadable cookie."""

from flask import Blueprint, Response, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from esat import clock
from esat.accounts import sessions, sign_in
from esat.accounts.forms import BadgeForm, CodeForm, SignInForm
from esat.accounts.marks import OWN
from esat.accounts.pages.edge import SESSION_COOKIE, device, edge, note, pending, signed
from esat.accounts.pages.leading import safe_path, see_other
from esat.accounts.permissions import allow, current_actor, public, while_pending
from esat.accounts.sign_in import Opened
from esat.errors import EsatError, Invalid, Refused, Unauthenticated
from esat.web import door, forms, htmx

blueprint = Blueprint("accounts", __name__)


@blueprint.get("/connexion")
@public
def sign_in_page() -> str:
    """The sign-in page; somebody signed in may change places here on a shared tablet."""
    return _page(request.args.get("suite"))


@blueprint.post("/connexion")
@public
@door.own_transaction
def sign_in_submit() -> Response:
    _slow_down()
    try:
        form = forms.read(SignInForm, request.form)
        opened = sign_in.authenticate(
            door.house().database,
            form.login,
            form.password,
            device=device(),
            asks_code=door.house().settings.second_factor,
        )
    except (Invalid, Unauthenticated) as error:
        return _missed(error, _page(request.form.get("suite"), error, request.form))
    note("signed_in", who=opened.account_id)
    onward = safe_path(form.suite)
    return _keep(opened, url_for("accounts.code", suite=onward) if opened.asks_code else onward)


@blueprint.get("/connexion/code")
@allow(OWN)
@while_pending("code")
def code() -> Response | str:
    """Where the six digits of the telephone are typed."""
    if pending() != "code":
        return see_other(safe_path(request.args.get("suite")))
    return _code_page(request.args.get("suite"))


@blueprint.post("/connexion/code")
@allow(OWN)
@while_pending("code")
@door.own_transaction
def code_submit() -> Response:
    _slow_down()
    mine = signed()
    if mine is None or pending() != "code":
        return see_other("/")
    form = forms.read(CodeForm, request.form)
    house = door.house()
    opened = sign_in.finish_with_code(
        house.database,
        mine.session_id,
        mine.actor.account_id or 0,
        form.code,
        key=house.settings.secret_key,
    )
    if not opened:
        error = Unauthenticated("code_refused")
        return _missed(error, _code_page(form.suite, error))
    note("code_accepted")
    return see_other(safe_path(form.suite))


@blueprint.get("/connexion/badge")
@public
def badge() -> str:
    """Badge and PIN, on an enrolled device."""
    return _badge_page(request.args.get("suite"))


@blueprint.post("/connexion/badge")
@public
@door.own_transaction
def badge_submit() -> Response:
    _slow_down()
    here = device()
    try:
        if here is None:
            raise Refused("not_enrolled")  # noqa: TRY301 - shown on the same page
        form = forms.read(BadgeForm, request.form)
        opened = sign_in.authenticate_badge(
            door.house().database, edge().codes.read(form.badge), form.pin, here
        )
    except (Invalid, Unauthenticated, Refused) as error:
        return _missed(error, _badge_page(request.form.get("suite"), error))
    note("signed_in_by_badge", who=opened.account_id)
    return _keep(opened, safe_path(form.suite))


@blueprint.post("/deconnexion")
@public
def sign_out() -> Response:
    """End this sign-in. What the tablet still has to send stays on the tablet."""
    mine = signed()
    if mine is not None:
        note("signed_out")
        sessions.revoke(
            door.session(),
            mine.session_id,
            account_id=mine.actor.account_id or 0,
            at=clock.now(),
        )
    response = htmx.go_to(url_for("accounts.sign_in_page"))
    response.delete_cookie(SESSION_COOKIE, path="/")
    return response


def _slow_down() -> None:
    edge().misses.check(request.remote_addr or "", clock.now())


def _missed(error: EsatError, page: str) -> Response:
    """Count the miss, and show the page again with its sentence."""
    if not isinstance(error, Invalid):
        edge().misses.add(request.remote_addr or "", clock.now())
        note(error.code)
    return Response(page, error.status, mimetype="text/html")


def _keep(opened: Opened, onward: str) -> Response:
    """Put the new sign-in in the cookie; the one that was open in this browser ends."""
    before = signed()
    if before is not None:
        with door.write() as session:
            sessions.revoke(
                session,
                before.session_id,
                account_id=before.actor.account_id or 0,
                at=clock.now(),
            )
    response = see_other(onward)
    response.set_cookie(
        SESSION_COOKIE,
        opened.token,
        httponly=True,
        samesite="Strict",
        secure=request.is_secure,
        path="/",
    )
    return response


def _page(
    suite: str | None,
    error: EsatError | None = None,
    typed: "MultiDict[str, str] | None" = None,
) -> str:
    return render_template(
        "accounts/sign_in.html",
        suite=safe_path(suite),
        error=error,
        errors=error.fields if isinstance(error, Invalid) else {},
        login=typed.get("login", "") if typed else "",
        here=device(),
        present=current_actor() if signed() else None,
    )


def _code_page(suite: str | None, error: EsatError | None = None) -> str:
    return render_template("accounts/code.html", suite=safe_path(suite), error=error)


def _badge_page(suite: str | None, error: EsatError | None = None) -> str:
    return render_template(
        "accounts/badge.html",
        suite=safe_path(suite),
        error=error,
        errors=error.fields if isinstance(error, Invalid) else {},
        here=device(),
    )
