"""What the room of figures, reminders and secondments declares."""

from esat.activity.reports import models
from esat.declarations import Module

__all__ = ["PART", "models"]

PART = Module(code="activity.reports", label="Bilan d’activité")
