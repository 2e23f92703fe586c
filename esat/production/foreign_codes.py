"""Clients' own codes as pure text: what a reader sent, its symbology, its check digit; no database.

    4006381333931    sum of digit x (1, 3, 1, 3 … from the right) is 0 modulo 10

Interleaved 2 of 5 does not check itself: a beam that leaves the bars early gives a shorter code.
Digits are therefore taken at a fixed length, and where there is a check digit only with a true one.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from esat.production import codes

NAMES = {
    "ean13": "EAN-13",
    "ean8": "EAN-8",
    "upca": "UPC-A",
    "itf": "ITF",
    "digits": "Chiffres",
    "code128": "Code 128",
    "qr": "QR",
    "datamatrix": "Data Matrix",
}
KEYED = frozenset({"ean13", "ean8", "upca", "itf"})
"""Their last digit is always a check digit."""
SELF_CHECKING = frozenset({"code128", "qr", "datamatrix"})
"""A partial reading of these is no reading: their digits are taken at any length."""
LENGTHS = {"ean13": 13, "ean8": 8, "upca": 12}
_SAID = {"qrcode": "qr", "itf14": "itf", "gs1128": "code128", "interleaved2of5": "itf"}
_TOLD = re.compile(r"^[\]$]([CQDEI])(.)", re.IGNORECASE)
_BY_LETTER = {"C": "code128", "Q": "qr", "D": "datamatrix", "I": "itf"}


class Form(Protocol):
    """One form that digit codes may have."""

    @property
    def symbology(self) -> str: ...
    @property
    def length(self) -> int: ...
    @property
    def check_digit(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Foreign:
    """A client's code as it is kept, and what carries it where the reader told."""

    text: str
    symbology: str | None = None

    @property
    def is_digits(self) -> bool:
        return self.text.isascii() and self.text.isdigit()


def understood(raw: str, symbology: str = "") -> Foreign | None:
    """A text as a reader sent it, digits repaired as for a look-up; None when it can be no code of
    a client's: it has the form of ours, is empty, too long, or holds control signs. The symbology
    is that of the reader's prefix, else the one given beside; another word than ours tells nothing.
    """
    read = codes.read(raw)
    if read.foreign is None or codes.looks_ours(raw):
        return None
    digits = codes.digits_only(raw)
    if digits is None:
        return Foreign(read.foreign, named(symbology))
    return Foreign(digits, told(raw) or named(symbology))


def told(raw: str) -> str | None:
    """The symbology that the prefix of a text of digits tells (`]E0`, `]E4`, `]I1`, `]C0` …)."""
    found = _TOLD.match(raw.strip())
    digits = codes.digits_only(raw)
    if found is None or digits is None:
        return None
    letter, modifier = found[1].upper(), codes.unshift(found[2])
    if letter != "E":
        return _BY_LETTER[letter]
    if modifier == "4":
        return "ean8"
    return "upca" if len(digits) == LENGTHS["upca"] else "ean13"


def named(text: str) -> str | None:
    """A symbology as cameras name it (`ean_13`, `EAN-13`, `QRCode` …) in our words."""
    folded = re.sub(r"[\s_-]", "", text).lower()
    known = _SAID.get(folded, folded)
    return known if known in KEYED | SELF_CHECKING else None


def key_of(body: str) -> str:
    """The check digit that makes digits whole by the modulo 10 rule of GS1."""
    total = sum(int(digit) * (3, 1)[n % 2] for n, digit in enumerate(reversed(body)))
    return str(-total % 10)


def has_true_key(digits: str) -> bool:
    """Whether the last digit is the check digit of those before."""
    return len(digits) > 1 and key_of(digits[:-1]) == digits[-1]


def fault(code: Foreign, forms: Iterable[Form]) -> str | None:
    """Why a code cannot be linked under the forms in force, or None when it may.

    Letters, and digits of a symbology that checks itself, may always. `foreign_not_accepted`: its
    symbology is not; `foreign_length`: another length; `foreign_check`: a wrong check digit.
    """
    if not code.is_digits:
        return "foreign_code_form" if code.symbology in KEYED else None
    if code.symbology in SELF_CHECKING:
        return None
    suited = _suited(code, forms)
    if not suited:
        return "foreign_not_accepted"
    long_enough = [form for form in suited if form.length == len(code.text)]
    if not long_enough:
        return "foreign_length"
    if has_true_key(code.text) or any(form.check_digit == "none" for form in long_enough):
        return None
    return "foreign_check"


def lengths(code: Foreign, forms: Iterable[Form]) -> list[int]:
    """The lengths at which digits of this symbology are accepted."""
    return sorted({form.length for form in _suited(code, forms)})


def _suited(code: Foreign, forms: Iterable[Form]) -> list[Form]:
    """Every form where the reader told nothing; else those of the symbology it told."""
    return [form for form in forms if code.symbology in {None, form.symbology}]
