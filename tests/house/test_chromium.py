import pytest
from flask import Flask

from tests.chromium import OpenPage
from tests.serving import serving

pytestmark = pytest.mark.browser


def test_the_browser_is_set_in_french_and_in_paris(open_page: OpenPage) -> None:
    page = open_page("phone")
    page.set_content("<!doctype html><title>Essai</title>")
    zone = page.evaluate("Intl.DateTimeFormat().resolvedOptions().timeZone")
    assert (page.evaluate("navigator.language"), zone) == ("fr-FR", "Europe/Paris")
    assert page.evaluate("window.innerWidth") == 390


def test_a_complaint_of_a_page_is_collected(open_page: OpenPage, console: list[str]) -> None:
    page = open_page()
    page.set_content("<!doctype html><title>Essai</title><script>nothing_of_that_name()</script>")
    assert "nothing_of_that_name" in console[0]
    console.clear()


def test_a_served_page_refuses_without_being_called_faulty(open_page: OpenPage) -> None:
    app = Flask("essai")
    app.add_url_rule("/", view_func=lambda: ("<!doctype html><title>Refus</title>", 409))
    with serving(app) as address:
        page = open_page(base_url=address)
        answer = page.goto("/")
        assert answer
        assert answer.status == 409
        page.close()
