"""What the room of skills declares."""

from esat.activity.skills import models
from esat.declarations import Module

__all__ = ["PART", "models"]

PART = Module(code="activity.skills", label="Compétences")
