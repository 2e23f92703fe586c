"""What the room of rights declares."""

from esat.activity.rights import models
from esat.declarations import Module

__all__ = ["PART", "models"]

PART = Module(code="activity.rights", label="Droits et conservation")
