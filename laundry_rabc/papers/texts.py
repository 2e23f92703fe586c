"""The French sentences of documents, audits, reviews and actions, by code."""

TEXTS: dict[str, str] = {
    "paper_same_person": "Cela demande une autre personne que vous. Demandez-lui de le faire.",
    "paper_rule_passed": "Cette règle a changé depuis. Rechargez la page.",
    "document_pending": "Une version attend son approbation. Faites-la approuver ou refuser.",
    "document_decided": "Cette version est déjà approuvée ou refusée. Écrivez la suivante.",
    "document_not_in_force": "Cette version n’est pas en vigueur. Ouvrez celle qui l’est.",
    "document_not_for_you": "Ce document ne vous est pas donné à lire : rien à confirmer ici.",
    "audit_not_yours": "Seule la personne désignée mène cet audit. Demandez-lui d’écrire.",
    "audit_passed": "Cet audit est déjà tenu ou abandonné. Écrivez un constat ou un autre audit.",
    "audit_unanswered": "Répondez d’abord à chaque question, ou dites pourquoi elle n’est pas vue.",
    "finding_has_no_action": "Un point fort n’appelle pas d’action.",
    "action_not_open": "Cette action n’est pas à faire. Ajoutez une précision.",
    "action_not_done": "Cette action n’est pas encore faite : rien à vérifier.",
    "action_not_yours": "Cette action est à une autre personne. Demandez-lui, ou au pilote RABC.",
    "member_gone": "Cette personne a quitté l’équipe. Nommez-la de nouveau.",
}
