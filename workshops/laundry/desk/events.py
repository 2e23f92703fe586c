"""What the journal keeps of the counter: amounts and ways, never a name nor a bracket."""

from pydantic import BaseModel

from esat.declarations import EventKind


class Deposited(BaseModel):
    """The ticket's number, how many lines, what it comes to."""

    ticket: str
    lines: int
    total: str


class Paid(BaseModel):
    """Invoice or receipt; whether it changes what was said before."""

    kind: str
    amount: str
    changes: bool


class Collected(BaseModel):
    """Which hand-over, and what was shown for it."""

    delivery: int
    proof: str


class Reminded(BaseModel):
    """By letter or by phone."""

    way: str


class Decided(BaseModel):
    """Kept, or handed on."""

    decision: str


EVENT_KINDS = (
    EventKind("laundry.deposited", "Dépôt au guichet", Deposited),
    EventKind("laundry.paid", "Paiement noté", Paid),
    EventKind("laundry.collected", "Retrait au guichet", Collected),
    EventKind("laundry.reminded", "Rappel d’un dépôt non retiré", Reminded),
    EventKind("laundry.unclaimed_decided", "Décision sur un dépôt non retiré", Decided),
)
