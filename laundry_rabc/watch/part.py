"""What the room that watches the laundry declares."""

from esat.declarations import Check, HoldReason, Job, Module
from laundry_rabc.cases.holding import BLOCKED
from laundry_rabc.watch import due, receivers, waits

PART = Module(
    code="laundry_rabc.watch",
    label="RABC",
    hold_reasons=(
        HoldReason(
            due.DUE,
            "Preuve de lavage attendue",
            lift_by="rabc.release",
            place_by="rabc.release",
            blocks=BLOCKED,
            client_word="Suspendue",
            offered=False,
            workshop="laundry",
        ),
    ),
    jobs=(
        Job(
            "rabc.waits", "Juger les attentes du linge", "cron", {"minute": "*/10"}, waits.run
        ),
    ),
    checks=(
        Check(
            "rabc.limits", "Le plan et les tableaux de l’atelier disent les mêmes limites",
            waits.faults,
        ),
    ),
    receivers=receivers.install,
)  # fmt: skip
