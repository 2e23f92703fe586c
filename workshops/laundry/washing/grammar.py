"""What scans say together at one station, in words of the trade:

    bag, bin                          within 60 s    sorted into that bin
    machine, programme, bin or load   within 120 s   started; in any order
    machine, disinfecting programme   within 120 s   the empty run starts
    machine alone · bin alone                        what it does · what is in it

A start uses its scans up: those before the last start at this station say nothing any more.
"""

from datetime import UTC, datetime, timedelta
from typing import Final

from sqlmodel import Session, col, func, select

from esat import texts
from esat.actors import Actor
from esat.errors import EsatError
from esat.production import hearing, journal, subjects
from esat.production.moves import Context
from esat.production.scans import ANOMALY, OK, QUESTION, Answer, describe
from esat.production.sent import Sent
from esat.production.subjects import Subject
from workshops.laundry.plant import versions
from workshops.laundry.plant.models import Programme
from workshops.laundry.washing import loads, opening, sorting, starting, telling
from workshops.laundry.washing.models import Cycle

BAG_WAIT: Final = timedelta(seconds=60)
START_WAIT: Final = timedelta(seconds=120)
LOOKED_AT: Final = 12
INSTANT: Final = timedelta(microseconds=1)
SPEAKING: Final = frozenset({"bin", "machine", "programme"})
SCANNED: Final = frozenset({"scan", "move"})
EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)


def spoken(session: Session, sent: Sent, subject: Subject, *, by: Actor) -> Answer | None:
    """What this scan says with those before it here; None when it says nothing. A bag costs no
    statement: it only ever begins.
    """
    if subject.item_id is not None or not (subject.thing in SPEAKING or subject.lot_id):
        return None
    if not by.can("production.move", workshop=loads.WORKSHOP):
        return None
    if not sent.offline:
        return _said(session, sent, subject, by)
    try:
        with session.begin_nested():
            return _said(session, sent, subject, by)
    except EsatError as refusal:
        # It happened without network: nothing is dropped, a supervisor looks at it.
        kept = texts.sentence("anomaly_kept")
        return Answer(ANOMALY, refusal.code, kept, subject.code, describe(subject, []))


def _said(session: Session, sent: Sent, subject: Subject, by: Actor) -> Answer | None:
    if subject.thing == "bin":
        bag = _bag_before(session, sent, by)
        if bag is not None:
            return _sorted(session, sent, bag, subject, by)
    words = _words(session, sent, subject, by)
    if "machine" in words and "programme" in words:
        programme = _programme(session, words["programme"])
        if programme is not None and programme.kind == "disinfect":
            return _disinfected(session, sent, subject, words, by)
        if "load" in words:
            return _started(session, sent, subject, words, by)
    if subject.lot_id is not None and len(words) == 1:
        return None
    return _told(session, subject, words, by=by, at=sent.at)


def _bag_before(session: Session, sent: Sent, by: Actor) -> Subject | None:
    """The bag or linen that was the very last thing seen here."""
    heard = hearing.heard(session, by=by, since=sent.at - BAG_WAIT, limit=1)
    code = heard[0][0] if heard and heard[0][1] in SCANNED else None
    found = None if code is None else subjects.by_code(session, code)
    return found if found is not None and found.item_id is not None and not found.revoked else None


def _words(session: Session, sent: Sent, subject: Subject, by: Actor) -> dict[str, Subject]:
    """Machine, programme and load as last said here, this scan included."""
    since = max(sent.at - START_WAIT, _last_start(session, by) + INSTANT)
    said = _heard(session, by, since, LOOKED_AT)
    # What came before the oldest of them says whether a bag was sorted by it.
    before = _heard(session, by, since - BAG_WAIT, LOOKED_AT + 1)
    found = subjects.by_codes(session, set(before))
    words: dict[str, Subject] = {}
    for n, one in enumerate((subject, *(found.get(code) for code in said))):
        role = None if one is None or one.revoked else _role(one)
        older = before[n] if n < len(before) else None
        if role is None or one is None or (n > 0 and _sorted_by(one, found.get(older or ""))):
            continue
        words.setdefault(role, one)
    return words


