"""The French sentences of a group's day, by code."""

SENTENCES: dict[str, str] = {
    "day_future": "Ce jour n’est pas encore là. Revenez ce jour-là.",
    "incident_kind": "Choisissez ce qui s’est passé.",
    "incident_fact": "Écrivez le fait, en une phrase.",
    "incident_wordless": "Ici on n’écrit rien de plus. Effacez le texte, puis notez.",
    "handover_empty": "Écrivez la consigne.",
}
