"""Requests of persons: asked on a day, by himself or a representative; answered once, dated."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlmodel import Session, col, func, select

from esat import clock, texts
from esat.accounts.models import Account
from esat.activity.rights.models import RightsAnswer, RightsRequest, RightsWords
from esat.actors import Actor
from esat.errors import Forbidden, Invalid, NotFound, Refused
from esat.workers.models import Worker
from esat.workers.people import the_worker

MANAGE: Final = "rights.manage"
ASKED, ANSWERED = "asked", "answered"
"""Whose words: those of the request, those of the answer."""
KINDS: Final = {
    "statement": "Lire ce qui est gardé",
    "export": "Emporter ses données",
    "correction": "Corriger une information",
}
ASKERS: Final = {"person": "La personne", "representative": "Son représentant"}
OUTCOMES: Final = {"given": "Remis", "corrected": "Corrigé", "refused": "Refusé"}
OF_KIND: Final = {
    "statement": ("given", "refused"),
    "export": ("given", "refused"),
    "correction": ("corrected", "refused"),
}
"""What may be answered to what was asked."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it is given."""

    kind: str
    asked_by: str
    asked_on: date
    words: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A request with whom it is about, and what was done."""

    row: RightsRequest
    worker: Worker
    who: str
    words: str
    answer: RightsAnswer | None
    answered_by: str
    said: str


def ask(
    session: Session, worker_id: int, given: Asked, *, by: Actor, at: datetime
) -> RightsRequest:
    """Write a request down, flushed. Forbidden; NotFound `worker_unknown`; Invalid for a day to
    come, or a correction without words.
    """
    _require(by)
    the_worker(session, worker_id)
    if given.asked_on > clock.local(at).date():
        raise Invalid("form_invalid", {"asked_on": texts.sentence("request_future")})
    if given.kind == "correction" and not given.words:
        raise Invalid("form_invalid", {"words": texts.sentence("correction_words")})
    row = RightsRequest(
        worker_id=worker_id, kind=given.kind, asked_by=given.asked_by, asked_on=given.asked_on,
        at=at, recorded_by=by.account_id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    _keep_words(session, row, ASKED, given.words)
    return row


def answer(
    session: Session, request_id: int, outcome: str, words: str = "", *, by: Actor, at: datetime
) -> RightsAnswer:
    """Say what was done, today. Refused `request_answered`; Invalid without words where they are
    needed; NotFound `request_unknown`.
    """
    _require(by)
    row = session.get(RightsRequest, request_id)
    if row is None:
        raise NotFound("request_unknown")
    known = session.exec(select(RightsAnswer).where(RightsAnswer.request_id == request_id))
    if known.first() is not None:
        raise Refused("request_answered")
    if outcome not in OF_KIND[row.kind]:
        raise Invalid("form_invalid", {"outcome": texts.sentence("answer_other")})
    if outcome != "given" and not words:
        raise Invalid("form_invalid", {"words": texts.sentence("answer_words")})
    made = RightsAnswer(
        request_id=request_id, outcome=outcome, done_on=clock.local(at).date(), at=at,
        recorded_by=by.account_id,
    )  # fmt: skip
    session.add(made)
    session.flush()
    _keep_words(session, row, ANSWERED, words)
    return made


def of(session: Session, worker_id: int, request_id: int) -> RightsRequest:
    """A request of this worker. NotFound `request_unknown`."""
    row = session.get(RightsRequest, request_id)
    if row is None or row.worker_id != worker_id:
        raise NotFound("request_unknown")
    return row


def listed(session: Session, worker_id: int | None = None) -> list[Shown]:
    """The requests of one worker, or those of everybody that wait; the oldest first."""
    row, reply = RightsRequest, RightsAnswer
    query = (
        select(row, Worker, reply, Account.display_name)
        .join(Worker, col(Worker.id) == row.worker_id)
        .join(reply, col(reply.request_id) == row.id, isouter=True)
        .join(Account, col(Account.id) == row.recorded_by, isouter=True)
        .order_by(col(row.asked_on), col(row.id))
    )
    if worker_id is None:
        query = query.where(col(reply.id).is_(None))
    else:
        query = query.where(row.worker_id == worker_id)
    found = session.exec(query).all()
    words = _words(session, [one.id or 0 for one, *_ in found])
    names = _names(session, {made.recorded_by for _, _, made, _ in found if made is not None})
    return [
        Shown(
            one, worker, who or "Système", words.get((one.id or 0, ASKED), ""), made,
            names.get(made.recorded_by, "Système") if made else "",
            words.get((one.id or 0, ANSWERED), ""),
        )
        for one, worker, made, who in found
    ]  # fmt: skip


def open_of(session: Session, worker_ids: Collection[int] | None = None) -> dict[int, int]:
    """How many requests of each wait for an answer."""
    row, reply = RightsRequest, RightsAnswer
    query = (
        select(row.worker_id, func.count())
        .join(reply, col(reply.request_id) == row.id, isouter=True)
        .where(col(reply.id).is_(None))
        .group_by(col(row.worker_id))
    )
    if worker_ids is not None:
        query = query.where(col(row.worker_id).in_(worker_ids))
    return {worker: int(found) for worker, found in session.exec(query)}


def _keep_words(session: Session, row: RightsRequest, stage: str, words: str) -> None:
    if words:
        session.add(RightsWords(request_id=row.id or 0, stage=stage, words=words))
        session.flush()


def _words(session: Session, keys: list[int]) -> dict[tuple[int, str], str]:
    query = select(RightsWords).where(col(RightsWords.request_id).in_(keys))
    return {(one.request_id, one.stage): one.words for one in session.exec(query)}


def _names(session: Session, keys: set[int | None]) -> dict[int | None, str]:
    query = select(Account.id, Account.display_name).where(col(Account.id).in_(keys - {None}))
    return dict(session.exec(query).all())


def _require(by: Actor) -> None:
    if not by.can(MANAGE):
        raise Forbidden("not_allowed")
