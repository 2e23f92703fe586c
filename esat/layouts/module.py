"""The declaration of this room."""

from esat.declarations import Capability, Check, Module, NavEntry
from esat.layouts import models, pages, texts, verifying, version_pages
from esat.layouts.store import MANAGE

__all__ = ["MODULE", "models"]

MODULE = Module(
    code="layouts",
    label="Gabarits",
    blueprints=(pages.blueprint, version_pages.blueprint),
    nav=(NavEntry("Gabarits d’étiquettes", "layouts.gallery", MANAGE, "bounding-box", order=92),),
    capabilities=(Capability(MANAGE, "Changer les gabarits d’étiquettes", ("administrateur",)),),
    checks=(Check("layouts.hold", "Chaque gabarit en vigueur se lit et tient", verifying.faults),),
    texts=texts.SENTENCES,
)
