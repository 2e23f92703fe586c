from collections.abc import Callable

from flask.testing import FlaskClient

SignedIn = Callable[..., FlaskClient]


def test_the_page_of_help_opens(signed_in: SignedIn) -> None:
    shown = signed_in("moniteur", ("laundry",)).get("/aide/stock-reclamations")
    assert shown.status_code == 200
    assert "Quand un nombre est sous zéro" in shown.text
