from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

SignedIn = Callable[..., FlaskClient]


@pytest.mark.parametrize("number", [2**31 - 1, 2**31, 10**20])
def test_a_number_that_no_key_may_be_is_not_found(signed_in: SignedIn, number: int) -> None:
    browser = signed_in("moniteur", ("laundry",))
    for path in ("/blanchisserie/stock/{}", "/blanchisserie/tournees/{}"):
        assert browser.get(path.format(number)).status_code == 404
