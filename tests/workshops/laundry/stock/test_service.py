from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session, select

from esat import clock
from esat.actors import Actor
from esat.clients.models import Client
from esat.errors import Forbidden, Invalid
from esat.production.articles import Article
from tests import factories, people
from workshops.laundry.stock import exports, reads, service
from workshops.laundry.stock.models import Par, StockCount, StockMove
from workshops.laundry.stock.service import CountIn, MoveIn, ParIn


@pytest.fixture
def towel(session: Session) -> Article:
    made = Article(code="SERV", label="Serviette", workshop="laundry", unit="pièce")
    session.add(made)
    session.flush()
    return made


@pytest.fixture
def mairie(session: Session) -> Client:
    return factories.make_client(session, "Mairie de Riom")


def move(article: Article, kind: str, quantity: str, **more: object) -> MoveIn:
    return MoveIn.model_validate({"article": article.id, "kind": kind, "quantity": quantity} | more)


def level(session: Session, client: Client) -> reads.Level:
    today = clock.today()
    (found,) = reads.levels(session, client.id or 0, today - timedelta(days=90), today)
    return found


def test_pieces_go_round_and_what_is_lost_has_its_denominator(
    session: Session, now: datetime, towel: Article, mairie: Client, nadia: Actor
) -> None:
    for kind, n in (("bought", "200"), ("delivered", "120"), ("returned", "100"),
                    ("stored", "95"), ("discarded", "3"), ("loss", "5")):  # fmt: skip
        service.record(session, mairie.id or 0, move(towel, kind, n), by=nadia)
    found = level(session, mairie)
    assert found.places == {"client": 15, "house": 2, "store": 175}
    assert (found.lost, found.owned, found.loss_percent) == (5, 200, Decimal("2.5"))
    assert found.negative == ()
    assert len(list(exports.move_rows(session, None, None))) == 6


def test_a_balance_under_zero_is_shown_and_a_count_explains_it(
    session: Session, now: datetime, towel: Article, mairie: Client, nadia: Actor
) -> None:
    service.record(session, mairie.id or 0, move(towel, "delivered", "12"), by=nadia)
    assert level(session, mairie).negative == ("Propre, en stock",)
    assert [one.anomalies for one in reads.houses(session)] == [1]
    counted = CountIn(article=towel.id or 0, place="store", counted=Decimal(30))
    with pytest.raises(Invalid) as wrong:
        service.count(session, mairie.id or 0, counted, by=nadia)
    assert "+42" in wrong.value.fields["reason"]
    why = counted.model_copy(update={"reason": "stock de départ jamais écrit"})
    row = service.count(session, mairie.id or 0, why, by=nadia)
    assert (row.expected, row.counted) == (-12, 30)
    made = session.get_one(StockMove, row.move_id)
    assert (made.kind, made.to_place, made.quantity) == ("counted", "store", 42)
    assert level(session, mairie).places["store"] == 30
    again = service.count(session, mairie.id or 0, counted, by=nadia)
    assert again.move_id is None
    assert len(session.exec(select(StockCount)).all()) == 2


def test_a_past_day_is_late_and_says_why(
    session: Session, now: datetime, towel: Article, mairie: Client, nadia: Actor
) -> None:
    for on, field in ((date(2026, 11, 24), "on"), (date(2026, 11, 20), "reason")):
        with pytest.raises(Invalid) as wrong:
            service.record(session, mairie.id or 0, move(towel, "bought", "1", on=on), by=nadia)
        assert field in wrong.value.fields
    given = move(towel, "bought", "1", on=date(2026, 11, 20), reason="fiche retrouvée")
    row = service.record(session, mairie.id or 0, given, by=nadia)
    assert row.late
    assert (clock.local(row.at).date(), row.recorded_at) == (date(2026, 11, 20), now)


def test_the_proposed_level_follows_the_use_and_is_only_a_proposal(
    session: Session, now: datetime, towel: Article, mairie: Client, nadia: Actor
) -> None:
    service.record(session, mairie.id or 0, move(towel, "delivered", "3600"), by=nadia)
    daily, proposed = service.proposal(session, mairie.id or 0, towel.id or 0, now)
    assert (daily, proposed) == (40, 150)
    other = ParIn(article=towel.id or 0, quantity=Decimal(200))
    with pytest.raises(Invalid):
        service.decide_par(session, mairie.id or 0, other, by=nadia)
    follows = ParIn(article=towel.id or 0, quantity=Decimal(150))
    first = service.decide_par(session, mairie.id or 0, follows, by=nadia)
    second = service.decide_par(
        session, mairie.id or 0, other.model_copy(update={"reason": "fête du village"}), by=nadia
    )
    assert (first.daily, first.days, second.daily) == (40, 3, None)
    assert (first.version, second.version) == (1, 2)
    assert first.since == date(2026, 11, 23)
    assert level(session, mairie).par == session.get(Par, second.id)


def test_losses_are_those_of_the_days_asked_for(
    session: Session, now: datetime, towel: Article, mairie: Client, nadia: Actor
) -> None:
    for on, kind in ((date(2026, 9, 1), "bought"), (date(2026, 9, 30), "loss"),
                     (date(2026, 10, 1), "loss")):  # fmt: skip
        given = move(towel, kind, "10", on=on, reason="reprise des fiches")
        service.record(session, mairie.id or 0, given, by=nadia)
    (september,) = reads.levels(session, mairie.id or 0, date(2026, 9, 1), date(2026, 9, 30))
    (october,) = reads.levels(session, mairie.id or 0, date(2026, 10, 1), date(2026, 10, 31))
    assert (september.lost, september.owned) == (10, 10)
    assert (october.lost, october.owned, october.loss_percent) == (10, 0, None)


def test_an_article_of_another_workshop_is_none(
    session: Session, now: datetime, mairie: Client, nadia: Actor
) -> None:
    book = Article(code="REL", label="Reliure", workshop="bookbinding")
    session.add(book)
    session.flush()
    with pytest.raises(Invalid):
        service.record(session, mairie.id or 0, move(book, "bought", "1"), by=nadia)


@pytest.mark.parametrize(
    ("role", "workshops"), [("comptoir", ("laundry",)), ("moniteur", ("bookbinding",))]
)
def test_who_does_not_keep_the_stock_writes_nothing(
    session: Session, now: datetime, towel: Article, mairie: Client, role: str,
    workshops: tuple[str, ...],
) -> None:  # fmt: skip
    with pytest.raises(Forbidden):
        service.record(
            session, mairie.id or 0, move(towel, "bought", "1"),
            by=people.actor(role, workshops=workshops),
        )  # fmt: skip
