"""A change is drafted, never in the past; what was written stays."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session

from esat import clock
from esat.actors import SYSTEM, Actor
from esat.errors import Invalid, NotFound, Refused
from laundry_rabc.limits import Pair
from laundry_rabc.plan import deciding, drafting, listing, reads, waiting
from laundry_rabc.plan.deciding import Target
from laundry_rabc.plan.forms import NewPointIn, WhyIn
from tests.laundry_rabc.plan.acts import WHY, approve, given

pytestmark = pytest.mark.usefixtures("plan")
Person = Callable[..., Actor]


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
