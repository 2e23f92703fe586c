"""What a tablet did without network and the record does not bear out: kept, held, and waiting."""

from sqlmodel import Session

from esat import texts
from esat.actors import SYSTEM, Actor
from esat.errors import EsatError
from esat.production import holds, journal, moves, scans
from esat.production.scans import ANOMALY, Answer
from esat.production.sent import Sent
from esat.production.subjects import Subject

REASON = "contradiction"


def refused(
    session: Session, sent: Sent, subject: Subject, action: str, refusal: EsatError, *, by: Actor
) -> Answer:
    """The stage did not allow it: the stage stays, the journal keeps what the device says."""
    if subject.kind in {"item", "lot"}:
        target = {f"{subject.kind}_id": getattr(subject, f"{subject.kind}_id")}
        entry = journal.Entry(
            f"{subject.kind}.contradicted",
            sent.at,
            late=True,
            capture_uid=sent.uid.bytes,
            from_stage=subject.stage,
            data={"action": action, "reason": refusal.code},
            **target,
        )
        journal.record(session, entry, by=by)
        _hold(session, sent, subject)
    return _waiting(session, subject, refusal.code)


def passed_over(session: Session, sent: Sent, done: moves.Moved) -> Answer:
    """It happened though it was held or guarded: the move stands, and is held until looked at."""
    _hold(session, sent, done.subject)
    answer = _waiting(session, done.subject, done.passed_over or "on_hold")
    return Answer(
        answer.outcome,
        answer.reason,
        answer.message,
        answer.code,
        answer.subject,
        (),
        journal.as_event(done.event),
    )


def _hold(session: Session, sent: Sent, subject: Subject) -> None:
    standing = holds.open_holds(session, subject)
    if not any(hold.reason == REASON for hold in standing):
        holds.place(
            session,
            subject,
            REASON,
            by=SYSTEM,
            at=sent.at,
            source="capture",
            source_ref=str(sent.uid),
        )


def _waiting(session: Session, subject: Subject, code: str) -> Answer:
    held = holds.open_holds(session, subject)
    shown = scans.describe(subject, held)
    return Answer(ANOMALY, code, texts.sentence("anomaly_kept"), subject.code, shown)
