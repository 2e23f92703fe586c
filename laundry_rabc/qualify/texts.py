"""The French sentences of qualifications and of starts without proof, by code."""

TEXTS: dict[str, str] = {
    "programme_unproved": "{why} Prenez un programme qualifié, ou demandez au responsable.",
    "programme_not_proved": (
        "Ce programme n’est pas qualifié pour ce linge. Ouvrez la page de la charge."
    ),
    "qualification_approved": "Cette qualification est déjà approuvée.",
    "qualification_voided": "Cette qualification est annulée. Il faut un nouvel essai.",
    "approval_by_author": "Qui a écrit n’approuve pas. Demandez à une autre personne.",
    "start_proved": "Ce départ n’a pas besoin d’accord. Lancez la charge depuis sa page.",
    "start_already_asked": "La demande est déjà faite. Le responsable va répondre.",
    "start_already_accepted": "Ce départ est déjà accepté. Lancez la charge depuis sa page.",
    "start_never_accepted": "La maison ne permet pas ce départ. Prenez un programme qualifié.",
}
