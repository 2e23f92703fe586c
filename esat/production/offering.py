"""Every move of the current stage, open or closed with its reason, shown before the click."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from esat import clock, registry, texts
from esat.actors import Actor
from esat.production import holds
from esat.production.holds import OpenHold
from esat.production.subjects import Subject
from esat.stages import Move, Offer

SEEN = "guards_seen"
"""In `session.info` while the offers of one thing are asked for: what one guard has read of it the
next need not read again. It is gone before anything is written.
"""


def offers(
    session: Session,
    subject: Subject,
    *,
    by: Actor,
    at: datetime | None = None,
    held: list[OpenHold] | None = None,
) -> list[Offer]:
    """Every move of the subject's stage, each open or closed with its reason and sentence."""
    moment = at or clock.now()
    if subject.kind == "resource":
        return _reception(subject, by)
    if subject.workshop is None or subject.stage is None:
        return []
    machine = registry.current().workshop(subject.workshop).road
    standing = holds.open_holds(session, subject) if held is None else held
    kind = subject.thing if subject.kind == "item" else None
    session.info[SEEN] = {}
    try:
        asked = [
            (move, why_not(session, subject, move, by=by, at=moment, held=standing))
            for move in machine.moves_from(subject.stage, kind)
            if move.offered
        ]
    finally:
        del session.info[SEEN]
    return [_offer(move, code, standing) for move, code in asked]


def why_not(
    session: Session,
    subject: Subject,
    move: Move,
    *,
    by: Actor,
    at: datetime,
    held: list[OpenHold],
    without: Sequence[int] = (),
) -> str | None:
    """The code that closes a move, or None: right, travelling lot, holds, guards, in that order."""
    if not by.is_system and not by.can(move.capability, workshop=subject.workshop):
        return "not_allowed"
    if subject.travels_in is not None:
        return "travels_in_lot"
    if any(
        h.forbids(move.action) for h in held if h.member_id not in without or h.member_id is None
    ):
        return "on_hold"
    for guard in registry.current().guards_of(subject.workshop or "", move.action):
        code = guard.ask(session, subject, at)
        if code is not None:
            return code
    return None


def _reception(subject: Subject, by: Actor) -> list[Offer]:
    """A resource without an open item may be received, where its workshop says how."""
    workshop = registry.current().workshops.get(subject.workshop or "")
    if workshop is None or workshop.receive is None or subject.action is not None:
        return []
    if subject.thing not in {kind.code for kind in workshop.item_kinds}:
        return []
    allowed = by.is_system or by.can("production.move", workshop=subject.workshop)
    code = None if allowed else "not_allowed"
    first = subject.thing == workshop.item_kinds[0].code
    return [
        Offer(
            "receive",
            workshop.receive_label if first else "Recevoir",
            allowed,
            code,
            None if code is None else texts.sentence(code),
            "box-arrow-in-down",
        )
    ]


def held_by(standing: list[OpenHold]) -> dict[str, object]:
    """The names of what holds, for the sentence of a refusal."""
    labels = sorted({hold.label for hold in standing})
    return {"holds": ", ".join(labels)}


def _offer(step: Move, code: str | None, standing: list[OpenHold]) -> Offer:
    return Offer(
        action=step.action,
        label=step.label,
        open=code is None,
        reason=code,
        message=None if code is None else texts.sentence(code, held_by(standing)),
        pictogram=step.pictogram,
        target=step.target,
        confirms=step.confirms,
    )
