"""The layouts printed on rolls, for one sort of thing or for any; millimetres, French captions."""

from labels.making import bars, caption, kind, mark, qr, rule, text
from labels.spec import CODE, Box, Layout, Symbol


def _wide(code: str, label: str, heading: Box) -> Layout:
    """The arrangement of the 100 × 50 mm roll, which crates, cartons, trays and lots share."""
    boxes = (
        text("title", (3, 2.5, 66, 7.5), 5.5, bold=True),
        text("line1", (3, 10, 66, 5.2), 4),
        text("line2", (3, 15.2, 66, 5.2), 4),
        text("line3", (3, 20.4, 66, 5.2), 4),
        *bars((2, 26, 66, 19), 5.5),
        text("footer", (3, 45, 66, 4), 3),
        heading,
        qr((70, 10, 27, 27)),
        mark((70, 41, 27, 6)),
    )
    return Layout(code, label, 100, 50, boxes)


def _large(code: str, label: str, heading: Box) -> Layout:
    """The arrangement of the 100 × 150 mm roll, read from some way off."""
    boxes = (
        heading,
        rule(3, 12, 94),
        text("title", (3, 14, 94, 26), 9.5, bold=True, lines=2),
        text("line1", (3, 41, 94, 8), 6),
        text("line2", (3, 49, 94, 8), 6),
        text("line3", (3, 57, 94, 8), 6),
        rule(3, 66.5, 94),
        *bars((2, 68, 96, 41), 12),
        qr((3, 111, 36, 36)),
        mark((43, 112, 54, 10)),
        text("footer", (43, 124, 54, 22), 5, lines=3),
    )
    return Layout(code, label, 100, 150, boxes)


_BAG = (
    # The top 10 mm are for the eyelet.
    text("title", (3, 10, 54, 16), 6, bold=True, lines=2),
    text("line1", (3, 26.5, 54, 6), 4.5),
    text("line2", (3, 32.5, 54, 6), 4.5),
    text("line3", (3, 38.5, 54, 6), 4.5),
    *bars((1, 46, 58, 26), 8),
    qr((2, 72.8, 25.3, 25.3)),
    mark((28, 74, 29, 7)),
    text("footer", (28, 83, 29, 13), 3.8, lines=2),
)
_TICKET = (
    text("title", (3, 2.5, 63, 7.5), 5.5, bold=True),
    text("line1", (3, 10, 63, 5.2), 4),
    text("line2", (3, 15.2, 63, 5.2), 4),
    text("line3", (3, 20.4, 63, 5.2), 4),
    *bars((1, 26.5, 48, 18.5), 5.5),
    qr((49.5, 27, 16.5, 16.5)),
    text("footer", (3, 45, 63, 4), 3),
    qr((67, 7.5, 31, 31), "url"),
    caption("Suivre ma commande", (67, 3, 31, 4), when="url"),
    mark((69, 41, 27, 6)),
)
_GARMENT = (
    Box("symbol", 1, 1.5, 12, 12, CODE, symbol=Symbol.DATAMATRIX),
    # Three levels: the person, the house, the sector.
    text("title", (14, 0.8, 30, 3.6), 2.7, bold=True),
    text("line1", (14, 4.4, 30, 3), 2.3),
    text("line2", (14, 7.4, 30, 3), 2.3),
    text(CODE, (14, 10.4, 18, 4), 3, bold=True),
    mark((33, 10.8, 11, 3.4)),
)
_SITE = (
    text("title", (1.5, 0.9, 27, 3.8), 2.9, bold=True, align="center"),
    qr((5.1, 4.7, 19.8, 19.8)),
    mark((25.1, 12.5, 4.2, 4.2)),
    text(CODE, (1.5, 24.5, 27, 5), 3.8, bold=True, align="center"),
)
_SMALL = (
    text("title", (2, 1.5, 53, 5.2), 4, bold=True),
    text("line1", (2, 6.7, 53, 4.2), 3.2),
    *bars((1, 11, 55, 16.5), 4.5, side=14),
    text("footer", (2, 27.6, 53, 3.4), 2.6),
)
_STRIP60 = (
    text("title", (2, 1, 56, 4.7), 3.6, bold=True),
    text("line1", (2, 5.7, 56, 3.8), 2.9),
    text("line2", (2, 9.5, 56, 3.8), 2.9),
    Box("symbol", 1.5, 13.5, 41, 10.3, CODE, symbol=Symbol.CODE128),
    text(CODE, (2.5, 24, 24, 5.2), 4, bold=True, align="center"),
    mark((28, 24.4, 14, 4.6)),
    qr((43, 13.4, 15.6, 15.6)),
)
# A printer of 62 mm rolls leaves 2 mm white on either side.
_ROLL62 = (
    text("title", (2, 1.5, 58, 5.2), 4, bold=True),
    text("line1", (2, 6.7, 58, 4.2), 3.2),
    text("line2", (2, 10.9, 58, 4.2), 3.2),
    text("line3", (2, 15.1, 58, 4.2), 3.2),
    Box("symbol", 2, 19.8, 38.5, 12.3, CODE, symbol=Symbol.CODE128),
    text(CODE, (2, 32.4, 25, 5.9), 4.5, bold=True, align="center"),
    mark((28, 32.9, 12, 4.9)),
    qr((41.2, 19.8, 18.8, 18.8)),
)
_EQUIPMENT = (
    text("title", (2, 1, 46, 4.8), 3.6, bold=True),
    *bars((1, 6, 48, 18), 4.5, side=11),
)
_SHELF = (
    text("title", (2, 1, 46, 6.6), 5, bold=True, align="center"),
    *bars((1, 8, 48, 16), 4.2, side=11),
)

ROLLS = (
    Layout("bag", "Sac ou filet, étanche, 60 × 100 mm", 60, 100, _BAG),
    Layout("ticket", "Ticket de dépôt, 100 × 50 mm", 100, 50, _TICKET),
    _wide("crate", "Caisse, 100 × 50 mm", caption("CAISSE", (70, 3, 27, 6))),
    _wide("carton", "Carton, 100 × 50 mm", caption("CARTON", (70, 3, 27, 6))),
    _wide("tray", "Bac, 100 × 50 mm", caption("BAC", (70, 3, 27, 6))),
    _wide("lot", "Lot, 100 × 50 mm", caption("LOT", (70, 3, 27, 6))),
    _large("pallet", "Palette, 100 × 150 mm", caption("PALETTE", (3, 3, 94, 8))),
    Layout("garment", "Pièce textile, thermocollée, 45 × 15 mm", 45, 15, _GARMENT),
    Layout("site", "Repère de site, 30 × 30 mm", 30, 30, _SITE),
    Layout("equipment", "Machine ou véhicule, 50 × 25 mm", 50, 25, _EQUIPMENT),
    Layout("shelf", "Étagère ou poste, 50 × 25 mm", 50, 25, _SHELF),
    Layout("small", "Petite étiquette, 57 × 32 mm", 57, 32, _SMALL),
    Layout("strip60", "Toute chose, 60 × 30 mm", 60, 30, _STRIP60),
    Layout("roll62", "Toute chose, rouleau continu de 62 mm, 62 × 40 mm", 62, 40, _ROLL62),
    _wide("thing100", "Toute chose, 100 × 50 mm", kind((70, 2.3, 27, 7.2))),
    _large("large", "Toute chose, grande, 100 × 150 mm", kind((3, 3, 94, 8))),
)
