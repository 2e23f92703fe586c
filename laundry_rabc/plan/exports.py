"""The plan as a table to take away: every version that was in force during the days asked for."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final

from sqlmodel import Session

from esat import clock
from laundry_rabc.plan import listing, reads, words

HEADERS: Final = (
    "code", "version", "nature", "point", "etape", "zone", "sens", "unite", "surface_cm2",
    "methode", "cible", "alerte", "action", "frequence", "qui", "consigne_alerte",
    "consigne_action", "retient_le_linge", "source", "marque", "statut", "en_vigueur_du",
    "jusqu_au", "propose_par", "approuve_par", "motif",
)  # fmt: skip
FIRST: Final = datetime(2000, 1, 1, tzinfo=UTC)
AFTER: Final = timedelta(days=3660)


def rows(session: Session, since: date | None, until: date | None) -> Iterator[tuple[object, ...]]:
    """By code, then by date; both days are included. The status says what nobody validated."""
    start = FIRST if since is None else clock.midnight(since)
    end = clock.now() + AFTER if until is None else clock.midnight(until + timedelta(days=1))
    found = reads.of_period(session, start, end)
    pairs = reads.pairs_of(session, [one.version.id or 0 for one in found])
    named = listing.names(
        session,
        {one.version.created_by for one in found} | {one.approval.by_id for one in found},
    )
    for code, version, approval, after in found:
        levels = words.limits_text(version, pairs.get(version.id or 0, ()))
        yield (
            code, version.version, words.KINDS[version.kind], version.label, version.step,
            words.ZONES[version.zone], words.DIRECTIONS[version.direction], version.unit,
            "" if version.surface_cm2 is None else version.surface_cm2, version.method,
            levels.target, levels.alert, levels.action, words.frequency_text(version),
            words.who_text(version.who), version.alert_procedure, version.action_procedure,
            "oui" if version.holds_lots else "non", version.source, version.mark,
            words.STATUSES[version.status], approval.effective_at, after or "",
            named.get(version.created_by or 0, ""), named.get(approval.by_id or 0, ""),
            version.reason,
        )  # fmt: skip
