from collections.abc import Callable

from flask.testing import FlaskClient

SignedIn = Callable[..., FlaskClient]


def test_the_page_of_help_opens(signed_in: SignedIn) -> None:
    shown = signed_in("moniteur", ("laundry",)).get("/aide/emballer-livrer")
    assert shown.status_code == 200
    assert "elle marche sans réseau" in shown.text
