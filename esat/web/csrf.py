"""Same-origin check on unsafe methods: the browser says where a request comes from.

No token: `Sec-Fetch-Site` and `Origin` cannot be forged by a page of another site, the session
cookie is SameSite=Strict, and requests with a bearer token carry no cookie at all.
"""

from urllib.parse import urlsplit

from flask import Flask, request

from esat.errors import Forbidden
from esat.web.door import SAFE

SAME = frozenset({"same-origin", "none"})


def install(app: Flask) -> None:
    app.before_request(check)


def check() -> None:
    """Refuse (`bad_origin`) an unsafe request that another site made."""
    if request.method in SAFE or request.headers.get("Authorization", "").startswith("Bearer "):
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site not in SAME:
        raise Forbidden("bad_origin")
    origin = request.headers.get("Origin")
    if origin == "null" and site == "same-origin":
        return  # a page that sends no referrer names no origin either; the browser still says so
    if origin is not None and urlsplit(origin).netloc != request.host:
        raise Forbidden("bad_origin")
