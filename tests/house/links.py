"""The links of a page, as a person may follow them; judges none."""

import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from flask.testing import FlaskClient

_ELSEWHERE = re.compile(r"(?:tel|mailto|blob|data):|#")


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.menu: list[str] = []
        self.every: list[str] = []
        self._in_menu = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "nav":
            self._in_menu = 1 if given.get("id") == "menu" else self._in_menu
        for name in ("href", "hx-get") if tag == "a" else ("hx-get",):
            where = given.get(name)
            if where and not _ELSEWHERE.match(where):
                self.every.append(where)
                if self._in_menu:
                    self.menu.append(where)

    def handle_endtag(self, tag: str) -> None:
        if tag == "nav":
            self._in_menu = 0


def menu(html: str) -> list[str]:
    """The addresses of the main menu."""
    return _read(html).menu


def of_page(html: str, here: str) -> list[str]:
    """Every address of this house that the page leads to, once, without its fragment."""
    found = (urljoin(here, where) for where in _read(html).every)
    ours = (where for where in found if where.startswith("/") and not where.startswith("//"))
    return sorted({urlsplit(where)._replace(fragment="").geturl() for where in ours})


def _read(html: str) -> _Links:
    reader = _Links()
    reader.feed(html)
    return reader


def crawl(browser: FlaskClient, starts: list[str], depth: int) -> dict[str, tuple[int, str]]:
    """What each address answers, and the page that led to it; `depth` links away at most."""
    seen: dict[str, tuple[int, str]] = {}
    waiting = [(start, "", 0) for start in starts]
    while waiting:
        where, led, far = waiting.pop(0)
        if where in seen:
            continue
        answer = browser.get(where)
        seen[where] = (answer.status_code, led)
        if answer.status_code == 200 and answer.mimetype == "text/html" and far < depth:
            waiting += [(link, where, far + 1) for link in of_page(answer.text, where)]
    return seen
