"""What a template shows is escaped as Jinja itself would, and addresses carry what is asked."""

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment
from markupsafe import Markup, escape

from esat.web import environment

SHOWN = "<p title='{{ it }}'>{{ it }}</p>{% macro m(x) %}<b>{{ x }}</b>{% endmacro %}{{ m(it) }}"


@pytest.fixture(scope="module")
def templates() -> Environment:
    app = Flask("essai")
    environment.install(app)
    return app.jinja_env


@given(st.text())
def test_text_is_escaped_as_markupsafe_does(text: str) -> None:
    assert environment.escaped(text) == str(escape(text))


@pytest.mark.parametrize("value", [7, None, Markup("<i>vu</i>"), "<script>&'\"", "é’", 1.5])
def test_a_page_is_what_jinja_would_have_written(templates: Environment, value: object) -> None:
    theirs = Environment(autoescape=True).from_string(SHOWN).render(it=value)
    mine = templates.overlay(autoescape=True).from_string(SHOWN).render(it=value)
    assert mine == theirs


def test_an_address_carries_what_is_asked_and_nothing_empty() -> None:
    wished = environment.address("/commandes", etat="retard", client=None, apres="", atelier="é&")
    assert wished == "/commandes?etat=retard&atelier=%C3%A9%26"
    assert environment.address("/commandes", client=None) == "/commandes"
