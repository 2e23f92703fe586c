"""Which papers there are: their series, their title, and the file that draws them; pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paper:
    """A kind of paper; `series` begins its numbers, `drawn_by` names its file in `papers/`."""

    code: str
    label: str
    series: str
    drawn_by: str


TICKET = Paper("deposit_ticket", "Ticket de dépôt", "TD", "deposit_ticket")
NOTE = Paper("delivery_note", "Bon de livraison", "BL", "delivery_note")
PAPERS = {paper.code: paper for paper in (TICKET, NOTE)}
