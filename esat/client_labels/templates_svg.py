"""A client's label in SVG: judged once when it is kept, then filled; others draw it.

A value stands in a text, or in the symbol of `<rect data-symbol="code128" data-value="{{code}}">`.
The tree is written anew from what was allowed: nothing of the original passes unseen.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple
from xml.etree.ElementTree import Element, tostring

from esat.client_labels import placeholders, svg_reading, symbol_boxes
from esat.client_labels.symbol_boxes import GS1, SymbolBox
from esat.errors import Invalid, Refused
from labels import faces
from labels.fitting import fit

FAMILY: Final = "Atkinson Hyperlegible Next"
_TEXTS: Final = frozenset({"text", "tspan"})
_WORDS: Final = _TEXTS | {"title", "desc"}
_NUMBER = re.compile(r"\s*([+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?)(px)?\s*", re.IGNORECASE)
_MOVE = re.compile(r"\s*([a-zA-Z]+)\s*\(([^()]*)\)[\s,]*")
_LONGEST_TEXT: Final = 500
_RATIO: Final = 0.01
_FINE: Final = 1000
"""Thousandths of a unit, for the letters' widths."""
_SMALLEST: Final = 0.6
"""How far a text with `data-width` shrinks before it is cut."""


class Move(NamedTuple):
    """From the units of an element to millimetres, without any turn."""

    x: float
    y: float
    wide: float
    high: float

    def inside(self, x: float, y: float, wide: float = 1.0, high: float = 1.0) -> "Move":
        return Move(self.x + x * self.wide, self.y + y * self.high,
                    self.wide * wide, self.high * high)  # fmt: skip


@dataclass(slots=True)
class Drawing:
    """The label with its values: what is drawn, its filled texts alone, its symbols, and the
    texts that had to be cut.
    """

    svg: str = ""
    texts: str = ""
    symbols: list[SymbolBox] = field(default_factory=list)
    cut: list[str] = field(default_factory=list)


def check(body: str, width: float, height: float, samples: Mapping[str, str]) -> set[str]:
    """The placeholders used, when everything is allowed and the symbols have room for values such
    as these. Invalid or Refused, by code.
    """
    root = svg_reading.read(body)
    _paper(root, width, height)
    names: set[str] = set()
    for element in root.iter():
        names |= _check_words(element) | _check_attributes(element)
    drawn = fill(body, samples, width, height)
    for dpi in symbol_boxes.DENSITIES:
        symbol_boxes.arranged(width, height, tuple(drawn.symbols), dpi)
    for box in drawn.symbols:
        symbol_boxes.wanted(box)
    return names


def fill(body: str, values: Mapping[str, str], width: float, height: float) -> Drawing:
    """The label with its values. Refuses `template_value_missing`, `template_value_symbol`."""
    root = svg_reading.read(body)
    paper = _paper(root, width, height)
    drawing = Drawing()
    whole, words = _Filling(values, drawing).element(root, paper, bold=False)
    for tree in (whole, words):
        tree.attrib.update(
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "font-family": FAMILY,
                "width": str(width),
                "height": str(height),
                "preserveAspectRatio": "none",
            }
        )
    box = [float(one) for one in _numbers(root.get("viewBox", ""))]
    around = (box[0] - box[2], box[1] - box[3], box[2] * 3, box[3] * 3)
    words.set("viewBox", " ".join(f"{one:.6f}" for one in around))
    drawing.svg = tostring(whole, encoding="unicode")
    drawing.texts = tostring(words, encoding="unicode")
    return drawing


class _Filling:
    """Goes down the tree and makes two others: the whole label, and its filled texts alone."""

    def __init__(self, values: Mapping[str, str], drawing: Drawing) -> None:
        self.values = values
        self.drawing = drawing

    def element(self, old: Element, move: Move | None, *, bold: bool) -> tuple[Element, Element]:
        kept = {
            name: said
            for name, said in old.attrib.items()
            if name != "font-family" and not name.startswith("data-")
        }
        whole, words = Element(old.tag, kept), Element(old.tag, dict(kept))
        bold = _bold(old, otherwise=bold)
        inner = move if old.tag == "svg" else _moved(old, move)
        whole.text = self.words(old.text) if old.tag in _WORDS else None
        words.text = whole.text if old.tag in _TEXTS else None
        for child in old:
            if "data-symbol" in child.attrib:
                self.symbol(child, _moved(child, inner))
                continue
            there, word = self.element(child, inner, bold=bold)
            there.tail = word.tail = self.words(child.tail) if old.tag in _TEXTS else None
            whole.append(there)
            if old.tag in _TEXTS or _is_filled(child) or len(word):
                words.append(word)
        if "data-width" in old.attrib:
            self.fit(old, whole, words, bold=bold)
        return whole, words

    def words(self, text: str | None) -> str | None:
        if text is None:
            return None
        return placeholders.fill(text, self.values, lambda _, value: placeholders.shown(value))

    def fit(self, old: Element, whole: Element, words: Element, *, bold: bool) -> None:
        """Shrink a text that is wider than its `data-width`, then cut it with dots."""
        text = faces.printable(whole.text or "")
        size, room = (round(_length(old, name) * _FINE) for name in ("font-size", "data-width"))
        fitted = fit(text, bold=bold, size=size, smallest=round(size * _SMALLEST), width=room,
                     rows=lambda _: 1)  # fmt: skip
        if fitted.cut:
            self.drawing.cut.append(text)
        for tree in (whole, words):
            tree.text = fitted.lines[0]
            tree.set("font-size", f"{fitted.size / _FINE:.3f}")

    def symbol(self, rect: Element, move: Move | None) -> None:
        kind = rect.get("data-symbol", "")
        if move is None:
            raise Invalid("template_turned", symbol=kind)

        def written(name: str, value: str) -> str:
            if not value:
                raise Refused("template_value_missing", name=name)
            return symbol_boxes.gs1_value(name, value) if kind == GS1 else value

        value = placeholders.fill(rect.get("data-value", ""), self.values, written)
        x, y, w, h = (_length(rect, name) for name in ("x", "y", "width", "height"))
        left, right = sorted((move.x + x * move.wide, move.x + (x + w) * move.wide))
        top, bottom = sorted((move.y + y * move.high, move.y + (y + h) * move.high))
        box = SymbolBox(kind, value, left, top, right - left, bottom - top)
        self.drawing.symbols.append(box)


