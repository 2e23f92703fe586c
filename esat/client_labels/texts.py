"""What client labels say, by code; no rule stands here."""

from typing import Final

SENTENCES: Final = {
    "number_for_things": "Ce numéro va sur un objet, un lot ou un contenant, pas sur ce code.",
    "number_unknown": "Ce numéro n’est dans aucune plage. Vérifiez ses chiffres.",
    "number_void": "Le numéro {number} est déjà annulé.",
    "range_closed": "La plage « {name} » est fermée. Ouvrez-en une autre.",
    "range_exhausted": "La plage « {name} » est épuisée. Demandez d’autres numéros au client.",
    "range_other_client": "Cette plage est prêtée par un autre client. Choisissez son modèle.",
    "range_overlaps": "Ces numéros touchent ceux de la plage « {name} ». Rien n’est ouvert.",
    "range_reused": "Le numéro {number} a déjà servi. Une plage ne se rouvre pas.",
    "range_unknown": "Cette plage n’existe pas. Choisissez-en une dans la liste.",
}
