"""What axe says of many pages, the contrast of each kind of text being measured where it first is.

Knows no page. Two thirds of axe's time go into contrast, of the same components on page after page.
The house's look is in its style sheets alone, so texts of the same tags, classes, states and
places in a row, under parents of the same, have the same contrast; `test_every_page`, run by hand,
measures every text of every page.
"""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
CONTRAST = "color-contrast"
WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
# Marks the texts of a kind that is not in `known`, and says those kinds. An even row is another
# kind than an odd one, and the first and last of a row may be others too.
MARK = """known => {
  const seen = new Set(known), fresh = [];
  const state = /^(aria-|data-state|disabled|open|checked|type|role)/;
  const words = /^aria-(label|desc|controls|own)/;
  const one = (e) => {
    const beside = e.parentElement ? [...e.parentElement.children] : [e], at = beside.indexOf(e);
    const said = [...e.attributes].filter(a => state.test(a.name) && !words.test(a.name))
      .map(a => `${a.name}=${a.value.length > 20 ? "" : a.value}`);
    const place = at === 0 ? "first" : at === beside.length - 1 ? "last" : "";
    return [e.tagName, ...[...e.classList].sort(), ...said, at % 2, place].join(" ");
  };
  const mixed = (start, text) => [...text].reduce(([a, b], sign) => [
    Math.imul(a, 31) + sign.codePointAt(0) | 0, Math.imul(b ^ sign.codePointAt(0), 16777619)
  ], start);
  const paths = new Map(), path = (e) => {
    const parent = e.parentElement;
    if (!paths.has(e)) paths.set(e, mixed(parent ? path(parent) : [7, 11], one(e)));
    return paths.get(e);
  };
  for (const e of document.body.querySelectorAll("*")) {
    const speaks = [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
    if (!speaks && !e.matches("input, textarea, select")) continue;
    const kind = path(e).join();
    if (seen.has(kind)) continue;
    seen.add(kind), fresh.push(kind), e.setAttribute("data-axe-new", "");
  }
  return fresh;
}"""
RUN = "([where, how]) => axe.run(where, how).then(said => said.violations)"


class Looker:
    """Remembers which kinds of text had their contrast measured."""

    def __init__(self) -> None:
        self._known: set[str] = set()

    def faults(self, page: Page) -> list[str]:
        """One line for each rule that the page breaks."""
        if page.evaluate("!window.axe"):
            page.evaluate(Axe().axe_script)
        rules = {CONTRAST: {"enabled": False}}
        found = self._run(page, "html", {"runOnly": TAGS, "rules": rules})
        if fresh := page.evaluate(MARK, list(self._known)):
            found += self._run(page, "[data-axe-new]", {"runOnly": [CONTRAST]})
            self._known.update(fresh)
        return [f"{one['id']}: {one['nodes'][0]['html'][:150]}" for one in found]

    def _run(self, page: Page, where: str, how: dict[str, Any]) -> list[dict[str, Any]]:
        asked = {"resultTypes": ["violations"], **how}  # the rest takes longer to tell
        found: list[dict[str, Any]] = page.evaluate(RUN, [{"include": [[where]]}, asked])
        return found


def faults(page: Page) -> list[str]:
    """One line for each rule that this page breaks."""
    return Looker().faults(page)
