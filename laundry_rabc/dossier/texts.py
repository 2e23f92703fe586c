"""The French sentences of refusals of this room, by code."""

TEXTS: dict[str, str] = {
    "dossier_waits": "Ce dossier n’est pas encore fait. Attendez une minute et rechargez la page.",
}
