"""What a proposed checkpoint says, as the seeds write it: numbers as text, exact."""

from dataclasses import dataclass
from typing import Final

CONTACT: Final = "gélose contact"
AIR: Final = "impaction sur gélose"
WATER: Final = "ensemencement 22 et 36 °C"
LATE: Final = {
    "round": 2, "shift": 2, "day": 6, "week": 24, "month": 72, "quarter": 168, "year": 336,
}  # fmt: skip
"""Hours after which a check of that frequency is late, as a proposal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    """A checkpoint of the first day. `target`, `alert`: low and high, empty for no bound; an
    `alert` of None means that beyond the target is action. For a chemical wash they are the dose's
    distance from its set point in percent. `plausible` bounds the value, or the temperature of a
    hold. `who`: codes separated by blanks.
    """

    code: str
    kind: str
    label: str
    question: str
    step: str
    zone: str
    direction: str
    frequency: str
    who: str
    source: str
    on_action: str
    on_alert: str = ""
    mark: str = "I"
    unit: str = ""
    surface: str = ""
    method: str = ""
    target: tuple[str, str] = ("", "")
    target_closed: bool = True
    alert: tuple[str, str] | None = None
    alert_closed: bool = True
    pairs: tuple[tuple[str, str], ...] = ()
    margins: tuple[str, str] = ("0", "0")
    misses: int = 1
    forbidden: str = ""
    plausible: tuple[str, str] = ("", "")
    times: int = 1
    per_machine: bool = False
    holds_lots: bool = False
    pictogram: str = "shield-check"