def _paper(root: Element, width: float, height: float) -> Move:
    """From the units of the drawing to the millimetres of the label, which has its shape."""
    box = _numbers(root.get("viewBox", ""))
    if len(box) != 4 or min(box[2:]) <= 0:
        raise Invalid("template_view_box")
    if "transform" in root.attrib:
        raise Invalid("template_transform")
    wide, high = width / box[2], height / box[3]
    if abs(wide / high - 1) > _RATIO:
        raise Invalid("template_shape", wide=f"{box[2]:g}", high=f"{box[3]:g}")
    return Move(-box[0] * wide, -box[1] * high, wide, high)


def _check_words(element: Element) -> set[str]:
    names: set[str] = set()
    inside = [element.text or ""] if element.tag in _WORDS else []
    if element.tag in _TEXTS:
        inside += [child.tail or "" for child in element]
    for text in inside:
        if len(text) > _LONGEST_TEXT:  # letters are set in a time that grows with their square
            raise Invalid("template_too_deep")
        names |= placeholders.check(text)
        for part in placeholders.parts(text):
            _check_letters(part)
    elsewhere = [] if element.tag in _WORDS else [element.text or ""]
    if element.tag not in _TEXTS:
        elsewhere += [child.tail or "" for child in element]
    if any("{{" in text for text in elsewhere):
        raise Invalid("template_place_svg")
    return names


def _check_letters(part: str) -> None:
    strange = [sign for sign in " ".join(part.split())
               if sign != faces.MISSING and faces.MISSING in placeholders.shown(sign)]  # fmt: skip
    if strange:
        raise Invalid("template_letters", sign=strange[0])


def _check_attributes(element: Element) -> set[str]:
    for name, value in element.attrib.items():
        if name != "data-value" and ("{{" in value or "}}" in value):
            raise Invalid("template_place_svg")
    own = {name for name in element.attrib if name.startswith("data-")}
    if "data-width" in own:
        styled = "font-size" in element.get("style", "")
        if element.tag != "text" or len(element) or styled:
            raise Invalid("template_fit")
        if min(_length(element, name) for name in ("font-size", "data-width")) <= 0:
            raise Invalid("template_fit")
    if not own & {"data-symbol", "data-value"}:
        return set()
    kind = element.get("data-symbol", "")
    if element.tag != "rect" or kind not in symbol_boxes.KINDS or not element.get("data-value"):
        raise Invalid("template_symbol_kind")
    return placeholders.check(element.get("data-value", ""))


def _is_filled(element: Element) -> bool:
    return element.tag == "text" and any(
        placeholders.used_in(text)
        for one in element.iter()
        for text in (one.text, one.tail)
        if text
    )


def _moved(element: Element, move: Move | None) -> Move | None:
    """The same inside the element's own transform; None once something is turned or slanted."""
    said = element.get("transform", "")
    at = 0
    while move is not None and at < len(said.rstrip()):
        found = _MOVE.match(said, at)
        if found is None:
            raise Invalid("template_transform")
        move = _by(move, found.group(1), _numbers(found.group(2)))
        at = found.end()
    return move


def _by(move: Move, name: str, by: list[float]) -> Move | None:
    if name == "translate" and len(by) in {1, 2}:
        return move.inside(by[0], by[1] if len(by) == 2 else 0.0)
    if name == "scale" and len(by) in {1, 2}:
        return move.inside(0.0, 0.0, by[0], by[-1])
    if name == "matrix" and len(by) == 6 and by[1] == by[2] == 0:
        return move.inside(by[4], by[5], by[0], by[3])
    return None


def _bold(element: Element, *, otherwise: bool) -> bool:
    said = element.get("font-weight") or next(
        iter(re.findall(r"font-weight\s*:\s*([a-z0-9]+)", element.get("style", ""))), ""
    )
    if not said:
        return otherwise
    return said in {"bold", "bolder"} or (said.isdecimal() and int(said) >= 600)


def _length(element: Element, name: str) -> float:
    found = _NUMBER.fullmatch(element.get(name, ""))
    if found is None:
        raise Invalid("template_length", name=name)
    return float(found.group(1))


def _numbers(text: str) -> list[float]:
    parts = text.replace(",", " ").split()
    found = [_NUMBER.fullmatch(part) for part in parts]
    if not all(one and not one.group(4) for one in found):
        return []
    return [float(part) for part in parts]
