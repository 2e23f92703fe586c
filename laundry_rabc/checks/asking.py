"""Which question a screen asks next, and what it carries of those before: one at a time."""

from collections.abc import Mapping
from typing import Final

from laundry_rabc.checks import texts
from laundry_rabc.checks.shapes import AnswerIn
from laundry_rabc.plan.models import PointVersion

STEPS: Final = {
    "check_who": "who",
    "check_badge_unknown": "who",
    "check_forbidden_ask": "forbidden",
    "implausible": "confirm",
    "result_late_why": "late",
    "check_not_its_time": "late",
    "not_applicable_needs_reason": "na",
}
"""The question that follows a refusal; any other is asked again."""
ASKED: Final = {
    "who": {"par"},
    "answer": {"answer", "value", "minutes", "dose", "note", "note_words", "at", "which", "thing",
               "forbidden", "confirmed"},
    "forbidden": {"forbidden"},
    "confirm": {"confirmed"},
    "late": {"at", "which", "late_reason", "late_words"},
    "na": {"note", "note_words"},
}  # fmt: skip
"""The fields of each screen; all others are carried along unseen."""
SILENT: Final = ("check_forbidden_ask", "check_who", "implausible", "result_late_why",
                 "not_applicable_needs_reason")  # fmt: skip
"""No fault of the person: the next question says enough."""


def step_of(code: str) -> str:
    """The screen that a refusal leads to."""
    return STEPS.get(code, "answer")


def carried(step: str, given: Mapping[str, str]) -> dict[str, str]:
    """What was answered on other screens."""
    return {
        name: given[name]
        for name in AnswerIn.model_fields
        if given.get(name) and name not in ASKED[step]
    }


def limits_words(version: PointVersion) -> str:
    """The target as one reads it: « de 160 à 180 °C », « au plus 8 % »."""
    low, high = version.target_low, version.target_high
    unit = f" {version.unit}" if version.unit else ""
    if low is not None and high is not None:
        return f"de {_written(low)} à {_written(high)}{unit}"
    if high is not None:
        return f"au plus {_written(high)}{unit}"
    return f"au moins {_written(low)}{unit}" if low is not None else ""


def zone_words(zone: str) -> str:
    """The French name of a zone."""
    return texts.ZONES.get(zone, zone)


def _written(value: object) -> str:
    return str(value).rstrip("0").rstrip(".").replace(".", ",") if "." in str(value) else str(value)
