"""What the label of each thing says: its workshop's words, or those of the house; SELECTs only."""

from collections.abc import Mapping

from sqlalchemy import text
from sqlmodel import Session

from esat import config, registry
from esat.errors import NotFound, Refused
from esat.layouts import store
from esat.production import resources, subjects
from esat.production.models import Order
from esat.production.subjects import Subject
from esat.tracking import links
from esat.web import filters
from labels import Label, Layout
from labels.spec import STEPS

BY_LETTER = {
    "F": "bag", "R": "crate", "P": "garment", "T": "lot", "D": "ticket", "V": "volume",
    "N": "carton", "J": "site", "E": "equipment", "K": "card", "X": "shelf", "H": "badge",
    "C": "small",
}  # fmt: skip
"""The layout of a code of which no workshop says more."""
BLANK_WORDS = {
    "F": "Sac", "R": "Chariot", "P": "Pièce textile", "V": "Volume", "N": "Colis", "E": "Machine",
    "X": "Emplacement",
}  # fmt: skip
"""What a new code may become, by its letter: what a pre-printed roll is asked for."""
BY_KIND = {
    "crate": "crate", "tray": "tray", "pallet": "pallet", "programme": "card", "card": "card",
    "shelf": "shelf", "press": "shelf", "site": "site", "machine": "equipment",
    "vehicle": "equipment", "key": "equipment",
}  # fmt: skip
"""The layout of what stays, by its kind; its workshop may say otherwise."""
MARK = "Réimpression"
WORDS = {
    "lot": "Lot", "order": "Commande", "station": "Poste", "badge": "Badge", "client": "Client",
}  # fmt: skip
_LAYOUTS = "layouts in force"
_STATION = text("SELECT name, workshop FROM station WHERE id = :id")
_PERSON = text("SELECT display_name FROM account WHERE id = :id")
_WORKER = text("SELECT first_name, initial FROM worker WHERE id = :id")


def subject_of(session: Session, code: str) -> Subject:
    """What a code designates. NotFound `code_unknown`; refuses `code_revoked`."""
    found = subjects.by_code(session, code.strip().upper())
    if found is None or found.foreign:
        raise NotFound("code_unknown")
    if found.revoked:
        raise Refused("code_revoked")
    return found


def workshop_of(session: Session, subject: Subject) -> str | None:
    """The workshop whose people may print it; None for what belongs to the whole house."""
    if subject.station_id is not None:
        return str(session.connection().execute(_STATION, {"id": subject.station_id}).one()[1])
    return subject.workshop


def label_of(session: Session, subject: Subject, layout: Layout | None = None) -> Label:
    """The label of a thing, on its own layout unless another is asked for."""
    chosen = layout or layout_of(session, subject)
    said = {**_fields(session, subject), **_of_layout(subject, chosen)}
    return Label(chosen, subject.code or "", _printable(said))


def layouts(session: Session) -> Mapping[str, Layout]:
    """Every layout in force, by its code; read once a session, however many labels there are."""
    found: dict[str, Layout] | None = session.info.get(_LAYOUTS)
    if found is None:
        found = session.info[_LAYOUTS] = store.in_force(session)
    return found


def layout_version(session: Session, code: str) -> int:
    """Which version of a layout is in force; 0 for the house's own."""
    return store.version_of(session, code)


def layout_of(session: Session, subject: Subject) -> Layout:
    """The layout that its workshop declares for its kind, else the one of its letter."""
    workshop = registry.current().workshops.get(subject.workshop or "")
    kind = None if workshop is None else workshop.item_kind(subject.thing or "")
    if kind is not None:
        return layout_named(session, kind.layout)
    code = BY_KIND.get(subject.thing or "") or BY_LETTER[(subject.code or "C")[0]]
    return layout_named(session, code)


def layout_named(session: Session, code: str) -> Layout:
    """A layout by its code. NotFound (`layout_unknown`) otherwise."""
    found = layouts(session).get(code)
    if found is None:
        raise NotFound("layout_unknown", layout=code)
    return found


