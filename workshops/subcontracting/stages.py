"""The road of a batch, as data: components received, first piece approved, made, shipped."""

from esat.stages import Move, Phase, Stage, StageMachine

MACHINE = StageMachine(
    initial="components_received",
    stages=(
        Stage("components_received", "Composants reçus", Phase.RECEIVED),
        Stage("first_piece_approved", "Première pièce approuvée", Phase.IN_WORK),
        Stage("in_production", "En production", Phase.IN_WORK),
        Stage("packed", "Emballé", Phase.CHECKING),
        Stage("released", "Libéré, prêt", Phase.READY),
        Stage("shipped", "Expédié", Phase.HANDED_OVER, final=True),
    ),
    moves=(
        # No way around the first piece: a revision may change between two batches.
        Move("approve_first_piece", "Approuver la première pièce", ("components_received",),
             "first_piece_approved", pictogram="hand-thumbs-up"),
        Move("start", "Lancer la production", ("first_piece_approved",), "in_production",
             pictogram="play-circle"),
        Move("pack", "Emballer", ("in_production",), "packed", pictogram="box-seam"),
        Move("release", "Libérer", ("packed",), "released", pictogram="patch-check"),
        Move("redo_first_piece", "Refaire la première pièce",
             ("first_piece_approved", "in_production"), "components_received",
             pictogram="arrow-counterclockwise"),
        Move("rework", "À reprendre", ("packed", "released"), "in_production",
             pictogram="arrow-repeat"),
        Move(
            "ship",
            "Expédier",
            ("released",),
            "shipped",
            capability="production.deliver",
            pictogram="truck",
            confirms=True,
        ),
    ),
)  # fmt: skip
