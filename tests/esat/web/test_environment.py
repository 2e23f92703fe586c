"""What a template shows is escaped as Jinja itself would, and addresses carry what is asked."""

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment
from markupsafe import Markup, escape

from esat.nav import Link
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


def test_the_menu_is_drawn_once_for_each_page_that_is_current_and_is_escaped(
    shared_app: Flask,
) -> None:
    menu = shared_app.jinja_env.globals["menu"]
    here = (Link("Linge & <draps>", "/linge", "list", current=True),)
    away = (Link("Linge & <draps>", "/linge", "list", current=False),)
    assert "Linge &amp; &lt;draps&gt;" in menu(here)
    assert 'aria-current="page"' in menu(here)
    assert "aria-current" not in menu(away)
    assert menu(here) is menu((Link("Linge & <draps>", "/linge", "list", current=True),))
