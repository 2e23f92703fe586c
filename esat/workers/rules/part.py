"""What the dated rules of time and leave declare."""

from esat.declarations import Capability, Module
from esat.workers.rules import demo, keeping

PART = Module(
    code="workers.rules",
    label="Règles de temps et de congés",
    capabilities=(
        Capability(keeping.READ, "Voir les règles de temps et de congés", ("bureau", "direction")),
        Capability(keeping.SET, "Décider des règles de temps et de congés", ("direction",)),
    ),
    install=keeping.BOOK.install,
    demo=demo.demo,
)
