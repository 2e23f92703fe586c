"""What the room of monthly statements declares."""

from esat.activity.statements import closing, models, texts
from esat.declarations import Capability, Module

__all__ = ["PART", "models"]

PART = Module(
    code="activity.statements",
    label="Relevés du mois",
    capabilities=(
        Capability(
            closing.VALIDATE, "Valider le mois de son groupe", ("moniteur", "responsable_atelier")
        ),
        Capability(closing.MANAGE, "Tenir les relevés du mois et la paie", ("bureau",)),
    ),
    texts=texts.SENTENCES,
)
