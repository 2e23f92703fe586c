"""The layouts printed on cards and cut paper: badge, card, volume, traveller; French captions."""

from labels.making import bars, caption, mark, qr, rule, table, text, words
from labels.spec import STEPS, Layout

_BADGE = (
    text("title", (4, 4, 77.6, 18), 6.8, bold=True, lines=2),
    text("line1", (4, 22, 77.6, 6), 4.5),
    *bars((4, 29, 77.6, 20), 5.5, side=22),
    text("footer", (4, 49, 77.6, 4), 3),
)
_VOLUME = (
    caption("FICHE DE VOLUME", (10, 9, 128, 8)),
    rule(10, 18, 128),
    text("title", (10, 21, 128, 28), 10, bold=True, lines=2),
    text("line1", (10, 51, 128, 18), 6.5, lines=2),
    text("line2", (10, 71, 128, 18), 6.5, lines=2),
    text("line3", (10, 91, 128, 18), 6.5, lines=2),
    rule(10, 112, 128),
    *bars((10, 115, 86, 40), 11),
    qr((98, 115, 40, 40)),
    mark((10, 160, 54, 10)),
    rule(10, 173, 128),
    text("footer", (10, 176, 128, 24), 5, lines=3),
)
_CARD = (
    text("title", (6, 8, 93, 46), 14, bold=True, lines=2),
    text("line1", (6, 55, 93, 18), 6.5, lines=2),
    *bars((5, 75, 95, 36), 9),
    qr((6, 112, 31, 31)),
    text("line2", (40, 113, 59, 13), 5, lines=2),
    text("footer", (40, 126.5, 59, 6), 4),
    mark((40, 134.5, 59, 8)),
)

_COLUMNS = {"Étape": 44.0, "Fait le": 22.0, "À": 16.0, "Visa": 18.0, "Remarque": 27.7}
_LEFT, _TOP, _HEAD, _ROW = 10.0, 80.5, 6.5, 8.6
_STARTS = [_LEFT + sum(list(_COLUMNS.values())[:number]) for number in range(len(_COLUMNS))]
_TRAVELLER = (
    caption("FICHE SUIVEUSE", (10, 8, 128, 8)),
    rule(10, 17, 128),
    text("title", (10, 18.5, 86, 15.6), 6, bold=True, lines=2),
    text("line1", (10, 34.5, 86, 5.4), 4.1),
    text("line2", (10, 40, 86, 5.4), 4.1),
    text("line3", (10, 45.5, 86, 5.4), 4.1),
    *bars((10, 52, 86, 27), 8),
    qr((99, 19, 39, 39)),
    mark((99, 59.5, 39, 8)),
    text("footer", (99, 69, 39, 8.2), 3.1, lines=2),
    # What the hand fills in when the tablets are down; it names no person.
    *table(_LEFT, _TOP, list(_COLUMNS.values()), [_HEAD] + [_ROW] * len(STEPS)),
    *(
        words(heading, (start + 1.3, _TOP + 0.8, wide - 2, 5), 3.6, bold=True)
        for start, (heading, wide) in zip(_STARTS, _COLUMNS.items(), strict=True)
    ),
    *(
        text(step, (_LEFT + 1.3, _TOP + _HEAD + number * _ROW + 0.7, 41.5, 7.4), 3.4, lines=2)
        for number, step in enumerate(STEPS)
    ),
    words(
        "Une ligne par étape faite, avec le vrai jour et la vraie heure.",
        (10, 192, 128, 4.6),
        3.4,
    ),
    words("Rapportez cette feuille : elle sera saisie.", (10, 196.8, 128, 6), 4.4, bold=True),
)

PAPERS = (
    Layout("badge", "Badge, 85,6 × 54 mm", 85.6, 54, _BADGE),
    Layout("volume", "Fiche de volume, papier sans acide, A5", 148, 210, _VOLUME),
    Layout("card", "Carte d’action, A6", 105, 148, _CARD),
    Layout("traveller", "Fiche suiveuse à remplir à la main, A5", 148, 210, _TRAVELLER),
)
