"""The named layouts of the house: what is printed on which paper; millimetres, French captions."""

from typing import Literal

from labels.spec import CODE, REPRINT, Box, Layout, Symbol

Place = tuple[float, float, float, float]
"""Left, top, width and height."""


def _text(
    field: str,
    place: Place,
    size: float,
    *,
    bold: bool = False,
    lines: int = 1,
    align: Literal["left", "center", "right"] = "left",
) -> Box:
    return Box("text", *place, field, size=size, bold=bold, lines=lines, align=align)


def _caption(text: str, place: Place, when: str = "") -> Box:
    size = place[3] * 0.75
    return Box("text", *place, text=text, when=when, size=size, bold=True, align="center")


def _qr(place: Place, field: str = CODE) -> Box:
    return Box("symbol", *place, field, symbol=Symbol.QR)


def _bars(place: Place, size: float) -> tuple[Box, Box]:
    """Code 128, and its text in large letters right under it."""
    x, y, w, h = place
    bars = h - 1.3 * size - 0.3
    return (
        Box("symbol", x, y, w, bars, CODE, symbol=Symbol.CODE128),
        _text(CODE, (x, y + bars + 0.3, w, 1.3 * size), size, bold=True, align="center"),
    )


def _mark(place: Place) -> Box:
    return Box("mark", *place, REPRINT, size=place[3] * 0.62, bold=True, align="center")


def _rule(x: float, y: float, w: float) -> Box:
    return Box("line", x, y, w, 0.4)


def _wide(code: str, label: str, caption: str) -> Layout:
    """The arrangement of the 100 × 50 mm roll, which crates, cartons, trays and lots share."""
    boxes = (
        _text("title", (3, 2.5, 66, 7.5), 5.5, bold=True),
        _text("line1", (3, 10, 66, 5.2), 4),
        _text("line2", (3, 15.2, 66, 5.2), 4),
        _text("line3", (3, 20.4, 66, 5.2), 4),
        *_bars((2, 26, 66, 19), 5.5),
        _text("footer", (3, 45, 66, 4), 3),
        _caption(caption, (70, 3, 27, 6)),
        _qr((70, 10, 27, 27)),
        _mark((70, 41, 27, 6)),
    )
    return Layout(code, label, 100, 50, boxes)


