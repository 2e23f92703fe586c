"""One-time codes: sent to an address that the house already knows, tried a few times, used once.

A try is counted before the code is compared, by one statement, so that two at once count twice.
What opens nothing costs the same work whatever the reason.
"""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import CursorResult, delete, update
from sqlmodel import Session, col, func, select

from esat import config
from esat.clients.models import Client, Contact
from esat.mailing import service as mailing
from esat.mailing.wording import Wording
from esat.production.models import Order
from esat.tracking.models import AccessLink
from laundry_rabc.policies import keeping as policies
from laundry_rabc.proof.models import ProofCode

KIND: Final = "rabc.proof"
PLACE: Final = "code"
DIGITS: Final = 8
DAY: Final = timedelta(days=1)
KEPT: Final = timedelta(days=30)
"""How long a code is kept after it opens nothing any more."""
GONE: Final = "(code périmé : demandez-en un autre)"
WORDS: Final = Wording(
    "Votre code pour la fiche d’hygiène",
    "Bonjour,\n\nVoici le code qui ouvre la fiche d’hygiène de la commande {ref} :\n\n"
    "    {code}\n\nIl sert une fois, et reste valable {minutes} minutes. Ne le donnez à personne. "
    "Si vous ne l’avez pas demandé, ne faites rien.\n",
)
_NOTHING: Final = "0" * 64


def send(session: Session, link_id: int, at: datetime) -> bool:
    """Queue a code to the known address of the client of a link; whether one was. Nothing where no
    address is known, or where enough left within a day. Flushes.
    """
    link = session.get(AccessLink, link_id)
    order = None if link is None else session.get(Order, link.order_id)
    if (
        link is None
        or order is None
        or _sent(session, link.order_id, at) >= policies.number(session, "proof_code_daily", at)
    ):
        return False
    to = address(session, order.client_id, link.email)
    if not to:
        return False
    minutes = policies.number(session, "proof_code_minutes", at)
    row = ProofCode(
        order_id=link.order_id, link_id=link_id, salt=secrets.token_hex(16),
        code_hash=_NOTHING, created_at=at, expires_at=at + timedelta(minutes=minutes),
    )  # fmt: skip
    session.add(row)
    session.flush()
    row.code_hash = _hash(row.id or 0, _code(row))
    body = WORDS.body.replace("{ref}", order.ref).replace("{minutes}", str(minutes))
    mailing.queue_text(
        session, KIND, to, _key(row.id or 0), Wording(WORDS.subject, body),
        order_id=link.order_id, at=at,
    )  # fmt: skip
    return True


def filled(session: Session, key: str) -> str:
    """The code of a mail that leaves now."""
    row = session.get(ProofCode, int(key.rpartition(":")[2]))
    if row is None:
        return GONE
    code = _code(row)
    return f"{code[:4]} {code[4:]}"


def address(session: Session, client_id: int, wanted: str = "") -> str:
    """Where the client reads: the address of his link while it is still one of his, else his own,
    else that of the first contact who wants news; "" where none is known.
    """
    client = session.get(Client, client_id)
    if client is None or client.purged_at is not None:
        return ""
    query = select(Contact.email, Contact.notify).where(
        Contact.client_id == client_id, col(Contact.archived_at).is_(None), Contact.email != ""
    )
    contacts = session.exec(query.order_by(col(Contact.id))).all()
    own = client.email.strip() or next((mail.strip() for mail, told in contacts if told), "")
    known = {one.casefold(): one for one in (own, *(mail.strip() for mail, _ in contacts))}
    return known.get(wanted.strip().casefold(), own)


def enter(session: Session, link_id: int, typed: str, at: datetime) -> tuple[str, int] | None:
    """The token of a short session of that link and its minutes; None when the code is wrong, over,
    used, tried too often, or of another link. Counts the try.
    """
    query = select(ProofCode).where(ProofCode.link_id == link_id)
    row = session.exec(query.order_by(col(ProofCode.id).desc()).limit(1)).first()
    key = 0 if row is None else row.id or 0
    counted = _counted(session, key, at)
    given = _hash(key, "".join(typed.split()))
    right = hmac.compare_digest(given, _NOTHING if row is None else row.code_hash)
    if not (counted and right):
        return None
    minutes = policies.number(session, "proof_open_minutes", at)
    token = secrets.token_urlsafe(32)
    used = update(ProofCode).where(col(ProofCode.id) == key, col(ProofCode.used_at).is_(None))
    done = session.execute(
        used.values(
            used_at=at, session_hash=_of(token), session_until=at + timedelta(minutes=minutes)
        )
    )
    return (token, minutes) if _rows(done) == 1 else None


def opened(session: Session, link_id: int, token: str, at: datetime) -> bool:
    """Whether that short session is open, and of that very link."""
    query = select(ProofCode).where(ProofCode.session_hash == _of(token))
    row = session.exec(query).first()
    return (
        row is not None
        and row.link_id == link_id
        and row.session_until is not None
        and row.session_until > at
    )


def over(session: Session, at: datetime) -> list[ProofCode]:
    """Codes that opened nothing for a month: what the retention rule removes."""
    query = select(ProofCode).where(col(ProofCode.created_at) < at - KEPT)
    return list(session.exec(query.order_by(col(ProofCode.id))))


def purge(session: Session, at: datetime) -> int:
    keys = [one.id for one in over(session, at)]
    session.execute(delete(ProofCode).where(col(ProofCode.id).in_(keys)))
    return len(keys)


def _sent(session: Session, order_id: int, at: datetime) -> int:
    """How many codes left for an order within a day, whatever the link."""
    query = select(func.count()).select_from(ProofCode)
    return session.exec(
        query.where(ProofCode.order_id == order_id, col(ProofCode.created_at) > at - DAY)
    ).one()


def _counted(session: Session, key: int, at: datetime) -> bool:
    """Take one try of a code that may still be used."""
    tries = policies.number(session, "proof_code_tries", at)
    query = update(ProofCode).where(
        col(ProofCode.id) == key, col(ProofCode.used_at).is_(None),
        col(ProofCode.expires_at) > at, col(ProofCode.tries) < tries,
    )  # fmt: skip
    return _rows(session.execute(query.values(tries=ProofCode.tries + 1))) == 1


def _rows(done: Any) -> int:
    found: CursorResult[Any] = done
    return found.rowcount


def _code(row: ProofCode) -> str:
    drawn = hmac.digest(_secret(), f"code:{row.id}:{row.salt}".encode(), "sha256")
    return f"{int.from_bytes(drawn) % 10**DIGITS:0{DIGITS}d}"


def _hash(key: int, code: str) -> str:
    return hmac.digest(_secret(), f"hash:{key}:{code}".encode(), "sha256").hex()


def _of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _secret() -> bytes:
    """A key of its own, so that no other use of the secret can stand for a code."""
    return hmac.digest(config.current().secret().encode(), b"rabc proof codes", "sha256")


def _key(row_id: int) -> str:
    return f"{KIND}:{row_id}"
