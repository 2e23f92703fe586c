"""One weight a load: it must stand still, and the scale must have been empty before. Pure."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from workshops.laundry.intake.scale.frames import Frame

SAID: Final = 2
"""How many equal frames in a row, where the scale itself says that they are stable."""
UNSAID: Final = 4
"""How many where it does not say."""
GRAMS: Final = Decimal(1000)


@dataclass(slots=True)
class Gate:
    """`hear` each frame; it answers the one that is to be sent. `zero` is in kilograms: at or
    below it the scale is empty. A load that was there when we began is not sent: nobody knows
    whose it is.
    """

    zero: Decimal = Decimal("0.1")
    empty: bool = field(default=False)
    last: Frame | None = field(default=None)
    equal: int = field(default=0)

    def hear(self, frame: Frame) -> Frame | None:
        """The frame, when a new load has just come to rest; else None."""
        if frame.stable is False:
            self.equal, self.last = 0, None
            return None
        self.equal = self.equal + 1 if frame == self.last else 1
        self.last = frame
        if self.equal < (UNSAID if frame.stable is None else SAID):
            return None
        if self._kilograms(frame) <= self.zero:
            self.empty = True
            return None
        if not self.empty:
            return None
        self.empty = False
        return frame

    @staticmethod
    def _kilograms(frame: Frame) -> Decimal:
        return frame.value / GRAMS if frame.unit == "g" else frame.value
