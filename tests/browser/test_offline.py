import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from esat.production import barcodes
from tests import factories
from tests.browser.conftest import Counter, scan

pytestmark = pytest.mark.browser
Tablet = Callable[..., Page]
BATCH = "/api/v1/captures/batch"
SCAN = "/comptoir/scan"


def blanks(counter: Counter, n: int) -> list[str]:
    with counter.database.write() as session:
        return [str(barcodes.allocate(session, "F", factories.AT)) for _ in range(n)]


def ready(page: Page) -> Page:
    """Wait until the service worker holds the shell."""
    # Not `wait_for_function`: what it polls with is refused by our policy.
    page.evaluate(
        """async () => {
          await navigator.serviceWorker.ready;
          if (navigator.serviceWorker.controller) return;
          await new Promise((taken) =>
            navigator.serviceWorker.addEventListener("controllerchange", taken, { once: true }));
        }"""
    )
    return page


def flushed(page: Page) -> None:
    """Come back to the page, as somebody does who takes the tablet again."""
    page.evaluate("dispatchEvent(new Event('focus'))")


def test_ten_scans_and_a_form_offline_a_killed_tab_and_a_lost_answer(
    counter: Counter, tablet: Tablet
) -> None:
    page = ready(tablet())
    context, done = page.context, blanks(counter, 10)
    scan(page, counter.codes.item)
    expect(page.locator("#answer .thing")).to_be_visible()
    context.set_offline(True)
    page.get_by_text("Retenir…").click()
    page.get_by_text("Quarantaine").click()
    page.locator("details").get_by_role("button", name="Retenir").click()
    expect(page.locator("#answer .state")).to_contain_text("Gardé, sera envoyé")
    for code in done:
        scan(page, code)
    expect(page.locator("#unsent-count")).to_have_text("11")
    page.close(run_before_unload=False)

    again = context.new_page()
    again.goto("/comptoir")  # the shell: there is no network
    expect(again.locator("#unsent-count")).to_have_text("11")
    assert len(counter.captures()) == 1
    counter.network.lose = BATCH
    context.set_offline(False)
    flushed(again)
    again.wait_for_timeout(1000)
    flushed(again)
    expect(again.locator("#unsent")).to_be_hidden(timeout=30_000)
    assert counter.network.seen.count(BATCH) >= 2

    kept = counter.captures()
    assert [row.code for row in kept] == [counter.codes.item, counter.codes.item, *done]
    assert [(row.kind, row.action) for row in kept[:2]] == [("scan", None), ("act", "hold.place")]
    assert all(row.offline for row in kept[1:])
    seqs = [row.seq for row in kept if row.seq is not None]
    assert seqs == sorted(set(seqs))


def test_the_count_falls_only_after_the_acknowledgement(
    counter: Counter, tablet: Tablet, console: list[str]
) -> None:
    page = ready(tablet())
    page.context.set_offline(True)
    scan(page, counter.codes.bag)
    expect(page.locator("#unsent-count")).to_have_text("1")
    counter.network.answer[BATCH] = ("502 Bad Gateway", [])
    page.context.set_offline(False)
    flushed(page)
    page.wait_for_timeout(500)
    expect(page.locator("#unsent-count")).to_have_text("1")
    assert counter.captures() == []
    console.clear()  # the 502 was meant
    counter.network.answer.clear()
    flushed(page)
    expect(page.locator("#unsent")).to_be_hidden()
    assert len(counter.captures()) == 1


def test_a_move_whose_answer_is_lost_is_made_once(counter: Counter, tablet: Tablet) -> None:
    page = tablet()
    scan(page, counter.codes.item)
    counter.network.lose = "/comptoir/passage"
    page.get_by_role("button", name="Recevoir").click()
    expect(page.locator("#answer .state")).to_contain_text("Gardé, sera envoyé")
    flushed(page)
    expect(page.locator("#unsent")).to_be_hidden()
    assert counter.moves() == [("expected", "received")]
    assert len(counter.captures()) == 2


def test_a_move_and_a_card_without_network_are_made_in_order(
    counter: Counter, tablet: Tablet
) -> None:
    page = ready(tablet())
    scan(page, counter.codes.item)
    button = page.get_by_role("button", name="Recevoir")
    expect(button).to_be_visible()
    page.context.set_offline(True)
    button.click()
    expect(page.locator("#answer .state")).to_contain_text("Gardé, sera envoyé")
    page.wait_for_timeout(3100)  # the same code again within three seconds is ignored
    scan(page, counter.codes.item)
    scan(page, counter.codes.card)
    expect(page.locator("#unsent-count")).to_have_text("3")
    page.context.set_offline(False)
    flushed(page)
    expect(page.locator("#unsent")).to_be_hidden()
    assert counter.moves() == [("expected", "received"), ("received", "washing")]


def test_a_misread_code_is_refused_at_once_without_network(
    counter: Counter, tablet: Tablet
) -> None:
    page = ready(tablet())
    page.context.set_offline(True)
    scan(page, "FFFFFFF3")
    expect(page.locator("#answer .state")).to_contain_text("Code mal lu")
    expect(page.locator("#unsent")).to_be_hidden()


