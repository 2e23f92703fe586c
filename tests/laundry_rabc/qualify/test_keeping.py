from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from esat import clock
from esat.actors import SYSTEM, Actor
from esat.errors import Forbidden, Invalid, NotFound, Refused
from laundry_rabc.qualifications import State
from laundry_rabc.qualify import keeping, reads, standing
from laundry_rabc.qualify.keeping import VoidIn
from laundry_rabc.qualify.models import Qualification
from tests import people
from tests.laundry_rabc.qualify import proofs
from tests.laundry_rabc.qualify.proofs import report, somebody
from tests.workshops.laundry.washing import laundries
from tests.workshops.laundry.washing.laundries import Plant
from workshops.laundry.plant import service
from workshops.laundry.plant.service import MachineFacts


@pytest.fixture
def plant(session: Session, now: datetime) -> Plant:
    return laundries.build(session)


@pytest.fixture
def ines(session: Session, now: datetime) -> Actor:
    return somebody(session)


def write(session: Session, plant: Plant, by: Actor, **more: object) -> Qualification:
    return keeping.write(session, plant.id("l1"), plant.id("p60"), report(**more), by=by)


def state(session: Session, plant: Plant, at: datetime) -> State:
    return standing.of_pair(session, plant.id("l1"), plant.id("p60"), at).standing.state


def test_a_report_counts_once_another_person_has_approved_it(
    session: Session, plant: Plant, ines: Actor, now: datetime
) -> None:
    assert state(session, plant, now) is State.NONE
    one = write(session, plant, ines, equivalences="65 × 10", dose_ml_kg="3")
    assert (one.valid_from, one.valid_until) == (date(2026, 11, 20), date(2027, 11, 19))
    assert state(session, plant, now) is State.AWAITING
    found = standing.of_pair(session, plant.id("l1"), plant.id("p60"), now)
    assert found.granted is None
    keeping.approve(session, one.id or 0, by=somebody(session))
    found = standing.of_pair(session, plant.id("l1"), plant.id("p60"), now)
    assert found.standing.state is State.VALID
    assert found.granted is not None
    assert found.granted.pairs == ((Decimal(71), Decimal(3)), (Decimal(65), Decimal(10)))
    assert (found.granted.mixing_minutes, found.granted.dose_ml_kg) == (Decimal(4), Decimal(3))


def test_who_wrote_a_report_does_not_approve_it(
    session: Session, plant: Plant, ines: Actor
) -> None:
    one = write(session, plant, ines)
    for by in (ines, people.actor("qualite")):
        with pytest.raises(Refused) as refusal:
            keeping.approve(session, one.id or 0, by=by)
        assert refusal.value.code == "approval_by_author"
    other = somebody(session)
    keeping.approve(session, one.id or 0, by=other)
    with pytest.raises(Refused) as twice:
        keeping.approve(session, one.id or 0, by=other)
    assert twice.value.code == "qualification_approved"


