"""What the counter shows of a code and of the last scans: SELECTs only; it knows no request."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from esat import registry
from esat.actors import Actor
from esat.declarations import Card, HoldReason, Workshop
from esat.production import binding_orders, holds, offering, resources, scans, tables
from esat.production.binding import Binding, binding_of
from esat.production.subjects import Subject
from esat.stages import Offer

USUAL_SCAN_MS = 35
PICTOGRAMS = {
    "F": "bag", "R": "minecart", "P": "tag", "T": "stack", "D": "receipt", "V": "book",
    "N": "box-seam", "J": "tree", "E": "gear", "K": "lightning-charge", "X": "geo-alt",
    "H": "person-badge", "C": "building",
}  # fmt: skip
WORDS = {
    "lot": "Lot", "order": "Commande", "station": "Poste", "badge": "Badge", "client": "Client",
    "blank": "Étiquette neuve", "card": "Carte d’action",
}  # fmt: skip
_item, _member = tables.item, tables.lot_item


@dataclass(frozen=True, slots=True)
class Held:
    """An open hold as the counter shows it, and who may end it here."""

    id: int
    label: str
    note: str
    since: datetime
    may_lift: bool
    to_settle: bool
    page: str = ""
    """The endpoint that tells more of it, where this person may open it."""


@dataclass(frozen=True, slots=True)
class Member:
    """One thing of a lot, with its tick."""

    id: int
    label: str


@dataclass(frozen=True, slots=True)
class Thing:
    """All that the counter shows of what a code designates, as it stands now."""

    subject: Subject
    word: str
    pictogram: str
    workshop: Workshop | None
    stage_label: str
    offers: tuple[Offer, ...]
    holds: tuple[Held, ...]
    members: tuple[Member, ...]
    reasons: tuple[HoldReason, ...]
    binding: Binding | None
    binds_to_orders: bool
    """Whether a blank label becomes a thing of an order here."""
    binds_to_material: bool
    """Whether it may name a machine, a shelf, a site."""
    card: dict[str, Any] | None


def thing(session: Session, code: str, *, by: Actor) -> Thing | None:
    """What a code designates, for this actor; None when there is nothing to show of it."""
    subject = scans.resolve(session, code).subject
    if subject is None or subject.revoked or not scans.visible(subject, by):
        return None
    workshop = registry.current().workshops.get(subject.workshop or "")
    held = holds.open_holds(session, subject) if subject.stage or subject.resource_id else []
    offers = offering.offers(session, subject, by=by, held=held)
    card = workshop.card if workshop is not None else None
    blank = subject.kind == "blank"
    return Thing(
        subject=subject,
        word=word_of(subject, workshop),
        pictogram=PICTOGRAMS.get((subject.code or "")[:1], "box"),
        workshop=workshop,
        stage_label=stage_label(workshop, subject.stage),
        offers=tuple(offers),
        holds=tuple(_held(hold, subject, by) for hold in held),
        members=_members(session, subject),
        reasons=reasons_for(subject, held, by),
        binding=binding_of(subject.code or "", by) if blank else None,
        binds_to_orders=blank and bool(binding_orders.workshops_of(subject.code or "", by)),
        binds_to_material=blank and resources.may_name(subject.code or "", by),
        card=_card(session, card, subject, by),
    )


def _card(
    session: Session, card: Card | None, subject: Subject, by: Actor
) -> dict[str, Any] | None:
    if card is None or not (subject.stage or card.idle):
        return None
    who = {"by": by} if card.personal else {}
    return card.context(session, subject, **who)


def scan_ms(session: Session, device_id: int | None) -> int:
    """Keys closer together than this come from a scanner; a setting of the device."""
    device = session.get(tables.accounts.Device, device_id) if device_id else None
    return device.scan_ms if device is not None else USUAL_SCAN_MS


def word_of(subject: Subject, workshop: Workshop | None) -> str:
    if subject.action is not None:
        return WORDS["card"]
    kind = workshop.item_kind(subject.thing or "") if workshop is not None else None
    if kind is not None:
        return kind.label
    stays = resources.KINDS.get(subject.thing or "") if subject.kind == "resource" else None
    return stays.label if stays is not None else WORDS.get(subject.kind, "")


def stage_label(workshop: Workshop | None, stage: str | None) -> str:
    if workshop is None or stage is None or not workshop.road.knows(stage):
        return ""
    return workshop.road.stage(stage).label


def _held(hold: holds.OpenHold, subject: Subject, by: Actor) -> Held:
    declared = registry.current().hold_reasons.get(hold.reason)
    right = declared.lift_by if declared is not None else "production.lift"
    may = by.can(right, workshop=subject.workshop)
    apart = hold.reason == "contradiction"
    page = ""
    if declared is not None and by.can(declared.page_for, workshop=subject.workshop):
        page = declared.page
    return Held(
        hold.id, hold.label, hold.note, hold.placed_at, may and not apart, may and apart, page
    )


def _members(session: Session, subject: Subject) -> tuple[Member, ...]:
    if subject.kind != "lot":
        return ()
    rows = session.connection().execute(
        select(_item.c.id, _item.c.label, tables.order.c.ref, tables.client.c.name)
        .join(_member, _member.c.item_id == _item.c.id)
        .join(tables.order, tables.order.c.id == _item.c.order_id)
        .join(tables.client, tables.client.c.id == tables.order.c.client_id)
        .where(_member.c.lot_id == subject.lot_id, _member.c.left_at.is_(None))
        .order_by(tables.client.c.name, _item.c.label)
    )  # fmt: skip
    return tuple(Member(row.id, f"{row.label} · {row.name} ({row.ref})") for row in rows)


def reasons_for(subject: Subject, held: list[holds.OpenHold], by: Actor) -> tuple[HoldReason, ...]:
    """The reasons that may still be given to hold it, by this actor."""
    if subject.kind not in {"item", "lot"}:
        return ()
    given = {hold.reason for hold in held if hold.member_id in {None, subject.item_id}}
    return tuple(
        reason
        for reason in registry.current().hold_reasons.values()
        if reason.offered
        and reason.suits(subject.workshop)
        and reason.code not in given
        and by.can(reason.place_by, workshop=subject.workshop)
    )
