"""What the room of allocations declares."""

from esat.activity.allocations import models, service, texts
from esat.declarations import Capability, Module

__all__ = ["PART", "models"]

PART = Module(
    code="activity.allocations",
    label="Affectations",
    capabilities=(
        Capability(
            service.RECORD, "Dire qui travaille à quel poste", ("moniteur", "responsable_atelier")
        ),
    ),
    texts=texts.SENTENCES,
)
