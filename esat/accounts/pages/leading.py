"""Where a browser is led when it must sign in first; other sites are never followed."""

from http import HTTPStatus
from typing import cast
from urllib.parse import SplitResult, quote, urlsplit

from flask import Response, redirect, request, url_for

from esat.accounts.pages.edge import is_api, is_safe
from esat.errors import Unauthenticated
from esat.web import htmx

FINISH = {
    "code": "accounts.code",
    "setup": "account.second_factor_page",
    "password": "account.password",
}


def sign_in_first() -> Response:
    """Lead a stranger to the sign-in page, and back afterwards; the API gets a 401."""
    if is_api():
        raise Unauthenticated("sign_in_first")
    if htmx.wants_fragment():
        return htmx.go_to(_sign_in(urlsplit(request.headers.get("HX-Current-URL", ""))))
    wanted = request.full_path.removesuffix("?") if is_safe() else request.referrer or ""
    return see_other(_sign_in(urlsplit(wanted)))


def finish_first(pending: str) -> Response:
    """Lead somebody to what is missing to his sign-in."""
    if is_api():
        raise Unauthenticated("finish_sign_in")
    address = url_for(FINISH[pending])
    return htmx.go_to(address) if htmx.wants_fragment() else see_other(address)


def see_other(address: str) -> Response:
    return cast("Response", redirect(address, HTTPStatus.SEE_OTHER))


def safe_path(wanted: str | None) -> str:
    """The path to go on to: on this site only, "/" for anything else."""
    if not wanted or not wanted.startswith("/") or wanted.startswith("//"):
        return "/"
    if not wanted.isprintable() or "\\" in wanted or urlsplit(wanted).netloc:
        return "/"
    return wanted


def _sign_in(wanted: SplitResult) -> str:
    back = wanted.path + (f"?{wanted.query}" if wanted.query else "")
    address = url_for("accounts.sign_in_page")
    return address if back in {"", "/"} else f"{address}?suite={quote(safe_path(back), safe='/')}"
