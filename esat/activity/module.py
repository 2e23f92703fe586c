"""The declaration of the activity: its rooms, one after the other."""

from esat import rooms
from esat.activity.allocations.part import PART as ALLOCATIONS
from esat.activity.day.part import PART as DAY
from esat.activity.hub.part import PART as HUB
from esat.activity.kiosk.part import PART as KIOSK
from esat.activity.outputs.part import PART as OUTPUTS
from esat.activity.reports.part import PART as REPORTS
from esat.activity.rights.part import PART as RIGHTS
from esat.activity.skills.part import PART as SKILLS
from esat.activity.statements.part import PART as STATEMENTS
from esat.declarations import Module

__all__ = ["MODULE"]

ROOMS = (
    ALLOCATIONS,
    OUTPUTS,
    DAY,
    SKILLS,
    STATEMENTS,
    KIOSK,
    REPORTS,
    RIGHTS,
    HUB,
)

MODULE = Module(code="activity", label="Activité", **rooms.together(ROOMS))
