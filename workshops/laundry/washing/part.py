"""What this room of the laundry declares; `workshops.laundry.module` puts the rooms together."""

from esat.declarations import Module
from workshops.laundry.washing import models, texts

__all__ = ["PART", "models"]

PART = Module(code="laundry.washing", label="Blanchisserie", texts=texts.TEXTS)
