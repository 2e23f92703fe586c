"""What this room of the laundry declares; `workshops.laundry.module` puts the rooms together."""

from esat.declarations import Module
from workshops.laundry.intake import models

__all__ = ["PART", "models"]

PART = Module(code="laundry.intake", label="Blanchisserie")
