from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from esat.web.keys import LARGEST, KeyInPath

SignedIn = Callable[..., FlaskClient]


@pytest.mark.parametrize("key", [LARGEST, LARGEST + 1, 10**30])
def test_a_number_that_is_no_key_is_not_found(signed_in: SignedIn, key: int) -> None:
    browser = signed_in("qualite")
    for path in ("/blanchisserie/cycles/", "/blanchisserie/ecarts-de-zone/", "/fichiers/"):
        assert browser.get(f"{path}{key}").status_code == 404, path


def test_every_number_in_an_address_is_read_so(app: Flask) -> None:
    read = {
        type(one) for rule in app.url_map.iter_rules() if rule.endpoint != "static"
        for one in rule._converters.values() if type(one).__name__.startswith(("Int", "Key"))
    }  # fmt: skip
    assert read == {KeyInPath}
