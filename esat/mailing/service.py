"""Queue a mail with the change that causes it, once ever; try again; keep the house's wording.

Nothing leaves here: `jobs` sends, outside any transaction of the trade.
"""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import bindparam, delete
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from esat import clock
from esat.actors import Actor
from esat.errors import NotFound, Refused
from esat.mailing.models import Mail, MailWording
from esat.mailing.wording import KINDS, Wording, check, fill, one_line

KEEP: Final = timedelta(days=365)
NOT_AN_ADDRESS: Final = "Adresse électronique illisible."
BACK_OFF: Final = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60))
THEN: Final = timedelta(hours=4)
ATTEMPTS: Final = 16
"""1, 5, 15 and 60 minutes, then eleven times 4 hours: about two days."""
_ADDRESS: Final = re.compile(r"[^\s@<>,;:\"()\[\]\\]{1,64}@[A-Za-z0-9.-]+\.[A-Za-z]{2,}")


def queue(
    session: Session,
    kind: str,
    to: str,
    key: str,
    values: Mapping[str, str],
    *,
    order_id: int | None = None,
    link_id: int | None = None,
    at: datetime | None = None,
) -> Mail | None:
    """Write the mail that tells `key`; None when that key was told before, sent or not. Flushes.

    An address that cannot be read is kept as a mail given up, so that the office sees it.
    """
    words = wording(session, kind)
    return queue_text(
        session,
        kind,
        to,
        key,
        Wording(fill(words.subject, values), fill(words.body, values)),
        order_id=order_id,
        link_id=link_id,
        at=at,
    )


_TOLD = select(Mail.id).where(col(Mail.key) == bindparam("key"))


def is_told(session: Session, key: str) -> bool:
    """Whether a mail of that key was queued, whatever became of it."""
    return session.exec(_TOLD, params={"key": key}).first() is not None


def queue_text(
    session: Session,
    kind: str,
    to: str,
    key: str,
    words: Wording,
    *,
    order_id: int | None = None,
    link_id: int | None = None,
    at: datetime | None = None,
) -> Mail | None:
    """The same for a mail whose words are ready and not the house's to change."""
    if is_told(session, key):
        return None
    now = at or clock.now()
    readable = bool(_ADDRESS.fullmatch(to.strip()))
    mail = Mail(
        key=key,
        kind=kind,
        to_address=to.strip()[:254],
        subject=one_line(words.subject)[:200],
        body_text=words.body,
        order_id=order_id,
        link_id=link_id,
        created_at=now,
        next_try_at=now,
        last_error="" if readable else NOT_AN_ADDRESS,
        given_up_at=None if readable else now,
    )
    try:
        with session.begin_nested():
            session.add(mail)
    except IntegrityError:  # another process told the same state meanwhile
        return None
    return mail


def mark_sent(session: Session, mail_id: int, at: datetime) -> None:
    mail = session.get_one(Mail, mail_id)
    mail.attempts += 1
    mail.sent_at, mail.last_error = at, ""


def mark_failed(
    session: Session, mail_id: int, error: str, at: datetime, *, for_good: bool = False
) -> None:
    """Count the failure and choose the next try, or give up after about two days."""
    mail = session.get_one(Mail, mail_id)
    mail.attempts += 1
    mail.last_error = error[:500]
    if for_good or mail.attempts >= ATTEMPTS:
        mail.given_up_at = at
    else:
        tried = mail.attempts
        mail.next_try_at = at + (BACK_OFF[tried - 1] if tried <= len(BACK_OFF) else THEN)


def retry(session: Session, mail_id: int, *, by: Actor, at: datetime | None = None) -> Mail:
    """Put a mail back in the queue, now. Refuses `mail_already_sent`, `mail_bad_address`."""
    del by  # the door writes who did it in the access log
    mail = session.get(Mail, mail_id)
    if mail is None:
        raise NotFound("not_found")
    if mail.sent_at is not None:
        raise Refused("mail_already_sent")
    if not _ADDRESS.fullmatch(mail.to_address):
        raise Refused("mail_bad_address")
    mail.attempts, mail.given_up_at, mail.next_try_at = 0, None, at or clock.now()
    return mail


def wording(session: Session, kind: str) -> Wording:
    """The house's words for this kind, or those in code."""
    own = session.get(MailWording, kind)
    if own is not None:
        return Wording(own.subject, own.body)
    return KINDS[kind].wording


def set_wording(
    session: Session,
    kind: str,
    subject: str,
    body: str,
    *,
    by: Actor,
    at: datetime | None = None,
) -> Wording:
    """Keep the house's words. Refuses `wording_invalid` with one sentence a field."""
    if kind not in KINDS:
        raise NotFound("not_found")
    words = check(subject, body)
    own = session.get(MailWording, kind) or MailWording(
        kind=kind, subject="", body="", updated_at=clock.now()
    )
    own.subject, own.body = words.subject, words.body
    own.updated_at, own.updated_by = at or clock.now(), by.account_id
    session.add(own)
    return words


def reset_wording(session: Session, kind: str) -> None:
    """Go back to the words in code."""
    session.exec(delete(MailWording).where(col(MailWording.kind) == kind))


def old(session: Session, at: datetime) -> list[Mail]:
    """Mails written more than a year ago that still hold an address."""
    query = select(Mail).where(col(Mail.created_at) < at - KEEP, Mail.to_address != "")
    return list(session.exec(query.order_by(col(Mail.id))))


def purge(session: Session, at: datetime) -> int:
    """Empty old mails of everything about people; the key stays, a state is told once ever."""
    mails = old(session, at)
    for mail in mails:
        mail.to_address = mail.subject = mail.body_text = mail.last_error = ""
        mail.body_html = None
        if mail.sent_at is None and mail.given_up_at is None:
            mail.given_up_at = at
    return len(mails)
