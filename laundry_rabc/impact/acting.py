"""A search that is acted on: kept as it was found, what is in house held at once, clients told.

cause --> touched cycles --> found --> case (action) + holds --> lines and clients kept
                                                             --> a letter or a mail each
"""

from datetime import datetime
from typing import Final

from sqlmodel import Session, col, select

from esat import clock
from esat.actors import Actor
from esat.clients.models import Client, Contact
from esat.errors import NotFound, Refused
from esat.mailing import service as mails
from esat.mailing.wording import Wording
from esat.web.filters import moment, number
from laundry_rabc.cases import opening
from laundry_rabc.cases.opening import Opening
from laundry_rabc.impact import causes, finding, hits
from laundry_rabc.impact.finding import ClientFound, Found
from laundry_rabc.impact.hits import Cause
from laundry_rabc.impact.models import Impact, ImpactClient, ImpactLine

MAIL: Final = "rabc.impact"
HOW: Final = {"mail": "Courriel", "letter": "Lettre", "call": "Appel"}
PROCEDURE: Final = (
    "Isoler ce qui est encore ici. Relaver avec un programme qualifié. Prévenir les clients"
    " livrés. Rechercher la cause, corriger, vérifier par une autre personne."
)


def find(session: Session, cause: Cause, *, known: frozenset[int] = frozenset()) -> Found:
    """What a cause touched, but for lots that are known; nothing is written. Refuses what
    `causes.touch` refuses.
    """
    touched = hits.of_touch(session, causes.touch(session, cause))
    return finding.of_hits(session, [one for one in touched if one.lot_id not in known])


def _known(session: Session, cause: Cause, family: str) -> frozenset[int]:
    """The lots that searches of the same family have found in this very period."""
    if not family:
        return frozenset()
    query = (
        select(ImpactLine.lot_id)
        .join(Impact, col(Impact.id) == ImpactLine.impact_id)
        .where(
            Impact.kind == cause.kind,
            Impact.thing == cause.thing,
            Impact.since == cause.since,
            col(Impact.source_ref).startswith(family),
        )
    )
    return frozenset(session.exec(query))


def act(
    session: Session,
    cause: Cause,
    reason: str,
    *,
    by: Actor,
    source_ref: str = "",
    family: str = "",
) -> Impact | None:
    """Keep a search with what it found, open its case and hold what is in house. None when the
    same source was acted on before; lots that the same thing brought up before, by a source of the
    same family, are not brought up again. Refuses `impact_needs_reason`, `impact_nothing`. Flushes.
    """
    if not reason.strip():
        raise Refused("impact_needs_reason")
    if source_ref and _acted(session, source_ref):
        return None
    found = find(session, cause, known=_known(session, cause, family))
    if not found.hits:
        raise Refused("impact_nothing")
    now = clock.now()
    label = causes.label(session, cause)
    why = Opening(
        kind="action", origin=causes.ORIGIN.get(cause.kind, "impact"), origin_ref=source_ref,
        title=f"{label} : {found.lots} lots concernés", procedure=PROCEDURE,
        machine_id=cause.thing if cause.kind == "machine" else None,
    )  # fmt: skip
    case = opening.open_case(session, why, by=by, at=now, lots=found.lots_here)
    row = Impact(
        kind=cause.kind, thing=cause.thing, thing_label=label[:120], since=cause.since,
        until=cause.until, correction=cause.correction, reason=reason.strip()[:280], at=now,
        account_id=by.account_id, case_id=case.id, source_ref=source_ref,
        cycles=len(found.hits), lots=found.lots, kg=found.kg, held=len(found.here),
    )  # fmt: skip
    session.add(row)
    session.flush()
    _keep(session, row, found)
    return row


def _acted(session: Session, source_ref: str) -> bool:
    """Whether a source asked before."""
    query = select(Impact.id).where(Impact.source_ref == source_ref)
    return session.exec(query).first() is not None


def tell(
    session: Session, impact_id: int, client_id: int, how: str, text: str, *, by: Actor
) -> ImpactClient:
    """Note that a client was told, with the words; a mail leaves by itself. Refuses
    `impact_told_already`, `impact_text_empty`, `client_without_mail`. Flushes.
    """
    row = session.get(ImpactClient, (impact_id, client_id))
    if row is None or how not in HOW:
        raise NotFound("not_found")
    if row.told_at is not None:
        raise Refused("impact_told_already")
    if not text.strip():
        raise Refused("impact_text_empty")
    if how == "mail":
        to = address(session, client_id)
        if not to:
            raise Refused("client_without_mail")
        words = Wording("À propos de votre linge", text)
        mails.queue_text(session, MAIL, to, f"{MAIL}:{impact_id}:{client_id}", words)
    row.text, row.told_by, row.told_at = text[:4000], how, clock.now()
    row.told_account_id = by.account_id
    session.flush()
    return row


def address(session: Session, client_id: int) -> str:
    """Where a client reads: the contact who wants to be told, else the client's own address."""
    query = (
        select(Contact.email)
        .where(
            Contact.client_id == client_id,
            col(Contact.archived_at).is_(None),
            col(Contact.notify).is_(True),
            Contact.email != "",
        )
        .order_by(col(Contact.id))
        .limit(1)
    )
    return session.exec(query).first() or session.get_one(Client, client_id).email


def letter(row: Impact, client: ImpactClient) -> str:
    """The words proposed to a client: facts and kilograms, no promise, nobody's name."""
    when = f"entre le {moment(row.since)} et le {moment(row.until)}"
    linen = (
        f"Environ {number(client.kg, 'kg')} de votre linge ont été lavés dans ces conditions."
        if not client.possible
        else "Une partie de votre linge a pu sécher avec du linge lavé dans ces conditions."
    )
    return (
        "Madame, Monsieur,\n\n"
        f"Un contrôle de notre blanchisserie a montré un défaut : {row.thing_label}, {when}.\n"
        f"{linen}\n"
        "Ce que nous avons encore ici est retenu et sera relavé. Pour le linge déjà livré, nous"
        " vous proposons de le reprendre et de le relaver à nos frais.\n"
        "Merci de nous dire ce que vous souhaitez.\n"
    )


def _keep(session: Session, row: Impact, found: Found) -> None:
    key = row.id or 0
    session.add_all(
        ImpactLine(
            impact_id=key, lot_id=one.lot_id, client_id=one.client_id, kg=one.kg,
            unweighed=one.unweighed, here=one.here,
        )
        for one in finding.shares(session, found)
    )  # fmt: skip
    session.add_all(_client(key, one) for one in found.clients)
    session.flush()


def _client(key: int, one: ClientFound) -> ImpactClient:
    return ImpactClient(
        impact_id=key, client_id=one.id, lots=one.lots, kg=one.kg, here_kg=one.here_kg,
        to_warn=one.to_warn, possible=one.possible,
    )  # fmt: skip


def pending(session: Session, at: datetime) -> int:
    """How many clients of all searches wait to be told."""
    del at
    query = select(ImpactClient.client_id).where(
        col(ImpactClient.to_warn).is_(True), col(ImpactClient.told_at).is_(None)
    )
    return len(session.exec(query).all())
