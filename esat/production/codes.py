"""Codes as pure text: made, repaired, recognised (CONTRACT section 3); no database.

    F 000001 9      kind letter, six signs, check sign: sum of value x weight (8..1) is 0 mod 23

The alphabet has no look-alikes and every letter is on the same key of QWERTY, AZERTY and QWERTZ.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from itertools import pairwise
from random import Random, SystemRandom
from typing import NewType

Code = NewType("Code", str)

ALPHABET = "0123456789CDEFHJKNPRTVX"
BASE = len(ALPHABET)
LENGTH = 8
MAX_FOREIGN = 64

KINDS = {
    "F": "bag",
    "R": "trolley",
    "P": "textile",
    "T": "lot",
    "D": "order",
    "V": "volume",
    "N": "parcel",
    "J": "site",
    "E": "equipment",
    "K": "card",
    "X": "place",
    "H": "badge",
    "C": "client",
}

TEST_CODES = (Code("X1234560"), Code("D789CEVT"), Code("FHJKNPRT"))
"""Reserved to try scanners: together they hold the 23 signs, and no thing ever bears one."""

_SYSTEM = SystemRandom()
_source: ContextVar[Random | None] = ContextVar("codes_source", default=None)
_VALUE = {sign: value for value, sign in enumerate(ALPHABET)}
_SHIFTED = str.maketrans("&é\"'(-è_çà§!ÉÈÇÀ", "1234567890682790")
_ACCENTED = re.compile("[éèçàÉÈÇÀ]")
# `$` is the key of `]` on a French keyboard, and `A` there is the key of `Q`.
_AIM = re.compile(r"^(?:\][CQD]|\$[CQDA]).", re.IGNORECASE)
_AIM_OF_DIGITS = re.compile(r"^[\]$][CQdEIcqDei].")


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood of a raw text: ours (`code`), or another text to look up (`foreign`)."""

    raw: str
    code: Code | None
    foreign: str | None
    repaired: bool = False


def check_sign(body: str) -> str:
    """The sign that makes kind letter and six signs whole."""
    total = sum(_VALUE[sign] * weight for sign, weight in zip(body, range(8, 1, -1), strict=True))
    return ALPHABET[-total % BASE]


def make(kind: str, number: int) -> Code:
    """The code of a kind whose six signs say `number` (0 to 23**6 - 1)."""
    if kind not in KINDS or not 0 <= number < BASE**6:
        msg = f"no code for {kind!r} {number}"
        raise ValueError(msg)
    signs = ""
    for _ in range(6):
        number, rest = divmod(number, BASE)
        signs = ALPHABET[rest] + signs
    return Code(kind + signs + check_sign(kind + signs))


def draw(kind: str) -> Code:
    """A code in an order that tells nothing, never one reserved for tests; the database refuses
    the rare double.
    """
    source = _source.get() or _SYSTEM
    while (code := make(kind, source.randrange(BASE**6))) in TEST_CODES:
        pass
    return code


@contextmanager
def drawing_from(source: Random) -> Iterator[None]:
    """Draw codes from a seeded source: the same demo twice has the same codes."""
    token = _source.set(source)
    try:
        yield
    finally:
        _source.reset(token)


def is_ours(text: str) -> bool:
    """Whether the text is one of our codes, check sign included."""
    return (
        len(text) == LENGTH
        and text[0] in KINDS
        and all(sign in _VALUE for sign in text)
        and sum(_VALUE[s] * w for s, w in zip(text, range(8, 0, -1), strict=True)) % BASE == 0
    )


def has_our_form(text: str) -> bool:
    """Eight signs of our alphabet that begin with a kind letter, whatever the check sign."""
    folded = text.strip().upper()
    return len(folded) == LENGTH and folded[0] in KINDS and all(s in _VALUE for s in folded)


def looks_ours(raw: str) -> bool:
    """Whether a raw text has our form once repaired: ours, or one of ours read wrong."""
    text = raw.strip()
    return any(has_our_form(unshift(candidate)) for candidate in (text, _without_prefix(text)))


def is_misread(raw: str) -> bool:
    """Ours by its form, and wrong by its check sign. Signs of a French keyboard count as digits
    only with accents among them: a client's code may well hold a hyphen.
    """
    text = unshift(raw) if _ACCENTED.search(raw) else raw
    return has_our_form(text) and not is_ours(repair(raw))


def repair(raw: str) -> str:
    """Undo what a wedge scanner or a French keyboard did to one of our codes; else as it came."""
    text = raw.strip()
    for candidate in (text, _without_prefix(text)):
        folded = unshift(candidate).upper()
        if is_ours(folded):
            return folded
    return text


def unshift(text: str) -> str:
    """Digits typed without shift on a French keyboard (`&é"'(-è_çà`, Mac `§` and `!`)."""
    return text.translate(_SHIFTED)


def read(raw: str) -> Reading:
    """Recognise our code in a raw text; otherwise the text itself, to be looked up as a client's.

    Nothing is guessed: a text with controls inside, or longer than a client's code may be, is
    neither (both None).
    """
    text = raw.strip()
    repaired = repair(raw)
    if is_ours(repaired):
        return Reading(raw, Code(repaired), None, repaired=repaired != text)
    if not text or len(text) > MAX_FOREIGN or not text.isprintable():
        return Reading(raw, None, None)
    return Reading(raw, None, text)


def digits_only(text: str) -> str | None:
    """A client's code repaired, only when that gives digits alone; None otherwise."""
    bare = unshift(_without_prefix(text.strip(), _AIM_OF_DIGITS))
    return bare if bare.isascii() and bare.isdigit() else None


def _without_prefix(text: str, prefix: re.Pattern[str] = _AIM) -> str:
    return text[3:] if prefix.match(text) else text


def neighbours(code: str) -> list[str]:
    """The swaps of two signs side by side: what a hurried hand writes. For tests and help."""
    return [code[:n] + b + a + code[n + 2 :] for n, (a, b) in enumerate(pairwise(code)) if a != b]
