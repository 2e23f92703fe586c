"""What the cases declare: their tables and pages."""

from esat.declarations import Module
from laundry_rabc.cases import models

__all__ = ["PART", "models"]

PART = Module(code="laundry_rabc.cases", label="RABC")
