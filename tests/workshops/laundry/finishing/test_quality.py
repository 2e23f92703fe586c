from datetime import datetime
from decimal import Decimal

import pytest
from sqlmodel import Session, col, select

from esat.actors import SYSTEM, Actor
from esat.errors import EsatError, Refused
from esat.production import holds, lots, moves, projection, subjects
from esat.production.journal_models import Event
from esat.production.models import ItemLink, Lot
from esat.production.moves import Context
from tests import people
from tests.workshops.laundry.finishing import plant
from workshops.laundry.finishing import quality
from workshops.laundry.finishing.asked import DiscardIn, RejectIn, RewashIn, shaped
from workshops.laundry.finishing.models import Reject
from workshops.laundry.finishing.quality import Aside
from workshops.laundry.intake import items as side
from workshops.laundry.washing import cycles

STAIN = {"reason": "stain", "fault": "client", "decision": "rewash"}
TWO = {"EHPAD Les Tilleuls": "8", "Mairie de Riom": "4.250"}


def reject(session: Session, code: str, by: Actor, at: datetime, **asked: object) -> Reject:
    shape = shaped(RejectIn, STAIN | asked)
    return quality.reject(session, code, shape, Aside(by, at))


def refused(session: Session, code: str, by: Actor, at: datetime, **asked: object) -> str:
    with pytest.raises(EsatError) as refusal:
        reject(session, code, by, at, **asked)
    assert "{" not in refusal.value.message
    return refusal.value.code


@pytest.fixture
def load(session: Session, now: datetime) -> plant.Washed:
    made = plant.washed(session, TWO, now, pieces=30)
    plant.finished(session, made, now)
    return made


@pytest.mark.parametrize(
    ("decision", "stage"),
    [("rewash", "to_rewash"), ("mend", "to_mend"), ("discard", "discarded")],
)
def test_a_part_is_put_aside_and_the_rest_goes_on(
    session: Session, load: plant.Washed, now: datetime, nadia: Actor, decision: str, stage: str
) -> None:
    asked = {"quantity": "1,25", "pieces": 4, "decision": decision, "note": "Encre"}
    row = reject(session, load.first, nadia, now, **asked)
    whole = plant.item(session, load.first)
    part = plant.item(session, plant.code_of(session, row.item_id))
    assert (whole.quantity, part.quantity) == (Decimal("6.75"), Decimal("1.25"))
    assert (whole.stage, part.stage) == ("finished", stage)
    assert [i.quantity for i in plant.inside(session, load.lot)] == [
        Decimal("6.75"), Decimal("4.250"),
    ]  # fmt: skip
    rows = side.rows(session, [whole.id or 0, part.id or 0])
    assert (rows[whole.id or 0].pieces, rows[part.id or 0].pieces) == (26, 4)
    assert (row.from_item_id, row.lot_id, row.unit) == (whole.id, load.lot.id, "kg")
    cycle = cycles.last_of_lot(session, load.lot.id or 0)
    assert cycle is not None
    assert row.cycle_id == cycle.id
    assert (row.reason, row.fault, row.pieces) == ("stain", "client", 4)
    assert projection.compare(session) == []


def test_without_a_quantity_the_whole_item_is_put_aside(
    session: Session, load: plant.Washed, now: datetime, nadia: Actor
) -> None:
    for code in load.items:
        reject(session, code, nadia, now)
        assert plant.item(session, code).stage == "to_rewash"
    session.refresh(load.lot)
    assert load.lot.closed_at == now
    assert session.exec(select(ItemLink)).all() == []


@pytest.mark.parametrize("amount", ["0", "-1", "abc", "1.2345", "", "8.001", "1e9", "NaN"])
def test_a_wrong_amount_puts_nothing_aside(
    session: Session, load: plant.Washed, now: datetime, nadia: Actor, amount: str
) -> None:
    if amount:
        code = refused(session, load.first, nadia, now, quantity=amount)
        assert code in {"form_invalid", "part_too_big"}
        assert session.exec(select(Reject)).all() == []
        assert plant.item(session, load.first).quantity == Decimal(8)
    else:
        assert reject(session, load.first, nadia, now, quantity="").quantity == Decimal(8)


def test_as_many_pieces_as_there_are_is_no_part(
    session: Session, load: plant.Washed, now: datetime, nadia: Actor
) -> None:
    assert refused(session, load.first, nadia, now, quantity="1", pieces=30) == "pieces_over"
    assert refused(session, load.first, nadia, now, quantity="1", pieces=0) == "form_invalid"


def test_what_is_held_or_turning_or_not_at_the_control_is_left(
    session: Session, load: plant.Washed, now: datetime, nadia: Actor
) -> None:
    held = subjects.by_code(session, load.first)
    assert held is not None
    holds.place(session, held, "to_check", by=SYSTEM, at=now)
    assert refused(session, load.first, nadia, now) == "on_hold"
    assert refused(session, load.code, nadia, now) == "code_not_here"
    reject(session, load.items[1], nadia, now)
    assert refused(session, load.items[1], nadia, now) == "reject_not_here"


