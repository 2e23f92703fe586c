"""What this room says, by code; no rule stands here."""

from typing import Final

SENTENCES: Final = {
    "layout_changed": "Quelqu’un a changé ce gabarit entre-temps. Comparez avant d’enregistrer.",
    "layout_faulty": "Ce gabarit ne tient pas. Corrigez les boîtes marquées.",
    "layout_not_ours": "Ce gabarit est déjà celui d’origine.",
    "layout_same": "Rien n’a changé. Aucune version n’a été ajoutée.",
    "layout_unknown": "Ce gabarit n’existe pas.",
    "layout_unreadable": "Le gabarit {layout} ne se lit plus. Reprenez une autre version.",
}
