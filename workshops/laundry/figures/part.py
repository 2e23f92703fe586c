"""What this room of the laundry declares; `workshops.laundry.module` puts the rooms together."""

from esat.declarations import Capability, Check, Job, Module
from workshops.laundry.figures import models, receivers, verifying

__all__ = ["PART", "models"]

PART = Module(
    code="laundry.figures",
    label="Blanchisserie",
    capabilities=(
        Capability(
            "laundry.figures",
            "Voir les chiffres de la blanchisserie",
            ("responsable_atelier", "direction", "qualite", "bureau", "moniteur"),
        ),
    ),
    checks=(Check("laundry.figures", "Cumuls de la blanchisserie", verifying.faults),),
    jobs=(
        Job(
            "laundry.figures",
            "Recalculer les cumuls de la blanchisserie",
            "cron",
            {"hour": 3, "minute": 40},
            verifying.nightly,
        ),
    ),
    cli=(verifying.command,),
    receivers=receivers.install,
)
