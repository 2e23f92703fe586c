"""What this room of the laundry declares; `workshops.laundry.module` puts the rooms together."""

from pydantic import BaseModel

from esat.additions import ResourceLabel
from esat.declarations import Capability, EventKind, HelpPage, Module
from workshops.laundry.dispatch import (
    arranging_pages,
    demo,
    expedition_pages,
    models,
    packing_pages,
    return_pages,
    round_pages,
    scope,
    trip_pages,
    trolley_label,
)
from workshops.laundry.dispatch.acts import ACTS
from workshops.laundry.dispatch.texts import TEXTS

__all__ = ["PART", "models"]

FLOOR = ("responsable_atelier", "moniteur", "comptoir", "administrateur")


class PackedNow(BaseModel):
    """The parcels made, and of which linen how many kilograms."""

    parcels: list[int]
    linen: dict[str, str]
    garments: list[int]


class GapKept(BaseModel):
    """The row that says what is missing."""

    gap: int
    kg: str | None
    pieces: int | None


class OnTrolley(BaseModel):
    trolley: int


class Collected(BaseModel):
    stop: int


class Returned(BaseModel):
    delivered: int
    reason: str


PART = Module(
    code="laundry.dispatch",
    label="Blanchisserie",
    blueprints=(
        packing_pages.blueprint,
        expedition_pages.blueprint,
        round_pages.blueprint,
        trip_pages.blueprint,
        arranging_pages.blueprint,
        return_pages.blueprint,
    ),
    capabilities=(
        Capability(scope.DISPATCH, "Emballer, charger et livrer le linge", FLOOR),
        Capability(
            scope.ROUNDS,
            "Tenir les tournées de la blanchisserie",
            ("responsable_atelier", "moniteur", "administrateur"),
        ),
    ),
    event_kinds=(
        EventKind("order.packed", "Linge mis en colis", PackedNow),
        EventKind("order.gap_kept", "Écart entre reçu et emballé", GapKept),
        EventKind("item.put_on_trolley", "Mis sur un chariot", OnTrolley),
        EventKind("item.taken_off_trolley", "Sorti du chariot", OnTrolley),
        EventKind("item.collected", "Collecté chez le client", Collected),
        EventKind("item.returned", "Revenu après la remise", Returned),
    ),
    acts=ACTS,
    resource_labels=(ResourceLabel(("trolley",), trolley_label.lines),),
    help_pages=(
        HelpPage(
            "emballer-livrer", "Emballer, charger, livrer", FLOOR, "laundry/dispatch/help.html"
        ),
    ),
    demo=demo.demo,
    texts=TEXTS,
)
