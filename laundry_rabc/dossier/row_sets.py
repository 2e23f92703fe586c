"""The rows of each table of the data, with their columns; pure."""

from collections.abc import Iterable, Sequence
from typing import Final

from laundry_rabc.dossier.chapters_proof import value
from laundry_rabc.dossier.cycles import PROOFS
from laundry_rabc.dossier.detail import Detail
from laundry_rabc.dossier.gaps import Gap
from laundry_rabc.dossier.gathering import Gathered
from laundry_rabc.plan import words
from laundry_rabc.qualifications import WORDS

Rows = Iterable[Sequence[object]]
GAPS: Final = ("nature", "quoi", "reference", "depuis", "nombre")
_YES: Final = {True: "oui", False: "non", None: ""}


def gaps(found: Sequence[Gap]) -> Rows:
    return ((one.of.label, one.what, one.ref, one.on, one.count) for one in found)


CHECKS: Final = (
    "controle", "point", "libelle", "version", "limites_validees", "zone", "ou", "prevu_le",
    "en_retard_des", "manque_des", "etat", "releve", "saisi_le", "par", "verdict", "motif",
)  # fmt: skip


def checks(detail: Detail) -> Rows:
    for row in detail.checks:
        one, first = row.check, row.first
        yield (
            one.id, row.code, row.version.label, row.version.version,
            _YES[row.version.status == "validated"], one.zone, row.where, one.due_at, one.late_at,
            one.closes_at, row.state.label, first.id if first else "",
            first.recorded_at if first else "", row.who, row.verdict_label,
            (first.late_reason or first.note) if first else "",
        )  # fmt: skip


RESULTS: Final = (
    "releve", "point", "libelle", "version", "limites_validees", "valeur", "signe", "unite",
    "surface_cm2", "methode", "ecrit", "reponse", "verdict", "pourquoi", "source", "releve_le",
    "saisi_le", "saisie_differee", "motif_retard", "fait_par", "saisi_par", "valide_par",
    "valide_le", "machine", "lieu", "lot", "cycle", "instrument", "confirme", "note", "corrige",
    "motif_correction",
)  # fmt: skip


def results(detail: Detail) -> Rows:
    for line in detail.results:
        one, version = line.result, line.version
        yield (
            one.id, line.code, version.label, version.version,
            _YES[version.status == "validated"], one.value, one.qualifier, one.unit,
            one.surface_cm2, one.method, value(line, detail), _YES[one.yes],
            line.verdict.label, line.why, line.source, one.taken_at, one.recorded_at,
            _YES[one.late], one.late_reason, line.worker, line.account, line.validated_by,
            line.validated_at, line.machine, one.place, detail.lots.get(one.lot_id or 0, ""),
            one.cycle_id, one.instrument_id, _YES[one.confirmed], one.note, one.amends_id,
            one.fix_reason,
        )  # fmt: skip


FIXES: Final = (
    "quoi", "premiere_valeur", "corrigee_en", "releve_le", "corrige_le", "premier_auteur",
    "corrige_par", "raison",
)  # fmt: skip


def fixes(detail: Detail) -> Rows:
    by_id = {line.result.id: line for line in detail.results}
    for line in detail.results:
        one = line.result
        if one.amends_id is not None:
            first = by_id.get(one.amends_id)
            yield (
                f"{line.code} relevé {one.amends_id}", value(first, detail) if first else "",
                value(line, detail), one.taken_at, one.recorded_at, first.account if first else "",
                line.account, one.fix_reason,
            )  # fmt: skip
    for fix, lot in detail.fixes:
        who = detail.names.get(fix.account_id, "") if fix.account_id else ""
        yield (
            f"cycle {fix.cycle_id} lot {lot} {fix.field}", fix.before, fix.after, "", fix.at, "",
            who, fix.reason,
        )  # fmt: skip


CYCLES: Final = (
    "cycle", "nature", "lot", "machine", "programme", "version", "commence_le", "fini_le", "kg",
    "fin", "temperature_max_c", "palier_min", "preuve", "qualification", "pourquoi", "corrige",
    "saisie_differee", "motif_retard",
)  # fmt: skip


def cycles(found: Gathered) -> Rows:
    for one in found.washes:
        yield (
            one.id, one.kind, one.lot, one.machine, one.programme, one.version, one.started_at,
            one.ended_at, one.kg, one.outcome, one.max_c, one.hold_minutes,
            PROOFS[one.proof], WORDS[one.standing.state], one.standing.sentence,
            _YES[one.corrected], _YES[one.late], one.late_reason,
        )  # fmt: skip


