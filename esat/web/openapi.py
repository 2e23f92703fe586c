"""The OpenAPI document, written from the shapes that the API itself reads and answers.

A view of the API is marked with `operation`; the document walks the marked routes. Own code
instead of a framework: docs/adr/0011 says why.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from flask import Flask
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

View = TypeVar("View", bound=Callable[..., Any])
_ARGUMENT = re.compile(r"<(?:[a-z]+:)?(\w+)>")


class ErrorBody(BaseModel):
    """Why it failed."""

    code: str
    message: str
    fields: dict[str, str] | None = None


class ErrorAnswer(BaseModel):
    error: ErrorBody


@dataclass(frozen=True)
class Operation:
    """What a route takes and answers. `answers` is the shape of 200, None for another medium."""

    summary: str
    answers: type[BaseModel] | None
    takes: type[BaseModel] | None = None
    takes_list: type[BaseModel] | None = None
    answers_list: bool = False
    query: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    path: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    refusals: tuple[int, ...] = (400, 401, 403, 404, 409, 413, 415, 422, 429, 503)


def operation(described: Operation) -> Callable[[View], View]:
    """Mark a view as part of the API."""

    def mark(view: View) -> View:
        view.__operation__ = described  # type: ignore[attr-defined]
        return view

    return mark


def document(app: Flask, version: str) -> dict[str, Any]:
    """The OpenAPI 3.1 document of every marked route."""
    found = [
        (rule, described)
        for rule in app.url_map.iter_rules()
        if (described := getattr(app.view_functions[rule.endpoint], "__operation__", None))
    ]
    shapes: set[type[BaseModel]] = {ErrorAnswer}
    for _rule, described in found:
        named = (described.answers, described.takes, described.takes_list)
        shapes |= {shape for shape in named if shape is not None}
    keyed, schema = models_json_schema(
        [(shape, "validation") for shape in sorted(shapes, key=lambda s: s.__name__)],
        ref_template="#/components/schemas/{model}",
    )
    names = {shape: keyed[(shape, "validation")] for shape in shapes}
    paths: dict[str, dict[str, Any]] = {}
    for rule, described in found:
        path = _ARGUMENT.sub(r"{\1}", rule.rule)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            written = _operation(rule.endpoint, rule.rule, described, names)
            paths.setdefault(path, {})[method.lower()] = written
    return {
        "openapi": "3.1.0",
        "info": {"title": "ESAT", "version": version},
        "paths": paths,
        "components": {
            "schemas": schema.get("$defs", {}),
            "securitySchemes": {
                "device": {"type": "http", "scheme": "bearer"},
                "session": {"type": "apiKey", "in": "cookie", "name": "esat_session"},
            },
        },
        "security": [{"device": []}, {"session": []}],
    }


def _operation(
    name: str, rule: str, described: Operation, names: Mapping[type[BaseModel], Any]
) -> dict[str, Any]:
    parameters = [
        {
            "name": arg,
            "in": "path",
            "required": True,
            "schema": described.path.get(arg, {"type": "string"}),
        }
        for arg in _ARGUMENT.findall(rule)
    ]
    parameters += [
        {"name": arg, "in": "query", "required": False, "schema": schema}
        for arg, schema in described.query.items()
    ]
    written: dict[str, Any] = {
        "operationId": name.replace(".", "_"),
        "summary": described.summary,
        "parameters": parameters,
        "responses": _responses(described, names),
    }
    shape = described.takes or described.takes_list
    if shape is not None:
        body: Any = names[shape]
        if described.takes_list is not None:
            body = {"type": "array", "items": body, "maxItems": 500}
        written["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": body}},
        }
    return written


def _responses(described: Operation, names: Mapping[type[BaseModel], Any]) -> dict[str, Any]:
    content: dict[str, Any] = {}
    if described.answers is not None:
        schema: Any = names[described.answers]
        if described.answers_list:
            schema = {"type": "array", "items": schema}
        content = {"application/json": {"schema": schema}}
    responses: dict[str, Any] = {"200": {"description": "Fait", "content": content}}
    error = {"application/json": {"schema": names[ErrorAnswer]}}
    for status in described.refusals:
        responses[str(status)] = {"description": "Refus", "content": error}
    return responses
