"""Another person decides, once, of the last draft; nothing is changed or deleted."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import Session, select

from esat import clock
from esat.actors import Actor
from esat.errors import Forbidden, Refused
from laundry_rabc.plan import deciding, drafting, listing, reads
from laundry_rabc.plan.deciding import Target
from laundry_rabc.plan.models import PlanDecision, PointApproval
from tests.laundry_rabc.plan.acts import approve, given

pytestmark = pytest.mark.usefixtures("plan")
Person = Callable[..., Actor]


def test_nobody_approves_or_refuses_what_he_wrote(session: Session, person: Person) -> None:
    quality = person("qualite")
    row = drafting.draft(session, "HYG-01", given(session, "HYG-01", alert_high="10"), by=quality)
    for approved, note in ((True, ""), (False, "Non")):
        with pytest.raises(Refused) as refusal:
            deciding.decide(
                session, [Target("point", row.id or 0)], approved=approved, note=note, by=quality
            )
        assert refusal.value.code == "plan_same_person"
    assert session.get(PointApproval, row.id) is None
    assert session.exec(select(PlanDecision)).all() == []


@pytest.mark.parametrize(("role", "workshops"), [
    ("moniteur", ("laundry",)), ("bureau", None), ("inspecteur", None),
    ("responsable_atelier", ("bookbinding",)),
])  # fmt: skip
def test_who_has_no_right_in_the_laundry_decides_nothing(
    session: Session, person: Person, role: str, workshops: tuple[str, ...] | None
) -> None:
    row = drafting.draft(
        session, "HYG-01", given(session, "HYG-01", alert_high="10"), by=person("qualite")
    )
    with pytest.raises(Forbidden):
        approve(session, row, person(role, workshops))


def test_the_base_itself_refuses_a_back_dated_approval(session: Session, person: Person) -> None:
    quality, head = person("qualite"), person("direction")
    row = drafting.draft(session, "HYG-01", given(session, "HYG-01", alert_high="10"), by=quality)
    now = clock.now()
    session.add(
        PointApproval(
            version_id=row.id or 0, at=now, by_id=head.account_id,
            effective_at=now - timedelta(days=1),
        )
    )  # fmt: skip
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


@pytest.mark.parametrize("statement", [
    "UPDATE rabc_point_version SET alert_high = 99000",
    "DELETE FROM rabc_point_version",
    "UPDATE rabc_point_approval SET note = 'x'",
    "DELETE FROM rabc_point_approval",
    "DELETE FROM rabc_point_pair",
    "UPDATE rabc_hazard SET severity = 1",
    "DELETE FROM rabc_flow_step",
    "UPDATE rabc_edition_choice SET edition = 'x'",
    "DELETE FROM rabc_clause",
])  # fmt: skip
def test_nothing_of_the_plan_is_changed_or_deleted(session: Session, statement: str) -> None:
    with pytest.raises(DBAPIError, match="only grows"):
        session.connection().execute(text(statement))
    session.rollback()


def test_a_wanted_day_and_the_approval_the_later_counts(session: Session, person: Person) -> None:
    quality, head, day = person("qualite"), person("direction"), date(2026, 12, 1)
    row = drafting.draft(
        session, "HYG-01", given(session, "HYG-01", alert_high="10", since=day), by=quality
    )
    approve(session, row, head)
    approval = session.get_one(PointApproval, row.id)
    assert clock.local(approval.effective_at).isoformat() == "2026-12-01T00:00:00+01:00"
    late = drafting.draft(
        session, "HYG-02", given(session, "HYG-02", alert_high="20", since=day), by=quality
    )
    with clock.pinned(clock.now() + timedelta(days=30)):
        approve(session, late, head)
        assert session.get_one(PointApproval, late.id).effective_at == clock.now()


def test_an_older_approval_for_later_never_wins_over_a_newer_one(
    session: Session, person: Person
) -> None:
    quality, head, day = person("qualite"), person("direction"), date(2026, 12, 1)
    planned = given(session, "HYG-01", alert_high="10", since=day)
    approve(session, drafting.draft(session, "HYG-01", planned, by=quality), head)
    sooner = given(session, "HYG-01", alert_high="9")
    approve(session, drafting.draft(session, "HYG-01", sooner, by=quality), head)
    found = reads.in_force(session, "HYG-01", clock.now() + timedelta(days=60))
    assert found is not None
    assert found.alert_high == 9


def test_a_decision_is_taken_once_and_only_on_the_last_draft(
    session: Session, person: Person
) -> None:
    quality, head = person("qualite"), person("responsable_atelier", ("laundry",))
    first = drafting.draft(session, "HYG-01", given(session, "HYG-01", alert_high="10"), by=quality)
    second = drafting.draft(session, "HYG-01", given(session, "HYG-01", alert_high="9"), by=quality)
    with pytest.raises(Refused) as refusal:
        approve(session, first, head)
    assert refusal.value.code == "plan_replaced"
    with pytest.raises(Refused) as refusal:
        deciding.decide(
            session, [Target("point", second.id or 0)], approved=False, note="", by=head
        )
    assert refusal.value.code == "plan_refused_why"
    deciding.decide(
        session, [Target("point", second.id or 0)], approved=False, note="Trop serré", by=head
    )
    with pytest.raises(Refused) as refusal:
        approve(session, second, head)
    assert refusal.value.code == "plan_decided"
    states = {
        one.version.version: one.state
        for one in listing.history(session, drafting.the(session, "HYG-01"), clock.now())
    }
    assert states == {1: "in_force", 2: "replaced", 3: "refused"}, "they keep their rows"


def test_what_the_first_day_proposed_cannot_be_approved_by_one_person(
    session: Session, person: Person
) -> None:
    row = reads.in_force(session, "HYG-01", clock.now())
    assert row is not None
    with pytest.raises(Refused) as refusal:
        approve(session, row, person("direction"))
    assert refusal.value.code == "plan_decided"


def test_one_that_cannot_be_approved_stops_all(session: Session, person: Person) -> None:
    quality, other = person("qualite"), person("qualite")
    mine = drafting.draft(session, "HYG-01", given(session, "HYG-01", alert_high="9"), by=quality)
    his = drafting.draft(session, "HYG-02", given(session, "HYG-02", alert_high="20"), by=other)
    session.commit()
    targets = [Target("point", one.id or 0) for one in (his, mine)]
    with pytest.raises(Refused):
        deciding.decide(session, targets, approved=True, note="", by=quality)
    session.rollback()
    assert session.exec(select(PlanDecision)).all() == []
