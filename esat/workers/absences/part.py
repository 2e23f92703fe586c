"""What absences and leave bring to the room of workers."""

from esat.declarations import Capability, HelpPage, Module
from esat.workers.absences import (
    absence_pages,
    demo,
    kind_pages,
    kinds,
    leave_pages,
    pages,
    texts,
)

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
    demo=demo.demo,
    install=kinds.install,
    help_pages=(
        HelpPage(
            "absences",
            "Coder les absences, suivre les congés",
            ("bureau",),
            "workers/absences/help.html",
        ),
    ),
    texts=texts.SENTENCES,
)
