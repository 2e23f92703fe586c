"""The acts of the counter besides scans and moves: undo, hold, lift, bind a blank label, link and
unlink a client's own code.

Each is a capture like any other, so that a lost answer asked again changes nothing twice.
"""

from typing import Any

from esat import registry, texts
from esat.declarations import Act, ActDone, ActSent
from esat.errors import Forbidden, Refused
from esat.production import (
    binding,
    binding_orders,
    client_codes,
    corrections,
    holds,
    journal,
    scans,
)
from esat.production.subjects import Subject

MAX_NOTE = 280


def _undo(session: Any, sent: ActSent) -> ActDone:
    """Undo one's own last move; the five minutes are the server's unless there was no network."""
    event_id = _number(sent.data, "event", "undo_nothing")
    subject = corrections.undo(
        session, event_id, by=sent.actor, at=sent.at if sent.offline else None,
        capture_uid=sent.uid,
    )  # fmt: skip
    stage = ""
    if subject.workshop is not None and subject.stage is not None:
        stage = registry.current().workshop(subject.workshop).road.stage(subject.stage).label
    message = texts.sentence("undone", {"label": subject.label, "stage": stage})
    return ActDone(message, subject.code)


def _hold(session: Any, sent: ActSent) -> ActDone:
    """Hold what a code designates, for one of the declared reasons."""
    subject = _subject(session, sent)
    reason = holds.declared_reason(str(sent.data.get("reason", "")))
    if not reason.offered:
        raise Refused("reason_unknown")
    holds.place(session, subject, reason.code, by=sent.actor, at=sent.at, note=_note(sent.data))
    told = {"label": subject.label, "reason": reason.label}
    return ActDone(texts.sentence("hold_placed", told), subject.code)


def _lift(session: Any, sent: ActSent) -> ActDone:
    """Lift a hold of what a code designates."""
    subject = _subject(session, sent)
    hold_id = _number(sent.data, "hold", "hold_lifted_already")
    if all(hold.id != hold_id for hold in holds.open_holds(session, subject)):
        raise Refused("hold_lifted_already")
    holds.lift(session, hold_id, by=sent.actor, at=sent.at, note=_note(sent.data))
    return ActDone(texts.sentence("hold_lifted"), subject.code)


def _bind(session: Any, sent: ActSent) -> ActDone:
    """Give a blank label to a client, or to an order."""
    if sent.data.get("order"):
        made = binding_orders.bind_to_order(
            session, sent.code or "", str(sent.data["order"]), str(sent.data.get("label", "")),
            by=sent.actor, at=sent.at, capture_uid=sent.uid,
        )  # fmt: skip
        named = {"label": made.label, "order": made.client}
        return ActDone(texts.sentence("label_bound_to_order", named), made.code)
    done = binding.bind_label(
        session, sent.code or "", _number(sent.data, "client_id", "client_gone"),
        str(sent.data.get("label", "")), by=sent.actor, at=sent.at, capture_uid=sent.uid,
    )  # fmt: skip
    told = {"label": done.label, "client": done.client}
    return ActDone(texts.sentence("label_bound", told), done.code)


def _link(session: Any, sent: ActSent) -> ActDone:
    """Link a client's code (`foreign`) to what a code of ours designates."""
    done = client_codes.link(
        session, _text(sent.data, "foreign"), _subject(session, sent),
        symbology=_text(sent.data, "symbology"),
        by=sent.actor, at=sent.at, capture_uid=sent.uid, late=sent.late,
    )  # fmt: skip
    return _code_done(session, "code_linked", done)


def _unlink(session: Any, sent: ActSent) -> ActDone:
    """Unlink a client's code (`foreign`) from what a code, ours or that one, designates."""
    text = _text(sent.data, "foreign") or sent.code or ""
    done = client_codes.unlink(
        session, text, _subject(session, sent), _text(sent.data, "why"),
        by=sent.actor, at=sent.at, capture_uid=sent.uid, late=sent.late,
    )  # fmt: skip
    return _code_done(session, "code_unlinked", done)


def _code_done(session: Any, sentence: str, done: client_codes.Changed) -> ActDone:
    told = {"code": done.text, "label": done.subject.label}
    ours = client_codes.with_our_code(session, done.subject).code
    return ActDone(texts.sentence(sentence, told), ours, journal.as_event(done.event))


ACTS = (
    Act("move.undo", "Annuler le dernier passage", "production.move", _undo),
    Act("hold.place", "Retenir", "production.hold", _hold),
    Act("hold.lift", "Lever une retenue", "production.scan", _lift),
    Act("label.bind", "Lier une étiquette neuve", "production.move", _bind),
    Act("code.link", "Lier un code du client", client_codes.MOVE, _link),
    Act("code.unlink", "Délier un code du client", client_codes.MOVE, _unlink),
)


def _subject(session: Any, sent: ActSent) -> Subject:
    """The subject of the act, of a workshop of the actor's; refuses what the code cannot name."""
    resolved = scans.resolve(session, sent.code or "")
    subject = resolved.subject
    if subject is None:
        raise Refused(resolved.reason or "code_unknown")
    if subject.kind == "unlinked":
        raise Refused("foreign_unlinked")
    scope = sent.actor.workshops
    if subject.workshop is not None and scope is not None and subject.workshop not in scope:
        raise Forbidden("other_workshop")
    return subject


def _number(data: dict[str, Any], name: str, refusal: str) -> int:
    """A key as a form or a device wrote it; anything else is refused."""
    value = data.get(name)
    text = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Refused(refusal)
    return int(text)


def _text(data: dict[str, Any], name: str) -> str:
    """A text as a form or a device wrote it; anything else is none."""
    value = data.get(name)
    return value if isinstance(value, str) else ""


def _note(data: dict[str, Any]) -> str:
    note = str(data.get("note", "")).strip()
    if len(note) > MAX_NOTE:
        raise Refused("note_too_long")
    return note
