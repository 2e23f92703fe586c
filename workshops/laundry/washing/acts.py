"""The acts of the wash, as a device sends them and as the pages do: one service each."""

from typing import Any

from sqlmodel import Session

from esat import texts
from esat.declarations import Act, ActDone, ActSent
from esat.errors import Refused
from esat.production import journal
from esat.production.moves import Context
from esat.production.subjects import Subject
from esat.web import forms
from workshops.laundry.washing import ending, loads, reads, shapes, sorting, starting, telling
from workshops.laundry.washing.shapes import DisinfectIn, StartIn

MOVE = "production.move"


def _sort(session: Any, sent: ActSent) -> ActDone:
    """Sort what a code designates: {bin} or {parts: [{kg, bin, family, pieces}]}."""
    given, context = shapes.sort_in(sent.data), _context(sent)
    subject = loads.the_subject(session, sent.code)
    if bool(given.bin) == bool(given.parts):
        raise Refused("which_bin")
    if given.bin:
        done = sorting.into_bin(session, subject, given.bin, context)
    else:
        done = sorting.into_parts(session, subject, given.all_parts(), context)
    return ActDone(telling.sorted_words(session, done, subject), subject.code)


def _take_out(session: Any, sent: ActSent) -> ActDone:
    """Take a thing out of the load that it was put into by mistake."""
    subject = loads.the_subject(session, sent.code)
    sorting.take_out(session, subject, _context(sent))
    return ActDone(texts.sentence("taken_out", {"label": subject.label}), subject.code)


def _assign(session: Any, sent: ActSent) -> ActDone:
    """Name the machine and the programme of a load, without starting."""
    given = forms.read(StartIn, sent.data)
    load, subject = loads.the_load(session, sent.code or "")
    machine, card = _named(session, given)
    starting.assign(session, load, machine.resource_id or 0, card.resource_id or 0, by=sent.actor)
    told = {"label": subject.label, "machine": machine.label, "programme": card.label}
    return ActDone(texts.sentence("load_assigned", told), subject.code)


def _start(session: Any, sent: ActSent) -> ActDone:
    """Start a load: {machine, programme}."""
    given = forms.read(StartIn, sent.data)
    load, subject = loads.the_load(session, sent.code or "")
    machine, card = _named(session, given)
    context = _context(sent, {"reason": given.reason} if given.reason else None)
    done = starting.start(
        session, load, subject, machine.resource_id or 0, card.resource_id or 0, context
    )
    message = telling.started_words(session, load.lot_id, machine.label, card.label)
    return ActDone(message, subject.code, journal.as_event(done.event))


def _disinfect(session: Any, sent: ActSent) -> ActDone:
    """Start the empty run that disinfects a machine."""
    given = forms.read(DisinfectIn, sent.data)
    machine = _of_kind(session, sent.code or "", "machine")
    card = _of_kind(session, given.programme, "programme")
    starting.disinfect(
        session, machine.resource_id or 0, card.resource_id or 0, by=sent.actor, at=sent.at,
        reason=_reason(sent),
    )  # fmt: skip
    told = {"machine": machine.label}
    return ActDone(texts.sentence("disinfection_started", told), machine.code)


def _end(session: Any, sent: ActSent) -> ActDone:
    """End the cycle of a machine or of a load, with what was read on the machine."""
    given = shapes.end_in(sent.data)
    found = ending.the_cycle(session, sent.code, running=True)
    if given.outcome != "done" and not given.fault:
        raise Refused("fault_missing")
    ending.end(session, found.cycle, given.report(), _context(sent))
    sentence = "cycle_done" if given.outcome == "done" else "cycle_failed"
    if given.outcome == "done" and reads.held_codes(session, [found.cycle.lot_id or 0]):
        sentence = "cycle_done_held"
    return ActDone(texts.sentence(sentence, {"label": found.label}), sent.code)


def _open(session: Any, sent: ActSent) -> ActDone:
    """Open a machine on the clean side."""
    _reason(sent)
    found = ending.the_cycle(session, sent.code, running=False)
    ending.open_door(session, found.cycle, by=sent.actor, at=sent.at, late=sent.late)
    return ActDone(texts.sentence("door_opened", {"label": found.label}), sent.code)


ACTS = (
    Act("laundry.sort", "Trier un sac", MOVE, _sort),
    Act("laundry.take_out", "Sortir d’une charge", MOVE, _take_out),
    Act("laundry.assign", "Prévoir une charge sur une machine", MOVE, _assign),
    Act("laundry.start", "Lancer une charge", MOVE, _start),
    Act("laundry.disinfect", "Lancer un cycle de désinfection à vide", MOVE, _disinfect),
    Act("laundry.end", "Terminer un cycle", MOVE, _end),
    Act("laundry.open", "Ouvrir côté propre", MOVE, _open),
)


def _named(session: Session, given: StartIn) -> tuple[Subject, Subject]:
    return (
        _of_kind(session, given.machine, "machine"),
        _of_kind(session, given.programme, "programme"),
    )


def _of_kind(session: Session, code: str, kind: str) -> Subject:
    subject = loads.the_subject(session, code)
    if subject.thing != kind:
        raise Refused(f"not_a_{kind}", label=subject.label)
    return subject


def _context(sent: ActSent, data: dict[str, Any] | None = None) -> Context:
    loads.require(sent.actor)
    return Context(sent.actor, sent.at, sent.uid, sent.late, _reason(sent), data)


def _reason(sent: ActSent) -> str:
    """What is entered long after it was done says why; a device that had no network need not.
    Refuses `late_needs_reason`.
    """
    given = sent.data.get("late_reason")
    words = given.strip()[:200] if isinstance(given, str) else ""
    if sent.late and not sent.offline and not words:
        raise Refused("late_needs_reason")
    return words
