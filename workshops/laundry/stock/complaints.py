"""Complaints: received with facts, given to somebody, decided, answered before a day."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Final, Literal

from pydantic import Field, StringConstraints
from sqlmodel import Session, col, select

from esat import clock
from esat.accounts.models import Account
from esat.actors import Actor
from esat.clients.models import Client
from esat.errors import Invalid, NotFound, Refused
from esat.files import service as files
from esat.files.service import Upload
from esat.files.store import Store
from esat.production import codes, numbers, subjects
from esat.production.models import Item, LotItem, Order
from esat.web.forms import Blank, FormShape, FrenchDecimal, NoControl
from workshops.laundry.plant import limits
from workshops.laundry.stock import rights, typed
from workshops.laundry.stock.models import Complaint, ComplaintPhoto, ComplaintStep

SERIES: Final = "RC"
DECISIONS: Final = (
    ("accepted", "Acceptée"), ("partial", "Acceptée en partie"), ("refused", "Refusée"),
)  # fmt: skip
STEPS: Final = {
    "opened": "Reçue",
    "assigned": "Confiée",
    "note": "Précision",
    "decided": "Décision",
    "replied": "Réponse envoyée",
    "photo": "Photo ajoutée",
}
Words = Annotated[str, StringConstraints(max_length=500), NoControl]


class ComplaintIn(FormShape):
    """A complaint as it is told; `code` is the label of a thing concerned, when there is one."""

    client: int
    received_on: Annotated[date | None, Blank] = None
    articles: Annotated[str, StringConstraints(min_length=1, max_length=200), NoControl]
    facts: Annotated[str, StringConstraints(min_length=1, max_length=2000), NoControl]
    code: Annotated[str, StringConstraints(max_length=64), NoControl] = ""
    owner: Annotated[int | None, Blank] = None


class DecisionIn(FormShape):
    """What was decided, why, and what it changes."""

    decision: Literal["accepted", "partial", "refused"]
    why: Annotated[str, StringConstraints(min_length=1, max_length=500), NoControl]
    amount: Annotated[FrenchDecimal | None, Field(ge=0, max_digits=9, decimal_places=2), Blank] = (
        None
    )
    plan_effect: Words = ""


def the(session: Session, complaint_id: int) -> Complaint:
    """One complaint. NotFound otherwise."""
    found = session.get(Complaint, complaint_id)
    if found is None:
        raise NotFound("not_found")
    return found


def receive(session: Session, given: ComplaintIn, *, by: Actor) -> Complaint:
    """Write a complaint; the day by which it is answered is fixed by the limit of the day it came.
    Invalid for an unknown client, a day to come, a code that is not that client's. Flushes.
    """
    rights.require(by, rights.COMPLAINTS)
    if session.get(Client, given.client) is None:
        raise Invalid("form_invalid", {"client": "Choisissez le client."})
    now = clock.now()
    received = typed.moment(given.received_on, now, "received_on")
    about = _about(session, given.code, given.client)
    days = int(limits.value(session, "reply", received))
    _owner(session, given.owner)
    made = Complaint(
        ref=numbers.take(session, SERIES, now), client_id=given.client, received_at=received,
        articles=given.articles, facts=given.facts, owner_id=given.owner,
        due_on=clock.local(received).date() + timedelta(days=days), created_at=now,
        created_by=by.account_id, order_id=about.get("order_id"), item_id=about.get("item_id"),
        lot_id=about.get("lot_id"), resource_id=about.get("resource_id"),
    )  # fmt: skip
    session.add(made)
    session.flush()
    _step(session, made, "opened", by=by, at=received, owner=given.owner)
    return made


def entrust(session: Session, complaint: Complaint, owner_id: int | None, *, by: Actor) -> None:
    """Give it to somebody who may treat it. Invalid for nobody; refuses `complaint_replied`."""
    rights.require(by, rights.COMPLAINTS)
    _open(complaint)
    owner = _owner(session, owner_id)
    if owner is None:
        raise Invalid("form_invalid", {"owner": "Choisissez dans la liste."})
    complaint.owner_id = owner.id
    session.flush()
    _step(session, complaint, "assigned", by=by, owner=owner.id)


def note(session: Session, complaint: Complaint, words: str, *, by: Actor) -> None:
    """Something more about it, at any time. Invalid when it is empty."""
    rights.require(by, rights.COMPLAINTS)
    if not words.strip():
        raise Invalid("form_invalid", {"note": "Écrivez quelque chose."})
    _step(session, complaint, "note", words.strip()[:600], by=by)


def decide(session: Session, complaint: Complaint, given: DecisionIn, *, by: Actor) -> None:
    """What the laundry does of it. Refuses `complaint_decided`; Invalid for an amount with a
    refusal.
    """
    rights.require(by, rights.COMPLAINTS)
    if complaint.decided_at is not None:
        raise Refused("complaint_decided")
    if given.decision == "refused" and given.amount:
        raise Invalid("form_invalid", {"amount": "Une réclamation refusée n’a pas de montant."})
    complaint.decided_at = clock.now()
    complaint.decision, complaint.amount = given.decision, given.amount
    complaint.plan_effect = given.plan_effect
    session.flush()
    word = dict(DECISIONS)[given.decision]
    money = "" if given.amount is None else f" · {_euros(given.amount)}"
    _step(session, complaint, "decided", f"{word} : {given.why}{money}", by=by)


def reply(session: Session, complaint: Complaint, words: str, *, by: Actor) -> None:
    """The client has the answer. Refuses `complaint_undecided`, `complaint_replied`."""
    rights.require(by, rights.COMPLAINTS)
    if complaint.decided_at is None:
        raise Refused("complaint_undecided")
    _open(complaint)
    complaint.replied_at = clock.now()
    session.flush()
    _step(session, complaint, "replied", words.strip()[:600], by=by)


def add_photo(
    session: Session, store: Store, complaint: Complaint, upload: Upload, *, by: Actor
) -> None:
    """Keep a photograph. Refuses as `files.service.attach`."""
    rights.require(by, rights.COMPLAINTS)
    file = files.attach(session, store, upload, by=by)
    session.add(
        ComplaintPhoto(complaint_id=complaint.id or 0, file_id=file.id or 0, created_at=clock.now())
    )
    session.flush()
    _step(session, complaint, "photo", by=by)


def kept_here(session: Session, file_id: int) -> bool:
    """Whether a file is a complaint's: it is read through its page alone."""
    query = select(ComplaintPhoto.id).where(ComplaintPhoto.file_id == file_id)
    return session.exec(query.limit(1)).first() is not None


