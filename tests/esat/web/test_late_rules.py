"""Routes that write their builders late: the same addresses, and nothing written before."""

from urllib.parse import urlsplit

import pytest
from flask import Flask
from werkzeug.routing import Map, Rule

from esat.app import create_app
from esat.web.door import House
from esat.web.late_rules import LateRule

ROUTES: list[tuple[str, dict[str, object]]] = [
    ("/ordres/<ref>", {}), ("/jours/<int:rule>/<name>", {}), ("/mois", {"month": "2026-11"}),
    ("/fichiers/<path:where>", {}), ("/é t é/<what>", {}),
]  # fmt: skip
ASKED: list[dict[str, object]] = [
    {"ref": "B26/1"}, {"rule": 12, "name": "Zoé & Cie"}, {"month": "2026-11"}, {"where": "a/b"},
    {"what": "ça"},
]  # fmt: skip
ENDPOINT = "tracking.lost_link"
MORE: list[dict[str, object]] = [{}, {"page": 2, "of": ["a", "b"], "self": "me"}]


def built(kind: type[Rule], number: int, values: dict[str, object]) -> str:
    rules = [
        kind(where, defaults=defaults, endpoint=str(at))
        for at, (where, defaults) in enumerate(ROUTES)
    ]
    return Map(rules).bind("localhost").build(str(number), values)


@pytest.mark.parametrize("more", MORE)
@pytest.mark.parametrize("number", range(len(ROUTES)))
def test_the_addresses_are_those_of_any_route(number: int, more: dict[str, object]) -> None:
    values = ASKED[number] | more
    assert built(LateRule, number, values) == built(Rule, number, values)


def test_a_builder_is_written_once_and_only_where_it_is_asked(house: House) -> None:
    app: Flask = create_app(house=house)
    written = [rule for rule in app.url_map.iter_rules() if isinstance(rule, LateRule)]
    assert len(written) > 500
    assert all(rule._build_unknown.__name__ == "first" for rule in written)
    adapter = app.url_map.bind("localhost")
    assert urlsplit(adapter.build(ENDPOINT)).path
    one = next(rule for rule in written if rule.endpoint == ENDPOINT)
    made = one._build_unknown
    assert made.__name__ != "first"
    adapter.build(ENDPOINT)
    assert one._build_unknown is made
