"""The shape of a rule as it is proposed to a house on its first day; it knows no table."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

SWITCH: Final = ""
"""The unit of a rule that is on or off."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A rule with the value proposed for it, and the least and the most that it may be. `places`
    is how many decimals a decided value may have; rules are listed under their `chapter`.
    """

    code: str
    label: str
    value: str
    unit: str
    source: str
    least: int = 0
    most: int = 1
    places: int = 0
    chapter: str = ""

    @property
    def switch(self) -> bool:
        return self.unit == SWITCH

    @property
    def proposed(self) -> Decimal:
        """What counts until somebody decides."""
        return Decimal(self.value)

    def suits(self, value: Decimal) -> bool:
        """Whether the rule may have that value."""
        step = Decimal(1).scaleb(-self.places)
        return value % step == 0 and self.least <= value <= self.most

    @property
    def bounds(self) -> str:
        """What a value must be, in French."""
        whole = "Un nombre" if self.places else "Un nombre entier"
        return f"{whole} entre {self.least} et {self.most}."


def by_code(proposals: Iterable[Proposal]) -> dict[str, Proposal]:
    return {one.code: one for one in proposals}
