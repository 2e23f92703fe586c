"""What the room of replacements declares."""

from esat.declarations import Capability, Module
from esat.workers.replacing import pages, replacements, texts

PART = Module(
    code="workers.replacing",
    label="Remplacements",
    blueprints=(pages.blueprint,),
    capabilities=(
        Capability(
            replacements.MANAGE,
            "Confier un groupe pendant une absence",
            ("responsable_atelier", "bureau", "direction"),
        ),
    ),
    texts=texts.SENTENCES,
)
