"""The six kinds of records that the laundry is set by: their words and their fields."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal

from workshops.laundry.plant.models import (
    BinVersion,
    Family,
    Limit,
    Machine,
    Precaution,
    Programme,
)
from workshops.laundry.plant.shapes import (
    BinIn,
    FamilyIn,
    LimitIn,
    MachineIn,
    PrecautionIn,
    ProgrammeIn,
)

Widget = Literal["text", "number", "select", "ticks", "tick", "lines", "date"]
STATUSES: Final = {"proposed": "Proposé, à valider", "validated": "Validé"}
MACHINES: Final = {
    "washer": "Laveuse", "dryer": "Séchoir", "extractor": "Essoreuse",
    "calender": "Calandre ou sécheuse-repasseuse", "iron": "Poste de repassage",
    "folder": "Plieuse",
}  # fmt: skip
PROGRAMMES: Final = {"wash": "Lavage", "dry": "Séchage", "disinfect": "Cycle à vide"}
COLOURS: Final = {"red": "Rouge", "black": "Noir", "yellow": "Jaune", "blue": "Bleu"}


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form: how it is asked, and its choices, fixed or `families`, `washers`, …"""

    name: str
    label: str
    widget: Widget = "text"
    unit: str = ""
    help: str = ""
    options: dict[str, str] | str | None = None
    required: bool = False
    once: bool = False
    """Asked when the record is made, and never changed."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of records: its address, its words, its table and the column that names a record."""

    slug: str
    label: str
    one: str
    new: str
    lead: str
    pictogram: str
    table: Any
    key: str
    shape: Any
    fields: tuple[Field, ...]
    may_add: bool = True
    coded: bool = False
    """Whether each record wears a code of ours, to be printed."""
    title: Callable[[Any], str] = lambda row: str(row.label)


STATUS = Field("status", "Statut", "select", options=STATUSES, required=True)
SOURCE = Field("source", "D’où cela vient", help="Un document, une mesure, une décision.")

KINDS: Final = {
    kind.slug: kind
    for kind in (
        Kind(
            "machines", "Machines", "machine", "Ajouter une machine",
            "Ce qui lave, sèche et repasse. Chaque machine a son étiquette.", "gear",
            Machine, "resource_id", MachineIn,
            (
                Field("label", "Nom", help="Tel qu’on la nomme : L1, Séchoir 2.", required=True),
                Field("kind", "Sorte", "select", options=MACHINES, required=True),
                Field("nominal_kg", "Charge prévue", "number", "kg",
                      "En linge sec. Une laveuse en a toujours une."),
                Field("barrier", "Deux portes, dans le mur", "tick"),
                Field("contaminated_only", "Linge à précautions seulement", "tick"),
            ),
            coded=True,
        ),
        Kind(
            "programmes", "Programmes", "programme", "Ajouter un programme",
            "Ce que les machines savent faire. Chaque programme a sa carte.", "card-checklist",
            Programme, "resource_id", ProgrammeIn,
            (
                Field("code", "Code", help="Celui de la machine : P12, 71A.", required=True),
                Field("label", "Nom", required=True),
                Field("kind", "Sorte", "select", options=PROGRAMMES, required=True),
                Field("minutes", "Durée en tout", "number", "min", required=True),
                Field("temperature_c", "Température", "number", "°C"),
                Field("hold_minutes", "Durée à cette température", "number", "min"),
                Field("mixing_minutes", "Temps de mélange avant", "number", "min"),
                Field("water_l_per_kg", "Eau", "number", "l/kg"),
                Field("machines", "Sur quelles machines", "ticks", options="machines",
                      required=True),
                Field("families", "Pour quel linge", "ticks", options="families",
                      help="Rien de coché : pour tout le linge."),
                Field("doses", "Produits", "lines", "ml/kg",
                      help="Un par ligne, en ml par kg. Par exemple Lessive : 12,5."),
                STATUS, SOURCE,
            ),
            coded=True,
        ),
        Kind(
            "bacs", "Bacs", "bac", "Ajouter un bac",
            "Ce qui est mis dans un bac devient une charge. Chaque bac a son étiquette.", "inbox",
            BinVersion, "resource_id", BinIn,
            (
                Field("label", "Nom", required=True),
                Field("family_code", "Famille de linge", "select", options="families"),
                Field("whole", "Sacs entiers, fermés", "tick"),
                Field("contaminated", "Linge à précautions", "tick"),
            ),
            coded=True,
        ),
        Kind(
            "familles", "Familles", "famille", "Ajouter une famille",
            "Ce qui se lave ensemble.", "layers", Family, "code", FamilyIn,
            (
                Field("code", "Code", help="En minuscules : draps.", required=True, once=True),
                Field("label", "Nom", required=True),
                Field("pictogram", "Image", "select", options="pictograms", required=True),
                Field("sensitive", "Linge sensible : programme qualifié", "tick"),
                Field("position", "Rang dans les listes", "number"),
            ),
        ),
        Kind(
            "precautions", "Précautions", "catégorie", "Ajouter une catégorie",
            "Des catégories, jamais une maladie. Chacune dit quels programmes la lavent.",
            "shield-exclamation", Precaution, "code", PrecautionIn,
            (
                Field("code", "Code", help="En minuscules : renforcees.", required=True, once=True),
                Field("label", "Nom", required=True),
                Field("colour", "Couleur du sac", "select", options=COLOURS, required=True),
                Field("programmes", "Seuls programmes permis", "ticks", options="washing",
                      help="Rien de coché : rien ne lave ce linge."),
                Field("never_opened", "Le sac ne s’ouvre jamais", "tick"),
                Field("last_of_day", "Lavé en dernier", "tick"),
                Field("disinfect_after", "Cycle à vide après", "tick"),
                Field("no_claim", "Aucun papier ne promet rien de ce linge", "tick"),
                Field("isolation_hours", "Attente fermé", "number", "h", required=True),
                STATUS, SOURCE,
            ),
        ),
        Kind(
            "limites", "Limites", "limite", "",
            "Les poids, les charges et les délais. Une limite change par une nouvelle ligne datée.",
            "sliders", Limit, "code", LimitIn,
            (
                Field("value", "Valeur", "number", required=True),
                Field("since", "À partir du", "date", required=True),
                STATUS, SOURCE,
            ),
            may_add=False,
        ),
    )
}  # fmt: skip
