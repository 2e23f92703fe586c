"""The laundry's road, as data: from the bag expected to the bag handed over."""

from esat.stages import Move, Phase, Stage, StageMachine

MACHINE = StageMachine(
    initial="expected",
    stages=(
        Stage("expected", "Attendu", Phase.REGISTERED),
        Stage("received", "Reçu", Phase.RECEIVED),
        Stage("sorted", "Trié", Phase.IN_WORK),
        Stage("loaded", "Chargé", Phase.IN_WORK),
        Stage("washing", "En machine", Phase.IN_WORK),
        Stage("washed", "Lavé", Phase.IN_WORK),
        Stage("dried", "Séché", Phase.IN_WORK),
        Stage("finished", "Plié, contrôlé", Phase.CHECKING),
        Stage("packed", "Emballé, prêt", Phase.READY),
        Stage("handed_over", "Remis", Phase.HANDED_OVER, final=True),
    ),
    moves=(
        Move("receive", "Recevoir", ("expected",), "received", pictogram="box-arrow-in-down"),
        Move("sort", "Trier", ("received",), "sorted", pictogram="funnel"),
        Move("load", "Charger", ("received", "sorted"), "loaded", pictogram="basket"),
        Move(
            "start_wash",
            "Lancer le lavage",
            ("received", "sorted", "loaded"),
            "washing",
            pictogram="droplet",
        ),
        Move("end_wash", "Lavage terminé", ("washing",), "washed", pictogram="check-circle"),
        Move("dry", "Séchage terminé", ("washed",), "dried", pictogram="wind"),
        Move(
            "finish", "Plié et contrôlé", ("washed", "dried"), "finished", pictogram="shield-check"
        ),
        Move(
            "rewash",
            "À relaver",
            ("washed", "dried", "finished", "packed"),
            "loaded",
            pictogram="arrow-repeat",
        ),
        Move("pack", "Emballer", ("finished",), "packed", pictogram="box-seam"),
        Move(
            "hand_over",
            "Remettre au client",
            ("packed",),
            "handed_over",
            capability="production.deliver",
            pictogram="truck",
            confirms=True,
        ),
    ),
)
