"""Contrast measured once for each kind of text: a kind that is new is not passed over."""

import pytest
from playwright.sync_api import Page

from tests.browser.looking import CONTRAST, Looker

pytestmark = pytest.mark.browser
HEAD = (
    '<html lang="fr"><head><title>Essai</title><style>.pale { color: #ddd } .even-pale'
    " li:nth-child(even) { color: #ddd } [aria-pressed=true] { color: #ddd; background: #fff }"
    "</style></head><body><main><h1>Essai</h1>"
)


def said(looker: Looker, page: Page, body: str) -> list[str]:
    page.set_content(f"{HEAD}{body}</main></body></html>")
    return [fault.partition(":")[0] for fault in looker.faults(page)]


def test_each_new_kind_of_text_is_measured_and_the_other_rules_are_asked_each_time(
    page: Page,
) -> None:
    looker, pale = Looker(), '<p class="pale">Pâle</p>'
    assert said(looker, page, "<p>Net</p>") == []
    assert said(looker, page, pale) == [CONTRAST]
    assert said(looker, page, pale) == []  # told once
    assert said(looker, page, f"<section>{pale}</section>") == [CONTRAST]
    rows = "<li>Un</li><li>Deux</li><li>Trois</li>"
    assert said(looker, page, f"<ul>{rows}</ul>") == []
    assert said(looker, page, f'<ul class="even-pale">{rows}</ul>') == [CONTRAST]
    assert said(looker, page, "<button>Oui</button>") == []
    assert said(looker, page, '<button aria-pressed="true">Oui</button>') == [CONTRAST]
    for _ in range(2):
        assert said(looker, page, "<button></button>") == ["button-name"]
