"""The cases as a table that one takes away."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from sqlmodel import Session, col, select

from esat import clock
from laundry_rabc.cases import steps
from laundry_rabc.cases.models import Case
from laundry_rabc.cases.opening import ORIGINS
from laundry_rabc.cases.reads import rows_of

HEADERS: Final = (
    "cas", "nature", "origine", "titre", "ouvert_le", "saisi_le", "ferme_le", "age_jours",
    "contenir", "cause", "corriger", "verifier", "liberer",
)  # fmt: skip


def export_rows(
    session: Session, since: date | None, until: date | None
) -> Iterator[tuple[object, ...]]:
    """The cases opened in a period (days of Paris, both included), each with its steps."""
    query = select(Case).order_by(col(Case.opened_at), col(Case.id))
    if since is not None:
        query = query.where(col(Case.opened_at) >= clock.midnight(since))
    if until is not None:
        query = query.where(col(Case.opened_at) < clock.midnight(until + timedelta(days=1)))
    for row in rows_of(session, session.exec(query).all(), clock.now()):
        said: dict[str, str] = {}
        for step in steps.of(session, row.case):
            said[step.kind] = " / ".join([*filter(None, [said.get(step.kind)]), step.text])
        one = row.case
        yield (
            one.ref, row.kind, ORIGINS.get(one.origin, one.origin), one.title, one.opened_at,
            one.recorded_at, one.closed_at, row.age,
            *(said.get(kind, "") for kind in steps.ROADS["action"]),
        )  # fmt: skip
