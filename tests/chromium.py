"""A real Chromium for the tests marked `browser`; knows no page of the product."""

import os
import re
import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Error,
    Page,
    Playwright,
    ViewportSize,
    expect,
    sync_playwright,
)

from tests.missing import missing

SCREENS = {
    "tablet": ViewportSize(width=1280, height=800),
    "tablet_upright": ViewportSize(width=800, height=1280),
    "phone": ViewportSize(width=390, height=844),
    "desk": ViewportSize(width=1440, height=900),
}
FLAGS = [
    "--no-sandbox",  # CI runs as root, where Chromium's sandbox refuses to start
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_NAMES = ("chromium", "chromium-browser", "google-chrome")
# A refusal answers 4xx and an absent network is played on purpose: neither is a fault of a page.
_EXPECTED = re.compile(
    r"Failed to load resource: (the server responded with a status of 4\d\d|net::ERR_)"
)

OpenPage = Callable[..., Page]
expect.set_options(timeout=15_000)  # a slow machine is no fault of a page

_FAILED = pytest.StashKey[bool]()
_SCREENSHOTS = Path(".playwright")


def executable() -> str | None:
    """Return the installed Chromium: the one named by the environment, else that of the PATH."""
    named = os.environ.get("ESAT_TEST_CHROMIUM")
    return named or next(filter(None, map(shutil.which, _NAMES)), None)


def launch(playwright: Playwright) -> Browser:
    """Start the system's Chromium, or the one that Playwright downloaded."""
    path = executable() or playwright.chromium.executable_path
    return playwright.chromium.launch(executable_path=path, args=FLAGS)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        if executable() is None and not Path(playwright.chromium.executable_path).exists():
            missing("no Chromium here (Debian: apt install chromium)")
        opened = launch(playwright)
        yield opened
        opened.close()


@pytest.fixture
def console() -> Iterator[list[str]]:
    """Collect what pages complain of; a test that expects a complaint clears the list."""
    complaints: list[str] = []
    yield complaints
    assert not complaints, "the page complained:\n" + "\n".join(complaints)


@pytest.fixture
def open_page(
    request: pytest.FixtureRequest, browser: Browser, console: list[str]
) -> Iterator[OpenPage]:
    """Give `open_page(screen="tablet", base_url=None)`: a page in a context of its own."""
    contexts: list[BrowserContext] = []

    def _open(screen: str = "tablet", base_url: str | None = None) -> Page:
        context = browser.new_context(
            base_url=base_url,
            locale="fr-FR",
            timezone_id="Europe/Paris",
            viewport=SCREENS[screen],
            has_touch=screen != "desk",
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: console.append(str(error)))
        page.on(
            "console",
            lambda line: (
                console.append(line.text)
                if line.type == "error" and not _EXPECTED.search(line.text)
                else None
            ),
        )
        return page

    yield _open
    _keep_screens(request.node, contexts)
    for context in contexts:
        with suppress(Error):  # a test may have closed it, or killed its tab
            context.close()


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """Open a page on a tablet held flat."""
    return open_page("tablet")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember that a test failed, so that its pages are kept as pictures."""
    report = yield
    if report.when == "call":
        item.stash[_FAILED] = report.failed
    return report


def _keep_screens(node: pytest.Item, contexts: list[BrowserContext]) -> None:
    if not node.stash.get(_FAILED, False):
        return
    _SCREENSHOTS.mkdir(exist_ok=True)
    for number, page in enumerate(page for context in contexts for page in context.pages):
        with suppress(Error):
            page.screenshot(path=_SCREENSHOTS / f"{node.name[:80]}-{number}.png", full_page=True)
