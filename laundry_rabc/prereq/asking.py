"""A screen that asks a few things: its words and its fields, drawn by one template."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

Kind = Literal[
    "text", "long", "number", "date", "time", "select", "tiles", "ticks", "tick", "file", "scan"
]
YES_NO: Final = (("1", "Oui"), ("0", "Non"))
TWICE: Final = (("summer", "La première fois"), ("winter", "La seconde fois"))


@dataclass(frozen=True, slots=True)
class Ask:
    """One field. `options` are (value, label) or (value, label, detail, pictogram)."""

    name: str
    label: str
    kind: Kind = "text"
    help: str = ""
    options: Sequence[tuple[Any, ...]] = ()
    required: bool = False
    unit: str = ""
    most: int = 200
    blank: str = "Choisir"


@dataclass(frozen=True, slots=True)
class Screen:
    """A form that fills a screen, with one primary act."""

    title: str
    button: str
    back: str
    fields: Sequence[Ask]
    lead: str = ""
    back_label: str = "Retour"
    pictogram: str = "clipboard-check"
    hidden: dict[str, Any] = field(default_factory=dict)
    notice: str = ""
    more: Sequence[Ask] = ()
    """Behind « Autre moment, autre personne »: what most never need."""

    @property
    def sends_file(self) -> bool:
        return any(one.kind == "file" for one in (*self.fields, *self.more))


def late_fields(fixed: int | None = None) -> tuple[Ask, ...]:
    """When it was, and why it is told afterwards; a correction leaves the moment as it was."""
    return (
        Ask("at", "Quand", "time", "Vide : inchangé." if fixed else "Vide : maintenant."),
        Ask("late_reason", "Pourquoi c’est noté après", help="Si c’était il y a longtemps."),
    )


def who_fields(crew: Sequence[tuple[int, str]]) -> tuple[Ask, ...]:
    """Who did it: a badge, or a name of the list."""
    return (
        Ask("badge", "Badge de la personne", "scan", "Scannez le badge, ou choisissez dessous.",
            most=64),
        Ask("worker", "Fait par", "select", options=crew, blank="La personne connectée"),
    )  # fmt: skip


def correction(key: int | None, *, may_void: bool = True) -> tuple[Ask, ...]:
    """What a correction asks more: why, and whether it never happened."""
    if key is None:
        return ()
    why = Ask("reason", "Ce qui est corrigé, et pourquoi", required=True)
    return (why, Ask("void", "Cela n’a pas eu lieu", "tick")) if may_void else (why,)