def test_a_held_load_is_not_packed(session: Session, load: plant.Washed, nadia: Actor) -> None:
    holds.place(session, lots.subject_of(session, load.lot), "to_check", by=nadia)
    with pytest.raises(Refused) as refusal:
        moves.move(session, lots.subject_of(session, load.lot), "pack", Context(by=nadia))
    assert refusal.value.code == "on_hold"


def test_a_whole_load_is_washed_again(
    session: Session, load: plant.Washed, now: datetime, nadia: Actor
) -> None:
    asked = RewashIn(reason="hygiene", fault="ours", note="Tombé au sol")
    rows = quality.rewash_load(session, load.code, asked, Aside(nadia, now))
    assert {row.whole_load for row in rows} == {True}
    assert sum(row.quantity for row in rows) == Decimal("12.250")
    for code in load.items:
        found = subjects.by_code(session, code)
        assert found is not None
        assert (found.stage, found.travels_in) == ("to_rewash", None)
    session.refresh(load.lot)
    assert load.lot.closed_at == now
    assert projection.compare(session) == []
    with pytest.raises(Refused) as refusal:
        quality.rewash_load(session, load.code, asked, Aside(nadia, now))
    assert refusal.value.code == "load_gone"
    # A bin takes them again.
    again = lots.open_lot(
        session, "laundry", "to_rewash", [row.item_id for row in rows], by=nadia, at=now
    )
    subject = lots.subject_of(session, again)
    moves.move(session, subject, "start_wash", Context(by=SYSTEM, at=now, judged=False))
    assert plant.item(session, load.first).stage == "washing"


def test_what_was_mended_is_finished_again(
    session: Session, load: plant.Washed, now: datetime, nadia: Actor
) -> None:
    row = reject(session, load.first, nadia, now, decision="mend", reason="tear", quantity="1")
    code = plant.code_of(session, row.item_id)
    assert quality.mended(session, code, Aside(nadia, now)).stage == "finished"
    with pytest.raises(Refused) as refusal:
        quality.mended(session, code, Aside(nadia, now))
    assert refusal.value.code == "move_not_offered"


def test_a_later_decision_is_a_further_row(
    session: Session, load: plant.Washed, now: datetime, nadia: Actor
) -> None:
    row = reject(session, load.first, nadia, now, decision="mend", quantity="1")
    code = plant.code_of(session, row.item_id)
    asked = DiscardIn(reason="tear", fault="client", note="Trop abîmé")
    last = quality.discard(session, code, asked, Aside(nadia, now))
    assert plant.item(session, code).stage == "discarded"
    kept = session.exec(select(Reject).order_by(col(Reject.id))).all()
    assert [one.decision for one in kept] == ["mend", "discard"]
    assert last.cycle_id == row.cycle_id
    told = session.exec(select(Event).where(Event.kind == "order.linen_discarded")).one()
    assert told.order_id == plant.item(session, code).order_id
    assert (told.reason, (told.data or {})["quantity"]) == ("Trop abîmé", "1.000")
    with pytest.raises(Refused) as refusal:
        quality.discard(session, code, asked, Aside(nadia, now))
    assert refusal.value.code == "reject_not_waiting"


def test_who_may_not_discard_says_why(
    session: Session, load: plant.Washed, now: datetime, nadia: Actor
) -> None:
    karim = people.actor("comptoir", workshops=("laundry",))
    asked = {"decision": "discard", "quantity": "1"}
    assert refused(session, load.first, karim, now, **asked) == "discard_needs_reason"
    assert reject(session, load.first, karim, now, **asked, note="Déchiré").note == "Déchiré"
    assert reject(session, load.items[1], nadia, now, **asked).note == ""


def test_an_order_of_which_all_is_discarded_is_over(
    session: Session, now: datetime, nadia: Actor
) -> None:
    load = plant.washed(session, {"Crèche": "2"}, now)
    plant.finished(session, load, now)
    reject(session, load.first, nadia, now, decision="discard")
    item = plant.item(session, load.first)
    closed = session.exec(
        select(Event.kind).where(Event.order_id == item.order_id).order_by(col(Event.id).desc())
    ).first()
    assert closed == "order.closed"


def test_others_put_nothing_aside(session: Session, load: plant.Washed, now: datetime) -> None:
    for by in (people.actor("moniteur", workshops=("bookbinding",)), people.actor("inspecteur")):
        assert refused(session, load.first, by, now) == "not_allowed"
    dirty = people.actor("moniteur", workshops=("laundry",), station_zone="dirty")
    assert refused(session, load.first, dirty, now) == "finishing_clean_side"
    assert session.exec(select(Lot).where(col(Lot.closed_at).is_not(None))).all() == []
