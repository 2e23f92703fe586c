"""Placeholders such as `{{code}}`: which names there are, found and replaced once; runs nothing.

A value is text and stays text: what was put in is never looked at again.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Final

from esat.errors import Invalid
from labels import faces

NAMES: Final[dict[str, str]] = {
    "code": "notre code",
    "title": "le titre de notre étiquette",
    "line1": "sa première ligne",
    "line2": "sa deuxième ligne",
    "line3": "sa troisième ligne",
    "footer": "sa dernière ligne",
    "client": "le nom du client",
    "order": "la commande",
    "quantity": "la quantité",
    "unit": "l’unité",
    "number": "le numéro de la plage",
    "number_spaced": "le même, avec des espaces",
    "date": "le jour de l’impression",
    "mark": "« Réimpression », ou rien",
}
NUMBERS: Final = frozenset({"number", "number_spaced"})

_ANY = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_ONE = re.compile(r"\{\{ ?([a-z0-9_]+) ?\}\}")
_CODE = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
_SHOWN = 40


def check(text: str) -> set[str]:
    """The names used. Invalid `template_placeholder` for another name, `template_braces` for
    anything else that looks like a program.
    """
    names = set()
    for found in _ANY.finditer(text):
        name = found.group(1).strip(" ")
        if name not in NAMES or not _ONE.fullmatch(found.group()):
            raise Invalid("template_placeholder", name=" ".join(name.split())[:_SHOWN])
        names.add(name)
    if strange := _CODE.search(_ONE.sub("\0", text)):
        raise Invalid("template_braces", sign=strange.group())
    return names


def used_in(text: str) -> list[str]:
    """The names of a text that was checked, in their order."""
    return _ONE.findall(text)


def parts(text: str) -> list[str]:
    """What stands around the placeholders: one more part than there are of them."""
    return _ONE.split(text)[::2]


def fill(text: str, values: Mapping[str, str], written: Callable[[str, str], str]) -> str:
    """Each placeholder once by `written(name, value)`; a value that looks like one stays text."""
    return _ONE.sub(lambda found: written(found.group(1), values.get(found.group(1), "")), text)


def shown(value: str) -> str:
    """A value on one line, with `¤` for each sign that no label shows: emoji, marks that turn the
    direction of writing, controls.
    """
    return "".join(
        faces.MISSING if unicodedata.category(sign).startswith("C") else sign
        for sign in faces.printable(value)
    )