def _fields(session: Session, subject: Subject) -> Mapping[str, str]:
    if subject.resource_id is not None:
        return _lasting(session, subject)
    for key, words in (
        (subject.item_id, _item),
        (subject.lot_id, _lot),
        (subject.station_id, _station),
        (subject.worker_id, _worker),
        (subject.account_id, _account),
    ):
        if key is not None:
            return words(session, subject)
    if subject.kind == "order":
        return _order(session, subject)
    if subject.kind == "blank":
        word = BLANK_WORDS.get((subject.code or "")[:1], "")
        return {"title": word, "footer": config.current().house_name}
    return {"title": subject.label, "footer": config.current().house_name}


def _of_layout(subject: Subject, layout: Layout) -> dict[str, str]:
    """What only some layouts show: the kind in capitals, the stages of a traveller."""
    said = {}
    if "kind" in layout.fields:
        said["kind"] = kind_word(subject).upper()
    if STEPS[0] in layout.fields and subject.workshop in registry.current().workshops:
        road = registry.current().workshop(subject.workshop or "").road
        ahead = [stage.label for stage in road.stages if stage.code != road.initial]
        said |= dict(zip(STEPS, ahead, strict=False))
    return said


def kind_word(subject: Subject) -> str:
    """What sort of thing it is, in a word."""
    workshop = registry.current().workshops.get(subject.workshop or "")
    kind = None if workshop is None else workshop.item_kind(subject.thing or "")
    if kind is not None:
        return kind.label
    if subject.thing in resources.KINDS:
        return resources.KINDS[subject.thing].label
    return WORDS.get(subject.kind) or BLANK_WORDS.get((subject.code or "")[:1], "")


def _lasting(session: Session, subject: Subject) -> dict[str, str]:
    """What stays on a bag for years: whose it is, never the order of the week. A workshop may say
    otherwise of a kind of thing.
    """
    workshop = registry.current().workshops.get(subject.workshop or "")
    for said in () if workshop is None else workshop.resource_labels:
        if subject.thing in said.kinds:
            return said.lines(session, subject.resource_id or 0)
    return {
        "title": subject.client_name or subject.label,
        "line1": subject.label if subject.client_name else "",
        "line2": workshop.label if workshop else "",
        "footer": config.current().house_name,
    }


def _item(session: Session, subject: Subject) -> Mapping[str, str]:
    workshop = registry.current().workshop(subject.workshop or "")
    if workshop.label_lines is not None:
        return workshop.label_lines(session, subject.item_id or 0)
    return {
        "title": subject.client_name or "",
        "line1": subject.label,
        "line2": filters.number(subject.quantity, subject.unit or ""),
        "line3": f"Commande {subject.order_ref}",
        "footer": workshop.label,
    }


def _lot(_session: Session, subject: Subject) -> dict[str, str]:
    workshop = registry.current().workshop(subject.workshop or "")
    return {"title": subject.label, "line1": workshop.label, "footer": config.current().house_name}


def _order(session: Session, subject: Subject) -> dict[str, str]:
    order = session.get_one(Order, subject.order_id)
    link = links.for_paper(session, subject.order_id or 0)
    said = {
        "title": subject.client_name or "",
        "line1": f"Commande {order.ref}",
        "line2": registry.current().workshop(order.workshop).label,
        "line3": f"Prévue le {filters.short_day(order.due_on)}" if order.due_on else "",
        "footer": order.client_ref or config.current().house_name,
    }
    return said if link is None else said | {"url": links.address(config.current(), link)}


def _station(session: Session, subject: Subject) -> dict[str, str]:
    row = session.connection().execute(_STATION, {"id": subject.station_id}).one()
    workshop = registry.current().workshops.get(row.workshop)
    return {"title": row.name, "line1": workshop.label if workshop else ""}


def _account(session: Session, subject: Subject) -> dict[str, str]:
    row = session.connection().execute(_PERSON, {"id": subject.account_id}).one()
    return {"title": row.display_name, "footer": config.current().house_name}


def _worker(session: Session, subject: Subject) -> dict[str, str]:
    row = session.connection().execute(_WORKER, {"id": subject.worker_id}).one()
    return {
        "title": f"{row.first_name} {row.initial}".strip(),
        "footer": config.current().house_name,
    }


def _printable(fields: Mapping[str, str]) -> dict[str, str]:
    """Label words without what is empty: a box stays blank by its absence."""
    return {name: words for name, words in fields.items() if words}
