"""The list of controlled documents as a table to take away."""

from collections.abc import Iterator
from datetime import date

from sqlmodel import Session

from esat import clock
from laundry_rabc.papers import reads

HEADERS = (
    "code", "genre", "titre", "version", "auteur", "approuve_par", "approuve_le", "en_vigueur_le",
    "a_relire_le", "relecture_en_retard", "lu_par", "non_lu_par",
)  # fmt: skip


def rows(
    session: Session, since: date | None, until: date | None
) -> Iterator[tuple[object, ...]]:  # fmt: skip
    """The documents in force on the last day asked for, whenever they began; the first is of no
    use to a list of what is in force.
    """
    del since
    on = min(until or clock.today(), clock.today())
    for one in reads.lines(session, reads.in_force(session, on)):
        yield (
            one.code, one.kind, one.title, one.number, one.author, one.approver,
            one.approved_on or "", one.effective_on, one.review_on, one.review_late, one.read,
            one.unread,
        )  # fmt: skip
