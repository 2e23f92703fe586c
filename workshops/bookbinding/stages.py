"""The road of a volume, as data: deposited, taken apart, sewn, covered, gilded, returned."""

from esat.stages import Move, Phase, Stage, StageMachine

MACHINE = StageMachine(
    initial="received",
    stages=(
        Stage("received", "Déposé", Phase.RECEIVED),
        Stage("checked_in", "Compté, vérifié", Phase.RECEIVED),
        Stage("taken_apart", "Débroché", Phase.IN_WORK),
        Stage("sewn", "Cousu", Phase.IN_WORK),
        Stage("covered", "Couvert", Phase.IN_WORK),
        Stage("gilded", "Doré", Phase.IN_WORK),
        Stage("checked", "Contrôlé", Phase.CHECKING),
        Stage("packed", "Emballé, prêt", Phase.READY),
        Stage("returned", "Rendu", Phase.HANDED_OVER, final=True),
    ),
    moves=(
        Move("check_in", "Compter et vérifier", ("received",), "checked_in",
             pictogram="clipboard-check"),
        Move("take_apart", "Débrocher", ("checked_in",), "taken_apart", pictogram="scissors"),
        # Loose leaves have nothing to take apart.
        Move("sew", "Coudre", ("checked_in", "taken_apart"), "sewn", pictogram="link-45deg"),
        Move("cover", "Couvrir", ("sewn",), "covered", pictogram="book"),
        Move("gild", "Dorer", ("covered",), "gilded", pictogram="gem"),
        # A volume without a title is checked as it is covered.
        Move("check", "Contrôler", ("covered", "gilded"), "checked", pictogram="shield-check"),
        Move("resew", "À recoudre", ("sewn", "covered", "gilded", "checked"), "taken_apart",
             pictogram="arrow-repeat"),
        Move("recover", "À recouvrir", ("covered", "gilded", "checked"), "sewn",
             pictogram="arrow-repeat"),
        Move("regild", "Titre à refaire", ("gilded", "checked"), "covered",
             pictogram="arrow-repeat"),
        Move("pack", "Emballer", ("checked",), "packed", pictogram="box-seam"),
        Move("unpack", "Déballer", ("packed",), "checked", pictogram="box-arrow-up"),
        Move(
            "return",
            "Rendre au client",
            ("packed",),
            "returned",
            capability="production.deliver",
            pictogram="truck",
            confirms=True,
        ),
    ),
)  # fmt: skip