def test_retry_after_is_honoured(counter: Counter, tablet: Tablet) -> None:
    page = ready(tablet())
    page.context.set_offline(True)
    scan(page, counter.codes.bag)
    expect(page.locator("#unsent-count")).to_have_text("1")
    counter.network.answer[BATCH] = ("429 Too Many Requests", [("Retry-After", "2")])
    page.context.set_offline(False)
    flushed(page)
    page.wait_for_timeout(400)
    flushed(page)
    page.wait_for_timeout(400)
    assert counter.network.seen.count(BATCH) == 1
    counter.network.answer.clear()
    page.wait_for_timeout(1600)
    flushed(page)
    expect(page.locator("#unsent")).to_be_hidden()
    assert len(counter.captures()) == 1


def test_what_the_server_cannot_read_is_kept_apart_and_shown(
    counter: Counter, tablet: Tablet
) -> None:
    page = ready(tablet(path="/envois"))
    page.evaluate(
        """async (code) => {
          const queue = await import("/static/js/queue.js");
          await queue.keep({ kind: "nonsense", code });
          await queue.keep({ kind: "scan", code });
          await queue.flush();
        }""",
        counter.codes.bag,
    )
    expect(page.locator("#unsent-count")).to_have_text("1")
    expect(page.locator("#entries")).to_contain_text("Refusé")
    assert len(counter.captures()) == 1
    page.get_by_role("button", name="Retirer").click()
    page.get_by_role("button", name="Toucher encore").click()
    expect(page.locator("#nothing")).to_be_visible()


def test_a_contradiction_waits_and_its_answer_is_shown(counter: Counter, tablet: Tablet) -> None:
    page = ready(tablet(path="/envois"))
    page.evaluate(
        """async (code) => {
          const queue = await import("/static/js/queue.js");
          const entry = await queue.keep({ kind: "move", action: "pack", code });
          await queue.failed(entry);
          await queue.flush();
        }""",
        counter.codes.item,
    )
    expect(page.locator("#answered")).to_contain_text("À vérifier")
    page.goto("/anomalies")
    page.get_by_role("link", name="Emballer").click()
    page.get_by_label("Où en est-il vraiment").select_option("packed")
    page.get_by_label("Ce qui s’est passé").fill("Emballé hier.")
    page.get_by_role("button", name="Régler").click()
    expect(page.get_by_text("Aucune anomalie")).to_be_visible()


def test_unsent_captures_are_taken_away_as_a_file(
    counter: Counter, tablet: Tablet, tmp_path: Path
) -> None:
    page = ready(tablet())
    page.context.set_offline(True)
    scan(page, counter.codes.bag)
    expect(page.locator("#unsent-count")).to_have_text("1")
    page.locator("#unsent").click()
    expect(page.locator("#entries")).to_contain_text(counter.codes.bag)
    with page.expect_download() as taken:
        page.get_by_role("button", name="Garder en fichier").click()
    taken.value.save_as(tmp_path / "envois.json")
    (entry,) = json.loads((tmp_path / "envois.json").read_text(encoding="utf-8"))
    assert entry["code"] == counter.codes.bag
    assert set(entry) == {
        "id", "seq", "at", "station", "kind", "code", "action", "offline", "data",
    }  # fmt: skip


def test_without_network_no_page_with_a_name_is_shown(counter: Counter, tablet: Tablet) -> None:
    page = ready(tablet())
    expect(page.locator(".who-name")).to_have_text("Nadia")
    page.context.set_offline(True)
    for path in ("/comptoir", "/envois", "/anomalies", "/commandes"):
        page.goto(path)
        expect(page.locator("h1")).to_have_count(1)
        assert "Nadia" not in page.content()
    expect(page.locator("h1")).to_have_text("Pas de réseau")
    kept = page.evaluate(
        """async () => {
          const found = [];
          for (const name of await caches.keys())
            for (const request of await (await caches.open(name)).keys()) found.push(request.url);
          return found;
        }"""
    )
    assert not [url for url in kept if "/api/" in url]


def test_a_form_of_any_module_goes_through_the_queue(counter: Counter, tablet: Tablet) -> None:
    page = ready(tablet(path="/envois"))
    page.evaluate(
        """(code) => {
          const form = document.createElement("form");
          form.dataset.queue = "act:hold.place";
          form.id = "queued";
          for (const [name, value] of [["code", code], ["reason", "weather"], ["note", ""]]) {
            const field = Object.assign(document.createElement("input"), { name, value });
            form.append(field);
          }
          form.append(document.createElement("button"));
          document.querySelector("main").append(form);
        }""",
        counter.codes.item,
    )
    counter.network.lose = BATCH
    page.locator("#queued button").click()
    expect(page.locator("#messages")).to_contain_text("est retenu : Météo")
    expect(page.locator("#unsent")).to_be_hidden()
    (row,) = counter.captures()
    assert (row.action, row.outcome) == ("hold.place", "ok")
    page.locator("#queued button").click()
    expect(page.locator("#queued [role=alert]")).to_contain_text("C’est déjà retenu")
    page.context.set_offline(True)
    page.locator("#queued button").click()
    expect(page.locator("#messages")).to_contain_text("Gardé sur cet appareil")
    expect(page.locator("#unsent-count")).to_have_text("1")
