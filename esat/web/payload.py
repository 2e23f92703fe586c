"""Reading a JSON body strictly: type, size, encoding, shape; every failure has a code."""

import json
from datetime import date
from typing import Any, NoReturn, TypeVar

from flask import request
from flask.json.provider import DefaultJSONProvider
from pydantic import BaseModel, ValidationError

from esat.errors import BadRequest, Invalid, TooLarge, WrongType
from esat.web.forms import field_errors

_ESCAPED_SURROGATE = b"\\ud"
MAX_BYTES = 4 * 1024 * 1024
Shape = TypeVar("Shape", bound=BaseModel)


class IsoJson(DefaultJSONProvider):
    """JSON as the world writes it: times in ISO form, accents as they are."""

    ensure_ascii = False
    sort_keys = False

    @staticmethod
    def default(o: Any) -> Any:
        if isinstance(o, date):
            return o.isoformat()
        return DefaultJSONProvider.default(o)


def body(limit: int = MAX_BYTES) -> Any:
    """The decoded JSON body. 415 `json_expected`, 413 `body_too_large`, 400 `bad_json`."""
    if request.mimetype != "application/json":
        raise WrongType("json_expected")
    if (request.content_length or 0) > limit:
        raise TooLarge("body_too_large")
    raw = request.get_data(cache=False)
    if len(raw) > limit:
        raise TooLarge("body_too_large")
    try:
        value = json.loads(raw.decode("utf-8"), parse_constant=_no_constant)
        if _ESCAPED_SURROGATE in raw.lower():  # half a pair is JSON, and is no text
            json.dumps(value, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError) as error:
        raise BadRequest("bad_json") from error
    return value


def shaped(shape: type[Shape], value: Any) -> Shape:
    """A value in its shape, or 422 `form_invalid` with a French sentence a field."""
    try:
        return shape.model_validate(value)
    except ValidationError as error:
        raise Invalid("form_invalid", field_errors(error)) from error


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)
