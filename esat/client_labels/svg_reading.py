"""SVG from outside into a tree of what is allowed, or a refusal: no DTD, no entity, no link, no
script; it knows no placeholder.
"""

import base64
import binascii
import io
import re
from typing import Final
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from PIL import Image

from esat.errors import Invalid

LONGEST: Final = 200_000
DEEPEST: Final = 32
MOST: Final = 5_000
_PICTURE_SIDE: Final = 4_000
_SVG, _XML = "http://www.w3.org/2000/svg", "http://www.w3.org/XML/1998/namespace"
_XLINK = "http://www.w3.org/1999/xlink"

ELEMENTS: Final = frozenset(
    {"svg", "g", "defs", "title", "desc", "rect", "line", "path", "circle", "ellipse", "polyline",
     "polygon", "text", "tspan", "image"}
)  # fmt: skip
_PLACES = """x y x1 y1 x2 y2 cx cy r rx ry dx dy d points width height viewBox transform rotate
textLength lengthAdjust preserveAspectRatio"""
_LOOKS = """fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap
stroke-linejoin stroke-miterlimit stroke-dasharray stroke-dashoffset opacity color display
visibility font-family font-size font-weight font-style font-stretch font-variant text-anchor
dominant-baseline alignment-baseline baseline-shift letter-spacing word-spacing text-decoration
writing-mode shape-rendering text-rendering image-rendering paint-order vector-effect style"""
ATTRIBUTES: Final = frozenset(
    [*_PLACES.split(), *_LOOKS.split(), "id", "class", "version", "baseProfile", "xml:space",
     "xml:lang", "data-symbol", "data-value", "data-width"]
)  # fmt: skip

_DECLARED = re.compile(r"<!(DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)", re.IGNORECASE)
_LEADS_AWAY = re.compile(r"url\s*\(|[a-z][a-z0-9+.-]*://|javascript:|@import|\\", re.IGNORECASE)
_STYLE = re.compile(r"\s*[a-z-]+\s*:[^;{}<>\\@]*")
_PICTURE = re.compile(r"\s*data:image/png;base64,([A-Za-z0-9+/=\s]+)")


def read(body: str) -> Element:
    """The tree, its names without namespaces. Invalid, by code."""
    if not body.strip():
        raise Invalid("template_empty")
    if len(body.encode(errors="surrogatepass")) > LONGEST:
        raise Invalid("template_too_long", kilobytes=LONGEST // 1000)
    if _DECLARED.search(body):
        raise Invalid("template_doctype")
    return _Reader().read(body)


class _Reader:
    """Builds the tree; whatever is not in the lists stops it."""

    def __init__(self) -> None:
        self.built = TreeBuilder()
        self.depth = 0
        self.count = 0
        parser = expat.ParserCreate(encoding="utf-8", namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.built.data
        parser.ProcessingInstructionHandler = self.instruction
        parser.StartDoctypeDeclHandler = self.doctype
        parser.EntityDeclHandler = self.doctype
        parser.ExternalEntityRefHandler = self.doctype
        self.parser = parser

    def read(self, body: str) -> Element:
        try:
            self.parser.Parse(body.encode(), True)  # noqa: FBT003 - expat takes no name
        except UnicodeEncodeError as error:
            raise Invalid("template_controls") from error
        except expat.ExpatError as error:
            raise Invalid("template_not_xml", line=error.lineno) from error
        root = self.built.close()
        if root.tag != "svg":
            raise Invalid("template_not_svg")
        return root

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.count += 1
        if self.depth > DEEPEST or self.count > MOST:
            raise Invalid("template_too_deep")
        space, _, tag = name.rpartition(" ")
        if space not in {"", _SVG} or tag not in ELEMENTS or (tag == "svg" and self.depth > 1):
            raise Invalid("template_element", name=tag, line=self.parser.CurrentLineNumber)
        kept = {}
        for full, value in attributes.items():
            key, said = self.attribute(tag, full, value)
            kept[key] = said
        self.built.start(tag, kept)

    def attribute(self, tag: str, full: str, value: str) -> tuple[str, str]:
        space, _, name = full.rpartition(" ")
        key = f"xml:{name}" if space == _XML else name
        line = self.parser.CurrentLineNumber
        if key == "href" and tag == "image" and space in {"", _XLINK}:
            return key, picture(value, line)
        if space not in {"", _XML} or key not in ATTRIBUTES:
            raise Invalid("template_attribute", name=key, line=line)
        is_value = key == "data-value"
        if not is_value and _LEADS_AWAY.search(value):
            raise Invalid("template_link", name=key, line=line)
        if key == "style":
            value = style(value, line)
        return key, value

    def end(self, name: str) -> None:
        self.depth -= 1
        self.built.end(name.rpartition(" ")[2])

    def instruction(self, target: str, _data: str) -> None:
        raise Invalid("template_element", name=target, line=self.parser.CurrentLineNumber)

    def doctype(self, *_about: object) -> int:
        raise Invalid("template_doctype")


def style(value: str, line: int) -> str:
    """The declarations of a style attribute, those of another font left out."""
    kept = []
    for one in value.split(";"):
        if not one.strip():
            continue
        if not _STYLE.fullmatch(one):
            raise Invalid("template_link", name="style", line=line)
        if one.split(":")[0].strip() not in {"font-family", "font"}:
            kept.append(one.strip())
    return ";".join(kept)


def picture(value: str, line: int) -> str:
    """A PNG that the label itself carries, whole and of a reasonable size."""
    found = _PICTURE.fullmatch(value)
    if found is None:
        raise Invalid("template_link", name="href", line=line)
    try:
        data = base64.b64decode("".join(found.group(1).split()), validate=True)
        with Image.open(io.BytesIO(data), formats=["PNG"]) as image:
            sides = image.size
    except (binascii.Error, OSError, ValueError, Image.DecompressionBombError) as error:
        raise Invalid("template_picture_png", line=line) from error
    if max(sides) > _PICTURE_SIDE:
        raise Invalid("template_picture_png", line=line)
    return "data:image/png;base64," + base64.b64encode(data).decode()
