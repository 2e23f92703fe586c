"""Garments: registered with a code of their own, given to a resident, missed and found again."""

from datetime import datetime, timedelta
from typing import Annotated, Final, Literal

from pydantic import BeforeValidator, Field, StringConstraints
from sqlmodel import Session, col, select

from esat import clock
from esat.actors import Actor
from esat.errors import Invalid, NotFound, Refused
from esat.folding import fold
from esat.production import barcodes, journal, things
from esat.production.journal import Entry
from esat.production.models import Barcode, Item, Resource
from esat.web.forms import FormShape, NoControl
from workshops.laundry.residents import rights
from workshops.laundry.residents.models import Garment, GarmentStep, Resident

KIND: Final = "garment"
"""The kind of the resource: that of its items, so that the counter offers to receive it."""
WEAR: Final = (
    ("new", "Neuf"), ("good", "Bon"), ("worn", "Usé"), ("thin", "Très usé"),
)  # fmt: skip
LOST: Final = {
    "": "",
    "missing": "Manquant",
    "misdelivered": "Remis à quelqu’un d’autre",
    "unidentified": "Non identifié",
}
STEPS: Final = {
    "registered": "Enregistré",
    "marked": "Marqué, étiquette lue",
    "to_mark": "À marquer de nouveau",
    "assigned": "Confié à un résident",
    "missing": "Déclaré manquant",
    "misdelivered": "Remis à quelqu’un d’autre",
    "found": "Retrouvé",
    "damaged": "Abîmé",
    "changed": "Description corrigée",
    "matched": "Reconnu",
    "retired": "Ne sert plus",
}
OLDEST: Final = timedelta(days=366)
"""A loss so long before the garment was known here is a wrong year."""
Text40 = Annotated[str, StringConstraints(max_length=40), NoControl]
Note = Annotated[str, StringConstraints(max_length=200), NoControl]


def _none_seen(value: object) -> object:
    """An empty box: nobody noted one."""
    return 0 if isinstance(value, str) and not value.strip() else value


class GarmentIn(FormShape):
    """A garment as it is described when it first comes; nothing is filled in beforehand."""

    nature: Annotated[str, StringConstraints(min_length=1, max_length=40), NoControl]
    colour: Annotated[str, StringConstraints(max_length=30), NoControl] = ""
    size: Annotated[str, StringConstraints(max_length=20), NoControl] = ""
    no_tumble: bool = False
    no_dry_cleaning: bool = False
    sewn_label: bool = False
    wear: Literal["", "new", "good", "worn", "thin"] = ""
    damage: Note = ""
    stains: Annotated[str, StringConstraints(max_length=120), NoControl] = ""
    missing_buttons: Annotated[int, Field(ge=0, le=50), BeforeValidator(_none_seen)] = 0


def the(session: Session, garment_id: int) -> Garment:
    """One garment. NotFound otherwise."""
    found = session.get(Garment, garment_id)
    if found is None:
        raise NotFound("not_found")
    return found


def by_code(session: Session, code: str) -> Garment:
    """The garment that wears a code. NotFound when the code is no garment's."""
    query = (
        select(Garment)
        .join(Barcode, col(Barcode.resource_id) == Garment.resource_id)
        .where(Barcode.code == code, col(Barcode.revoked_at).is_(None))
    )
    found = session.exec(query).first()
    if found is None:
        raise NotFound("garment_unknown")
    return found


def code_of(session: Session, garment: Garment) -> str:
    return barcodes.of(session, resource_id=garment.resource_id) or ""


def client_of(session: Session, garment: Garment) -> int | None:
    return session.get_one(Resource, garment.resource_id).client_id


def register(
    session: Session,
    given: GarmentIn,
    *,
    by: Actor,
    client_id: int | None = None,
    resident: Resident | None = None,
    code: str | None = None,
    at: datetime | None = None,
) -> tuple[Garment, str]:
    """A new garment with its P code; `code` binds a pre-printed one. Invalid for a code of another
    letter; refuses as `barcodes.bind`, `resident_left` when its owner is gone. Flushes.
    """
    rights.require(by, rights.EDIT)
    if code is not None and not code.startswith("P"):
        raise Invalid("form_invalid", {"code": "Prenez une étiquette de pièce : son code a un P."})
    if resident is not None:
        _present(resident)
    moment = at or clock.now()
    owner = resident.client_id if resident is not None else client_id
    resource, worn = things.add_resource(
        session, KIND, _label(given.nature, given.colour), rights.WORKSHOP, "P",
        client_id=owner, at=moment, code=code,
    )  # fmt: skip
    added = Entry("resource.added", moment, resource_id=resource.id, data={"code": worn})
    journal.record(session, added, by=by)
    garment = Garment(
        resource_id=resource.id or 0, resident_id=resident.id if resident else None,
        to_mark_since=moment, created_at=moment, created_by=by.account_id,
        search=search_text(given.nature, given.colour, given.size, worn), **given.model_dump(),
    )  # fmt: skip
    session.add(garment)
    session.flush()
    step(session, garment, "registered", by=by, at=moment, to=garment.resident_id)
    return garment, worn


def describe(session: Session, garment: Garment, given: GarmentIn, *, by: Actor) -> None:
    """Correct the description; the step names what changed, before and after."""
    rights.require(by, rights.EDIT)
    _in_use(session, garment)
    said = []
    for name, value in given.model_dump().items():
        before = getattr(garment, name)
        if before != value:
            said.append(f"{LABELS[name]} : {_word(before)} → {_word(value)}")
            setattr(garment, name, value)
    if not said:
        return
    garment.search = search_text(given.nature, given.colour, given.size, code_of(session, garment))
    session.get_one(Resource, garment.resource_id).label = _label(given.nature, given.colour)
    session.flush()
    step(session, garment, "changed", " · ".join(said)[:200], by=by)


