"""What the pages of the circulating stock show: SELECTs, then the pure rules."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlmodel import Session, col, select

from esat import clock
from esat.accounts.models import Account
from esat.clients.models import Client
from esat.production.articles import Article
from workshops.laundry.plant import limits
from workshops.laundry.stock import service
from workshops.laundry.stock.models import Par, StockMove
from workshops.laundry.stock.rules import COUNTED, PLACES, WAYS, balances, percent, proposed_par

LABELS = {**{code: way.label for code, way in WAYS.items()}, COUNTED: "Inventaire, écart"}
LAST = 60


@dataclass(frozen=True, slots=True)
class House:
    """A client with linen that circulates; `anomalies` are balances under zero."""

    id: int
    name: str
    articles: int
    anomalies: int


@dataclass(frozen=True, slots=True)
class Level:
    """An article at a client's: where its pieces are, how many there should be, what was lost."""

    article: Article
    places: dict[str, Decimal]
    par: Par | None
    daily: Decimal
    proposed: Decimal
    lost: Decimal
    owned: Decimal
    """At the start of the period, and what came in since: what a loss is compared with."""

    @property
    def total(self) -> Decimal:
        return sum(self.places.values(), Decimal(0))

    @property
    def negative(self) -> tuple[str, ...]:
        """Where a movement is missing."""
        return tuple(PLACES[place] for place, pieces in self.places.items() if pieces < 0)

    @property
    def loss_percent(self) -> Decimal | None:
        return percent(self.lost, self.owned)


@dataclass(frozen=True, slots=True)
class Line:
    """A movement as a list shows it."""

    move: StockMove
    label: str
    article: str
    unit: str
    way: str
    who: str


def houses(session: Session) -> list[House]:
    """The clients whose linen circulates, by name. Two statements."""
    names = dict(
        session.exec(
            select(Client.id, Client.name).where(
                col(Client.id).in_(select(StockMove.client_id).distinct())
            )
        ).all()
    )
    moves: dict[tuple[int, int], list[StockMove]] = {}
    for move in session.exec(select(StockMove)):
        moves.setdefault((move.client_id, move.article_id), []).append(move)
    found: dict[int, list[bool]] = {}
    for (client_id, _), rows in moves.items():
        below = any(pieces < 0 for pieces in balances(rows).values())
        found.setdefault(client_id, []).append(below)
    made = [House(key, names[key], len(below), sum(below)) for key, below in found.items()]
    return sorted(made, key=lambda house: house.name.casefold())


def levels(session: Session, client_id: int, since: date, until: date) -> list[Level]:
    """Every article of a client's, by name; losses are those of the days given, both included."""
    moves: dict[int, list[StockMove]] = {}
    for move in service.moves_of(session, client_id):
        moves.setdefault(move.article_id, []).append(move)
    pars = _pars(session, client_id)
    articles = session.exec(select(Article).where(col(Article.id).in_({*moves, *pars})))
    now = clock.now()
    window = limits.values(session, ("par_window", "par_factor", "par_days"), now)
    return [
        _level(one, moves.get(one.id or 0, []), pars.get(one.id or 0), window, (since, until), now)
        for one in sorted(articles, key=lambda a: a.label.casefold())
    ]


def last_moves(session: Session, client_id: int) -> list[Line]:
    """The last movements written for a client, the newest first."""
    query = (
        select(StockMove, Article, Account.display_name)
        .join(Article, col(Article.id) == StockMove.article_id)
        .outerjoin(Account, col(Account.id) == StockMove.account_id)
        .where(StockMove.client_id == client_id)
        .order_by(col(StockMove.id).desc())
        .limit(LAST)
    )
    return [
        Line(move, LABELS[move.kind], article.label, article.unit, _way(move), who or "")
        for move, article, who in session.exec(query)
    ]


def _way(move: StockMove) -> str:
    source = PLACES[move.from_place] if move.from_place else "dehors"
    target = PLACES[move.to_place] if move.to_place else "dehors"
    return f"{source} → {target}"


def _pars(session: Session, client_id: int) -> dict[int, Par]:
    """The level in force of each article."""
    query = select(Par).where(Par.client_id == client_id).order_by(col(Par.version))
    return {par.article_id: par for par in session.exec(query)}


def _level(
    article: Article,
    moves: list[StockMove],
    par: Par | None,
    window: dict[str, Decimal],
    days: tuple[date, date],
    now: datetime,
) -> Level:
    since, until = (clock.midnight(days[0]), clock.midnight(days[1] + timedelta(days=1)))
    use_since = now - timedelta(days=int(window["par_window"]))
    delivered = [m for m in moves if m.kind == "delivered" and use_since < m.at <= now]
    used = sum((m.quantity for m in delivered), Decimal(0))
    daily = (used / window["par_window"]).quantize(Decimal("0.001"))
    inside = [m for m in moves if since <= m.at < until]
    owned = sum(balances(m for m in moves if m.at < since).values(), Decimal(0)) + sum(
        (m.quantity for m in inside if m.from_place is None), Decimal(0)
    )
    return Level(
        article=article, places=balances(moves), par=par, daily=daily,
        proposed=proposed_par(daily, window["par_factor"], window["par_days"]),
        lost=sum((m.quantity for m in inside if m.kind == "loss"), Decimal(0)), owned=owned,
    )  # fmt: skip
