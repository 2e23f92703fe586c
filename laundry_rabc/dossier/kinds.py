"""Kinds of gaps: their words, the part of the dossier that tells more, the page that puts it right;
pure. Their order is that of the list: what would stop a certificate stands first.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Kind:
    """`endpoint` is the page where a gap of this kind is put right."""

    code: str
    label: str
    section: str
    endpoint: str


_CHECKS, _PAPERS = "rabc_checks.balance", "rabc_audits.index"
KINDS: Final = {
    one.code: one
    for one in (
        Kind("no_certificate", "Aucun certificat valide", "certificate",
             "rabc_paper_rules.certificate"),
        Kind("unqualified", "Programmes non qualifiés, utilisés", "qualify", "rabc_qualify.cell"),
        Kind("qualification_expired", "Programmes à la qualification expirée, utilisés", "qualify",
             "rabc_qualify.cell"),
        Kind("qualification_voided", "Programmes à la qualification annulée, utilisés", "qualify",
             "rabc_qualify.cell"),
        Kind("qualification_unapproved", "Programmes à la qualification non approuvée, utilisés",
             "qualify", "rabc_qualify.cell"),
        Kind("start_unproved", "Départs acceptés sans preuve", "qualify", "rabc_qualify.index"),
        Kind("no_temperature", "Cycles sans preuve de température", "cycles",
             "rabc_loggers.index"),
        Kind("no_logger", "Machines sans contrôle par enregistreur", "cycles",
             "rabc_loggers.index"),
        Kind("nothing_due", "Aucun contrôle prévu", "checks", _CHECKS),
        Kind("missed", "Contrôles manqués", "checks", _CHECKS),
        Kind("not_done", "Contrôles dits « pas faits »", "checks", _CHECKS),
        Kind("done_late", "Contrôles faits en retard", "checks", _CHECKS),
        Kind("entered_late", "Relevés saisis en retard", "checks", "rabc_checks.history"),
        Kind("limit_proposed", "Limites proposées, non validées, qui ont jugé", "plan",
             "rabc_plan.point"),
        Kind("never_calibrated", "Instruments jamais étalonnés", "instruments",
             "rabc_instruments.show"),
        Kind("calibration_failed", "Instruments à l’étalonnage mauvais", "instruments",
             "rabc_instruments.show"),
        Kind("calibration_overdue", "Étalonnages échus", "instruments", "rabc_instruments.show"),
        Kind("range_unproved", "Instruments vérifiés au zéro seulement", "instruments",
             "rabc_instruments.show"),
        Kind("case_old", "Cas ouverts depuis trop longtemps", "cases", "rabc_cases.case"),
        Kind("case_open", "Cas encore ouverts", "cases", "rabc_cases.case"),
        Kind("case_closed_late", "Cas fermés en retard", "cases", "rabc_cases.case"),
        Kind("client_untold", "Clients à prévenir, non prévenus", "impact", "rabc_impact.index"),
        Kind("lab_unconcluded", "Rapports de laboratoire sans conclusion", "lab",
             "rabc_lab.index"),
        Kind("no_drill", "Aucun exercice de rappel", "drills", "rabc_trace.drill_list"),
        Kind("drill_failed", "Exercices de rappel sans fin ou incomplets", "drills",
             "rabc_trace.drill_list"),
        Kind("authorisation", "Habilitations échues", "people", "rabc_people.index"),
        Kind("review_late", "Revue de direction manquante", "audits", "rabc_reviews.index"),
        Kind("no_team", "Aucune équipe RABC", "team", "rabc_reviews.members"),
        Kind("no_policy", "Aucune politique en vigueur", "documents", "rabc_documents.index"),
        Kind("document_review_late", "Documents en retard de revue", "documents",
             "rabc_documents.index"),
        Kind("document_unread", "Documents non lus", "documents", "rabc_documents.index"),
        Kind("audit_late", "Audit interne en retard", "audits", _PAPERS),
        Kind("audit_planned_late", "Audits prévus et non tenus", "audits", _PAPERS),
        Kind("audit_uncovered", "Exigences non vues en audit interne", "audits", _PAPERS),
        Kind("finding_without_action", "Constats sans action", "audits", _PAPERS),
        Kind("action_late", "Actions en retard", "audits", "rabc_actions.index"),
        Kind("action_unverified", "Actions faites, non vérifiées", "audits",
             "rabc_actions.index"),
        Kind("rule_unvalidated", "Délais proposés, non validés", "audits",
             "rabc_paper_rules.index"),
        Kind("papers", "Autres manques des papiers", "documents", "rabc_documents.index"),
        Kind("cleaning", "Nettoyages manqués", "prereq", "rabc_cleaning.index"),
        Kind("cleaning_late", "Nettoyages faits en retard", "prereq", "rabc_cleaning.index"),
        Kind("unchecked", "Nettoyages faits et non validés", "prereq", "rabc_cleaning.index"),
        Kind("pest_never", "Aucune visite des nuisibles", "prereq", "rabc_pests.index"),
        Kind("pest", "Visites des nuisibles en retard", "prereq", "rabc_pests.index"),
        Kind("upkeep", "Entretiens de machines en retard", "prereq", "rabc_upkeep.index"),
        Kind("expired", "Produits périmés dans une pompe", "prereq", "rabc_pumps.index"),
        Kind("empty", "Pompes vides", "prereq", "rabc_pumps.index"),
        Kind("unfilled", "Pompes sans lot de produit connu", "prereq", "rabc_pumps.index"),
        Kind("no_sheet", "Produits sans fiche de données", "prereq", "rabc_products.index"),
        Kind("prereq", "Autres manques des prérequis", "prereq", "rabc_prereq.index"),
        Kind("hazards_proposed", "Dangers proposés, non validés", "hazards",
             "rabc_hazards.index"),
        Kind("flow_proposed", "Étapes du flux proposées, non validées", "flow",
             "rabc_flow.index"),
        Kind("flow_unseen", "Diagramme de flux non vérifié sur place", "flow",
             "rabc_flow.index"),
    )
}  # fmt: skip
OF_PAPERS: Final = frozenset({
    "no_certificate", "review_late", "no_team", "no_policy", "document_review_late",
    "document_unread", "audit_late", "audit_planned_late", "audit_uncovered",
    "finding_without_action", "action_late", "action_unverified", "rule_unvalidated",
})  # fmt: skip
"""The gaps that the room of papers finds, by its own codes; another code is told under `papers`."""
OF_PREREQ: Final = frozenset({
    "cleaning", "cleaning_late", "unchecked", "pest", "pest_never", "upkeep", "expired", "empty",
    "no_sheet", "unfilled",
})  # fmt: skip
"""The same of the room of prerequisites."""
