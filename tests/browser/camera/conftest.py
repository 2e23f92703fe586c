"""A Chromium whose camera shows labels of the served counter, and the counter with it open."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from tests.browser.camera.films import Shot, film
from tests.browser.conftest import Counter
from tests.browser.test_offline import ready
from tests.chromium import FLAGS, executable

Tablet = Callable[..., Page]

FAKE = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
WASM = "/static/vendor/barcode-detector/zxing_reader.wasm"
BAG = Shot("bag", ("bag",))


def of(counter: Counter, shot: Shot) -> Shot:
    """The shot with the codes that its names stand for; what is no name stands for itself."""
    return replace(shot, codes=tuple(getattr(counter.codes, name, name) for name in shot.codes))


@pytest.fixture
def shots(request: pytest.FixtureRequest) -> tuple[Shot, ...]:
    return getattr(request, "param", (BAG,))


@pytest.fixture
def flags(request: pytest.FixtureRequest) -> list[str]:
    return getattr(request, "param", FAKE)


@pytest.fixture
def browser(
    browser: Browser, counter: Counter, shots: tuple[Shot, ...], flags: list[str], tmp_path: Path
) -> Iterator[Browser]:
    """A browser whose camera shows labels of this counter."""
    shown = film(tmp_path / "film.mjpeg", [of(counter, shot) for shot in shots])
    name = executable() or browser.browser_type.executable_path
    playing = [f"--use-file-for-fake-video-capture={shown}"] if flags is FAKE else []
    opened = browser.browser_type.launch(executable_path=name, args=[*FLAGS, *flags, *playing])
    yield opened
    opened.close()


@pytest.fixture
def asked(counter: Counter) -> Iterator[list[str]]:
    """Every address that the pages ask for: none leaves the host."""
    seen: list[str] = []
    yield seen
    assert seen
    assert [url for url in seen if not url.startswith((counter.url, "data:", "blob:"))] == []


@pytest.fixture
def looking(tablet: Tablet, asked: list[str]) -> Callable[..., Page]:
    """`looking("phone")`: at the counter, with the camera's panel open."""

    def note(request: Request) -> None:
        asked.append(request.url)

    def make(screen: str = "tablet", script: str = "", *, kept: bool = True) -> Page:
        page = tablet(screen)
        page.context.on("request", note)
        if script:
            page.add_init_script(script)
        page.reload()
        if kept:
            ready(page)
        page.get_by_role("link", name="Caméra").click()
        expect(page.locator("#camera")).to_be_visible()
        return page

    return make


def films(*shots: Shot) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("shots", [shots], indirect=True, ids=["film"])


def launched(*flags: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("flags", [list(flags)], indirect=True, ids=["flags"])


ABLE = """
  MediaStreamTrack.prototype.getCapabilities = () =>
    ({ torch: true, zoom: { min: 1, max: 5, step: 0.5 }, focusMode: ["continuous", "manual"] });
  window.asked = [];
  MediaStreamTrack.prototype.applyConstraints =
    async ({ advanced: [values] }) => asked.push(values);
"""
"""A camera with a light, a zoom and a focus, which the film has not."""
