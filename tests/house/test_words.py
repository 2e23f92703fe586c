"""The words on the screen: plain French, and none of those that an ESAT does not use."""

import re

import pytest

from tests.house import tree

# People of an ESAT are workers with a support contract, and their hours measure no output.
FORBIDDEN = re.compile(
    r"\bsalari(é|&eacute;)e?s?\b|\brendements?\b|\bproductivit(é|&eacute;)", re.IGNORECASE
)
ENGLISH = re.compile(
    r"\b(the|and|with|your|you|please|click|submit|save|saved|delete|deleted|cancel|search|loading"
    r"|login|logout|password|username|settings|welcome|edit|update|warning|success|failed|invalid"
    r"|required|unknown|worker|workers|supervisor|order|orders|bag|bags|hold|holds|not found"
    r"|back|next|previous|show|hide|empty|yes|today|yesterday|tomorrow)\b",
    re.IGNORECASE,
)
_JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_SHOWN_ATTRIBUTE = re.compile(
    r"""\b(?:title|placeholder|alt|aria-label|value)=(["'])(.*?)\1""", re.DOTALL
)
_HIDDEN = re.compile(
    r"<!--.*?-->|<(script|style|svg|code|pre)\b.*?</\1>", re.DOTALL | re.IGNORECASE
)
_TAG = re.compile(r"<[^>]*>", re.DOTALL)
_SKIPPED = ("esat/docs/", "esat/deploy/")


_ATTRIBUTE = re.compile(r"\b(required|aria-[a-z]+)(?==|\b(?=\s|$))")
"""Attributes that a macro writes outside any tag of its own file."""


def shown(template: str) -> str:
    """Return what a template shows: its text, and the attributes that are read aloud or seen."""
    html = _HIDDEN.sub(" ", _ATTRIBUTE.sub(" ", _JINJA.sub(" ", template)))
    attributes = " · ".join(found[1] for found in _SHOWN_ATTRIBUTE.findall(html))
    return _TAG.sub(" ", html) + " · " + attributes


def _sources() -> list[str]:
    names = [*tree.written_by_hand(".html", ".js", ".css", ".txt", ".md"), *tree.product()]
    return [
        name
        for name in names
        if name.startswith(("templates/", *tree.PACKAGES)) and not name.startswith(_SKIPPED)
    ]


@pytest.mark.parametrize(
    "sentence", ["Les salariés du jour", "Rendement : 12", "la productivité individuelle"]
)
def test_the_pattern_finds_the_words_it_forbids(sentence: str) -> None:
    assert FORBIDDEN.search(sentence)


def test_no_text_uses_a_forbidden_word() -> None:
    found = [
        f"{name}:{number} {line.strip()[:80]}"
        for name in _sources()
        for number, line in enumerate(tree.text(name).splitlines(), 1)
        if FORBIDDEN.search(line)
    ]
    assert not found


def test_no_template_speaks_english() -> None:
    found = {
        name: sorted({hit.group().lower() for hit in ENGLISH.finditer(shown(tree.text(name)))})
        for name in tree.written_by_hand(".html")
        if ENGLISH.search(shown(tree.text(name)))
    }
    assert not found


def test_what_a_template_shows_leaves_out_its_code() -> None:
    seen = shown('<p class="order" title="Sac">{{ order }}{# the #} Linge</p><svg>next</svg>')
    assert not ENGLISH.search(seen)
    assert "Sac" in seen
    assert "Linge" in seen
