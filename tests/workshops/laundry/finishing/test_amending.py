"""What was noted by mistake after the wash: a further row in its place, counted and told."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session, col, select

from esat import clock
from esat.actors import Actor
from esat.errors import EsatError, Forbidden
from esat.production import corrections, lots, moves, projection, subjects
from esat.production.journal_models import Event
from esat.production.models import Order
from esat.production.moves import Context
from tests import people
from tests.workshops.laundry.finishing import plant
from workshops.laundry.figures import parts as figures
from workshops.laundry.figures import receivers, rollups
from workshops.laundry.figures.models import DayRejects
from workshops.laundry.finishing import aside_reads, board_reads, drying, quality, steps
from workshops.laundry.finishing.amending import amend_reject, amend_step, void_reject, void_step
from workshops.laundry.finishing.asked import (
    DryEndIn,
    DryIn,
    RejectFixIn,
    RejectIn,
    RewashIn,
    StepFixIn,
    StepIn,
    shaped,
)
from workshops.laundry.finishing.models import Reject, Step
from workshops.laundry.finishing.quality import Aside
from workshops.laundry.intake import items as side
from workshops.laundry.washing import cycles

TWO = {"EHPAD Les Tilleuls": "8", "Mairie de Riom": "4.250"}
STAIN = {"reason": "stain", "fault": "ours", "decision": "rewash"}
FIX = {"reason": "tear", "fault": "client", "pieces": "3", "why": "Mauvaise touche"}


@pytest.fixture
def load(session: Session, now: datetime) -> plant.Washed:
    made = plant.washed(session, TWO, now, pieces=30)
    plant.finished(session, made, now)
    return made


def reject(session: Session, code: str, by: Actor, at: datetime, **asked: object) -> Reject:
    return quality.reject(session, code, shaped(RejectIn, STAIN | asked), Aside(by, at))


def amend(session: Session, row: Reject, by: Actor, **asked: object) -> Reject:
    return amend_reject(session, row.id or 0, shaped(RejectFixIn, FIX | asked), by=by)


def refused(run: object, *args: object, **named: object) -> str:
    with pytest.raises(EsatError) as refusal:
        run(*args, **named)  # type: ignore[operator]
    assert "{" not in refusal.value.message
    return refusal.value.code


def counted(session: Session) -> list[tuple[object, ...]]:
    """What the figures of the day say, which is what is recomputed of the rows."""
    session.expire_all()
    rows = session.exec(select(DayRejects).where(DayRejects.span == "day", DayRejects.rejects > 0))
    receivers.settle(session)
    wanted = figures.summed(figures.of_all(session))
    assert rollups.differing(rollups.stored(session), wanted) == []
    return sorted((r.reason, r.fault, r.decision, r.rejects, r.kg, r.pieces) for r in rows)


def test_why_linen_was_put_aside_is_corrected_by_a_further_row_that_counts(
    session: Session, load: plant.Washed, now: datetime, nadia: Actor
) -> None:
    row = reject(session, load.first, nadia, now, quantity="1.5", pieces=4)
    assert counted(session) == [("stain", "ours", "rewash", 1, Decimal("1.5"), 4)]
    ines = people.actor("qualite")
    with clock.pinned(now + timedelta(days=1)):
        fixed = amend(session, row, ines)
    assert counted(session) == [("tear", "client", "rewash", 1, Decimal("1.5"), 3)]
    first = session.get_one(Reject, row.id)
    assert (first.reason, first.fault, first.pieces, first.amends_id) == ("stain", "ours", 4, None)
    assert (fixed.amends_id, fixed.fix_reason) == (row.id, "Mauvaise touche")
    assert (fixed.at, fixed.recorded_at) == (now, now + timedelta(days=1))
    assert fixed.account_id == ines.account_id
    kept = side.rows(session, [fixed.item_id, fixed.from_item_id or 0])
    assert [kept[key].pieces for key in (fixed.item_id, fixed.from_item_id or 0)] == [3, 27]
    told = session.exec(select(Event).where(Event.kind == "item.aside_fixed")).one()
    assert told.data == {"amends": row.id, "reject": fixed.id, "void": False}
    assert (told.item_id, told.reason) == (fixed.item_id, "Mauvaise touche")
    (waits,) = aside_reads.waiting(session)
    assert (waits.reason, waits.pieces) == ("tear", 3)
    again = amend(session, fixed, nadia, reason="damp")
    assert again.amends_id == fixed.id
    assert counted(session) == [("damp", "client", "rewash", 1, Decimal("1.5"), 3)]


def test_a_correction_that_is_none_or_comes_second_changes_nothing(
    session: Session, load: plant.Washed, now: datetime, nadia: Actor
) -> None:
    row = reject(session, load.first, nadia, now, quantity="1.5", pieces=4)
    same = STAIN | {"pieces": "4", "why": "Rien"}
    del same["decision"]
    assert refused(amend_reject, session, row.id, shaped(RejectFixIn, same), by=nadia) == (
        "fix_nothing"
    )
    assert refused(amend, session, row, nadia, pieces="30") == "pieces_over"
    amend(session, row, nadia)
    assert refused(amend, session, row, nadia, reason="damp") == "fix_meanwhile"
    assert refused(void_reject, session, row.id, "Trop tard", by=nadia) == "fix_meanwhile"
    assert refused(void_reject, session, 10**6, "Rien", by=nadia) == "not_found"
    for by in (people.actor("comptoir", workshops=("laundry",)),
               people.actor("moniteur", workshops=("bookbinding",))):  # fmt: skip
        assert refused(amend, session, row, by) == "not_allowed"
    assert len(session.exec(select(Reject)).all()) == 2


@pytest.mark.parametrize("decision", ["rewash", "mend", "discard"])
def test_what_was_not_to_be_put_aside_is_back_in_its_load_and_counts_no_more(
    session: Session, load: plant.Washed, now: datetime, nadia: Actor, decision: str
) -> None:
    row = reject(session, load.first, nadia, now, quantity="1.5", decision=decision)
    ines = people.actor("qualite")  # may correct, and puts nothing back
    with pytest.raises(Forbidden):
        void_reject(session, row.id or 0, "Pas ce poids", by=ines)
    made = void_reject(session, row.id or 0, "Pas ce poids", by=nadia)
    assert (made.void, made.fix_reason, made.amends_id) == (True, "Pas ce poids", row.id)
    assert counted(session) == []
    inside = plant.inside(session, load.lot)
    assert sorted(item.quantity for item in inside) == [Decimal("1.5"), Decimal("4.25"),
                                                        Decimal("6.5")]  # fmt: skip
    assert {item.stage for item in inside} == {"finished"}
    assert projection.compare(session) == []
    assert aside_reads.waiting(session) == []
    assert refused(void_reject, session, made.id, "Encore", by=nadia) == "fix_meanwhile"
    kept = session.exec(select(Event).where(Event.kind == "order.linen_kept")).all()
    assert len(kept) == (decision == "discard")


def test_an_order_that_a_discard_ended_is_open_again(
    session: Session, now: datetime, nadia: Actor
) -> None:
    load = plant.washed(session, {"Crèche": "2"}, now)
    plant.finished(session, load, now)
    row = reject(session, load.first, nadia, now, decision="discard")
    order = session.get_one(Order, plant.item(session, load.first).order_id)
    assert order.closed_at is not None
    void_reject(session, row.id or 0, "Retrouvé propre", by=nadia)
    item = plant.item(session, load.first)
    session.refresh(order)
    assert (item.stage, item.closed_at, order.closed_at) == ("finished", None, None)
    assert counted(session) == []


def test_linen_that_went_on_is_put_back_no_more(
    session: Session, load: plant.Washed, now: datetime, nadia: Actor
) -> None:
    row = reject(session, load.first, nadia, now, quantity="1")
    lots.open_lot(session, "laundry", "to_rewash", [row.item_id], by=nadia, at=now)
    assert refused(void_reject, session, row.id, "Erreur", by=nadia) == "fix_gone_on"
    other = reject(session, load.items[1], nadia, now, decision="mend")
    code = plant.code_of(session, other.item_id)
    later = Aside(nadia, now + timedelta(minutes=1))
    quality.decide_again(session, code, shaped(RejectIn, STAIN), later)
    assert refused(void_reject, session, other.id, "Erreur", by=nadia) == "fix_gone_on"
    assert len(session.exec(select(Reject)).all()) == 3


def test_an_item_of_a_load_washed_again_by_mistake_stands_where_it_did(
    session: Session, load: plant.Washed, now: datetime, nadia: Actor
) -> None:
    asked = RewashIn(reason="hygiene", fault="ours")
    for row in quality.rewash_load(session, load.code, asked, Aside(nadia, now)):
        void_reject(session, row.id or 0, "Mauvaise charge", by=nadia)
    assert {plant.item(session, code).stage for code in load.items} == {"finished"}
    assert counted(session) == []
    assert projection.compare(session) == []


def test_putting_aside_that_is_undone_at_once_counts_no_more(
    session: Session, load: plant.Washed, now: datetime, nadia: Actor
) -> None:
    row = reject(session, load.first, nadia, now, quantity="1")
    moved = session.exec(
        select(Event).where(Event.item_id == row.item_id, Event.to_stage == "to_rewash")
    ).one()
    corrections.undo(session, moved.id or 0, by=nadia)
    assert plant.item(session, plant.code_of(session, row.item_id)).stage == "finished"
    assert counted(session) == []
    last = session.exec(select(Reject).order_by(col(Reject.id).desc())).first()
    assert last is not None
    assert (last.void, last.amends_id) == (True, row.id)


def test_a_measure_is_corrected_and_judged_again(
    session: Session, now: datetime, nadia: Actor
) -> None:
    load = plant.washed(session, TWO, now)
    asked = shaped(StepIn, {"kind": "calender", "value": "17"})
    step, _ = steps.record(session, load.code, asked, by=nadia, at=now)
    assert step.verdict == "action"
    with clock.pinned(now + timedelta(hours=1)):
        fixed = amend_step(
            session, step.id or 0, shaped(StepFixIn, {"value": "170", "why": "Un zéro"}), by=nadia
        )
    assert (fixed.value, fixed.unit, fixed.verdict) == (Decimal(170), "°C", "target")
    assert (fixed.at, fixed.recorded_at) == (now, now + timedelta(hours=1))
    assert session.get_one(Step, step.id).value == Decimal(17)
    view = board_reads.load(session, load.code, now)
    assert [one.id for one in view.steps] == [fixed.id]
    told = session.exec(select(Event).where(Event.kind == "lot.step_fixed")).one()
    assert (told.lot_id, told.reason) == (load.lot.id, "Un zéro")
    same = StepFixIn(value=Decimal(170), why="Rien")
    assert refused(amend_step, session, fixed.id, same, by=nadia) == "fix_nothing"
    assert refused(amend_step, session, step.id, same, by=nadia) == "fix_meanwhile"


def test_a_step_that_never_was_dries_nothing(session: Session, now: datetime, nadia: Actor) -> None:
    load = plant.washed(session, TWO, now)
    asked = shaped(StepIn, {"kind": "iron"})
    step, _ = steps.record(session, load.code, asked, by=nadia, at=now)
    assert steps.pressed(session, load.lot.id or 0)
    value = StepFixIn(value=Decimal(3), why="Rien")
    assert refused(amend_step, session, step.id, value, by=nadia) == "form_invalid"
    void_step(session, step.id or 0, "Mauvaise charge", by=nadia)
    assert not steps.pressed(session, load.lot.id or 0)
    assert board_reads.load(session, load.code, now).steps == []
    code = refused(moves.move, session, lots.subject_of(session, load.lot), "finish",
                   Context(by=nadia))  # fmt: skip
    assert code == "finish_wet"


def test_the_end_of_a_drying_keeps_what_was_felt_and_is_not_taken_back(
    session: Session, now: datetime, nadia: Actor
) -> None:
    load, dryer = plant.washed(session, TWO, now), plant.machine(session)
    drying.start(session, DryIn(dryer=dryer, loads=(load.code,)), by=nadia, at=now)
    end = DryEndIn(outcome="damp", moisture=Decimal(4))
    drying.end(session, dryer, end, by=nadia, at=now + timedelta(minutes=30))
    step = session.exec(select(Step)).one()
    assert refused(void_step, session, step.id, "Erreur", by=nadia) == "fix_of_cycle"
    fixed = amend_step(session, step.id or 0, StepFixIn(value=Decimal(5), why="Lu"), by=nadia)
    assert (fixed.value, fixed.verdict) == (Decimal(5), "action")


def test_a_load_said_dry_by_a_plain_move_leaves_its_dryer(
    session: Session, now: datetime, nadia: Actor
) -> None:
    load, dryer = plant.washed(session, TWO, now), plant.machine(session)
    done = drying.start(session, DryIn(dryer=dryer, loads=(load.code,)), by=nadia, at=now)
    later = now + timedelta(minutes=40)
    subject = subjects.lot(session, done.lot.id or 0)
    assert subject is not None
    moves.move(session, subject, "dry", Context(by=nadia, at=later))
    cycle = cycles.last_of_lot(session, done.lot.id or 0)
    assert cycle is not None
    assert (cycle.ended_at, cycle.outcome) == (later, "done")
    assert board_reads.turning(session, later) == []
