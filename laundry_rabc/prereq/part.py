"""What the prerequisites declare."""

from esat.declarations import Module
from laundry_rabc.prereq import models, rights, texts, upkeep

__all__ = ["PART", "models", "upkeep"]

PART = Module(
    code="laundry_rabc.prereq",
    label="RABC",
    capabilities=rights.CAPABILITIES,
    texts=texts.TEXTS,
)
