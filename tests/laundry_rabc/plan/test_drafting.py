"""Two persons change a limit, never in the past; what was written stays."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import Session, select

from esat import clock
from esat.actors import SYSTEM, Actor
from esat.errors import Forbidden, Invalid, NotFound, Refused
from esat.migrations import triggers
from laundry_rabc.limits import Pair
from laundry_rabc.plan import deciding, drafting, listing, reads, waiting
from laundry_rabc.plan.deciding import Target
from laundry_rabc.plan.forms import NewPointIn, VersionIn, WhyIn, filled
from laundry_rabc.plan.models import PlanDecision, PointApproval, PointVersion

pytestmark = pytest.mark.usefixtures("plan")
Person = Callable[..., Actor]
WHY = {"reason": "Réunion RABC du 3"}


def given(session: Session, code: str, **changed: Any) -> VersionIn:
    current = reads.in_force(session, code, clock.now())
    assert current is not None
    values = filled(current, reads.bands(session, current).pairs)
    values["owner"] = None
    return VersionIn.model_validate(
        {name: value for name, value in values.items() if value != ""} | WHY | changed
    )


def approve(session: Session, row: PointVersion, by: Actor, **more: Any) -> None:
    deciding.decide(
        session, [Target("point", row.id or 0)], approved=True, by=by, **({"note": ""} | more)
    )


def test_a_draft_demands_nothing_until_another_person_approves_it(
    session: Session, person: Person
) -> None:
    quality, head = person("qualite"), person("direction")
    row = drafting.draft(session, "HYG-01", given(session, "HYG-01", alert_high="10"), by=quality)
    now = reads.in_force(session, "HYG-01", clock.now())
    assert now is not None
    assert (now.version, now.alert_high, now.status) == (1, 12, "proposed")
    with clock.pinned(clock.now() + timedelta(hours=1)):
        approve(session, row, head)
        later = reads.in_force(session, "HYG-01", clock.now())
        assert later is not None
        assert (later.version, later.alert_high, later.status) == (2, 10, "validated")
        before = reads.in_force(session, "HYG-01", clock.now() - timedelta(minutes=1))
        assert before is not None
        assert before.version == 1, "what was judged earlier keeps its limit"


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


def test_a_limit_never_changes_in_the_past(session: Session, person: Person) -> None:
    quality, yesterday = person("qualite"), clock.today() - timedelta(days=1)
    with pytest.raises(Invalid) as invalid:
        drafting.draft(
            session, "HYG-01", given(session, "HYG-01", alert_high="10", since=yesterday),
            by=quality,
        )  # fmt: skip
    assert "dans le passé" in invalid.value.fields["since"]
    back = WhyIn(reason="Non", since=yesterday)
    for act in (
        lambda: drafting.draft_withdrawal(session, "HYG-01", back, by=quality),
        lambda: drafting.draft_as_is(session, ["HYG-01"], back, by=quality),
    ):
        with pytest.raises(Refused) as refusal:
            act()
        assert refusal.value.code == "limit_backdated"
    assert waiting.count(session) == 0


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
    table = next(word for word in statement.split() if word.startswith("rabc_"))
    assert table in triggers.APPEND_ONLY
    triggers.install(session.connection(), (table,))
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


def test_proposals_are_validated_several_at_once_as_they_are(
    session: Session, person: Person
) -> None:
    quality, head = person("qualite"), person("direction")
    why = WhyIn.model_validate(WHY)
    rows = drafting.draft_as_is(session, ["LAV-02", "FIN-01", "LAV-02"], why, by=quality)
    assert len(rows) == 2
    assert waiting.count(session) == 2
    targets = [Target("point", one.id or 0) for one in rows]
    deciding.decide(session, targets, approved=True, note="Vu", by=head)
    assert waiting.count(session) == 0
    held = reads.in_force(session, "LAV-02", clock.now())
    assert held is not None
    assert (held.version, held.status) == (2, "validated")
    assert reads.bands(session, held).pairs == (
        Pair(Decimal(65), Decimal(10)), Pair(Decimal(71), Decimal(3)),
    )  # fmt: skip
    finished = reads.in_force(session, "FIN-01", clock.now())
    assert finished is not None
    assert finished.target_closed is False
    assert listing.proposed_count(session, clock.now()) == 39
    with pytest.raises(Refused) as refusal:
        drafting.draft_as_is(session, ["LAV-02"], why, by=quality)
    assert refusal.value.code == "plan_already_validated"


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


def test_a_point_ends_by_two_persons_and_its_past_stays(session: Session, person: Person) -> None:
    start = clock.now()
    row = drafting.draft_withdrawal(
        session, "HYG-04", WhyIn.model_validate(WHY), by=person("qualite")
    )
    assert reads.in_force(session, "HYG-04", clock.now()) is not None
    with clock.pinned(start + timedelta(hours=2)):
        approve(session, row, person("direction"))
        assert reads.in_force(session, "HYG-04", clock.now()) is None
        assert "HYG-04" not in reads.plan_at(session, clock.now())
        assert reads.in_force(session, "HYG-04", start) is not None
        period = reads.of_period(session, start, clock.now() + timedelta(days=1))
        kept = [one for one in period if one.code == "HYG-04"]
        assert [(one.version.version, one.until) for one in kept] == [(1, clock.now())]
        with pytest.raises(Refused) as refusal:
            drafting.draft_withdrawal(
                session, "HYG-04", WhyIn.model_validate(WHY), by=person("qualite")
            )
        assert refusal.value.code == "plan_not_in_force"


def test_a_period_knows_every_version_that_was_in_force_in_it(
    session: Session, person: Person
) -> None:
    start = clock.now()
    quality, head = person("qualite"), person("direction")
    with clock.pinned(start + timedelta(days=10)):
        row = drafting.draft(
            session, "FIN-02", given(session, "FIN-02", alert_high="4"), by=quality
        )
        approve(session, row, head)

    def of(since: int, until: int) -> list[int]:
        found = reads.of_period(
            session, start + timedelta(days=since), start + timedelta(days=until)
        )
        return [one.version.version for one in found if one.code == "FIN-02"]

    assert of(0, 30) == [1, 2]
    assert of(0, 10) == [1], "the end is not included"
    assert of(10, 30) == [2]
    assert of(11, 30) == [2]
    assert of(-9, 0) == []


def test_a_new_point_waits_like_any_change(session: Session, person: Person) -> None:
    fields = given(session, "LAV-10").model_dump() | {"code": "LAV-14", "label": "Sel"}
    wanted = NewPointIn.model_validate(fields)
    row = drafting.draft_new(session, wanted, by=person("qualite"))
    assert reads.in_force(session, "LAV-14", clock.now()) is None
    approve(session, row, person("direction"))
    assert reads.in_force(session, "LAV-14", clock.now()) is not None
    with pytest.raises(Invalid) as invalid:
        drafting.draft_new(session, wanted, by=person("qualite"))
    assert set(invalid.value.fields) == {"code"}


def test_a_change_that_changes_nothing_is_refused(session: Session, person: Person) -> None:
    for code in ("HYG-01", "LAV-02", "LAV-03", "COL-02", "FIN-01", "CAL-01"):
        with pytest.raises(Refused) as refusal:
            drafting.draft(session, code, given(session, code), by=person("qualite"))
        assert refusal.value.code == "plan_unchanged"


def test_the_house_itself_changes_no_limit(session: Session) -> None:
    with pytest.raises(Refused) as refusal:
        drafting.draft(session, "HYG-01", given(session, "HYG-01", alert_high="9"), by=SYSTEM)
    assert refusal.value.code == "plan_nobody"


def test_what_does_not_exist_is_not_found(session: Session, person: Person) -> None:
    with pytest.raises(NotFound):
        drafting.the(session, "XXX-99")
    for target in (Target("point", 9999), Target("nothing", 1)):
        with pytest.raises(NotFound):
            deciding.decide(session, [target], approved=True, note="", by=person("direction"))
    with pytest.raises(Refused):
        deciding.decide(session, [], approved=True, note="", by=person("direction"))
