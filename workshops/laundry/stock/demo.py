"""A demo's circulating linen: two clients' towels and sheets, delivered and taken back each day;
and complaints, answered but for those that make the list worth looking at.
"""

from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from sqlmodel import col, select

from esat import clock
from esat.actors import SYSTEM
from esat.clients.models import Client
from esat.production.articles import Article
from esat.production.rehearsal import Player, Scene
from workshops.laundry.plant import limits
from workshops.laundry.stock import complaints, service
from workshops.laundry.stock.complaints import ComplaintIn, DecisionIn
from workshops.laundry.stock.models import Complaint
from workshops.laundry.stock.service import MoveIn

LINEN: Final = (("SERV-T", "Serviette de toilette", 24), ("DRAP", "Drap plat", 15))

ANSWERED: Final = timedelta(days=6)
"""How old a complaint gets before it is answered."""
LEFT: Final = (
    (2, "1 nappe", "Rendue déchirée."),
    (0, "6 serviettes", "Il en manque six à la livraison."),
)
"""What nobody answered: for how many days it has been late, the articles, the facts."""


class Stock:
    """Whose linen goes round, and of which articles."""

    def __init__(self, scene: Scene) -> None:
        self.clients = scene.fictive[:2]
        self.articles = [self._article(scene, *one[:2]) for one in LINEN]
        with scene.moment(scene.at(8)):
            for client_id in self.clients:
                for article, (_, _, n) in zip(self.articles, LINEN, strict=True):
                    self._move(scene, client_id, article, "bought", n * 8)
                    self._move(scene, client_id, article, "delivered", n * 3)

    def play(self, scene: Scene) -> None:
        """What came back yesterday is clean, as much is delivered, as much comes back."""
        kept = self._kept(scene)
        for client_id in self.clients:
            with scene.moment(scene.at(17)):
                for article, (_, _, n) in zip(self.articles, LINEN, strict=True):
                    used = n + scene.rng.randint(-3, 3)
                    for kind in ("returned", "stored", "delivered"):
                        self._move(scene, client_id, article, kind, used)
                    if scene.rng.random() < 0.1:
                        self._move(scene, client_id, article, "loss", 1)
        if scene.rng.random() < 0.12:
            self._complain(scene)
        self._answer(scene)
        del kept

    def _kept(self, scene: Scene) -> list[object]:
        """Clients and articles held while a day is played, so that each is read once."""
        clients = select(Client).where(col(Client.id).in_(self.clients))
        articles = select(Article).where(col(Article.id).in_(self.articles))
        return [*scene.session.exec(clients), *scene.session.exec(articles)]

    def end(self, scene: Scene) -> None:
        """One complaint is late and one is due on the day when the demo is opened."""
        today, days = clock.today(), limits.value(scene.session, "reply", clock.now())
        for late, articles, facts in LEFT:
            self._unanswered(scene, today - timedelta(days=int(days) + late), articles, facts)

    def _article(self, scene: Scene, code: str, label: str) -> int:
        known = scene.session.exec(select(Article).where(Article.code == code)).first()
        if known is None:
            known = Article(code=code, label=label, workshop="laundry", unit="pièce")
            scene.session.add(known)
            scene.session.flush()
        return known.id or 0

    def _move(self, scene: Scene, client_id: int, article: int, kind: str, n: int) -> None:
        given = MoveIn.model_validate({"article": article, "kind": kind, "quantity": Decimal(n)})
        service.record(scene.session, client_id, given, by=SYSTEM)

    def _complain(self, scene: Scene) -> None:
        given = ComplaintIn(
            client=scene.rng.choice(self.clients), articles="2 draps",
            facts="Rendus avec une tache jaune.",
        )  # fmt: skip
        with scene.moment(scene.at(15)):
            complaints.receive(scene.session, given, by=SYSTEM)

    def _unanswered(self, scene: Scene, on: date, articles: str, facts: str) -> None:
        given = ComplaintIn(
            client=scene.rng.choice(self.clients), received_on=on, articles=articles, facts=facts
        )
        complaints.receive(scene.session, given, by=SYSTEM)

    def _answer(self, scene: Scene) -> None:
        """What has waited long enough is decided and answered."""
        when = scene.at(16)
        query = select(Complaint).where(
            col(Complaint.replied_at).is_(None), Complaint.received_at <= when - ANSWERED
        )
        with scene.moment(when):
            for one in scene.session.exec(query).all():
                given = DecisionIn(decision="accepted", why="Tache vue au contrôle, linge relavé.")
                complaints.decide(scene.session, one, given, by=SYSTEM)
                complaints.reply(scene.session, one, "Linge relavé et rendu.", by=SYSTEM)


def demo(scene: Scene) -> Player:
    """Prepare the linen that goes round and answer its player."""
    stock = Stock(scene)
    if scene.now is not None:
        scene.endings.append(stock.end)
    return stock.play
