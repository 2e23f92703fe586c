from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from esat.actors import Actor
from esat.errors import Invalid, Refused
from esat.production import things
from laundry_rabc.cases.models import Case
from laundry_rabc.plan import proposing
from laundry_rabc.prereq import gaps, hygiene, pests, trolleys, upkeep_reads
from laundry_rabc.prereq.hygiene import RoundIn
from laundry_rabc.prereq.pests import Trap, VisitIn
from laundry_rabc.prereq.trolleys import TrolleyIn
from laundry_rabc.prereq.upkeep import HygieneRound, PestVisit
from laundry_rabc.results.models import Result
from tests import factories
from tests.conftest import MONDAY

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def plan(session: Session, now: datetime) -> None:
    proposing.install(session, MONDAY - 60 * DAY)


def verdicts(session: Session) -> list[str]:
    return [one.verdict for one in session.exec(select(Result).order_by(Result.id))]  # type: ignore[arg-type]


def visit(**more: Any) -> VisitIn:
    return VisitIn.model_validate({"provider": "Hygiène 3D", "near_clean": "0"} | more)


@pytest.mark.parametrize(
    ("near", "rodents", "verdict"),
    [("0", 0, "conform"), ("0", 2, "alert"), ("1", 0, "action")],
)
def test_a_visit_is_judged_and_a_trace_near_clean_linen_is_action(
    session: Session, nadia: Actor, near: str, rodents: int, verdict: str
) -> None:
    given = visit(near_clean=near, place="Étagère 2" if near == "1" else "")
    found = [Trap("Quai", "rodent", rodents), Trap("Lampe", "flying", 9)]
    kept = pests.visited(session, given, found, by=nadia)
    result = session.exec(select(Result)).one()
    assert (kept.result_id, result.verdict) == (result.id, verdict)
    kinds = [one.kind for one in session.exec(select(Case))]
    assert kinds == ([] if verdict == "conform" else [verdict])
    (row,) = upkeep_reads.visits(session)
    assert row.total == rodents + 9


def test_a_corrected_visit_corrects_its_result_too(session: Session, nadia: Actor) -> None:
    first = pests.visited(session, visit(near_clean="1", place="Étagère"), [], by=nadia)
    with pytest.raises(Invalid):
        pests.visited(session, visit(amends=first.id), [], by=nadia)
    fixed = visit(amends=first.id, reason="C’était une graine.")
    second = pests.visited(session, fixed, [], by=nadia)
    assert verdicts(session) == ["action", "conform"]
    amends = session.get_one(Result, second.result_id or 0).amends_id
    assert amends == first.result_id
    assert [one.struck for one in upkeep_reads.visits(session)] == [False, True]
    assert second.at == first.at


def test_what_a_visit_cannot_say(session: Session, nadia: Actor) -> None:
    for wrong, field in (
        (visit(near_clean="1"), "place"),
        (visit(next_on=MONDAY.date()), "next_on"),
        (visit(next_on=date(2030, 1, 1)), "next_on"),
        (visit(at="2026-11-20T10:00"), "late_reason"),
    ):
        with pytest.raises(Invalid) as error:
            pests.visited(session, wrong, [], by=nadia)
        assert field in error.value.fields
    with pytest.raises(Invalid) as error:
        pests.traps({"place_1": "Quai", "kind_2": "rodent", "found_2": "-1"})
    assert set(error.value.fields) == {"kind_1", "found_1", "place_2", "found_2"}
    assert pests.traps({"place_3": "Quai", "kind_3": "rodent", "found_3": "0"}) == [
        Trap("Quai", "rodent", 0)
    ]
    assert session.exec(select(PestVisit)).all() == []


def test_a_visit_that_did_not_come_is_a_gap(session: Session, nadia: Actor) -> None:
    today = MONDAY.date()
    assert [one.kind for one in gaps.pest_gaps(session, today, today)] == ["pest_never"]
    old = visit(at="2026-10-20T10:00", late_reason="Rapport reçu ce jour.", next_on="2026-11-20")
    pests.visited(session, old, [], by=nadia)
    assert pests.late(session) == date(2026, 11, 20)
    assert [one.on for one in gaps.pest_gaps(session, today, today)] == [date(2026, 11, 20)]
    pests.visited(session, visit(next_on="2026-12-20"), [], by=nadia)
    assert pests.late(session) is None
    assert gaps.pest_gaps(session, today + DAY, today + DAY) == []


def test_a_trolley_that_came_back_from_dirty_linen_is_due_until_it_is_disinfected(
    session: Session, nadia: Actor
) -> None:
    trolley, code = things.add_resource(session, "trolley", "Chariot 4", "laundry", "R")
    order = factories.make_order(session, at=MONDAY - DAY)
    things.add_item(
        session, order, "trolley", "Chariot 4", by=nadia, at=MONDAY - DAY, resource=trolley,
        stage="received",
    )  # fmt: skip
    (row,) = upkeep_reads.trolley_rows(session)
    assert row.due
    given = TrolleyIn.model_validate({"code": code.lower(), "kind": "cleaned"})
    trolleys.keep(session, given, by=nadia)
    (row,) = upkeep_reads.trolley_rows(session)
    assert not row.due
    assert verdicts(session) == ["conform"]
    for kind, verdict in (("omitted", "alert"), ("dirty", "action")):
        trolleys.keep(
            session, TrolleyIn.model_validate({"trolley": trolley.id, "kind": kind}), by=nadia
        )
        assert verdicts(session)[-1] == verdict
        assert upkeep_reads.trolley_rows(session)[0].due


def test_what_is_no_trolley_is_refused(session: Session, nadia: Actor) -> None:
    bag, code = factories.make_bag(session)
    for wrong in ({"code": code}, {"code": "RIEN"}, {"trolley": bag.id}, {}):
        with pytest.raises(Invalid) as error:
            trolleys.keep(session, TrolleyIn.model_validate({"kind": "cleaned", **wrong}), by=nadia)
        assert "code" in error.value.fields


def look(**more: Any) -> RoundIn:
    return RoundIn.model_validate({"point": "TEN-01", "seen": 4, "well": 4} | more)


def test_hygiene_is_counted_and_names_nobody(session: Session, nadia: Actor) -> None:
    row = hygiene.seen(session, look(), by=nadia)
    assert (row.worker_id, row.half) == (None, "morning")
    for wrong in (look(well=5), look(well=3), look(breach=True)):
        with pytest.raises(Invalid):
            hygiene.seen(session, wrong, by=nadia)
    hygiene.seen(session, look(well=3, reason="Une coiffe"), by=nadia)
    hygiene.seen(session, look(breach=True, reason="Entrée en blouse sale"), by=nadia)
    hygiene.seen(session, look(point="TRI-01", well=3, reason="Des gants"), by=nadia)
    assert verdicts(session) == ["conform", "alert", "action", "action"]
    with pytest.raises(Invalid):
        hygiene.seen(session, look(point="TRI-01", amends=row.id, reason="x"), by=nadia)
    hygiene.seen(session, look(seen=5, well=5, amends=row.id, reason="Cinq"), by=nadia)
    with pytest.raises(Refused):
        hygiene.seen(session, look(seen=5, well=5, amends=row.id, reason="Cinq"), by=nadia)
    assert len(session.exec(select(HygieneRound)).all()) == 5
    assert len(upkeep_reads.rounds(session)) == 4
