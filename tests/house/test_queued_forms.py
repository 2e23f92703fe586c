"""A form that may wait in the queue asks there for what its own address does."""

import re

import pytest
from flask import Flask

from esat.registry import Registry
from tests.house.tree import ROOT

_FORM = re.compile(
    r"""<form[^>]*\burl_for\(['"](?P<endpoint>[a-z_.]+)['"][^>]*\bdata-queue="act:(?P<act>[a-z_.]+)""",
)
FORMS = sorted(
    (path.name, found["endpoint"], found["act"])
    for path in (ROOT / "templates").rglob("*.html")
    for found in _FORM.finditer(path.read_text(encoding="utf-8"))
)


def test_there_are_such_forms() -> None:
    assert len(FORMS) >= 7


@pytest.mark.parametrize(("page", "endpoint", "act"), FORMS)
def test_the_queue_and_the_address_of_a_form_lead_to_the_same_room(
    page: str, endpoint: str, act: str, app: Flask, loaded: Registry
) -> None:
    view, declared = app.view_functions[endpoint], loaded.acts[act]
    of_view, of_act = (_room(one.__module__) for one in (view, declared.run))
    assert of_view == of_act, f"{page}: {endpoint} is of {of_view}, {act} of {of_act}"


def _room(module: str) -> list[str]:
    parts = module.split(".")
    return parts[:-1]
