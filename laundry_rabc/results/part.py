"""What the results declare: their tables."""

from esat.declarations import Module
from laundry_rabc.results import models
from laundry_rabc.results.texts import TEXTS

__all__ = ["PART", "models"]

PART = Module(code="laundry_rabc.results", label="RABC", texts=TEXTS)
