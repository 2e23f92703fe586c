"""What the room of allocations declares."""

from esat.activity.allocations import models
from esat.declarations import Module

__all__ = ["PART", "models"]

PART = Module(code="activity.allocations", label="Affectations")
