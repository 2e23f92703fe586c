"""What the plan declares: its tables, its first proposals, its pages."""

from esat.declarations import Module
from laundry_rabc.plan import demo, models, proposing

__all__ = ["PART", "models"]

PART = Module(code="laundry_rabc.plan", label="RABC", install=proposing.install, demo=demo.demo)
