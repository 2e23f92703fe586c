"""What the room of the kiosk declares."""

from esat.activity.kiosk import models, reads
from esat.declarations import Module
from esat.workers import hints

__all__ = ["PART", "models"]

hints.add_source(reads.hints)

PART = Module(code="activity.kiosk", label="Borne")
