"""The declaration of the activity: its rooms, one after the other."""

from esat import rooms
from esat.activity.allocations.part import PART as ALLOCATIONS
from esat.activity.hub.part import PART as HUB
from esat.activity.kiosk.part import PART as KIOSK
from esat.activity.reports.part import PART as REPORTS
from esat.declarations import Module

__all__ = ["MODULE"]

ROOMS = (
    ALLOCATIONS,
    KIOSK,
    REPORTS,
    HUB,
)

MODULE = Module(code="activity", label="Activité", **rooms.together(ROOMS))
