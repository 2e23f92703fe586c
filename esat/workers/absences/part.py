"""What absences and leave bring to the room of workers."""

from esat.declarations import Capability, Module
from esat.workers.absences import absence_pages, kind_pages, kinds, leave_pages, pages, texts

PART = Module(
    code="workers.absences",
    label="Absences et congés",
    blueprints=(
        pages.blueprint,
        kind_pages.blueprint,
        leave_pages.blueprint,
        absence_pages.blueprint,
    ),
    capabilities=(Capability(kinds.CODE, "Coder et lire les motifs d’absence", ("bureau",)),),
    install=kinds.install,
    texts=texts.SENTENCES,
)
