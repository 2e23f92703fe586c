"""Whether a machine × programme version is proved at a moment, and what its report grants. Pure.

    report entered → approved by another → valid → expiring → expired
                                             └── a change voids it, whatever its date

EN 14065 gives no figures: lengths and warnings are the house's own dated data.
"""

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final

from esat import clock


class State(StrEnum):
    """How a machine × programme stands; only the first two let sensitive linen be washed."""

    VALID = "valid"
    EXPIRING = "expiring"
    AWAITING = "awaiting"
    VOIDED = "voided"
    EXPIRED = "expired"
    NONE = "none"

    @property
    def proved(self) -> bool:
        return self in {State.VALID, State.EXPIRING}


WORDS: Final = {
    State.VALID: "Qualifié",
    State.EXPIRING: "Expire bientôt",
    State.AWAITING: "À approuver",
    State.VOIDED: "Annulée",
    State.EXPIRED: "Expirée",
    State.NONE: "Non qualifié",
}
CHANGED: Final = {
    "programme": "Programme modifié le {day} : il doit être requalifié.",
    "machine": "Machine modifiée le {day} : le programme doit y être requalifié.",
    "hand": "Qualification annulée le {day} : le programme doit être requalifié.",
}
MONTHS: Final = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
    "octobre", "novembre", "décembre",
)  # fmt: skip
PAIR: Final = re.compile(
    r"([0-9]+(?:[.,][0-9]+)?) *(?:°C)? *[x×*] *([0-9]+(?:[.,][0-9]+)?) *(?:min)?"
)


@dataclass(frozen=True, slots=True)
class Change:
    """What voids a qualification: a newer version of the programme or of the machine, or a word
    given by hand (`what` is a key of CHANGED).
    """

    what: str
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """A qualification as far as time goes; both days are included, on the house's own calendar."""

    valid_from: date
    valid_until: date
    entered_at: datetime
    approved_at: datetime | None = None
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """The state, the proof that decided it, the days that are left, and the change that voided."""

    state: State
    proof: Proof | None = None
    days_left: int | None = None
    change: Change | None = None

    @property
    def sentence(self) -> str:
        """Why sensitive linen may not be washed so, or until when it may."""
        if self.change is not None:
            return CHANGED[self.change.what].format(day=french_day(clock.local(self.change.at)))
        if self.proof is None:
            return "Programme jamais qualifié sur cette machine."
        until = french_day(self.proof.valid_until)
        if self.state is State.AWAITING:
            return "La qualification attend l’approbation d’une autre personne."
        if self.state is State.EXPIRED:
            return f"Qualification expirée depuis le {until} : le programme doit être requalifié."
        return f"Qualifié jusqu’au {until}."


def standing(proofs: Iterable[Proof], at: datetime, warning_days: int) -> Standing:
    """How the best of these proofs stands at a moment: one that proves, the longest first; else the
    newest of those known then.
    """
    known = [one for one in proofs if one.entered_at <= at]
    each = [_of(one, at, warning_days) for one in known]
    return max(each, key=_rank, default=Standing(State.NONE))


def _of(proof: Proof, at: datetime, warning_days: int) -> Standing:
    day = clock.local(at).date()
    if proof.approved_at is None or proof.approved_at > at:
        return Standing(State.AWAITING, proof)
    change = min((one for one in proof.changes if one.at <= at), key=_when, default=None)
    if change is not None and clock.local(change.at).date() <= proof.valid_until:
        return Standing(State.VOIDED, proof, change=change)
    left = (proof.valid_until - day).days
    if left < 0:
        return Standing(State.EXPIRED, proof)
    if day < proof.valid_from:
        return Standing(State.NONE)
    return Standing(State.EXPIRING if left <= warning_days else State.VALID, proof, left)


def _when(change: Change) -> datetime:
    return change.at


def _rank(one: Standing) -> tuple[bool, date, datetime]:
    """What proves comes first, by its last day; the others by the moment of their entry."""
    if one.proof is None:
        return (False, date.min, datetime.min.replace(tzinfo=clock.PARIS))
    last = one.proof.valid_until if one.state.proved else date.min
    return (one.state.proved, last, one.proof.entered_at)


@dataclass(frozen=True, slots=True)
class Granted:
    """What a report proves: so many minutes at so many °C once the bath is mixed, or one of the
    equivalent pairs that the report accepts; with a dose, where one counts (ml a kg).
    """

    temperature_c: Decimal
    hold_minutes: Decimal
    mixing_minutes: Decimal = Decimal(0)
    equivalences: tuple[tuple[Decimal, Decimal], ...] = ()
    dose_ml_kg: Decimal | None = None

    @property
    def pairs(self) -> tuple[tuple[Decimal, Decimal], ...]:
        """Every (°C, minutes) that the report accepts, its own first."""
        return ((self.temperature_c, self.hold_minutes), *self.equivalences)

    def accepts(self, temperature_c: Decimal, minutes: Decimal) -> bool:
        """Whether so long at that temperature or above, mixing not counted, is enough. A value on
        the boundary is.
        """
        return any(temperature_c >= c and minutes >= least for c, least in self.pairs)


def last_day(start: date, months: int) -> date:
    """The last day of a proof that counts so many months: the day before its anniversary."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    length = calendar.monthrange(year, month + 1)[1]
    if start.day > length:
        return date(year, month + 1, length)
    return date.fromordinal(date(year, month + 1, start.day).toordinal() - 1)


def read_pairs(text: str) -> tuple[tuple[Decimal, Decimal], ...] | None:
    """« 65 × 10; 71 × 3 » as pairs of °C and minutes; None when it cannot be read so."""
    found = []
    for part in filter(None, (one.strip() for one in text.split(";"))):
        read = PAIR.fullmatch(part)
        pair = None if read is None else (_number(read[1]), _number(read[2]))
        if pair is None or not (0 < pair[0] <= 100 and 0 < pair[1] <= 600):
            return None
        found.append(pair)
    return tuple(found)


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def written(pairs: Iterable[tuple[Decimal, Decimal]]) -> str:
    """Pairs as they are kept and shown: « 65 × 10; 71 × 3 »."""
    return "; ".join(f"{_plain(c)} × {_plain(minutes)}" for c, minutes in pairs)


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}".replace(".", ",")


def french_day(day: date) -> str:
    """« 3 mars 2026 », « 1er mars 2026 »."""
    return f"{'1er' if day.day == 1 else day.day} {MONTHS[day.month - 1]} {day.year}"
