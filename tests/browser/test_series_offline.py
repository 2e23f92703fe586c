"""A series without network, or with one that cuts: nothing is lost and nothing is done twice."""

import json
from collections import Counter as Tally
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Counter, scan
from tests.browser.series import SERIES, expected, held, listed, row, stages
from tests.browser.test_offline import BATCH, flushed, ready

pytestmark = pytest.mark.browser
Tablet = Callable[..., Page]
KEPT = """async () => {
  const list = await import("/static/js/series_list.js");
  return JSON.stringify([await list.all(), await list.acts()]);
}"""
"""All that the browser keeps of a list."""


@dataclass
class Dying:
    """An application that does the first `n` captures of the next batch, and no more."""

    application: Any
    n: int

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ["PATH_INFO"] == BATCH and self.n:
            body = json.dumps(json.loads(environ["wsgi.input"].read())[: self.n]).encode()
            environ |= {"wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body))}
            self.n = 0
        found: Iterable[bytes] = self.application(environ, start_response)
        return found


@pytest.mark.parametrize("done", [40, 17], ids=["answer lost", "cut in the middle"])
def test_a_network_cut_in_the_middle_of_forty_loses_and_doubles_nothing(
    counter: Counter, tablet: Tablet, done: int
) -> None:
    codes = expected(counter, 40)
    page = ready(tablet(path=SERIES))
    listed(page, codes)
    counter.network.application = Dying(counter.network.application, done)
    counter.network.lose = BATCH
    page.get_by_role("button", name="Recevoir (40)").click()
    expect(page.locator("#sum .state")).to_contain_text("Recevoir : ")
    flushed(page)
    expect(page.locator("#unsent")).to_be_hidden(timeout=30_000)
    expect(page.locator("#sum .state")).to_contain_text("fait pour 40")
    assert counter.network.seen.count(BATCH) >= 2

    assert [entry.code for entry in counter.captures()] == codes
    assert Tally(counter.moves()) == {("expected", "received"): 40}
    assert stages(counter, codes) == ["received"] * 40
    expect(page.locator("#rows .said", has_text="Fait")).to_have_count(40)


def test_a_list_is_made_and_acted_on_without_network(counter: Counter, tablet: Tablet) -> None:
    codes = expected(counter, 6)
    held(counter, codes[0])
    page = ready(tablet(path=SERIES))
    context = page.context
    listed(page, codes[:2])
    context.set_offline(True)
    for code in codes[2:]:
        scan(page, code)
    scan(page, codes[2])
    scan(page, "FFFFFFF3")
    expect(row(page, codes[2])).to_contain_text("Sera vérifié")
    expect(page.locator("#count")).to_have_text("7 codes, 1 double")
    page.close(run_before_unload=False)

    again = context.new_page()
    again.goto(SERIES)  # the shell: there is no network
    expect(again.locator("#count")).to_have_text("7 codes, 1 double")
    expect(row(again, "FFFFFFF3")).to_contain_text("Code mal lu")
    expect(row(again, "FFFFFFF3").locator("input")).to_be_disabled()
    assert "Hôtel" not in again.content()
    assert "Hôtel" not in again.evaluate(KEPT)
    # The held one is known, the misread one is no code: five are asked.
    again.get_by_role("button", name="Recevoir (5)").click()
    expect(row(again, codes[2])).to_contain_text("Gardé, sera envoyé")
    expect(again.locator("#unsent-count")).to_have_text("5")
    expect(again.get_by_role("button", name="Recevoir")).to_be_hidden()
    # Said once a try has failed: what the network takes at the first try was not done offline.
    expect(again.locator("#sum .state")).to_contain_text("5 saisies à envoyer")
    assert counter.captures() == []

    context.set_offline(False)
    flushed(again)
    expect(again.locator("#unsent")).to_be_hidden(timeout=30_000)
    expect(again.locator("#sum .state")).to_contain_text("fait pour 5")
    expect(row(again, codes[2])).to_contain_text("Hôtel du Parc 1")
    assert [(entry.code, entry.offline) for entry in counter.captures()] == [
        (code, True) for code in codes[1:]
    ]
    assert stages(counter, codes) == ["expected", *["received"] * 5]


def test_what_another_page_sent_is_told_when_one_comes_back(
    counter: Counter, tablet: Tablet
) -> None:
    codes = expected(counter, 2)
    page = ready(tablet(path=SERIES))
    context = page.context
    listed(page, codes)
    context.set_offline(True)
    page.get_by_role("button", name="Recevoir (2)").click()
    expect(page.locator("#sum .state")).to_contain_text("2 saisies à envoyer")
    page.close(run_before_unload=False)
    held(counter, codes[0])
    context.set_offline(False)
    other = context.new_page()
    other.goto("/envois")
    expect(other.locator("#answered")).to_contain_text(codes[0])
    other.goto(SERIES)
    expect(row(other, codes[0]).locator(".said")).to_contain_text("À vérifier")
    expect(row(other, codes[1]).locator(".said")).to_contain_text("Envoyé")
    assert len(counter.captures()) == 2
