"""The French of boxes: kinds, fields, symbols, how numbers are written; knows no row, no page."""

from decimal import Decimal
from typing import Final

from labels import Box, Layout, Symbol
from labels.grids import Grid
from labels.spec import FIELDS

KINDS: Final = {
    "text": "Texte",
    "symbol": "Symbole",
    "line": "Trait",
    "mark": "Marque de réimpression",
}
SYMBOLS: Final = {"code128": "Code 128", "qr": "QR", "datamatrix": "Data Matrix"}
ALIGNS: Final = {"left": "À gauche", "center": "Au centre", "right": "À droite"}
PARTS: Final = {
    "label": "Nom",
    "width": "Largeur du papier",
    "height": "Hauteur du papier",
    "sheet": "Planche",
    "kind": "Sorte",
    "x": "Depuis la gauche",
    "y": "Depuis le haut",
    "w": "Largeur",
    "h": "Hauteur",
    "field": "Ce qui est écrit",
    "text": "Texte fixe",
    "when": "Seulement avec",
    "symbol": "Symbole",
    "size": "Lettres",
    "smallest": "Lettres, au moins",
    "bold": "Gras",
    "align": "Place dans la boîte",
    "lines": "Lignes",
}
"""What the parts of a layout and of a box are called on the screen."""


def number(value: float | Decimal) -> str:
    """12,5: to a thousandth, a comma, no zero that says nothing."""
    rounded = round(Decimal(str(value)), 3)
    text = f"{rounded:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def sides(width: float, height: float) -> str:
    """60 × 100 mm"""
    return f"{number(width)} × {number(height)} mm"


def size(layout: Layout) -> str:
    return sides(layout.width, layout.height)


def field(name: str) -> str:
    """The French name of a field; « rien » for none."""
    return FIELDS.get(name, name) if name else "rien"


def what(box: Box) -> str:
    """Titre, symbole QR: what stands in a box."""
    if box.kind == "symbol":
        return f"symbole {SYMBOLS[(box.symbol or Symbol.QR).value]}"
    if box.kind == "text":
        return f"« {box.text[:30]} »" if box.text else field(box.field)
    return KINDS[box.kind].lower()


def box(number: int, one: Box) -> str:
    """Boîte 3 (symbole QR)"""
    return f"Boîte {number} ({what(one)})"


def sheet(grid: Grid) -> str:
    """24 étiquettes de 70 × 37 mm"""
    return f"{grid.columns * grid.rows} étiquettes de {sides(grid.width, grid.height)}"
