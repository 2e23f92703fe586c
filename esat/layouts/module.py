"""The declaration of this room."""

from esat.declarations import Module
from esat.layouts import models

__all__ = ["MODULE", "models"]

MODULE = Module(code="layouts", label="Gabarits")
