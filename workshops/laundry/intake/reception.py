"""One scan at the reception is a bag received, in the reception of its own client only."""

from dataclasses import dataclass
from typing import Final

from sqlmodel import Session

from esat import clock
from esat.errors import Refused
from esat.production import journal, moves, scans, subjects
from esat.production.moves import Context
from esat.production.subjects import Subject
from workshops.laundry import receiving
from workshops.laundry.intake.doing import WORKSHOP, Deed, require

THINGS: Final = frozenset({"bag", "trolley", "linen", "garment"})
COMES_IN: Final = frozenset({"bag", "trolley"})


@dataclass(frozen=True, slots=True)
class Received:
    """The bag that is received now; without an event it already was (told again offline)."""

    subject: Subject
    event: journal.Recorded | None = None


def receive(session: Session, raw: str, client_id: int | None, how: Deed) -> Received:
    """Receive what a code names, for this client when one is named. Refuses what the code cannot
    name, `bag_of_other_client`, `already_received`, `not_for_reception`, and as
    `receiving.receive` and `moves.move`; forbids `not_allowed`. Flushes.
    """
    require(how.by)
    subject = found(session, raw)
    if client_id is not None and subject.client_id not in {None, client_id}:
        raise Refused(
            "bag_of_other_client", label=subject.label, client=subject.client_name or "",
        )  # fmt: skip
    if subject.thing not in COMES_IN:
        raise Refused("not_for_reception")
    if subject.kind == "resource":
        receiving.receive(session, subject, by=how.by, at=how.at)
        subject = found(session, raw)
    if subject.stage == "received":
        return _again(subject, how)
    context = Context(
        by=how.by, at=how.at, capture_uid=how.capture_uid, late=how.late, reason=how.reason,
        judged=not how.offline,
    )  # fmt: skip
    done = moves.move(session, subject, "receive", context)
    return Received(done.subject, done.event)


def found(session: Session, raw: str) -> Subject:
    """The thing of the laundry that a code names. Refuses `code_unknown` and its like,
    `code_unbound`, `code_revoked`, `not_for_reception`.
    """
    resolved = scans.resolve(session, raw)
    subject = resolved.subject
    if subject is None:
        raise Refused(resolved.reason or "code_unknown")
    if subject.kind == "blank":
        raise Refused("code_unbound")
    if subject.revoked:
        raise Refused("code_revoked")
    if subject.workshop != WORKSHOP or subject.kind not in {"item", "resource"}:
        raise Refused("not_for_reception")
    return subject


def item_of(session: Session, raw: str) -> int:
    """The key of the item that a code names now. Refuses as `found`, and `bag_not_here` for a bag
    that no order has yet.
    """
    subject = found(session, raw)
    if subject.item_id is None or subject.thing not in THINGS:
        raise Refused("bag_not_here")
    return subject.item_id


def by_id(session: Session, item_id: int) -> Subject | None:
    """The same thing by its key."""
    subject = subjects.item(session, item_id)
    return subject if subject is not None and subject.workshop == WORKSHOP else None


def _again(subject: Subject, how: Deed) -> Received:
    """Scanned twice: nothing to do. Without network it is told, and changes nothing."""
    if how.offline:
        return Received(subject)
    since = clock.local(subject.stage_since or how.at).strftime("%H:%M")
    raise Refused("already_received", label=subject.label, since=since)
