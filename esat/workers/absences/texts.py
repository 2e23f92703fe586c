"""The French sentences of absences and leave, by code."""

SENTENCES: dict[str, str] = {
    "absence_unknown": "Cette absence n’existe pas. Revenez à la liste des absences.",
    "absence_newer": "Cette absence vient d’être corrigée par ailleurs. Rouvrez-la.",
    "absence_gone": "Cette absence est déjà retirée. Entrez-en une autre.",
    "absence_overlap": "Une absence couvre déjà le {day}. Ouvrez-la pour la corriger.",
    "absence_no_day": "Aucune demi-journée d’activité à ces dates. Vérifiez l’horaire type.",
    "absence_lines_none": "Rien n’est coché. Cochez les absences, puis touchez un motif.",
    "absence_lines_changed": "La liste a changé entre-temps. Vérifiez et cochez de nouveau.",
    "leave_lines_none": "Rien n’est coché. Cochez les compteurs à confirmer.",
    "leave_shown_changed": "Le calcul a changé entre-temps. Relisez, puis confirmez.",
}
