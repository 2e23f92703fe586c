"""A fifth workshop is one declaration: forty lines, and no file of the core is touched."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

import pytest
from sqlmodel import Session

from esat import registry
from esat.accounts.roles import Grants
from esat.actors import Actor
from esat.assembly import CORE
from esat.db import Database
from esat.declarations import Card, ItemKind, Workshop
from esat.production import captures, holds
from esat.production.sent import Sent
from esat.registry import Registry
from esat.stages import Move, Phase, Stage, StageMachine
from labels import LAYOUTS
from tests import factories

BAKERY = Workshop(
    code="bakery",
    label="Fournil",
    slug="fournil",
    accent="ochre",
    machine=StageMachine(
        initial="kneaded",
        stages=(
            Stage("kneaded", "Pétri", Phase.RECEIVED),
            Stage("baked", "Cuit", Phase.READY),
            Stage("sold", "Vendu", Phase.HANDED_OVER, final=True),
        ),
        moves=(
            Move("bake", "Enfourner", ("kneaded",), "baked"),
            Move("sell", "Vendre", ("baked",), "sold", capability="production.deliver"),
        ),
    ),
    item_kinds=(ItemKind("loaf", "Pain", "pain", "N", "small"),),
    layouts=(LAYOUTS["small"],),
    card=Card("bakery/_card.html", lambda _session, subject: {"stage": subject.stage}),
)


@pytest.fixture
def baker(loaded: Registry) -> Iterator[Actor]:
    """The house with the core and this one workshop, and its supervisor."""
    made = Registry([*CORE, BAKERY])
    registry.install(made)
    yield Actor(
        roles=frozenset({"moniteur"}),
        capabilities=Grants(made).of(["moniteur"]),
        workshops=frozenset({"bakery"}),
    )
    registry.install(loaded)


def test_a_loaf_is_scanned_held_baked_and_sold(
    database: Database, session: Session, now: datetime, baker: Actor
) -> None:
    order = factories.make_order(session, "bakery", items=1, at=now)
    (loaf,) = factories.items_of(session, order)
    hold = holds.place(session, loaf, "to_check", by=baker)
    session.commit()

    def sent(n: int, kind: str, action: str | None = None) -> dict[str, object]:
        given = Sent(UUID(int=n), now, kind, loaf.code, action)
        return captures.take(database, given, by=baker)

    asked = sent(1, "scan")
    assert asked["outcome"] == "refused"
    assert asked["reason"] == "on_hold"
    assert [offer["label"] for offer in asked["offers"]] == ["Enfourner"]
    holds.lift(session, hold.id or 0, by=baker)
    session.commit()
    baked = sent(2, "move", "bake")
    assert baked["outcome"] == "ok"
    assert baked["subject"]["stage_label"] == "Cuit"
    assert sent(2, "move", "bake") == baked | {"replay": True}
    assert sent(3, "move", "bake")["outcome"] == "refused"
    assert sent(4, "move", "sell")["event"]["to_stage"] == "sold"
    session.expire_all()
    assert order.closed_at is not None
