"""The French sentences of sorting, loads, cycles and zones, by code."""

TEXTS: dict[str, str] = {
    "machine_running": "La machine « {machine} » tourne déjà. Terminez d’abord son cycle.",
    "load_running": "Cette charge est déjà en machine. Terminez d’abord son cycle.",
    "cycle_ended": "Ce cycle est déjà terminé. Pour changer une valeur, corrigez-la.",
    "cycle_ends_before": "La fin serait avant le début. Vérifiez l’heure.",
}
