"""Every failure to one answer: JSON for the API, a fragment for htmx, a page for people."""

import logging

from flask import Flask, Response, jsonify, make_response, render_template, request
from sqlalchemy.exc import IntegrityError, OperationalError
from werkzeug.exceptions import HTTPException

from esat import db, texts
from esat.errors import EsatError, Invalid, TooMany
from esat.web import door, htmx

log = logging.getLogger("esat.web")

HTTP_CODES = {
    400: "bad_request",
    401: "sign_in_first",
    403: "not_allowed",
    404: "not_found",
    405: "method_not_allowed",
    413: "body_too_large",
    415: "json_expected",
    429: "too_many",
    503: "unavailable",
}
TITLES = {
    400: "Demande illisible",
    401: "Connexion nécessaire",
    403: "Action non permise",
    404: "Page introuvable",
    405: "Demande refusée",
    409: "Ce n’est pas possible maintenant",
    413: "Envoi trop gros",
    415: "Format refusé",
    422: "À corriger",
    429: "Trop d’essais",
    500: "Une erreur est arrivée",
    503: "Serveur occupé",
}


def install(app: Flask) -> None:
    app.register_error_handler(EsatError, of_ours)
    app.register_error_handler(HTTPException, of_http)
    app.register_error_handler(IntegrityError, of_integrity)
    app.register_error_handler(OperationalError, of_database)
    app.register_error_handler(Exception, of_anything)


def is_api() -> bool:
    return request.path.startswith("/api/")


def answer(status: int, code: str, message: str, fields: dict[str, str] | None = None) -> Response:
    """The failure in the shape that the asker reads."""
    if is_api():
        body: dict[str, object] = {"code": code, "message": message}
        if fields:
            body["fields"] = fields
        return make_response(jsonify(error=body), status)
    door.close()
    context = {
        "status": status,
        "title": TITLES.get(status, TITLES[500]),
        "message": message,
        "code": code,
        "fields": fields or {},
    }
    if htmx.wants_fragment():
        response = make_response(render_template("errors/_error.html", **context), status)
        return htmx.retarget(response, "#messages")
    return make_response(render_template("errors/error.html", **context), status)


def of_ours(error: EsatError) -> Response:
    fields = error.fields if isinstance(error, Invalid) else None
    response = answer(error.status, error.code, error.message, fields)
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def of_http(error: HTTPException) -> Response:
    if error.response is not None:
        return make_response(error.response)
    status = error.code or 500
    if status in {301, 302, 303, 307, 308}:
        return make_response(error.get_response())
    code = HTTP_CODES.get(status, "bad_request" if status < 500 else "internal")
    response = answer(status, code, texts.sentence(code))
    if status == 405 and (allow := error.get_headers()):
        response.headers.extend([pair for pair in allow if pair[0] == "Allow"])
    return response


def of_integrity(error: IntegrityError) -> Response:
    """A unique key met by two at once: the second is told to look again."""
    log.warning("integrity: %s", error.orig)
    return answer(409, "conflict", texts.sentence("conflict"))


def of_database(error: OperationalError) -> Response:
    full = db.disk_full(error)
    log.error("database: %s", error.orig)
    code = "disk_full" if full else "unavailable"
    return answer(503, code, texts.sentence(code))


def of_anything(error: Exception) -> Response:
    log.error("unforeseen", exc_info=error)
    return answer(500, "internal", texts.sentence("internal"))
