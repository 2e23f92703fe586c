"""The road of a visit, as data: planned, on the site, and validated by the supervisor."""

from esat.stages import Move, Phase, Stage, StageMachine

MACHINE = StageMachine(
    initial="planned",
    stages=(
        Stage("planned", "Planifié", Phase.PLANNED),
        # For the client a loaded van is still a visit to come.
        Stage("loaded", "Matériel chargé", Phase.PLANNED),
        Stage("on_site", "Sur le site", Phase.IN_WORK),
        Stage("done", "Travaux finis", Phase.CHECKING),
        Stage("validated", "Validé", Phase.HANDED_OVER, final=True),
    ),
    moves=(
        Move("load", "Charger le matériel", ("planned",), "loaded", pictogram="truck-flatbed"),
        Move("arrive", "Arriver sur le site", ("planned", "loaded"), "on_site",
             pictogram="geo-alt"),
        Move("finish", "Finir les travaux", ("on_site",), "done", pictogram="check-circle"),
        Move("postpone", "Reporter le passage", ("loaded", "on_site"), "planned",
             pictogram="calendar-x"),
        Move("resume", "Reprendre sur le site", ("done",), "on_site", pictogram="arrow-repeat"),
        Move(
            "validate",
            "Valider le passage",
            ("done",),
            "validated",
            capability="production.deliver",
            pictogram="patch-check",
            confirms=True,
        ),
    ),
)  # fmt: skip
