"""The numbers of the posts: what waits for an act, by few statements, and nobody's name."""

from collections.abc import Callable
from datetime import datetime, timedelta

from flask.testing import FlaskClient
from sqlmodel import Session

from esat.clients.models import Client
from esat.files.store import Store
from tests import factories
from tests.workshops.laundry.desk import conftest as desks
from tests.workshops.laundry.desk import making
from tests.workshops.laundry.desk.making import SHIRT, left
from tests.workshops.laundry.figures import plant
from tests.workshops.laundry.residents import trousseau
from workshops.laundry.desk.record_models import Reminder
from workshops.laundry.dispatch.models import Return
from workshops.laundry.figures import hub_reads
from workshops.laundry.intake.cases import Anomaly, Found
from workshops.laundry.stock.models import Complaint
from workshops.laundry.washing.models import Breach

desk, store, lucie = desks.desk, desks.store, desks.lucie
NAMES = frozenset(hub_reads._ONES) | {hub_reads.UNCLAIMED}
MOST = 4


def trouble(session: Session, at: datetime) -> None:
    """One of everything that waits, and beside it one that waits no more."""
    order = factories.make_order(session, items=3, at=at)
    client_id, seen = order.client_id, {"at": at, "recorded_at": at}
    one, two, three = plant.keys(session, order)
    complaint = {"client_id": client_id, "received_at": at, "due_on": at.date(), "created_at": at}
    answered = {"decision": "refused", "decided_at": at, "replied_at": at}
    said = {"articles": "drap", "facts": "taché"}
    found = {"kind": "jewel", "found_at": at, "recorded_at": at, "keep_until": at.date()}
    bag = {"client_id": client_id, "kind": "wet", **seen}
    session.add_all([
        Complaint(ref="R1", **said, **complaint),
        Complaint(ref="R2", **said, **complaint | answered),
        Anomaly(item_id=one, **bag),
        Anomaly(item_id=one, told_on=at.date(), **bag),
        Anomaly(item_id=one, withdrawn_at=at, **bag),
        Found(ref="O1", what="bague", **found),
        Found(ref="O2", what="montre", closed_at=at, **found),
        Breach(kind="dirty_after_clean", item_id=one, **seen),
        Breach(kind="dirty_after_clean", item_id=two, decided_at=at, **seen),
        Return(delivered_id=one, item_id=three, reason="damp", **seen),
    ])  # fmt: skip
    session.flush()


def test_each_number_is_what_waits_for_an_act_by_few_statements(
    desk: Session, lucie: Client, store: Store, now: datetime, statements: list[str]
) -> None:
    making.make_ready(desk, left(desk, store, lucie, (SHIRT, "1"), expected="3.30").order)
    left(desk, store, lucie, (SHIRT, "1"), expected="3.30")
    trousseau.garment(desk, trousseau.resident(desk, trousseau.house(desk)))
    trouble(desk, now)
    statements.clear()
    found = hub_reads.counts(desk, now, NAMES)
    asked = [one for one in statements if one.startswith("SELECT")]
    assert len(asked) <= MOST, asked
    waits = ("to_collect", "to_mark", "to_reply", "to_tell", "found", "to_decide", "came_back")
    assert {name: found[name] for name in waits} == dict.fromkeys(waits, 1)
    assert found[hub_reads.UNCLAIMED] == 0


def test_a_deposit_waits_to_be_told_of_then_for_the_house_to_decide(
    desk: Session, lucie: Client, store: Store, now: datetime
) -> None:
    made = left(desk, store, lucie, (SHIRT, "1"), expected="3.30")

    def after(days: int) -> int:
        return hub_reads.counts(desk, now + timedelta(days=days), NAMES)[hub_reads.UNCLAIMED]

    assert [after(days) for days in (29, 30, 400)] == [0, 1, 1]
    told = Reminder(order_id=made.order.id or 0, way="letter", at=now, recorded_at=now)
    desk.add(told)
    desk.flush()
    assert [after(days) for days in (30, 365, 366)] == [0, 0, 1]


def test_the_tiles_bear_them_for_those_who_may_open_them_and_name_nobody(
    desk: Session, lucie: Client, store: Store, now: datetime,
    signed_in: Callable[..., FlaskClient],
) -> None:  # fmt: skip
    making.make_ready(desk, left(desk, store, lucie, (SHIRT, "1"), expected="3.30").order)
    trousseau.garment(desk, trousseau.resident(desk, trousseau.house(desk), "Zwingelstein"))
    trouble(desk, now)
    desk.commit()
    nadia = signed_in("moniteur", ("laundry",)).get("/blanchisserie/postes").text
    for words in (
        "dépôt prêt à rendre", "à rappeler ou à décider", "vêtement à marquer", "à répondre",
        "à dire au client", "cas ouvert", "à décider", "à rendre de nouveau",
    ):  # fmt: skip
        assert words in nadia, words
    assert "Aubrac" not in nadia
    assert "Zwingelstein" not in nadia
    office = signed_in("bureau").get("/blanchisserie/postes")
    assert "vêtement à marquer" not in office.text