LABELS: Final = {
    "nature": "nature", "colour": "couleur", "size": "taille", "no_tumble": "pas de sèche-linge",
    "no_dry_cleaning": "pas de nettoyage à sec", "sewn_label": "étiquette cousue", "wear": "usure",
    "damage": "dégât", "stains": "taches", "missing_buttons": "boutons manquants",
}  # fmt: skip


def assign(session: Session, garment: Garment, resident: Resident, *, by: Actor) -> None:
    """Give a garment to a resident, of the same client when it has one; it is marked again, since
    its label may say another name. Refuses `garment_busy`, `garment_of_other`, `resident_left`.
    """
    rights.require(by, rights.EDIT)
    _in_use(session, garment)
    _present(resident)
    resource = session.get_one(Resource, garment.resource_id)
    if resource.client_id is not None and resource.client_id != resident.client_id:
        raise Refused("garment_of_other")
    before = garment.resident_id
    if before == resident.id:
        return
    resource.client_id, garment.resident_id = resident.client_id, resident.id
    if garment.lost == "unidentified":
        garment.lost, garment.lost_since = "", None
    now = clock.now()
    garment.to_mark_since, garment.marked_at = now, None
    session.flush()
    step(session, garment, "assigned", by=by, at=now, of=before, to=resident.id)


def declare_lost(
    session: Session, garment: Garment, how: Literal["missing", "misdelivered"], since: datetime,
    note: str, *, by: Actor,
) -> None:  # fmt: skip
    """The client misses it, or somebody else was given it. Refuses `garment_lost_already`; Invalid
    for a moment to come.
    """
    rights.require(by, rights.READ)
    _in_use(session, garment)
    if garment.lost:
        raise Refused("garment_lost_already", how=LOST[garment.lost].lower())
    if since > clock.now():
        raise Invalid("form_invalid", {"since": "Ce jour n’est pas encore venu."})
    if since < garment.created_at - OLDEST:
        raise Invalid("form_invalid", {"since": "C’est trop ancien. Vérifiez l’année."})
    garment.lost, garment.lost_since = how, since
    session.flush()
    step(session, garment, how, note, by=by, at=since)


def found(session: Session, garment: Garment, note: str, *, by: Actor) -> None:
    """It is back where it belongs. Refuses `garment_not_lost`."""
    rights.require(by, rights.READ)
    if garment.lost not in {"missing", "misdelivered"}:
        raise Refused("garment_not_lost")
    garment.lost, garment.lost_since = "", None
    session.flush()
    step(session, garment, "found", note, by=by)


def damage(session: Session, garment: Garment, what: str, *, by: Actor) -> None:
    """A damage seen since; what was seen before stays in the steps. Invalid without a word."""
    rights.require(by, rights.READ)
    _in_use(session, garment)
    if not what.strip():
        raise Invalid("form_invalid", {"seen": "Écrivez ce qui est abîmé."})
    garment.damage = what.strip()[:200]
    session.flush()
    step(session, garment, "damaged", garment.damage, by=by)


def retire(session: Session, garment: Garment, why: str, *, by: Actor) -> None:
    """It serves no more: its code answers « annulé », its history stays. Invalid without a reason;
    refuses `resource_busy` while it is in an order.
    """
    rights.require(by, rights.EDIT)
    _in_use(session, garment)
    if not why.strip():
        raise Invalid("form_invalid", {"reason": "Dites pourquoi il ne sert plus."})
    close(session, garment, why.strip()[:200], by=by)
    step(session, garment, "retired", why.strip()[:200], by=by)


def close(session: Session, garment: Garment, why: str, *, by: Actor) -> None:
    """Retire its resource. Refuses `resource_busy`."""
    resource = session.get_one(Resource, garment.resource_id)
    if things_open(session, garment.resource_id):
        raise Refused("resource_busy", label=resource.label)
    now = clock.now()
    resource.retired_at = now
    session.flush()
    entry = Entry("resource.retired", now, resource_id=resource.id, reason=why)
    journal.record(session, entry, by=by)


def step(  # noqa: PLR0913 - what a step tells, each named by its caller
    session: Session, garment: Garment, kind: str, note: str = "", *, by: Actor,
    at: datetime | None = None, of: int | None = None, to: int | None = None,
    other: int | None = None,
) -> None:  # fmt: skip
    """Write one step; the house's own hand for every change of a garment. Flushes."""
    now = clock.now()
    session.add(
        GarmentStep(
            garment_id=garment.resource_id, kind=kind, note=note[:200], from_resident_id=of,
            to_resident_id=to, other_id=other, at=at or now, recorded_at=now,
            account_id=by.account_id, station_id=by.station_id,
        )
    )  # fmt: skip
    session.flush()


def search_text(*parts: str) -> str:
    return fold(*parts)[:200]


def things_open(session: Session, resource_id: int) -> bool:
    """Whether a resource is in an order now."""
    query = select(Item.id).where(Item.resource_id == resource_id, col(Item.closed_at).is_(None))
    return session.exec(query.limit(1)).first() is not None


def _label(nature: str, colour: str) -> str:
    return f"{nature} {colour}".strip()[:120]


def _word(value: object) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    return dict(WEAR).get(str(value), str(value)) or "rien"


def _present(resident: Resident) -> None:
    if resident.left_on is not None or resident.purged_at is not None:
        raise Refused("resident_left")


def _in_use(session: Session, garment: Garment) -> None:
    resource = session.get_one(Resource, garment.resource_id)
    if resource.retired_at is not None:
        raise Refused("garment_retired")