@pytest.mark.parametrize("role", ["moniteur", "inspecteur", "direction", "comptoir"])
def test_others_neither_write_nor_approve_nor_void(
    session: Session, plant: Plant, ines: Actor, role: str
) -> None:
    one = write(session, plant, ines)
    stranger = somebody(session, role)
    for act in (
        lambda: write(session, plant, stranger),
        lambda: keeping.approve(session, one.id or 0, by=stranger),
        lambda: keeping.void(
            session, one.id or 0, VoidIn(on=date(2026, 11, 23), reason="x"), by=stranger
        ),
    ):
        with pytest.raises(Forbidden):
            act()
    other = people.actor("responsable_atelier", workshops=("bookbinding",))
    with pytest.raises(Forbidden):
        write(session, plant, other)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"performed_on": None}, "performed_on"),
        ({"performed_on": date(2026, 11, 24)}, "performed_on"),
        ({"performed_on": date(2025, 11, 22)}, "performed_on"),
        ({"equivalences": "chaud"}, "equivalences"),
        ({"method": "bio-indicator"}, "log_reduction"),
    ],
)
def test_what_a_report_cannot_say_is_told_beside_the_field(
    session: Session, plant: Plant, ines: Actor, change: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        write(session, plant, ines, **change)
    assert set(refusal.value.fields) == {field}


def test_the_oldest_report_that_still_counts_is_taken(
    session: Session, plant: Plant, ines: Actor
) -> None:
    one = write(session, plant, ines, performed_on=date(2025, 11, 24))
    assert one.valid_until == date(2026, 11, 23)
    assert write(session, plant, ines, method="bio-indicator", log_reduction="5,1").log_reduction


def test_a_change_of_the_programme_or_of_the_machine_voids(
    session: Session, plant: Plant, now: datetime
) -> None:
    proofs.proved(session, plant, "l1", "p60", now - timedelta(days=5))
    proofs.edited(session, plant, "p60", now)
    found = standing.of_pair(session, plant.id("l1"), plant.id("p60"), now).standing
    assert (found.state, found.change and found.change.what) == (State.VOIDED, "programme")
    assert state(session, plant, now - timedelta(seconds=1)) is State.VALID
    with pytest.raises(Invalid) as refusal:
        write(session, plant, SYSTEM)
    assert "Machine ou programme changé le 23 novembre 2026" in refusal.value.fields["performed_on"]
    proofs.proved(session, plant, "l1", "p60", now + timedelta(days=1))
    later = now + timedelta(days=2)
    assert state(session, plant, later) is State.VALID
    facts = MachineFacts("L1", nominal_kg=Decimal(45), barrier=True)
    service.change_machine(session, plant.id("l1"), facts, "Tambour", by=SYSTEM, at=later)
    found = standing.of_pair(session, plant.id("l1"), plant.id("p60"), later).standing
    assert (found.state, found.change and found.change.what) == (State.VOIDED, "machine")


def test_a_report_of_a_version_that_has_gone_is_not_approved(
    session: Session, plant: Plant, ines: Actor, now: datetime
) -> None:
    one = write(session, plant, ines)
    proofs.edited(session, plant, "p60", now)
    with pytest.raises(Refused) as refusal:
        keeping.approve(session, one.id or 0, by=somebody(session))
    assert refusal.value.code == "qualification_voided"


def test_a_word_by_hand_voids_since_its_day_and_once(
    session: Session, plant: Plant, ines: Actor, now: datetime
) -> None:
    one = proofs.proved(session, plant, "l1", "p60", now - timedelta(days=5))
    for wrong in (None, date(2026, 11, 24), date(2026, 11, 17)):
        with pytest.raises(Invalid):
            keeping.void(session, one.id or 0, VoidIn(on=wrong, reason="Résistance"), by=ines)
    kept = keeping.void(
        session, one.id or 0, VoidIn(on=date(2026, 11, 21), reason="Résistance"), by=ines
    )
    assert (kept.at, kept.recorded_at) == (
        datetime(2026, 11, 21, tzinfo=clock.PARIS), now,
    )  # fmt: skip
    assert state(session, plant, now) is State.VOIDED
    assert state(session, plant, kept.at - timedelta(seconds=1)) is State.VALID
    with pytest.raises(Refused) as twice:
        keeping.void(session, one.id or 0, VoidIn(on=date(2026, 11, 23), reason="x"), by=ines)
    assert twice.value.code == "qualification_voided"
    (told,) = reads.reports(session, plant.id("l1"), plant.id("p60"))
    assert [change.reason for change in told.known.changes] == ["Résistance"]


def test_today_is_this_moment(session: Session, plant: Plant, ines: Actor, now: datetime) -> None:
    one = proofs.proved(session, plant, "l1", "p60", now - timedelta(days=5))
    kept = keeping.void(session, one.id or 0, VoidIn(on=date(2026, 11, 23), reason="x"), by=ines)
    assert kept.at == now


def test_only_what_runs_there_is_qualified(session: Session, plant: Plant, ines: Actor) -> None:
    with pytest.raises(NotFound):
        keeping.write(session, plant.id("l2"), plant.id("p90"), report(), by=ines)
    with pytest.raises(NotFound):
        keeping.the(session, 987)


def test_nothing_of_it_is_changed_afterwards(session: Session, plant: Plant, ines: Actor) -> None:
    one = write(session, plant, ines)
    for act in ("UPDATE rabc_qualification SET report = 'x'", "DELETE FROM rabc_qualification"):
        with pytest.raises(DBAPIError), session.begin_nested():
            session.connection().execute(text(act))
    session.expire_all()
    assert keeping.the(session, one.id or 0).report == "R-12"


def test_the_matrix_costs_the_same_for_many_pairs(
    session: Session, plant: Plant, now: datetime, statements: list[str]
) -> None:
    for name in ("p60", "p90", "special"):
        proofs.proved(session, plant, "l1", name, now)
    session.flush()
    statements.clear()
    cells = reads.cells(session, now)
    assert len(statements) <= 12
    assert {(one.machine.label, one.programme.label, one.label) for one in cells} == {
        ("L1", "Draps 60 °C", "Qualifié"), ("L2", "Draps 60 °C", "Non qualifié"),
        ("L1", "Cuisine 90 °C", "Qualifié"),
        ("L1", "Précautions 71 °C", "Qualifié"), ("L3", "Précautions 71 °C", "Non qualifié"),
        ("L1", "À vide 90 °C", "Non qualifié"), ("L2", "À vide 90 °C", "Non qualifié"),
        ("L3", "À vide 90 °C", "Non qualifié"),
    }  # fmt: skip
