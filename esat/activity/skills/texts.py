"""The French sentences of the room, by code."""

SENTENCES: dict[str, str] = {
    "skill_unknown": "Ce geste n’est plus dans la liste. Revenez aux compétences.",
    "skill_label_known": "Un geste de cet atelier s’appelle déjà ainsi. Changez les mots.",
    "observation_unknown": "Cette observation n’existe pas. Revenez à la fiche de la personne.",
    "observation_corrected": "Cette observation est déjà corrigée. Rechargez la page.",
    "observation_future": "Ce jour n’est pas encore là. Corrigez la date.",
    "photo_wanted": "Il faut une photo, pas un PDF. Choisissez une image.",
    "sheet_step_words": "Écrivez l’étape, en 120 signes au plus.",
    "sheet_empty_steps": "Écrivez au moins une étape.",
    "training_unknown": "Cette formation n’existe pas. Revenez à la fiche de la personne.",
    "training_corrected": "Cette formation est déjà corrigée. Rechargez la page.",
    "hours_to_the_minute": "Comptez à la minute près : 1,5 pour 1 h 30.",
    "path_unknown": "Cette démarche n’existe pas. Revenez à la fiche de la personne.",
    "path_known": "Cette démarche est déjà commencée. Ajoutez-y une étape.",
    "step_corrected": "Cette étape est déjà corrigée. Rechargez la page.",
    "year_unknown": "Cette année n’est pas encore là. Choisissez une année passée ou en cours.",
}
