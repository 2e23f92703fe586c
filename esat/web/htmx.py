"""The htmx protocol: the only file that knows its header names."""

from flask import Response, make_response, render_template, request


def wants_fragment() -> bool:
    """Whether htmx asks, and does not want the whole page back (history restore does)."""
    headers = request.headers
    return headers.get("HX-Request") == "true" and "HX-History-Restore-Request" not in headers


def render(
    page: str, fragment: str | None = None, /, status: int = 200, **context: object
) -> Response:
    """The fragment to htmx, the page (which includes that fragment) to a browser."""
    name = fragment if fragment is not None and wants_fragment() else page
    response = make_response(render_template(name, **context), status)
    response.vary.add("HX-Request")
    return response


def go_to(url: str) -> Response:
    """Send the browser elsewhere after a successful POST, htmx or not."""
    if wants_fragment():
        response = make_response("", 200)
        response.headers["HX-Redirect"] = url
        return response
    response = make_response("", 303)
    response.headers["Location"] = url
    return response


def retarget(response: Response, selector: str) -> Response:
    """Put the answer elsewhere than the element that asked."""
    response.headers["HX-Retarget"] = selector
    response.headers["HX-Reswap"] = "innerHTML"
    return response


def trigger(response: Response, event: str) -> Response:
    """Make the page emit an event once the answer is in."""
    response.headers["HX-Trigger"] = event
    return response
