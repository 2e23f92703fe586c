"""The French sentences of the circulating stock and of complaints, by code."""

TEXTS: dict[str, str] = {
    "complaint_decided": "Cette réclamation a déjà une décision. Écrivez une précision.",
    "complaint_undecided": "Décidez d’abord : acceptée, en partie ou refusée.",
    "complaint_replied": "La réponse est déjà partie. Écrivez une précision.",
}
