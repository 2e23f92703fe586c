"""What may have happened on paper: its words, the act that says so, and the move where no room of
the laundry has such an act. Data, and no table.
"""

from dataclasses import dataclass
from typing import Final

from esat import registry


@dataclass(frozen=True, slots=True)
class Happening:
    """One choice of the late entry: `fields` are what the act takes besides its codes, `needs` what
    it cannot do without.
    """

    code: str
    label: str
    pictogram: str
    act: str
    move: str = ""
    fields: tuple[str, ...] = ()
    why: str = "late_reason"
    """The name under which the act reads why it comes late."""
    asks: str = "Code du sac, du colis ou de la charge"
    needs: tuple[str, ...] = ()
    into: str = ""
    """The field whose code the act is about, when all the codes go there together."""


WHY: Final = "late_reason"
ALL: Final = tuple(
    Happening(*given)
    for given in (
        ("received", "Reçu", "box-arrow-in-down", "laundry.receive", "receive", (),
         "reason", "Codes des sacs"),
        ("weighed", "Pesé", "speedometer2", "laundry.weigh", "", ("kg", "pieces"),
         "reason", "Code du sac", ("kg",)),
        ("sorted", "Trié", "funnel", "laundry.sort", "sort", ("bin",), WHY, "Codes des sacs",
         ("bin",)),
        ("started", "Machine lancée", "play-circle", "laundry.start", "start_wash",
         ("machine", "programme"), WHY, "Code du bac ou de la charge", ("machine", "programme")),
        ("ended", "Machine terminée", "stop-circle", "laundry.end", "end_wash",
         ("outcome", "max_c", "hold_minutes", "water_l", "energy_kwh", "fault"),
         WHY, "Code de la charge", ("outcome",)),
        ("opened", "Ouverte côté propre", "door-open", "laundry.open", "", (), WHY,
         "Code de la charge"),
        ("dry_started", "Séchoir lancé", "fan", "laundry.dry_start", "", ("dryer", "programme"),
         "reason", "Codes de ce qui va au séchoir", ("dryer",), "dryer"),
        ("dry_ended", "Séchoir arrêté", "wind", "laundry.dry_end", "",
         ("felt", "outlet_c", "moisture", "fault"), "reason", "Code du séchoir ou de la charge",
         ("felt",)),
        ("dried", "Séché, séchoir non noté", "check-circle", "", "dry", (), WHY,
         "Codes des charges ou des sacs"),
        ("finished", "Plié et contrôlé", "shield-check", "", "finish", (), WHY,
         "Codes des charges ou des sacs"),
        ("packed", "Emballé", "box-seam", "", "pack", (), WHY, "Codes des sacs ou des colis"),
        ("handed_over", "Remis au client", "truck", "", "hand_over", (), WHY,
         "Codes des sacs ou des colis"),
    )
)  # fmt: skip
"""An act takes its fields as a device would send them; a move takes none."""


def offered() -> list[Happening]:
    """Those that this house can record: by an act that a room declares, or by a move."""
    acts = registry.current().acts
    return [one for one in ALL if one.move or one.act in acts]


def named(code: str) -> Happening | None:
    return next((one for one in offered() if one.code == code), None)


def by_act(one: Happening) -> bool:
    """Whether the act of a room does it, rather than the plain move."""
    return one.act in registry.current().acts
