"""What the room of outputs declares."""

from esat.activity.outputs import (
    acts,
    exports,
    models,
    office_pages,
    pages,
    reads,
    recording,
    remarks,
    texts,
)
from esat.activity.outputs.payload import OutputRecorded
from esat.declarations import Capability, EventKind, Export, Module

__all__ = ["PART", "models"]

PART = Module(
    code="activity.outputs",
    label="Productions",
    blueprints=(pages.blueprint, office_pages.blueprint),
    capabilities=(
        Capability(
            recording.RECORD, "Noter la production d’une équipe",
            ("moniteur", "responsable_atelier"),
        ),
        Capability(
            exports.EXPORT, "Emporter les productions par mois", ("moniteur", "responsable_atelier")
        ),
        Capability(exports.EXPORT_ALL, "Emporter toutes les productions", ("bureau", "direction")),
        Capability(remarks.WITHDRAW, "Retirer un texte écrit par une équipe", ("bureau",)),
    ),
    event_kinds=(EventKind(recording.KIND, "Production notée", OutputRecorded),),
    acts=acts.ACTS,
    exports=(
        Export(
            "outputs", "Productions par mois", exports.EXPORT, exports.HEADERS,
            exports.supervisors, scoped=True,
        ),
        Export(
            "outputs_office", "Productions (bureau)", exports.EXPORT_ALL, exports.HEADERS,
            exports.office,
        ),
    ),
    order_counts=(reads.made,),
    texts=texts.SENTENCES,
)  # fmt: skip
