"""What is written of a day, as a page or a tablet gives it."""

from datetime import date
from typing import Annotated, Final

from pydantic import StringConstraints

from esat.activity.outputs.forms import GroupCode, Note, OrderRef
from esat.web.forms import Blank, FormShape, NoControl


class DayIn(FormShape):
    """Which day of which group: data of `day.close`."""

    group: GroupCode
    day: date


class IncidentIn(DayIn):
    """Data of the act `day.incident`."""

    kind: Annotated[str, StringConstraints(max_length=20), NoControl] = ""
    text: Note = ""
    order: Annotated[OrderRef | None, Blank] = None


class HandoverIn(DayIn):
    """Data of the act `day.handover`."""

    line: Note = ""


FIELDS: Final = {
    "incident_kind": "kind",
    "incident_fact": "text",
    "incident_wordless": "text",
    "handover_empty": "line",
    "output_other_workshop": "order",
    "order_unknown": "order",
}
"""Beside which field a refusal is said."""