_BAG = (
    # The top 10 mm are for the eyelet.
    _text("title", (3, 10, 54, 16), 6, bold=True, lines=2),
    _text("line1", (3, 26.5, 54, 6), 4.5),
    _text("line2", (3, 32.5, 54, 6), 4.5),
    _text("line3", (3, 38.5, 54, 6), 4.5),
    *_bars((1, 46, 58, 26), 8),
    _qr((2, 73, 24, 24)),
    _mark((28, 74, 29, 7)),
    _text("footer", (28, 83, 29, 13), 3.8, lines=2),
)
_TICKET = (
    _text("title", (3, 2.5, 63, 7.5), 5.5, bold=True),
    _text("line1", (3, 10, 63, 5.2), 4),
    _text("line2", (3, 15.2, 63, 5.2), 4),
    _text("line3", (3, 20.4, 63, 5.2), 4),
    *_bars((1, 26.5, 48, 18.5), 5.5),
    _qr((49.5, 27, 16.5, 16.5)),
    _text("footer", (3, 45, 63, 4), 3),
    _qr((67, 7.5, 31, 31), "url"),
    _caption("Suivre ma commande", (67, 3, 31, 4), when="url"),
    _mark((69, 41, 27, 6)),
)
_PALLET = (
    _caption("PALETTE", (3, 3, 94, 8)),
    _rule(3, 12, 94),
    _text("title", (3, 14, 94, 26), 9.5, bold=True, lines=2),
    _text("line1", (3, 41, 94, 8), 6),
    _text("line2", (3, 49, 94, 8), 6),
    _text("line3", (3, 57, 94, 8), 6),
    _rule(3, 66.5, 94),
    *_bars((2, 68, 96, 41), 12),
    _qr((3, 111, 36, 36)),
    _mark((43, 112, 54, 10)),
    _text("footer", (43, 124, 54, 22), 5, lines=3),
)
_GARMENT = (
    Box("symbol", 1, 1.5, 12, 12, CODE, symbol=Symbol.DATAMATRIX),
    _text("title", (14, 1, 30, 4.2), 3.2, bold=True),
    _text("line1", (14, 5.2, 30, 4), 2.8),
    _text(CODE, (14, 9.3, 30, 4.8), 3.6, bold=True),
)
_BADGE = (
    _text("title", (4, 4, 77.6, 18), 6.8, bold=True, lines=2),
    _text("line1", (4, 22, 77.6, 6), 4.5),
    *_bars((4, 29, 77.6, 20), 5.5),
    _text("footer", (4, 49, 77.6, 4), 3),
)
_VOLUME = (
    _caption("FICHE DE VOLUME", (10, 9, 128, 8)),
    _rule(10, 18, 128),
    _text("title", (10, 21, 128, 28), 10, bold=True, lines=2),
    _text("line1", (10, 51, 128, 18), 6.5, lines=2),
    _text("line2", (10, 71, 128, 18), 6.5, lines=2),
    _text("line3", (10, 91, 128, 18), 6.5, lines=2),
    _rule(10, 112, 128),
    *_bars((10, 115, 86, 40), 11),
    _qr((98, 115, 40, 40)),
    _mark((10, 160, 54, 10)),
    _rule(10, 173, 128),
    _text("footer", (10, 176, 128, 24), 5, lines=3),
)
_CARD = (
    _text("title", (6, 8, 93, 46), 14, bold=True, lines=2),
    _text("line1", (6, 55, 93, 18), 6.5, lines=2),
    *_bars((5, 75, 95, 36), 9),
    _qr((6, 112, 31, 31)),
    _text("line2", (40, 113, 59, 14), 5, lines=2),
    _text("footer", (40, 129, 59, 14), 4, lines=2),
)
_SITE = (
    _text("title", (1.5, 1, 27, 3.8), 2.9, bold=True, align="center"),
    _qr((5.1, 4.8, 19.8, 19.8)),
    _text(CODE, (1.5, 24.6, 27, 5), 3.8, bold=True, align="center"),
)
_SMALL = (
    _text("title", (2, 1.5, 53, 5.2), 4, bold=True),
    _text("line1", (2, 6.7, 53, 4.2), 3.2),
    *_bars((1, 11, 55, 16.5), 4.5),
    _text("footer", (2, 27.6, 53, 3.4), 2.6),
)
_EQUIPMENT = (
    _text("title", (2, 1, 46, 4.8), 3.6, bold=True),
    *_bars((1, 6, 48, 18), 4.5),
)
_SHELF = (
    _text("title", (2, 1, 46, 6.6), 5, bold=True, align="center"),
    *_bars((1, 8, 48, 16), 4.2),
)
# The outer labels of a full A4 sheet lie under the 4 mm that office printers leave white.
_SHEET24 = (
    _text("title", (5, 4.5, 60, 5.2), 4, bold=True),
    _text("line1", (5, 9.7, 60, 4.2), 3.2),
    _text("line2", (5, 13.9, 60, 4.2), 3.2),
    *_bars((5, 18.3, 60, 14), 4),
)
_SHEET21 = (
    _text("title", (3, 2, 57.5, 5.2), 4, bold=True),
    _text("line1", (3, 7.2, 57.5, 4.2), 3.2),
    _text("line2", (3, 11.4, 57.5, 4.2), 3.2),
    *_bars((2, 16, 59.5, 16), 4.5),
    _text("footer", (3, 32.2, 57.5, 3.6), 2.7),
)

LAYOUTS: dict[str, Layout] = {
    layout.code: layout
    for layout in (
        Layout("bag", "Sac ou filet, étanche, 60 × 100 mm", 60, 100, _BAG),
        Layout("ticket", "Ticket de dépôt, 100 × 50 mm", 100, 50, _TICKET),
        _wide("crate", "Caisse, 100 × 50 mm", "CAISSE"),
        _wide("carton", "Carton, 100 × 50 mm", "CARTON"),
        _wide("tray", "Bac, 100 × 50 mm", "BAC"),
        _wide("lot", "Lot, 100 × 50 mm", "LOT"),
        Layout("pallet", "Palette, 100 × 150 mm", 100, 150, _PALLET),
        Layout("garment", "Pièce textile, thermocollée, 45 × 15 mm", 45, 15, _GARMENT),
        Layout("badge", "Badge, 85,6 × 54 mm", 85.6, 54, _BADGE),
        Layout("volume", "Fiche de volume, papier sans acide, A5", 148, 210, _VOLUME),
        Layout("card", "Carte d’action, A6", 105, 148, _CARD),
        Layout("site", "Repère de site, 30 × 30 mm", 30, 30, _SITE),
        Layout("equipment", "Machine ou véhicule, 50 × 25 mm", 50, 25, _EQUIPMENT),
        Layout("shelf", "Étagère ou poste, 50 × 25 mm", 50, 25, _SHELF),
        Layout("small", "Petite étiquette, 57 × 32 mm", 57, 32, _SMALL),
        Layout("sheet24", "Planche A4 de 24, 70 × 37 mm", 70, 37, _SHEET24, sheet="24"),
        Layout("sheet21", "Planche A4 de 21, 63,5 × 38,1 mm", 63.5, 38.1, _SHEET21, sheet="21"),
    )
}
