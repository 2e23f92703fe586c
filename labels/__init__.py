"""Labels as data, as pixels and on printers; imports nothing of the rest of the house."""

from labels.grids import GRIDS
from labels.layouts import LAYOUTS
from labels.placing import Problem, fits
from labels.render import render_image, render_png
from labels.sheets import render_pdf
from labels.spec import (
    Box,
    DoubtError,
    Label,
    LabelError,
    Layout,
    LayoutError,
    NotSentError,
    Printer,
    Symbol,
    TransportError,
)
from labels.states import State, state
from labels.transports import send
from labels.verify import unread, verify_png
from labels.zpl import render_zpl

__all__ = [
    "GRIDS",
    "LAYOUTS",
    "Box",
    "DoubtError",
    "Label",
    "LabelError",
    "Layout",
    "LayoutError",
    "NotSentError",
    "Printer",
    "Problem",
    "State",
    "Symbol",
    "TransportError",
    "fits",
    "render_image",
    "render_pdf",
    "render_png",
    "render_zpl",
    "send",
    "state",
    "unread",
    "verify_png",
]
