"""Readings as a table to take away: both ends of the days are included, corrections are rows."""

from collections.abc import Iterator
from datetime import date

from sqlmodel import Session

from laundry_rabc.checks import history_reads
from laundry_rabc.checks.texts import ZONES

HEADERS = (
    "releve", "point", "libelle", "version", "limites_validees", "zone", "poste", "machine", "lieu",
    "valeur", "signe", "unite", "surface_cm2", "methode", "reponse", "interdit_trouve", "verdict",
    "pourquoi", "source", "fait_le", "saisi_le", "saisie_differee", "motif_retard", "fait_par",
    "saisi_par", "valide_par", "valide_le", "confirme", "note", "corrige", "motif_correction",
)  # fmt: skip


def rows(
    session: Session, since: date | None, until: date | None
) -> Iterator[tuple[object, ...]]:  # fmt: skip
    """Every reading by its moment; a correction names the reading that it corrects."""
    answers = {True: "oui", False: "non", None: ""}
    for line in history_reads.every(session, since, until):
        one, version = line.result, line.version
        yield (
            one.id, line.code, version.label, version.version, version.status == "validated",
            ZONES.get(version.zone, version.zone), version.step, line.machine, one.place,
            "" if one.value is None else one.value, one.qualifier, one.unit,
            "" if one.surface_cm2 is None else one.surface_cm2, one.method, answers[one.yes],
            one.forbidden, line.verdict.label, line.why, line.source, one.taken_at,
            one.recorded_at, one.late, one.late_reason, line.worker, line.account,
            line.validated_by, line.validated_at or "", one.confirmed, one.note,
            one.amends_id or "", one.fix_reason,
        )  # fmt: skip
