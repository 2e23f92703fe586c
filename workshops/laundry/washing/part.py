"""What this room of the laundry declares; `workshops.laundry.module` puts the rooms together."""

from pydantic import BaseModel

from esat.declarations import Capability, EventKind, Guard, HelpPage, HoldReason, Module
from workshops.laundry.washing import (
    breach_pages,
    breaches,
    cycle_pages,
    ending,
    fixes,
    guards,
    machine_pages,
    models,
    pages,
    receivers,
    sorting_pages,
    texts,
    zones,
)
from workshops.laundry.washing.acts import ACTS

__all__ = ["PART", "VIEWS", "models"]

VIEWS = (sorting_pages, machine_pages, cycle_pages, breach_pages)
"""The pages that hang on the one blueprint."""


class Unloaded(BaseModel):
    """Which cycle was opened."""

    cycle: int


class Breached(BaseModel):
    """Which breach, and on which side."""

    breach: int
    kind: str


class CycleFixed(BaseModel):
    """Which cycle, and which of its values; the values stand with the cycle."""

    cycle: int
    field: str


class Decided(BaseModel):
    """Which breach, and what becomes of the thing."""

    breach: int
    outcome: str


PART = Module(
    code="laundry.washing",
    label="Blanchisserie",
    blueprints=(pages.bp,),
    capabilities=(
        Capability(
            breaches.DECIDE, "Décider d’un écart de zone", ("responsable_atelier", "qualite")
        ),
        Capability(
            fixes.FIX,
            "Corriger ce qu’une machine à laver a déclaré",
            ("responsable_atelier", "moniteur", "qualite"),
        ),
    ),
    event_kinds=(
        EventKind("lot.unloaded", "Machine ouverte, côté propre", Unloaded, signed=True),
        EventKind("item.breached", "Vu du mauvais côté", Breached),
        EventKind("lot.breached", "Charge vue du mauvais côté", Breached),
        EventKind("lot.cycle_fixed", "Valeur de cycle corrigée", CycleFixed),
        EventKind("resource.cycle_fixed", "Valeur de cycle à vide corrigée", CycleFixed),
        EventKind("item.breach_decided", "Écart de zone décidé", Decided),
        EventKind("lot.breach_decided", "Écart de zone décidé", Decided),
    ),
    guards=(
        Guard("laundry", ("sort",), guards.may_sort),
        Guard("laundry", ("load",), guards.may_load),
        Guard("laundry", ("start_wash",), guards.may_start),
        Guard("laundry", ("dry", "finish"), guards.was_opened),
    ),
    hold_reasons=(
        HoldReason(
            zones.HOLD,
            "Écart de zone",
            lift_by=breaches.LIFT,
            place_by=breaches.LIFT,
            blocks=("pack", "compose", "hand_over"),
            offered=False,
            workshop="laundry",
        ),
        HoldReason(
            ending.FAULT,
            "Lavage pas fini",
            lift_by=breaches.LIFT,
            place_by=breaches.LIFT,
            blocks=("dry", "finish", "pack", "compose", "hand_over"),
            offered=False,
            workshop="laundry",
        ),
    ),
    acts=ACTS,
    help_pages=(HelpPage("lavage", "Tri et lavage", (), "laundry/washing/help.html"),),
    texts=texts.TEXTS,
    receivers=receivers.install,
)
