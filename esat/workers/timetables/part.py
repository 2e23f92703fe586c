"""What the room of time templates declares: its pages and its sentences."""

from esat.declarations import Module
from esat.workers.timetables import models, pages, texts

__all__ = ["PART", "models"]

PART = Module(
    code="workers.timetables",
    label="Modèles d’horaires",
    blueprints=(pages.blueprint,),
    texts=texts.SENTENCES,
)
