"""What the room of contracts declares below the orders."""

from esat.declarations import Module
from esat.workers.contracts import models

__all__ = ["PART", "models"]

PART = Module(code="workers.contracts", label="Contrats")
