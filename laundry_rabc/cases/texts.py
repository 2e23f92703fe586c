"""The French sentences of cases, by code."""

TEXTS: dict[str, str] = {
    "case_open": (
        "Un cas RABC encore ouvert retient ce linge. Ouvrez le cas et suivez ses étapes : "
        "il libère le linge en se fermant."
    ),
    "case_closed": "Le cas {case} est fermé. Ouvrez-en un autre s’il faut encore agir.",
    "case_step_unknown": "Cette étape n’est pas de ce cas. Reprenez depuis sa page.",
    "case_step_empty": "Écrivez ce qui a été fait, en {most} signes au plus.",
    "case_step_early": "L’heure est avant l’ouverture du cas, ou pas encore venue. Corrigez-la.",
    "needs_containment": "Dites d’abord ce qui a été mis à l’écart, et où.",
    "needs_cause": "Écrivez d’abord la cause trouvée.",
    "needs_action": "Écrivez d’abord ce qui a été fait pour corriger.",
    "needs_verification": "Une autre personne doit d’abord vérifier que c’est réglé.",
    "needs_conform_reading": (
        "Il manque une nouvelle mesure dans les limites. Relavez le linge retenu, ou mesurez de "
        "nouveau ce point, puis revenez ici."
    ),
    "needs_breach_decision": (
        "L’écart de zone attend sa décision écrite. Décidez-la d’abord à la page des écarts."
    ),
    "same_person": (
        "Vous avez lu la valeur ou agi sur ce cas. Demandez à une autre personne de le faire."
    ),
    "case_place_unknown": "Ce code n’est pas celui d’un emplacement. Scannez une étiquette X.",
    "case_nothing_to_wash": "Rien de ce que le cas retient ne peut partir au relavage maintenant.",
}
