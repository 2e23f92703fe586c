"""What keeps a layout from being printed, in French, box by box; it knows no row and no page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from esat.layouts import words
from labels import Box, Layout, Symbol
from labels.checking import Fault, check

DENSITIES: Final = (203, 300)
"""Dots per inch of the printers that labels come out of."""
SENTENCES: Final = {
    "box_blank": "elle n’écrit rien. Choisissez un champ, ou un texte fixe.",
    "box_outside": "elle sort du papier. Déplacez-la, ou réduisez-la.",
    "boxes_overlap": "elle couvre la boîte {other}. Écartez-les.",
    "near_edge": "laissez 0,5 mm jusqu’au bord : les imprimantes décalent le papier d’autant.",
    "no_code_text": "Il manque le code en lettres. Ajoutez un texte avec le champ « Code ».",
    "no_mark": "Il manque la marque de réimpression. Ajoutez une boîte de cette sorte.",
    "no_symbol": "Il manque un symbole du code. Ajoutez-en un avec le champ « Code ».",
    "paper_size": "Ce papier n’existe pas. Corrigez sa largeur et sa hauteur.",
    "sheet_small": "La planche a des étiquettes plus petites : {size} au plus.",
    "sheet_unknown": "Cette planche n’existe pas. Choisissez-la dans la liste.",
    "symbol_covered": "elle touche la boîte {other}. Un symbole veut du blanc autour de lui.",
    "symbol_height": "il faut {needed} mm de haut, il y en a {has}.",
    "symbol_side": "il faut {needed} mm, il y en a {has}.",
    "symbol_text": "aucun symbole ne tient ce texte. Raccourcissez-le, sans accent.",
    "symbol_width": "il faut {needed} mm de large, il y en a {has}.",
    "text_cut": "le plus long texte ne tient pas. Agrandissez-la, ou réduisez ses lettres.",
    "text_low": "il faut {needed} mm de haut pour ces lettres, il y en a {has}.",
    "unknown_field": "ce champ n’existe pas. Choisissez-le dans la liste.",
}


@dataclass(frozen=True, slots=True)
class Said:
    """One reason: its kind, the place of its box among the boxes (None: the whole layout)."""

    kind: str
    sentence: str
    index: int | None = None
    what: str = ""
    other: int | None = None

    def named(self, numbers: Sequence[int] = ()) -> str:
        """Boîte 3 (symbole QR) : il faut 18,2 mm, il y en a 12.

        `numbers` are those of the boxes on the screen, where some may be missing here.
        """
        if self.index is None:
            return self.sentence
        number = numbers[self.index] if numbers else self.index + 1
        return f"Boîte {number} ({self.what}) : {self.about(numbers)}"

    def about(self, numbers: Sequence[int] = ()) -> str:
        """The same without the name of its box."""
        if self.other is None:
            return self.sentence
        return self.sentence.format(other=numbers[self.other] if numbers else self.other + 1)


def of(layout: Layout) -> tuple[Said, ...]:
    """Every reason at each density, once a box; of two sizes that are needed, the larger."""
    found: dict[tuple[str, tuple[int, ...]], Fault] = {}
    for dpi in DENSITIES:
        for fault in check(layout, dpi):
            key = fault.kind, fault.boxes
            known = found.get(key)
            if known is None or (known.width, known.height) < (fault.width, fault.height):
                found[key] = fault
    return tuple(said for fault in found.values() for said in _said(layout, fault))


def by_place(found: Sequence[Said]) -> dict[str, str]:
    """The sentences by field of the editor: `b3` for box 3, `boxes` for those of no field."""
    places: dict[str, list[str]] = {}
    for one in found:
        whole = "sheet" if one.kind.startswith("sheet_") else "boxes"
        place = whole if one.index is None else f"b{one.index + 1}"
        places.setdefault(place, []).append(one.named())
    return {place: " ".join(sentences) for place, sentences in places.items()}


def _said(layout: Layout, fault: Fault) -> Iterator[Said]:
    if not fault.boxes:
        size = words.sides(fault.width, fault.height)
        yield Said(fault.kind, SENTENCES[fault.kind].format(size=size))
    for at in fault.boxes:
        box = layout.boxes[at]
        other = next((one for one in fault.boxes if one != at), None)
        yield Said(fault.kind, _words(box, fault), at, words.what(box), other)


def _words(box: Box, fault: Fault) -> str:
    if fault.kind == "text_low":
        return _needs("text_low", fault.height, box.h)
    if fault.kind != "symbol_small":
        return SENTENCES[fault.kind]
    if not fault.width:
        return SENTENCES["symbol_text"]
    if box.symbol is not Symbol.CODE128:
        return _needs("symbol_side", max(fault.width, fault.height), min(box.w, box.h))
    parts = []
    if box.w < fault.width:
        parts.append(_needs("symbol_width", fault.width, box.w))
    if box.h < fault.height or not parts:
        parts.append(_needs("symbol_height", fault.height, box.h))
    return " ".join(part if not at else part.capitalize() for at, part in enumerate(parts))


def _needs(sentence: str, needed: float, has: float) -> str:
    return SENTENCES[sentence].format(needed=words.number(needed), has=words.number(has))