REPORTS: Final = (
    "qualification", "machine", "version_machine", "programme", "version_programme", "rapport",
    "methode", "fait_le", "par", "temperature_c", "palier_min", "melange_min", "dose_ml_kg",
    "reduction_log", "valable_du", "valable_au", "saisi_le", "approuve_le", "annule_par",
)  # fmt: skip


def reports(detail: Detail) -> Rows:
    for known in detail.reports.values():
        for one in known:
            row = one.row
            yield (
                row.id, row.machine_id, row.machine_version_id, row.card_id, row.programme_id,
                row.report, row.method, row.performed_on, row.performed_by, row.temperature_c,
                row.hold_minutes, row.mixing_minutes, row.dose_ml_kg, row.log_reduction,
                row.valid_from, row.valid_until, row.recorded_at,
                one.approval.at if one.approval else "",
                " / ".join(f"{change.what} {change.reason}".strip() for change in one.changes),
            )  # fmt: skip


PLAN: Final = (
    "point", "version", "nature", "libelle", "zone", "etape", "cible", "alerte", "action",
    "methode", "frequence", "qui", "source", "marque", "statut", "en_vigueur_le", "jusqu_au",
    "approuve_par", "raison",
)  # fmt: skip


def plan(detail: Detail) -> Rows:
    for one in detail.plan:
        version = one.version
        levels = words.limits_text(version, detail.pairs.get(version.id or 0, ()))
        by = one.approval.by_id
        yield (
            one.code, version.version, version.kind, version.label, version.zone, version.step,
            *levels, version.method, words.frequency_text(version), words.who_text(version.who),
            version.source, version.mark, words.STATUSES[version.status],
            one.approval.effective_at, one.until, detail.names.get(by, "") if by else "",
            version.reason,
        )  # fmt: skip


CASES: Final = (
    "cas", "nature", "origine", "titre", "procedure", "ouvert_le", "saisi_le", "ferme_le",
    "age_jours", "releve",
)  # fmt: skip


def cases(found: Gathered, detail: Detail) -> Rows:
    del detail
    for row in found.cases:
        one = row.case
        yield (
            one.ref, row.kind, one.origin, one.title, one.procedure, one.opened_at,
            one.recorded_at, one.closed_at, row.age, one.result_id,
        )  # fmt: skip


STEPS: Final = ("cas", "etape", "le", "saisi_le", "par", "texte", "releve")


def steps(found: Gathered, detail: Detail) -> Rows:
    for row in found.cases:
        for one in detail.steps.get(row.case.id or 0, ()):
            who = detail.names.get(one.account_id, "") if one.account_id else ""
            yield (
                row.case.ref, one.kind, one.at, one.recorded_at, who, one.text, one.result_id,
            )  # fmt: skip


CALIBRATIONS: Final = (
    "instrument", "nom", "unite", "methode", "fait_le", "saisi_le", "par", "reference",
    "certificat", "incertitude", "erreur_permise", "erreur_trouvee", "bon", "prochain",
)  # fmt: skip


def calibrations(detail: Detail) -> Rows:
    for one, thing in detail.calibrations:
        yield (
            thing.code, thing.name, thing.unit, one.method, one.performed_at, one.recorded_at,
            one.performed_by, one.reference, one.certificate, one.uncertainty,
            one.permitted_error, one.error_found, _YES[one.passed], one.next_due,
        )  # fmt: skip


AUTHORISED: Final = (
    "nom", "poste", "nature", "du", "au", "preuve", "ecrit_le", "par",
)  # fmt: skip


def authorised(found: Gathered, detail: Detail) -> Rows:
    named = {(line.person.account_id, line.person.worker_id): line.name
             for line in found.matrix.lines}  # fmt: skip
    posts = {post.code: post.label for post in found.matrix.posts}
    for one in detail.authorisations:
        name = named.get((one.account_id, one.worker_id))
        if name is not None:
            who = detail.names.get(one.recorded_by, "") if one.recorded_by else "le logiciel"
            yield (
                name, posts.get(one.post_code, one.post_code),
                "donnée" if one.kind == "given" else "retirée", one.since, one.until,
                one.evidence, one.recorded_at, who,
            )  # fmt: skip


DOCUMENTS: Final = (
    "code", "version", "titre", "nature", "auteur", "approbateur", "approuve_le", "en_vigueur_le",
    "a_relire_le", "en_retard", "lu_par", "non_lu_par",
)  # fmt: skip


def documents(found: Gathered, detail: Detail) -> Rows:
    for one in found.papers.documents:
        yield (
            one.code, one.number, one.title, one.kind, one.author, one.approver, one.approved_on,
            one.effective_on, one.review_on, _YES[one.review_late], one.read,
            ", ".join(detail.unread.get(one.code, ())),
        )  # fmt: skip
