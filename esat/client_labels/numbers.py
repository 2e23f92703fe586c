"""Numbers lent by somebody else, as pure text: written, checked, compared; no database.

An SSCC is 18 digits: extension digit, company prefix, number, and the check digit of GS1.

    3 3760132 123456789 c     prefix 33760132 (8 digits), width 9, number 123456789
"""

import re
from dataclasses import dataclass
from typing import Final, NamedTuple

from esat.production import codes

SSCC, GALIA, PLAIN = "sscc", "galia", "plain"
KINDS: Final[dict[str, str]] = {
    SSCC: "SSCC : carton ou palette (GS1)",
    GALIA: "Numéro GALIA : UM ou UC",
    PLAIN: "Autre numéro",
}
SSCC_DIGITS: Final = 17
"""Prefix and number of an SSCC, before its check digit."""
SSCC_MARK: Final = "00"
"""The application identifier that a GS1-128 symbol carries before an SSCC."""
WIDEST: Final = 18
FEW: Final = 100
FEW_PERCENT: Final = 5

_SSCC_PREFIX = re.compile(r"[0-9]{8,11}")
_PREFIX = re.compile(r"[A-Z0-9]{0,20}")
_TRAILING = re.compile(r"[0-9]*\Z")


class Span(NamedTuple):
    """Every text a series can write: letters, then so many digits, from `low` to `high`."""

    stem: str
    digits: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Series:
    """Numbers `first` to `last`, both included, written after a prefix on a fixed width."""

    kind: str
    prefix: str
    width: int
    first: int
    last: int

    @property
    def size(self) -> int:
        return self.last - self.first + 1

    def written(self, number: int) -> str:
        """The number as it is printed under the bars."""
        bare = f"{self.prefix}{number:0{self.width}d}"
        return bare + check_digit(bare) if self.kind == SSCC else bare

    def number_of(self, text: str) -> int | None:
        """The number behind a printed text; None when this series never writes it."""
        digits = text[len(self.prefix) : len(self.prefix) + self.width]
        if not (digits.isascii() and digits.isdigit()):
            return None
        number = int(digits)
        known = self.first <= number <= self.last and self.written(number) == text
        return number if known else None

    def spaced(self, text: str) -> str:
        """The same for people's eyes: an SSCC in its four parts, another number by threes."""
        if self.kind == SSCC:
            parts = (text[0], text[1 : len(self.prefix)], text[len(self.prefix) : -1], text[-1])
            return " ".join(parts)
        digits = text[len(self.prefix) :]
        head = len(digits) % 3
        groups = [digits[:head], *(digits[at : at + 3] for at in range(head, len(digits), 3))]
        return " ".join(part for part in (self.prefix, *groups) if part)

    def spans(self) -> tuple[Span, ...]:
        """What the series can write or a scanner send, in a form that can be compared."""
        found = _TRAILING.search(self.prefix)
        tail = found.group() if found else ""
        stem = self.prefix[: len(self.prefix) - len(tail)]
        low, high = int(tail + self._padded(self.first)), int(tail + self._padded(self.last))
        digits = len(tail) + self.width
        if self.kind == SSCC:  # whatever the check digit is; alone, and behind its `00`
            low, high = low * 10, high * 10 + 9
            return (Span(stem, digits + 1, low, high), Span(stem, digits + 3, low, high))
        return (Span(stem, digits, low, high),)

    def _padded(self, number: int) -> str:
        return f"{number:0{self.width}d}"


def check_digit(digits: str) -> str:
    """The check digit of GS1: from the right, weights 3 and 1 in turn, up to the next ten."""
    total = sum(int(digit) * (3, 1)[at % 2] for at, digit in enumerate(reversed(digits)))
    return str(-total % 10)


def scanned(kind: str, text: str) -> tuple[str, ...]:
    """What a scanner may send for the number: an SSCC also comes behind its `00`."""
    return (text, SSCC_MARK + text) if kind == SSCC else (text,)


def bare(typed: str) -> str:
    """A number as somebody types or scans it, without spaces, brackets or the `00` of an SSCC."""
    text = re.sub(r"[\s\u00a0\u202f()\[\]]", "", typed).upper()
    is_marked = len(text) == SSCC_DIGITS + 3 and text.isdigit() and text.startswith(SSCC_MARK)
    return text.removeprefix(SSCC_MARK) if is_marked else text


def meet(one: Series, other: Series) -> bool:
    """Whether two series could write one and the same text."""
    return any(
        (a.stem, a.digits) == (b.stem, b.digits) and a.low <= b.high and b.low <= a.high
        for a in one.spans()
        for b in other.spans()
    )


def few(left: int, size: int) -> bool:
    """Whether it is time to ask the owner for more."""
    return left < FEW or left * 100 < size * FEW_PERCENT


def faults(series: Series) -> dict[str, str]:
    """A French sentence for each field that is wrong; empty when the series can be opened."""
    found = _faults_of_form(series)
    if found:
        return found
    if series.first < 0:
        found["first"] = "Le premier numéro est 0 au moins."
    if series.last >= 10**series.width:
        found["last"] = f"Ce numéro ne tient pas sur {series.width} chiffres."
    elif series.first > series.last:
        found["last"] = "Le dernier numéro vient avant le premier."
    elif codes.has_our_form(series.written(series.first)):
        found["prefix"] = "Ces numéros ressembleraient à nos codes. Changez le préfixe."
    return found


def _faults_of_form(series: Series) -> dict[str, str]:
    if series.kind not in KINDS:
        return {"kind": "Choisissez dans la liste."}
    if series.kind == SSCC:
        return _faults_of_sscc(series)
    if not _PREFIX.fullmatch(series.prefix):
        return {"prefix": "Écrivez des lettres majuscules ou des chiffres, 20 au plus."}
    if not 1 <= series.width <= WIDEST:
        return {"width": f"Le numéro a de 1 à {WIDEST} chiffres."}
    return {}


def _faults_of_sscc(series: Series) -> dict[str, str]:
    right = SSCC_DIGITS - len(series.prefix)
    if not _SSCC_PREFIX.fullmatch(series.prefix):
        return {"prefix": "Écrivez 8 à 11 chiffres : l’extension, puis le préfixe GS1."}
    if series.width != right:
        return {"width": f"Avec ce préfixe, le numéro a {right} chiffres."}
    return {}
