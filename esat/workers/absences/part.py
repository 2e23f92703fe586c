"""What absences and leave bring to the room of workers."""

from esat.declarations import Capability, Module
from esat.workers.absences import kinds, texts

PART = Module(
    code="workers.absences",
    label="Absences et congés",
    capabilities=(Capability(kinds.CODE, "Coder et lire les motifs d’absence", ("bureau",)),),
    install=kinds.install,
    texts=texts.SENTENCES,
)
