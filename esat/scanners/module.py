"""The declaration of this room."""

from esat.declarations import Module
from esat.scanners import models

__all__ = ["MODULE", "models"]

MODULE = Module(code="scanners", label="Lecteurs")
