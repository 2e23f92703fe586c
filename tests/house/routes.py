"""The routes of the application as somebody may ask for them; judges none."""

from dataclasses import dataclass

from flask import Flask
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter, Rule

from esat.accounts.marks import capability_of
from esat.accounts.pages.edge import is_static

NAMED = {"workshop": "blanchisserie", "day": "2026-11-23", "half": "matin"}
"""What stands in an address where any word would be no address at all."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One method of one address, and the right that it wants."""

    method: str
    path: str
    endpoint: str
    capability: str

    @property
    def is_read(self) -> bool:
        return self.method == "GET"


def asks(app: Flask, known: dict[str, object] | None = None) -> list[Ask]:
    """Every route with dummy arguments, or with those of `known`."""
    return [
        Ask(method, path(app, rule, known or {}), rule.endpoint, wanted or "")
        for rule in app.url_map.iter_rules()
        if not is_static(rule.endpoint)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        for wanted in [capability_of(app.view_functions[rule.endpoint])]
    ]


def path(app: Flask, rule: Rule, known: dict[str, object]) -> str:
    """The address of a rule, with a value of the right kind for each argument."""
    values: dict[str, object] = {}
    for name in rule.arguments - set(rule.defaults or {}):
        values[name] = known.get(name, _dummy(name, rule._converters[name]))
    built = rule.build({**values, **(rule.defaults or {})}, append_unknown=False)
    if built is None:
        msg = f"no address for {rule}"
        raise ValueError(msg)
    return built[1]


def _dummy(name: str, converter: BaseConverter) -> object:
    if isinstance(converter, IntegerConverter):
        return 987654
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    return NAMED.get(name, "rien")