def _heard(session: Session, by: Actor, since: datetime, limit: int) -> list[str]:
    """The codes scanned here, the last first."""
    heard = hearing.heard(session, by=by, since=since, limit=limit)
    return [code for code, kind in heard if code is not None and kind in SCANNED]


def _sorted_by(one: Subject, before: Subject | None) -> bool:
    """Whether a bin was scanned for the bag just before it: it sorted, it names no load."""
    if one.thing != "bin" or before is None:
        return False
    return before.item_id is not None or before.thing in opening.OPENED


def _role(subject: Subject) -> str | None:
    if subject.workshop != loads.WORKSHOP:
        return None
    if subject.thing in {"machine", "programme"} and subject.lot_id is None:
        return subject.thing
    return "load" if subject.thing == "bin" or subject.lot_id is not None else None


def _last_start(session: Session, by: Actor) -> datetime:
    """When this station, or away from any this account, last started a machine."""
    mine = (
        (Cycle.start_station_id == by.station_id,)
        if by.station_id is not None
        else (col(Cycle.start_station_id).is_(None), Cycle.started_by == by.account_id)
    )
    found = session.exec(select(func.max(col(Cycle.started_at))).where(*mine)).first()
    return found or EPOCH


def _sorted(session: Session, sent: Sent, bag: Subject, target: Subject, by: Actor) -> Answer:
    done = sorting.into_bin(session, bag, target.code or "", _context(sent, by))
    message = telling.sorted_words(session, done, bag)
    return _answer(OK, None, message, target)


def _started(
    session: Session, sent: Sent, subject: Subject, words: dict[str, Subject], by: Actor
) -> Answer:
    load, lot = loads.the_load(session, words["load"].code or "")
    machine, card = words["machine"], words["programme"]
    done = starting.start(
        session, load, lot, machine.resource_id or 0, card.resource_id or 0, _context(sent, by)
    )
    message = telling.started_words(session, load.lot_id, machine.label, card.label)
    shown = describe(done.subject, done.held)
    event = journal.as_event(done.event)
    return Answer(OK, None, message, subject.code, shown, (), event)


def _disinfected(
    session: Session, sent: Sent, subject: Subject, words: dict[str, Subject], by: Actor
) -> Answer:
    machine, card = words["machine"], words["programme"]
    starting.disinfect(session, machine.resource_id or 0, card.resource_id or 0, by=by, at=sent.at)
    message = texts.sentence("disinfection_started", {"machine": machine.label})
    return _answer(OK, None, message, subject)


def _told(
    session: Session, subject: Subject, words: dict[str, Subject], *, by: Actor, at: datetime
) -> Answer:
    """What is there, and what to scan next."""
    del by
    if "machine" in words and subject.thing != "machine":
        missing = "scan_programme_next" if "programme" not in words else "scan_load_next"
        named = {"machine": words["machine"].label, "what": subject.label}
        return _answer(QUESTION, missing, texts.sentence(missing, named), subject)
    if subject.thing == "machine":
        code, message = telling.machine_words(session, subject, words, at=at)
    elif subject.thing == "bin":
        code, message = telling.bin_words(session, subject, at=at)
    else:
        code = "scan_machine_next"
        message = texts.sentence(code, {"what": subject.label})
    return _answer(QUESTION, code, message, subject)


def _programme(session: Session, card: Subject) -> Programme | None:
    found = versions.history(session, Programme, "resource_id", card.resource_id)
    return found[0] if found and not found[0].withdrawn else None


def _context(sent: Sent, by: Actor) -> Context:
    return Context(by, sent.at, sent.uid.bytes, late=sent.offline)


def _answer(outcome: str, reason: str | None, message: str, subject: Subject) -> Answer:
    return Answer(outcome, reason, message, subject.code, describe(subject, []))
