"""The French sentences of secondments, by code."""

SENTENCES: dict[str, str] = {
    "secondment_unknown": "Cette mise à disposition n’existe pas. Revenez à la liste.",
    "secondment_nobody": "Choisissez qui part.",
    "secondment_one": "Une seule personne, ou choisissez la mise à disposition d’un groupe.",
    "secondment_where": "Choisissez le client, ou écrivez le nom de l’employeur.",
}
