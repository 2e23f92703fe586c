"""The declaration of this room."""

from esat.declarations import Check, Module
from esat.layouts import models, texts, verifying

__all__ = ["MODULE", "models"]

MODULE = Module(
    code="layouts",
    label="Gabarits",
    checks=(Check("layouts.hold", "Chaque gabarit en vigueur se lit et tient", verifying.faults),),
    texts=texts.SENTENCES,
)
