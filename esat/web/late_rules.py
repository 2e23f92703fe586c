"""Routes whose address builders are written when an address is first built from them.

Werkzeug writes and compiles two Python functions for each route as it is added. Of more than eight
hundred routes that is half a second of every start, for the few dozen that a page then asks for.
"""

from collections.abc import Callable
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

Builder = Callable[..., tuple[str, str]]


class LateRule(Rule):
    """A route like any other, once an address has been built from it."""

    # The signature is werkzeug's.
    def _compile_builder(self, append_unknown: bool = True) -> Builder:  # noqa: FBT001, FBT002
        write = super()._compile_builder
        name = "_build_unknown" if append_unknown else "_build"

        # By position only: an argument of a route may have any name, `rule` too.
        def first(rule: "LateRule", /, **values: Any) -> tuple[str, str]:
            made = write(append_unknown).__get__(rule, None)
            setattr(rule, name, made)
            return made(**values)  # type: ignore[no-any-return]

        return first


def install(app: Flask) -> None:
    """Call it before any route is added."""
    app.url_rule_class = LateRule
