"""The paper kit of a day without computers: a sheet a post, with boxes for times and values and the
codes of the house, to be scanned when the computers are back.
"""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import select
from sqlmodel import Session

from esat import config
from esat.documents import typesetting
from esat.errors import NotFound
from esat.production import tables
from esat.web import filters
from labels.spec import Symbol
from labels.symbols import QUIET, modules

PAPER: Final = "downtime_sheet"
BAR_MM: Final = 0.375
MOST: Final = 12
_resource, _code, _lot, _order = tables.resource, tables.barcode, tables.lot, tables.order
_IN_USE = (_code.c.origin == "ours", _code.c.revoked_at.is_(None))


@dataclass(frozen=True, slots=True)
class Column:
    """A column to write in: how wide beside the others, its unit, and boxes to tick."""

    name: str
    width: int = 2
    unit: str = ""
    boxes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A post's sheet; `kinds` are the things whose codes are printed behind it."""

    code: str
    title: str
    pictogram: str
    how: str
    columns: tuple[Column, ...]
    kinds: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    rows: int = 10


HOUR: Final = Column("Heure", 1, "h : min")
WHO: Final = Column("Fait par", 2)
SHEETS: Final = (
    Sheet("reception", "Réception", "box-arrow-in-down",
          "Une ligne par sac. Collez une étiquette neuve sur un sac sans code, et recopiez-le.",
          (HOUR, Column("Client", 3), Column("Code du sac", 2), Column("Poids", 1, "kg"),
           Column("À signaler", 3, "sac déchiré, objet trouvé, précautions"), WHO),
          actions=("receive",)),
    Sheet("tri", "Tri et charges", "funnel",
          "Une ligne par sac ouvert. Un sac sous précautions ne s’ouvre pas : il va entier au bac.",
          (HOUR, Column("Code du sac", 2), Column("Bac", 2), Column("Poids", 1, "kg"),
           Column("Entier ou ouvert", 2, "", ("entier", "ouvert")), WHO),
          kinds=("bin",), actions=("sort", "load")),
    Sheet("cycle", "Cycles des machines", "water",
          "Une ligne par cycle. Écrivez ce que la machine affiche, laissez le reste vide.",
          (Column("Bac ou charge", 2), Column("Machine", 2), Column("Programme", 2),
           Column("Début", 1, "h : min"), Column("Fin", 1, "h : min"),
           Column("Le plus chaud", 1, "°C"), Column("Maintien", 1, "min"),
           Column("Fin", 2, "", ("bonne", "panne")), Column("Ouvert", 1, "h : min"), WHO),
          kinds=("machine", "programme"), actions=("start_wash", "end_wash")),
    Sheet("finition", "Séchage et finition", "wind",
          "Une ligne par charge. Mouillé plus de deux heures : à relaver.",
          (Column("Charge", 2), Column("Séchoir", 2), Column("Début", 1, "h : min"),
           Column("Fin", 1, "h : min"), Column("Sec", 2, "", ("sec", "humide")),
           Column("Plié à", 1, "h : min"), Column("Mis de côté", 2, "kg, motif"), WHO),
          kinds=("machine",), actions=("dry", "finish", "rewash")),
    Sheet("livraison", "Emballage et livraison", "truck",
          "Une ligne par colis. Le client écrit son nom et signe.",
          (HOUR, Column("Client", 3), Column("Code du colis", 2), Column("Poids", 1, "kg"),
           Column("Remis à", 1, "h : min"), Column("Reçu par", 2, "nom"), Column("Signature", 3)),
          actions=("pack",)),
)  # fmt: skip
GROUPS: Final = {
    "machine": "Machines", "programme": "Programmes", "bin": "Bacs", "card": "Cartes d’action",
}  # fmt: skip
NOTE: Final = "À scanner dans « Saisie différée », ou à recopier dans les cases."


def named(code: str) -> Sheet:
    """A sheet by its word in the address; NotFound otherwise."""
    found = next((sheet for sheet in SHEETS if sheet.code == code), None)
    if found is None:
        raise NotFound("not_found")
    return found


def pdf(session: Session, sheet: Sheet, at: datetime) -> bytes:
    """The sheet with the codes as they are now. Refuses `paper_not_made`."""
    pictures: dict[str, bytes] = {}
    said = {
        "house": config.current().house_name,
        "workshop": "Blanchisserie",
        "phone": "",
        "email": "",
        "number": filters.short_day(at),
        "day": filters.short_day(at),
        "title": sheet.title,
        "how": sheet.how,
        "rows": sheet.rows,
        "columns": [asdict(column) for column in sheet.columns],
        "groups": _groups(session, sheet, pictures),
    }
    return typesetting.pdf(PAPER, said, pictures, at)


def travellers(session: Session, today: date) -> list[tuple[str, str]]:
    """The open loads and the orders of today, each with its code: they have a traveller."""
    lots = (
        select(_lot.c.ref, _code.c.code)
        .join(_code, _code.c.lot_id == _lot.c.id)
        .where(_lot.c.workshop == "laundry", _lot.c.closed_at.is_(None), *_IN_USE)
        .order_by(_lot.c.id.desc())
        .limit(MOST)
    )
    orders = (
        select(_order.c.ref, _code.c.code)
        .join(_code, _code.c.order_id == _order.c.id)
        .where(
            _order.c.workshop == "laundry", _order.c.closed_at.is_(None),
            _order.c.cancelled_at.is_(None), _order.c.due_on <= today, *_IN_USE,
        )
        .order_by(_order.c.due_on.desc(), _order.c.id)
        .limit(MOST)
    )  # fmt: skip
    ask = session.connection().execute
    return [(f"Charge {row.ref}", row.code) for row in ask(lots)] + [
        (f"Commande {row.ref}", row.code) for row in ask(orders)
    ]


def _groups(session: Session, sheet: Sheet, pictures: dict[str, bytes]) -> list[dict[str, Any]]:
    """The codes of each kind, those of the action cards last; a kind without any is left out."""
    found: dict[str, list[dict[str, Any]]] = {kind: [] for kind in (*sheet.kinds, "card")}
    for row in session.connection().execute(_query(sheet)):
        found[row.kind].append(_drawn(row.code, row.label, pictures))
    return [
        {"name": GROUPS[kind], "note": NOTE, "codes": codes}
        for kind, codes in found.items()
        if codes
    ]


def _drawn(code: str, label: str, pictures: dict[str, bytes]) -> dict[str, Any]:
    name = f"bars-{code}.svg"
    pictures[name] = typesetting.symbol(Symbol.CODE128, code)
    wide = modules(Symbol.CODE128, code).columns + 2 * QUIET[Symbol.CODE128]
    return {"text": code, "label": label, "bars": name, "bars_mm": wide * BAR_MM}


def _query(sheet: Sheet) -> Any:
    wanted = _resource.c.kind.in_(sheet.kinds) | (
        (_resource.c.kind == "card") & _resource.c.action.in_(sheet.actions)
    )
    return (
        select(_resource.c.kind, _resource.c.label, _code.c.code)
        .join(_code, _code.c.resource_id == _resource.c.id)
        .where(
            _resource.c.workshop == "laundry", _resource.c.retired_at.is_(None), wanted,
            *_IN_USE,
        )
        .order_by(_resource.c.label, _resource.c.id)
    )  # fmt: skip
