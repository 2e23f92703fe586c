"""The parts put together as the typesetter takes them, with the pictures they show; pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from esat.web.filters import day, short_day
from laundry_rabc.dossier import (
    blocks,
    chapters_house,
    chapters_kept,
    chapters_proof,
    chapters_rest,
    gaps,
    plotting,
    sections,
)
from laundry_rabc.dossier.blocks import Part
from laundry_rabc.dossier.detail import Detail
from laundry_rabc.dossier.gaps import Gap
from laundry_rabc.dossier.gathering import Gathered

PAPER: Final = "dossier"
"""The name of the file that draws it."""
TITLE: Final = "Dossier d’audit RABC"
PARTS: Final[tuple[Callable[[Gathered, Detail], Part], ...]] = (
    chapters_house.certificate, chapters_house.team, chapters_house.flow, chapters_house.hazards,
    chapters_house.plan, chapters_rest.prereq, chapters_house.documents, chapters_proof.checks,
    chapters_proof.cycles, chapters_proof.qualify, chapters_kept.lab, chapters_kept.instruments,
    chapters_kept.people, chapters_rest.cases, chapters_rest.impact, chapters_house.audits,
    chapters_rest.complaints, chapters_rest.drills,
)  # fmt: skip


FRESH: Final = frozenset({
    "gaps", "certificate", "hazards", "plan", "prereq", "checks", "cycles", "cases", "annex",
})  # fmt: skip
"""The parts that begin on a page of their own."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The dossier that was asked for: its reference, for what, by whom, in which house."""

    ref: str
    note: str
    by: str
    house: str


@dataclass(frozen=True, slots=True)
class Datum:
    """A file of the data: its path in the archive, what it holds, its rows and its hash."""

    path: str
    about: str
    rows: int
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class SealWords:
    """The seal of the journal laid just before the dossier."""

    id: int | None
    last_event: int
    head: str


def paper(
    asked: Asked, found: Gathered, detail: Detail, missing: Sequence[Gap],
    data: Sequence[Datum], seal: SealWords,
) -> tuple[dict[str, Any], dict[str, bytes]]:  # fmt: skip
    """What the dossier says, and its pictures by name."""
    groups = gaps.grouped(list(missing))
    parts = [chapters_rest.gaps(groups), *(part(found, detail) for part in PARTS)]
    parts.append(_annex(data, seal))
    count = sum(group.count for group in groups)
    period = found.period
    proposed = bool(found.judged)
    said = {
        "house": asked.house, "workshop": "Blanchisserie", "title": TITLE, "number": asked.ref,
        "period": period.words,
        "period_long": f"Du {day(period.since)} au {day(period.until)}",
        "incomplete": bool(groups), "missing": f"{count} manques : la première partie les nomme.",
        "proposed": proposed, "plan_number": str(sections.number("plan")),
        "proposed_words": (
            "Limites proposées, non validées : certaines ont jugé des relevés de cette période. "
            "Chaque relevé le dit."
        ),
        "cover": _cover(asked, found, count),
        "parts": [
            {
                "number": str(sections.number(part.code)), "title": sections.SECTIONS[part.code],
                "fresh": part.code in FRESH, "blocks": part.blocks,
            }
            for part in parts
        ],
    }  # fmt: skip
    drawn = ((f"trend-{n}.svg", plotting.svg(one)) for n, one in enumerate(detail.trends))
    return said, {name: picture for name, picture in drawn if picture is not None}


def _cover(asked: Asked, found: Gathered, count: int) -> list[list[str]]:
    pairs = (
        ("Référence", asked.ref), ("Demandé par", asked.by), ("Pour", asked.note),
        ("Fait le", blocks.shown(found.period.at)),
        ("Regardé jusqu’au", short_day(found.period.on)),
        ("Contrôles prévus", str(found.figures.total.due)),
        ("Cycles de lavage", str(len(found.washes))), ("Manques", str(count)),
    )  # fmt: skip
    return [[name, value] for name, value in pairs if value]


def _annex(data: Sequence[Datum], seal: SealWords) -> Part:
    part = Part("annex")
    part.blocks += [
        blocks.subtitle("Données jointes"),
        blocks.text("Les mêmes faits sont dans l’archive de ce dossier, un fichier CSV par sujet."),
        blocks.table(
            ("Fichier", "Ce qu’il contient", "Lignes", "SHA-256"),
            [(one.path, one.about, one.rows, one.sha256) for one in data], (2.2, 3, 0.7, 4.4),
        ),
        blocks.subtitle("Sceau du journal"),
        blocks.facts((("Sceau", seal.id), ("Dernier événement scellé", seal.last_event or ""),
                      ("Tête", seal.head)))
        if seal.id is not None
        else blocks.quiet("Le journal est vide : rien n’est scellé."),
        blocks.subtitle("Vérifier"),
        *(blocks.text(line) for line in HOW),
    ]  # fmt: skip
    return part


HOW: Final = (
    "1. Calculez le SHA-256 de chaque fichier de l’archive : il doit être celui de index.json.",
    "2. Calculez le SHA-256 de index.json et de l’archive : la page du dossier les montre.",
    "3. Sur la machine de la maison, « esat journal verify » recalcule tous les sceaux du journal.",
    "La tête de celui de ce dossier y est, et dans le fichier des sceaux gardé hors de la base.",
    "4. Prenez une ligne au hasard dans un CSV et demandez à voir sa page dans le logiciel.",
)
