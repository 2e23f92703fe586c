"""Pictograms as inline SVG, read once from the vendored set; it knows no word of the trade."""

import re
from functools import cache
from pathlib import Path
from typing import Final

from flask import Flask
from markupsafe import Markup

ICON_FOLDER: Final = Path(__file__).parent.parent / "static" / "vendor" / "icons"
_SVG: Final = re.compile(r"<svg\b[^>]*viewBox=\"([\d .]+)\"[^>]*>(.*)</svg>", re.DOTALL)
_BLANKS_BETWEEN_TAGS: Final = re.compile(r">\s+<")


class UnknownIconError(LookupError):
    """A template or a module named a pictogram that is not vendored."""


@cache
def icon_names() -> frozenset[str]:
    """The names that `icon` draws, so that a module's pictograms are checked when it is loaded."""
    return frozenset(path.stem for path in ICON_FOLDER.glob("*.svg"))


@cache
def icon(name: str) -> Markup:
    """The pictogram `name`, hidden from screen readers: the words beside it carry the meaning."""
    if name not in icon_names():
        raise UnknownIconError(name)
    drawing = _SVG.search((ICON_FOLDER / f"{name}.svg").read_text(encoding="utf-8"))
    if drawing is None:
        raise UnknownIconError(name)
    view_box, paths = drawing.groups()
    inner = _BLANKS_BETWEEN_TAGS.sub("><", paths.strip())
    return Markup(  # noqa: S704 - the drawing is our vendored file, its hash is tested
        f'<svg class="icon" viewBox="{view_box}" fill="currentColor" aria-hidden="true"'
        f' focusable="false">{inner}</svg>'
    )


def install(app: Flask) -> None:
    """Give `icon` to every template, imported macros included."""
    app.jinja_env.globals["icon"] = icon
