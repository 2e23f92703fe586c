"""Headers on every answer: what a page may load, and what is never kept by a browser."""

from flask import Flask, Response, request

POLICY = (
    "default-src 'self'; "
    "script-src 'self' 'wasm-unsafe-eval'; "
    "style-src 'self'; "
    "img-src 'self' data: blob:; "
    "media-src 'self' blob:; "
    "connect-src 'self'; "
    "worker-src 'self'; "
    "object-src 'none'; "
    "base-uri 'none'; "
    "frame-ancestors 'none'; "
    "form-action 'self'"
)
ALWAYS = (
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(self), microphone=(), geolocation=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
)


def install(app: Flask) -> None:
    app.after_request(add)


def add(response: Response) -> Response:
    """Set the policy, and forbid caches on everything but our static files."""
    headers = response.headers
    # Looked up once: `setdefault` walks through every header for each of ours.
    there = {name.lower() for name, _ in headers}
    for name, value in ALWAYS:
        if name.lower() not in there:
            headers.add(name, value)
    if request.is_secure and "strict-transport-security" not in there:
        headers.add("Strict-Transport-Security", "max-age=31536000")
    if request.endpoint != "static" and "cache-control" not in there:
        headers.add("Cache-Control", "no-store")
    return response
