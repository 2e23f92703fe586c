"""A supervisor with six people and two orders, as one tablet sends what she does; any day."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from esat.accounts.models import Account
from esat.actors import SYSTEM
from esat.production import orders
from esat.production.orders import Line, Wanted
from esat.workers import people
from esat.workers.forms import GroupIn, WorkerIn
from esat.workers.models import Group
from esat.workers.posts.models import WorkPost
from tests import factories

SignedIn = Callable[..., FlaskClient]
BATCH = "/api/v1/captures/batch"
NAMES = (
    ("Ana", "Bertin"), ("Bruno", "Colas"), ("Chloé", "Duval"), ("Denis", "Evrard"),
    ("Éric", "Fabre"), ("Fatou", "Gomis"),
)  # fmt: skip


@dataclass
class Van:
    """Her group, her people, her two orders, by their keys and what is read on a page."""

    group_id: int
    people: list[int]
    orders: list[int]
    refs: list[str]
    post: int
    day: date

    code = "camion"

    @property
    def home(self) -> str:
        return f"/equipes/{self.code}/{self.day}"


@dataclass
class Tablet:
    """What a tablet keeps until the server has acknowledged it: numbered, each with its own key."""

    browser: FlaskClient
    waiting: list[dict[str, Any]] = field(default_factory=list)
    seq: int = 0

    def does(self, action: str, at: datetime, **data: object) -> None:
        self.seq += 1
        self.waiting.append(
            {"id": str(uuid.uuid4()), "seq": self.seq, "at": at.isoformat(), "kind": "act",
             "code": None, "action": action, "offline": True, "data": data}
        )  # fmt: skip

    def sends(self, *, lost: bool = False) -> list[str]:
        """One tap on « envoyer »; with `lost`, the server's reply never arrives."""
        answer = self.browser.post(BATCH, json=self.waiting).get_json()
        results = answer["results"]
        if not lost:
            known = {one["id"] for one in results if one.get("outcome")}
            self.waiting = [one for one in self.waiting if one["id"] not in known]
        return [one["outcome"] for one in results]


def van(session: Session, day: date, at: datetime, workshop: str = "green_spaces") -> Van:
    """Six people under contract, and two orders that are open."""
    group = people.create_group(session, GroupIn(code="camion", name="Camion", workshop=workshop))
    keys = [
        people.create_worker(
            session, WorkerIn(first_name=first, last_name=last, group_id=group.id)
        ).id
        or 0
        for first, last in NAMES
    ]
    made = []
    for name, unit, quantity in (("Mairie de Riom", "m²", "900"), ("Lycée", "passage", "4")):
        client = factories.make_client(session, name)
        line = Line("Tonte", Decimal(quantity), unit)
        wanted = Wanted(workshop=workshop, client_id=client.id or 0, lines=(line,))
        made.append(orders.open_order(session, wanted, by=SYSTEM, at=at))
    ids, refs = [order.id or 0 for order in made], [order.ref for order in made]
    post = WorkPost(code="tonte", workshop=workshop, label="Tonte", created_at=at)
    session.add(post)
    session.flush()
    return Van(group.id or 0, keys, ids, refs, post.id or 0, day)


def lead(session: Session, group_id: int, since: date) -> None:
    """The account that signed in last leads the group."""
    account = session.exec(select(Account).order_by(col(Account.id).desc())).first()
    assert account is not None
    people.lead(session, session.get_one(Group, group_id), account.id or 0, since)
    session.commit()
