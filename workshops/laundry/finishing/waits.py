"""How long linen may still wait, said before it hurts; pure: moments in, colours and words out.

Moments are compared as moments (UTC): a night that changes the clock lengthens nothing.

    since ----- notice ----- alert ----- limit ----->
          ok          soon          now        over
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from math import ceil
from typing import Final

MINUTE: Final = timedelta(minutes=1)
UNITS: Final = {"min": MINUTE, "h": timedelta(hours=1), "j": timedelta(days=1)}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of waiting: what ends it, what happens over its limit, and the codes of its limits."""

    code: str
    label: str
    ends: str
    over: str
    alert: str
    limit: str
    unit: str
    notice: str = ""


KINDS: Final = {
    kind.code: kind
    for kind in (
        Kind("wet", "Linge mouillé", "à sécher", "à relaver", "wet_alert", "wet_limit", "min",
             "wet_notice"),
        Kind("dry", "Linge sec", "à emballer", "à relaver", "packed_alert", "packed_limit", "h"),
        Kind("dirty", "Linge sale", "à laver", "à laver en premier", "waiting_alert",
             "waiting_limit", "h"),
        Kind("store", "Linge emballé", "à livrer", "à relaver", "store_alert", "store_limit", "j"),
    )
}  # fmt: skip
CODES: Final = tuple(
    code for kind in KINDS.values() for code in (kind.notice, kind.alert, kind.limit) if code
)
MEANINGS: Final = {"ok": "ok", "soon": "question", "now": "refused", "over": "refused"}
PICTOGRAMS: Final = {
    "ok": "clock",
    "soon": "hourglass-split",
    "now": "exclamation-triangle-fill",
    "over": "arrow-repeat",
}


@dataclass(frozen=True, slots=True)
class Bounds:
    """The limits of one kind of waiting, in force at a moment."""

    alert: timedelta
    limit: timedelta
    notice: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a waiting stands: its level, the words, and what is left before its limit."""

    kind: str
    level: str
    words: str
    since: datetime
    elapsed: timedelta
    left: timedelta
    """Before the limit; negative once it is passed."""

    @property
    def meaning(self) -> str:
        return MEANINGS[self.level]

    @property
    def pictogram(self) -> str:
        return PICTOGRAMS[self.level]

    @property
    def over(self) -> bool:
        return self.level == "over"


def bounds(kind: Kind, values: Mapping[str, Decimal]) -> Bounds:
    """The bounds of a kind, from the limits by their code."""
    unit = UNITS[kind.unit]
    return Bounds(
        alert=_times(values[kind.alert], unit),
        limit=_times(values[kind.limit], unit),
        notice=_times(values[kind.notice], unit) if kind.notice else None,
    )


def judge(code: str, since: datetime, at: datetime, its: Bounds) -> Standing:
    """A waiting at a moment: « à sécher dans 12 min », « à sécher maintenant », « à relaver ».

    Where there is a notice, the words change colour with it; the time said is that before the
    alert, when it has to be done at last.
    """
    kind = KINDS[code]
    elapsed = at - since
    if elapsed > its.limit:
        level, words = "over", kind.over
    elif elapsed >= its.alert:
        level, words = "now", f"{kind.ends} maintenant"
    else:
        early = its.notice is None or elapsed < its.notice
        level = "ok" if early else "soon"
        words = f"{kind.ends} dans {spoken(its.alert - elapsed)}"
    return Standing(code, level, words, since, elapsed, its.limit - elapsed)


def spoken(length: timedelta) -> str:
    """12 min, 1 h 05, 3 j: rounded up to the minute, to the day beyond two days. The spaces do
    not break.
    """
    minutes = max(1, ceil(length / MINUTE))
    if minutes < 60:
        return f"{minutes}\u00a0min"
    if minutes < 48 * 60:
        hours, rest = divmod(minutes, 60)
        return f"{hours}\u00a0h\u00a0{rest:02}" if rest else f"{hours}\u00a0h"
    return f"{ceil(minutes / (24 * 60))}\u00a0j"


def why_rewash(standing: Standing, its: Bounds) -> str:
    """The reason that the rule gives for washing again; empty while the limit is not passed."""
    if not standing.over:
        return ""
    kind = KINDS[standing.kind]
    return f"{kind.label} depuis {spoken(standing.elapsed)}, limite {spoken(its.limit)}"


def _times(value: Decimal, unit: timedelta) -> timedelta:
    return timedelta(microseconds=int(value * (unit // timedelta(microseconds=1))))
