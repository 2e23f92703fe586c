"""Send what waits: pick, send outside any transaction, then mark each in its own short write.

Between the server's acceptance and the mark a crash sends a mail twice: the Message-ID is made
from the row, so that both copies are the same mail to the recipient's program. The other order
would lose mails instead.
"""

import logging
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from typing import Final, Protocol
from urllib.parse import urlsplit

from sqlmodel import Session

from esat import clock
from esat.config import Settings
from esat.db import Database
from esat.mailing import links, reads, service
from esat.mailing.models import Mail
from esat.mailing.transport import MailFailure, Transport, opened
from esat.mailing.wording import LINK, NO_LINK

log = logging.getLogger("esat.mail")

BITE: Final = 50


class MailHouse(Protocol):
    """What the sender needs of the composition."""

    @property
    def settings(self) -> Settings: ...
    @property
    def database(self) -> Database: ...


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A mail as it leaves, with its link made and away from the database."""

    id: int
    created_at: datetime
    to: str
    subject: str
    text: str
    html: str | None


def send_pending(house: MailHouse) -> int:
    """Send up to `BITE` mails; gives how many left. Failures are kept on their rows."""
    with house.database.read() as session:
        waiting = [_ready(session, mail) for mail in reads.due(session, clock.now(), BITE)]
    if not waiting:
        return 0
    try:
        with opened(house.settings) as way:
            return _send_all(house, way, waiting)
    except MailFailure as failure:  # nothing could leave: each mail waits its own time
        log.warning("mail: %s", failure)
        with house.database.write() as session:
            for mail in waiting:
                service.mark_failed(session, mail.id, str(failure), clock.now())
        return 0


def message_of(mail: Outgoing, settings: Settings) -> EmailMessage:
    """The mail as it travels; its Message-ID is the same each time it is made."""
    message = EmailMessage(policy=SMTP)
    host = urlsplit(settings.base_url).hostname or "esat.invalid"
    message["Message-ID"] = f"<{mail.id}.{mail.created_at:%Y%m%d%H%M%S}@{host}>"
    message["Date"] = format_datetime(clock.local(clock.now()))
    message["From"] = formataddr((settings.house_name, settings.mail_from))
    message["To"] = mail.to
    message["Subject"] = mail.subject
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    if mail.html:
        message.add_alternative(mail.html, subtype="html")
    return message


def _send_all(house: MailHouse, way: Transport, waiting: list[Outgoing]) -> int:
    sent = 0
    for mail in waiting:
        failure = _send(house.settings, way, mail)
        with house.database.write() as session:
            if failure is None:
                service.mark_sent(session, mail.id, clock.now())
                sent += 1
            else:
                service.mark_failed(
                    session, mail.id, str(failure), clock.now(), for_good=failure.for_good
                )
        if failure is not None and failure.broken:
            break  # the others keep their turn for the next round
    return sent


def _send(settings: Settings, way: Transport, mail: Outgoing) -> MailFailure | None:
    try:
        way.send(message_of(mail, settings), f"{mail.id:08d}")
    except MailFailure as failure:
        log.warning("mail %s: %s", mail.id, failure)
        return failure
    except (ValueError, UnicodeError) as error:  # words that no header can carry
        return MailFailure(f"Courriel impossible à écrire : {error}", for_good=True)
    return None


def _ready(session: Session, mail: Mail) -> Outgoing:
    place = f"{{{LINK}}}"
    address = links.address_of(session, mail.link_id) if place in mail.body_text else None
    made = address or NO_LINK
    return Outgoing(
        id=mail.id or 0,
        created_at=mail.created_at,
        to=mail.to_address,
        subject=mail.subject,
        text=links.filled(session, mail.kind, mail.key, mail.body_text.replace(place, made)),
        html=mail.body_html.replace(place, made) if mail.body_html else None,
    )
