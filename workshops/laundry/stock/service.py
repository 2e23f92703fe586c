"""Movements, counts and levels of a client's circulating linen; a row is added, none is changed."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, StringConstraints
from sqlmodel import Session, col, func, select

from esat import clock
from esat.actors import Actor
from esat.clients.models import Client
from esat.errors import Invalid, NotFound
from esat.production.articles import Article
from esat.web.forms import Blank, FormShape, FrenchDecimal, NoControl
from workshops.laundry.plant import limits
from workshops.laundry.stock import rights, typed
from workshops.laundry.stock.models import Par, StockCount, StockMove
from workshops.laundry.stock.rules import COUNTED, WAYS, balances, proposed_par

LATE = timedelta(hours=12)
"""Movements are written at the end of the day; beyond, they are late and say why."""
Why = Annotated[str, StringConstraints(max_length=200), NoControl]
Pieces = Annotated[FrenchDecimal, Field(gt=0, max_digits=9, decimal_places=3)]
Counted = Annotated[FrenchDecimal, Field(ge=0, max_digits=9, decimal_places=3)]


class MoveIn(FormShape):
    """A movement as it is typed; the day is today's when it is empty."""

    article: int
    kind: Literal["delivered", "returned", "stored", "bought", "discarded", "loss", "found"]
    quantity: Pieces
    on: Annotated[date | None, Blank] = None
    reason: Why = ""


class CountIn(FormShape):
    """What an inventory found at a place."""

    article: int
    place: Literal["client", "house", "store"]
    counted: Counted
    reason: Why = ""


class ParIn(FormShape):
    """A level that somebody decides, from the proposal or not."""

    article: int
    quantity: Counted
    reason: Why = ""


def record(session: Session, client_id: int, given: MoveIn, *, by: Actor) -> StockMove:
    """Write a movement. Invalid for a day to come, an unknown article, or an old day without a
    reason. Nothing is refused for want of stock: a negative balance is shown. Flushes.
    """
    rights.require(by, rights.STOCK)
    _known(session, client_id, given.article)
    now = clock.now()
    at = typed.moment(given.on, now, "on")
    late = now - at > LATE
    if late and not given.reason:
        raise Invalid("form_invalid", {"reason": "Saisie tardive : écrivez pourquoi."})
    way = WAYS[given.kind]
    return _write(
        session,
        StockMove(
            client_id=client_id, article_id=given.article, kind=given.kind, from_place=way.source,
            to_place=way.target, quantity=given.quantity, at=at, recorded_at=now,
            account_id=by.account_id, reason=given.reason, late=late,
        ),
    )  # fmt: skip


def count(session: Session, client_id: int, given: CountIn, *, by: Actor) -> StockCount:
    """Write an inventory; where it differs from the balance, a correcting row makes up for it.
    Invalid when it differs and nobody says why. Flushes.
    """
    rights.require(by, rights.STOCK)
    _known(session, client_id, given.article)
    now = clock.now()
    expected = balances(moves_of(session, client_id, given.article))[given.place]
    gap = given.counted - expected
    move = None
    if gap:
        if not given.reason:
            raise Invalid(
                "form_invalid", {"reason": f"Écart de {_signed(gap)} : écrivez ce que vous savez."}
            )
        move = _write(
            session,
            StockMove(
                client_id=client_id, article_id=given.article, kind=COUNTED,
                from_place=given.place if gap < 0 else None,
                to_place=given.place if gap > 0 else None, quantity=abs(gap), at=now,
                recorded_at=now, account_id=by.account_id, counted=given.counted,
                reason=given.reason,
            ),
        )  # fmt: skip
    row = StockCount(
        client_id=client_id, article_id=given.article, place=given.place, expected=expected,
        counted=given.counted, move_id=None if move is None else move.id, reason=given.reason,
        at=now, recorded_at=now, account_id=by.account_id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def decide_par(session: Session, client_id: int, given: ParIn, *, by: Actor) -> Par:
    """A further version of a level. Invalid without a reason when it is not what is proposed.
    Flushes.
    """
    rights.require(by, rights.STOCK)
    _known(session, client_id, given.article)
    now = clock.now()
    daily, proposed = proposal(session, client_id, given.article, now)
    follows = given.quantity == proposed
    if not follows and not given.reason:
        raise Invalid("form_invalid", {"reason": "Ce n’est pas la proposition : dites pourquoi."})
    days = limits.value(session, "par_days", now)
    last = current_par(session, client_id, given.article)
    row = Par(
        client_id=client_id, article_id=given.article,
        version=1 if last is None else last.version + 1, quantity=given.quantity,
        daily=daily if follows else None, days=days if follows else None,
        since=clock.local(now).date(), reason=given.reason, created_at=now,
        created_by=by.account_id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def current_par(session: Session, client_id: int, article_id: int) -> Par | None:
    query = select(Par).where(Par.client_id == client_id, Par.article_id == article_id)
    return session.exec(query.order_by(col(Par.version).desc()).limit(1)).first()


def proposal(
    session: Session, client_id: int, article_id: int, at: datetime
) -> tuple[Decimal, Decimal]:
    """Daily use over the window that the house decides, and the level that follows from it."""
    found = limits.values(session, ("par_window", "par_factor", "par_days"), at)
    since = at - timedelta(days=int(found["par_window"]))
    delivered = session.exec(
        select(func.coalesce(func.sum(StockMove.quantity), 0)).where(
            StockMove.client_id == client_id,
            StockMove.article_id == article_id,
            StockMove.kind == "delivered",
            col(StockMove.at) > since,
            col(StockMove.at) <= at,
        )
    ).one()
    daily = (Decimal(delivered) / found["par_window"]).quantize(Decimal("0.001"))
    return daily, proposed_par(daily, found["par_factor"], found["par_days"])


def moves_of(session: Session, client_id: int, article_id: int | None = None) -> list[StockMove]:
    """The movements of a client's linen, oldest first."""
    query = select(StockMove).where(StockMove.client_id == client_id)
    if article_id is not None:
        query = query.where(StockMove.article_id == article_id)
    return list(session.exec(query.order_by(col(StockMove.at), col(StockMove.id))))


def _write(session: Session, move: StockMove) -> StockMove:
    session.add(move)
    session.flush()
    return move


def _known(session: Session, client_id: int, article_id: int) -> None:
    if session.get(Client, client_id) is None:
        raise NotFound("not_found")
    article = session.get(Article, article_id)
    if article is None or article.workshop not in {"", rights.WORKSHOP}:
        raise Invalid("form_invalid", {"article": "Choisissez dans la liste."})


def _signed(gap: Decimal) -> str:
    return f"{'+' if gap > 0 else '−'}{abs(gap):f}".replace(".", ",")
