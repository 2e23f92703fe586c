"""Printing declares its pages, its rights, its queue, its command and its sentences."""

from esat.declarations import Capability, Job, Module, NavEntry
from esat.printing import (
    cli,
    demo,
    giving_pages,
    jobs,
    label_pages,
    pages,
    printer_pages,
    queue_pages,
    reprints,
    roll_pages,
    run_pages,
    texts,
)
from esat.printing.printer_pages import MANAGE
from esat.printing.service import PRINT

MODULE = Module(
    code="printing",
    label="Impressions",
    blueprints=(
        pages.blueprint,
        label_pages.blueprint,
        run_pages.blueprint,
        roll_pages.blueprint,
        giving_pages.blueprint,
        queue_pages.blueprint,
        printer_pages.blueprint,
    ),
    nav=(
        NavEntry("Impressions", "print_queue.page", PRINT, "printer", order=60),
        NavEntry("Imprimantes", "printers.page", MANAGE, "printer", order=93),
    ),
    capabilities=(
        Capability(
            PRINT,
            "Imprimer les étiquettes",
            (
                "administrateur",
                "direction",
                "bureau",
                "responsable_atelier",
                "moniteur",
                "comptoir",
            ),
        ),
        Capability(MANAGE, "Tenir les imprimantes", ("administrateur", "responsable_atelier")),
    ),
    jobs=(
        Job(
            code="printing.print",
            label="Imprimer les étiquettes demandées",
            trigger="interval",
            when={"seconds": 15},
            run=jobs.watching,
        ),
    ),
    event_kinds=reprints.KINDS,
    cli=(cli.labels,),
    demo=demo.demo,
    texts=texts.SENTENCES,
)
