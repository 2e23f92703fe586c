"""Does a series of judged results drift while none is in action? Alerts that repeat, or values
that rise: how many of them is dated data of the house, handed in as rules.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

ALERTS: Final = "alerts"
RISING: Final = "rising"
_SILENT: Final = frozenset({"not_measured", "not_applicable"})


@dataclass(frozen=True, slots=True)
class Rule:
    """`alerts`: n results in alert among the last m. `rising`: n values in a row, each above the
    one before. `status` tells a proposal from what the house validated.
    """

    code: str
    n: int
    m: int
    status: str = "proposed"


@dataclass(frozen=True, slots=True)
class Finding:
    """The rule that the last result completes, in French words, and the results that make it up,
    as places in the series.
    """

    rule: Rule
    words: str
    indexes: tuple[int, ...]


def drift(
    verdicts: Sequence[str],
    values: Sequence[Decimal | None],
    rules: Sequence[Rule],
    qualifiers: Sequence[str] = (),
) -> Finding | None:
    """The first rule that the last result completes; None when the last one is conform for the
    rule of alerts, or in action: then a case of its own is open.

    `qualifiers` are `''`, `'<'`, `'>'` or `'tntc'`, one by value: a value that rises must do so for
    sure, so that `< 10` then `5` does not rise. Results not measured or not applicable are left
    out.
    """
    signs = qualifiers or ("",) * len(values)
    heard = [
        (place, verdict, _span(value, sign))
        for place, (verdict, value, sign) in enumerate(zip(verdicts, values, signs, strict=True))
        if verdict not in _SILENT
    ]
    if not heard or heard[-1][1] == "action":
        return None
    for rule in rules:
        found = _alerts(heard, rule) if rule.code == ALERTS else _rising(heard, rule)
        if found is not None:
            return found
    return None


_Span = tuple[Decimal, Decimal | None] | None
_Heard = tuple[int, str, _Span]


def _alerts(heard: Sequence[_Heard], rule: Rule) -> Finding | None:
    places = tuple(place for place, verdict, _ in heard[-rule.m :] if verdict == "alert")
    if heard[-1][1] != "alert" or len(places) < rule.n:
        return None
    if rule.n == rule.m:
        words = f"{rule.n} résultats de suite en alerte"
    else:
        words = f"{len(places)} résultats en alerte sur les {rule.m} derniers"
    return Finding(rule, words, places)


def _rising(heard: Sequence[_Heard], rule: Rule) -> Finding | None:
    if rule.code != RISING or rule.n < 2 or len(heard) < rule.n:
        return None
    last = heard[-rule.n :]
    if any(verdict == "action" for _, verdict, _ in last):
        return None
    if not all(_less(last[k][2], last[k + 1][2]) for k in range(rule.n - 1)):
        return None
    words = f"{rule.n} résultats de suite, chacun plus haut que le précédent"
    return Finding(rule, words, tuple(place for place, _, _ in last))


def _span(value: Decimal | None, sign: str) -> _Span:
    """Between what and what the true value lies; None when nothing is known of it."""
    if value is None:
        return None
    if sign == "<":
        return Decimal(0), value
    if sign:
        return value, None
    return value, value


def _less(before: _Span, after: _Span) -> bool:
    """Whether the first lies under the second for sure; `< 1` lies under 1."""
    if before is None or after is None or before[1] is None:
        return False
    if before[0] != before[1]:
        return before[1] <= after[0] and after[0] > 0
    return before[1] < after[0]
