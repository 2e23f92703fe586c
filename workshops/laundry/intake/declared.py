"""What came against what the client announced: conform, to report, to deal with. Pure."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

NOTHING, CONFORM, REPORT, ACT, UNSAID = "nothing", "conform", "report", "act", "unsaid"
WORDS: Final = {
    NOTHING: ("Rien reçu", "unknown"),
    CONFORM: ("Conforme", "ok"),
    REPORT: ("À signaler", "question"),
    ACT: ("À traiter", "refused"),
    UNSAID: ("Rien d’annoncé", "plain"),
}
"""The word of each verdict, and the meaning whose shape goes with it."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How far what came is from what was announced, in percent of the latter."""

    code: str
    percent: Decimal | None = None

    @property
    def word(self) -> str:
        return WORDS[self.code][0]

    @property
    def meaning(self) -> str:
        return WORDS[self.code][1]

    @property
    def gap(self) -> str:
        """« +25 % », « −8 % »; nothing where nothing was announced."""
        if self.percent is None:
            return ""
        whole = int(self.percent.to_integral_value())
        sign = "+" if whole > 0 else "−" if whole < 0 else ""
        return f"{sign}{abs(whole)} %"


def judge(
    came: Decimal | int, announced: Decimal | int | None, alert: Decimal, limit: Decimal
) -> Verdict:
    """Up to `alert` percent either way is conform; beyond `limit` it is to be dealt with."""
    if announced is None or announced == 0:
        return Verdict(UNSAID)
    percent = (Decimal(came) - Decimal(announced)) * 100 / Decimal(announced)
    if came == 0:
        return Verdict(NOTHING, percent)
    if abs(percent) <= alert:
        return Verdict(CONFORM, percent)
    return Verdict(REPORT if abs(percent) <= limit else ACT, percent)
