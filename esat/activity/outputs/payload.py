"""The shape of what the journal keeps of an output: no person in it."""

from decimal import Decimal

from pydantic import BaseModel, ConfigDict


class OutputRecorded(BaseModel):
    """How much, in which unit, of which group."""

    model_config = ConfigDict(extra="forbid")

    quantity: Decimal
    unit: str
    scrap: Decimal
    group_id: int
