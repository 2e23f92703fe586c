"""Colours and lengths live in tokens.css; templates carry no style, no script, no bare control."""

import re
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
CSS = REPOSITORY / "esat" / "static" / "css"
TEMPLATES = REPOSITORY / "templates"
SHEETS = sorted(path for path in CSS.glob("*.css") if path.name != "tokens.css")
PAGES = sorted(TEMPLATES.rglob("*.html"))

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
BREAKPOINT = re.compile(r"@media[^{]*\((?:min|max)-width: (?:600|1100)px\)")
ON_PAPER = re.compile(r"\b(?:\d*\.)?\d+(?:mm|pt)\b")
LENGTH = re.compile(r"(?<![\w-])(?:\d*\.)?\d+(?:px|rem|pt|pc|cm|mm|in)\b")
COLOUR = re.compile(
    r"#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?|hwb|oklch|oklab|lch|lab|color-mix)\("
    r"|:\s*[^;{]*(?<![\w-])(?:white|black|red|green|blue|yellow|orange|gr[ae]y|silver)(?![\w-])"
)
USED = re.compile(r"var\((--[\w-]+)")
DECLARED = re.compile(r"(--[\w-]+)\s*:")

INLINE_STYLE = re.compile(r"<[^>]*\sstyle\s*=|<style\b", re.IGNORECASE)
INLINE_SCRIPT = re.compile(
    r"<script(?![^>]*\bsrc=)|\son[a-z]+\s*=\s*[\"']|hx-on|javascript:", re.IGNORECASE
)
CONTROL = re.compile(r"<(?:button|select|textarea|input(?![^>]*type=\"hidden\"))\b", re.IGNORECASE)
FROM_ELSEWHERE = re.compile(r"(?:src|href|action)=\"(?:https?:)?//", re.IGNORECASE)


def rules(path: Path) -> str:
    """The sheet without comments and without the breakpoints that no token can name."""
    text = BREAKPOINT.sub("@media", COMMENT.sub("", path.read_text(encoding="utf-8")))
    return ON_PAPER.sub("0", text) if path.name == "print.css" else text


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_no_colour_outside_the_tokens(sheet: Path) -> None:
    assert not COLOUR.findall(rules(sheet))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_no_length_outside_the_tokens(sheet: Path) -> None:
    assert not LENGTH.findall(rules(sheet))


def test_every_token_that_is_used_is_declared() -> None:
    declared = set(DECLARED.findall((CSS / "tokens.css").read_text(encoding="utf-8")))
    used = {name for path in CSS.glob("*.css") for name in USED.findall(rules(path))}
    assert used <= declared


def test_the_checks_see_what_they_forbid() -> None:
    assert COLOUR.search("a { color: #abc }")
    assert COLOUR.search("a { background: white }")
    assert COLOUR.search("a { color: rgb(1 2 3) }")
    assert not COLOUR.search("a { color: var(--green); white-space: nowrap }")
    assert LENGTH.search("a { margin: 3px }")
    assert not LENGTH.search("a { margin: 0 auto 1.2em var(--space-12) }")
    assert INLINE_SCRIPT.search("<a onclick='x()'>")
    assert INLINE_SCRIPT.search("<script>x()</script>")
    assert not INLINE_SCRIPT.search('<script defer src="/static/x.js"></script>')
    assert CONTROL.search('<input type="text">')
    assert not CONTROL.search('<input type="hidden" name="a">')


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_template_has_no_inline_style_nor_script_and_loads_nothing_from_elsewhere(
    page: Path,
) -> None:
    text = page.read_text(encoding="utf-8")
    assert not INLINE_STYLE.findall(text)
    assert not INLINE_SCRIPT.findall(text)
    assert not FROM_ELSEWHERE.findall(text)


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_buttons_and_fields_are_made_by_a_component(page: Path) -> None:
    if page.parent != TEMPLATES / "components":
        assert not CONTROL.findall(page.read_text(encoding="utf-8"))


def test_no_template_is_longer_than_120_lines_and_the_median_is_under_40() -> None:
    sizes = sorted(len(path.read_text(encoding="utf-8").splitlines()) for path in PAGES)
    assert sizes[-1] <= 120
    assert sizes[len(sizes) // 2] < 40