def _about(session: Session, raw: str, client_id: int) -> dict[str, int | None]:
    """The order, thing or lot of a scanned code. Invalid when it is not that client's."""
    if not raw:
        return {}
    code = codes.read(raw).code
    subject = None if code is None else subjects.by_code(session, code)
    if subject is None or subject.workshop != rights.WORKSHOP:
        raise Invalid("form_invalid", {"code": "Ce code n’est celui de rien à la blanchisserie."})
    if subject.kind == "lot":
        if client_id not in _clients_of_lot(session, subject.lot_id or 0):
            raise Invalid("form_invalid", {"code": "Ce lot n’a rien de ce client."})
        return {"lot_id": subject.lot_id}
    if subject.client_id is not None and subject.client_id != client_id:
        raise Invalid("form_invalid", {"code": "Ce code est à un autre client."})
    return {
        "order_id": subject.order_id,
        "item_id": subject.item_id,
        "resource_id": subject.resource_id,
    }


def _clients_of_lot(session: Session, lot_id: int) -> set[int]:
    query = (
        select(Order.client_id)
        .join(Item, col(Item.order_id) == Order.id)
        .join(LotItem, col(LotItem.item_id) == Item.id)
        .where(LotItem.lot_id == lot_id)
    )
    return set(session.exec(query))


def _owner(session: Session, owner_id: int | None) -> Account | None:
    if owner_id is None:
        return None
    found = session.get(Account, owner_id)
    if found is None or found.disabled_at is not None:
        raise Invalid("form_invalid", {"owner": "Choisissez dans la liste."})
    return found


def _open(complaint: Complaint) -> None:
    if complaint.replied_at is not None:
        raise Refused("complaint_replied")


def _euros(amount: Decimal) -> str:
    return f"{amount:.2f} €".replace(".", ",")


def _step(
    session: Session, complaint: Complaint, kind: str, words: str = "", *, by: Actor,
    at: datetime | None = None, owner: int | None = None,
) -> None:  # fmt: skip
    now = clock.now()
    session.add(
        ComplaintStep(
            complaint_id=complaint.id or 0, kind=kind, note=words[:600], at=at or now,
            owner_id=owner, recorded_at=now, account_id=by.account_id,
        )
    )  # fmt: skip
    session.flush()
