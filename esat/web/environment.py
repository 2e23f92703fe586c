"""The templates' environment: Flask's own, with one dictionary of globals for all of them."""

from collections.abc import Callable, Hashable, MutableMapping
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

import markupsafe
from flask import Flask
from flask.templating import Environment
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape


def _by_escape(value: str) -> str:
    return str(escape(value))


# The part of `escape` that makes no object of what it says: a page shows seven hundred values.
_text: Callable[[str], str] = getattr(markupsafe, "_escape_inner", _by_escape)


PLAIN = frozenset({Markup, int})
"""What is shown as it stands."""


class Written(CodeGenerator):
    """Escapes what a template shows into plain text: Jinja makes a `Markup` of each piece, which
    costs as much as escaping it, and then joins them all to text.
    """

    def _output_child_pre(
        self, node: Any, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
            return
        self.write("environment.escaped(")
        if finalize.src is not None:
            self.write(finalize.src)


def escaped(value: Any) -> str:
    """What `markupsafe.escape` says, as text."""
    kind = type(value)
    if kind is str:
        return _text(value)
    return str(value) if kind in PLAIN else escape(value)


class Templates(Environment):
    """No template here is given globals of its own. Jinja would chain an empty dictionary before
    the shared one, and walk through both in Python at each import of a macro: a quarter of a page.
    """

    code_generator_class = Written
    escaped = staticmethod(escaped)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else self.globals


@lru_cache(maxsize=1024, typed=True)
def address(path: str, **asked: object) -> str:
    """A path and what is asked of it, without what is empty: a list has many, and `url_for`
    builds a rule for each.
    """
    given = {name: value for name, value in asked.items() if value not in {None, ""}}
    return f"{path}?{urlencode(given)}" if given else path


def _menu_of(environment: Environment) -> Callable[[tuple[Hashable, ...]], Markup]:
    @lru_cache(maxsize=256)
    def menu(nav: tuple[Hashable, ...]) -> Markup:
        """The main menu, drawn once for each set of entries and the one that is current."""
        template = environment.get_template("components/_menu.html")
        return Markup(template.render(nav=nav))  # noqa: S704 - Jinja has escaped it

    return menu


def install(app: Flask) -> None:
    """Call it before anything touches `app.jinja_env`."""
    app.jinja_environment = Templates
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["address"] = address
    app.jinja_env.globals["menu"] = _menu_of(app.jinja_env)
