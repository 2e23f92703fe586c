"""A scan is a question, and it always gets an answer: what it is, what may be done, why not."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from sqlmodel import Session

from esat import registry, texts
from esat.actors import Actor
from esat.production import codes, holds, offering
from esat.production.holds import OpenHold
from esat.production.subjects import Subject, by_code, by_codes
from esat.stages import Offer

OK, QUESTION, REFUSED, UNKNOWN, ANOMALY = "ok", "question", "refused", "unknown", "anomaly"
NEXT = "scan_"
"""A reason that begins so asks for a further scan: nothing is wrong, nothing is done yet."""
Find = Callable[[str], Subject | None]


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a raw text designates: the subject, or why there is none."""

    raw: str
    code: str | None
    subject: Subject | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer in the words of CONTRACT §4; `as_json` is what a device receives and keeps."""

    outcome: str
    reason: str | None
    message: str
    code: str | None
    subject: dict[str, Any] | None = None
    offers: tuple[Offer, ...] = ()
    event: dict[str, Any] | None = None
    fields: dict[str, str] = field(default_factory=dict)
    """What is to correct in the data of an act: a sentence a field, said beside it on the page."""

    def as_json(self, uid: str, *, replay: bool = False) -> dict[str, Any]:
        named = {"fields": self.fields} if self.fields else {}
        return named | {
            "id": uid,
            "outcome": self.outcome,
            "reason": self.reason,
            "message": self.message,
            "code": self.code,
            "replay": replay,
            "subject": self.subject,
            "offers": [
                {
                    "action": o.action,
                    "label": o.label,
                    "open": o.open,
                    "reason": o.reason,
                    "message": o.message,
                }
                for o in self.offers
            ],
            "event": self.event,
        }


def resolve(session: Session, raw: str, find: Find | None = None) -> Resolved:
    """Look a raw text up: ours after repair; else a client's code, raw first, then repaired only
    when that gives digits alone. Reasons: `code_unreadable`, `code_unknown`, `code_revoked`,
    and `code_test` for a code that tries scanners.
    """
    look = find or partial(by_code, session)
    reading = codes.read(raw)
    if reading.code in codes.TEST_CODES:
        return Resolved(raw, reading.code, None, "code_test")
    if reading.code is not None:
        return _found(look, raw, reading.code)
    if reading.foreign is None:
        return Resolved(raw, None, None, "code_unreadable")
    found = _found(look, raw, reading.foreign)
    digits = codes.digits_only(raw)
    if found.subject is None and digits is not None and digits != reading.foreign:
        found = _found(look, raw, digits)
    if found.subject is None and codes.is_misread(raw):
        return Resolved(raw, None, None, "code_misread")
    return found


def resolve_all(session: Session, raws: Sequence[str]) -> list[Resolved]:
    """The same of many texts by one statement: what each would look up is first only noted."""
    wanted: list[str] = []
    for raw in raws:
        resolve(session, raw, wanted.append)
    found = by_codes(session, set(wanted))
    return [resolve(session, raw, found.get) for raw in raws]


def answer(session: Session, resolved: Resolved, *, by: Actor, at: datetime) -> Answer:
    """What it is and what may be done now by this actor; nothing is changed."""
    subject = resolved.subject
    if subject is None:
        unknown = resolved.reason or "code_unknown"
        outcome = OK if unknown == "code_test" else UNKNOWN
        return Answer(outcome, unknown, texts.sentence(unknown), resolved.code)
    if not visible(subject, by):
        return Answer(REFUSED, "other_workshop", texts.sentence("other_workshop"), resolved.code)
    if subject.kind == "unlinked":
        sentence = texts.sentence("foreign_unlinked")
        return Answer(UNKNOWN, "foreign_unlinked", sentence, resolved.code)
    if subject.revoked:
        return Answer(
            REFUSED,
            "code_revoked",
            texts.sentence("code_revoked"),
            resolved.code,
            describe(subject, []),
        )
    held = holds.open_holds(session, subject) if subject.stage or subject.resource_id else []
    offers = tuple(offering.offers(session, subject, by=by, at=at, held=held))
    outcome, reason = _verdict(subject, offers)
    told = {"label": subject.label, "holds": ", ".join(sorted({hold.label for hold in held}))}
    message = texts.sentence(reason or "scan_ok", told)
    return Answer(outcome, reason, message, resolved.code, describe(subject, held), offers)


def describe(subject: Subject, held: list[OpenHold]) -> dict[str, Any]:
    """A subject as a device sees it: no person, no internal key."""
    workshop = registry.current().workshops.get(subject.workshop or "")
    label = None
    if workshop is not None and subject.stage is not None:
        label = workshop.road.stage(subject.stage).label
    return {
        "kind": subject.thing or subject.kind,
        "code": subject.code,
        "label": subject.label,
        "workshop": subject.workshop,
        "order": subject.order_ref,
        "client": subject.client_name,
        "stage": subject.stage,
        "stage_label": label,
        "holds": [{"reason": h.reason, "label": h.label, "note": h.note} for h in held],
    }


def _found(find: Find, raw: str, code: str) -> Resolved:
    subject = find(code)
    return Resolved(raw, code, subject, None if subject is not None else "code_unknown")


def visible(subject: Subject, by: Actor) -> bool:
    """Whether a subject is of this actor's workshops, or of none."""
    if subject.workshop is None or by.is_system or by.workshops is None:
        return True
    return subject.workshop in by.workshops


def _verdict(subject: Subject, offers: tuple[Offer, ...]) -> tuple[str, str | None]:
    if subject.kind == "blank":
        return QUESTION, "code_unbound"
    if subject.kind == "resource" and subject.action is not None:
        return QUESTION, "card_alone"
    if subject.kind == "resource":
        return QUESTION, "resource_empty" if offers else "resource_idle"
    if offers and not any(offer.open for offer in offers):
        reason = next(offer.reason for offer in offers if not offer.open) or ""
        # What only waits for another scan is no refusal.
        return QUESTION if reason.startswith(NEXT) else REFUSED, reason
    return OK, None
