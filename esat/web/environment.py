"""The templates' environment: Flask's own, with one dictionary of globals for all of them."""

from collections.abc import MutableMapping
from typing import Any

from flask import Flask
from flask.templating import Environment


class Templates(Environment):
    """No template here is given globals of its own. Jinja would chain an empty dictionary before
    the shared one, and walk through both in Python at each import of a macro: a quarter of a page.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else self.globals


def install(app: Flask) -> None:
    """Call it before anything touches `app.jinja_env`."""
    app.jinja_environment = Templates
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
