from datetime import date
from decimal import Decimal

import pytest
from sqlmodel import Session

from esat.workers import people
from esat.workers.contracts import reads
from esat.workers.contracts.models import OtherJob, SundayAgreement, WorkerContract
from esat.workers.forms import WorkerIn
from tests.esat.workers.conftest import Team
from tests.factories import AT

HALF, FULL = Decimal("17.5"), Decimal(35)


def hired(session: Session, name: str = "Ali", **values: object) -> int:
    given = {"first_name": name, "contract_starts": "2026-10-05", "weekly_hours": "17.5", **values}
    return people.create_worker(session, WorkerIn.model_validate(given)).id or 0


def amend(session: Session, worker: int, **values: object) -> WorkerContract:
    [one] = reads.of_workers(session, [worker])
    same = one.newest.model_dump(exclude={"id", "root_id"})
    row = WorkerContract(**same | {"root_id": one.root} | values)
    session.add(row)
    session.flush()
    return row


def test_a_worker_s_columns_make_a_contract_and_a_change_of_hours_counts_from_today(
    session: Session, team: Team
) -> None:
    worker = hired(session)
    people.update_worker(session, worker, WorkerIn(first_name="Ali", weekly_hours=FULL))
    before, after = (
        reads.standing(session, [worker, team.paul], date(2026, 11, day)) for day in (22, 23)
    )
    assert set(before) == {worker}
    assert (before[worker].fte, after[worker].fte) == (Decimal("0.5"), 1)
    assert after[worker].since == date(2026, 10, 5)
    assert reads.standing(session, [worker], date(2026, 10, 4)) == {}


def test_the_same_columns_again_write_no_row_and_a_later_start_opens_another_contract(
    session: Session, team: Team
) -> None:
    worker = hired(session, contract_ends="2026-12-31", contract_kind="Contrat court")
    again = {"first_name": "Ali", "weekly_hours": HALF}
    people.update_worker(session, worker, WorkerIn(**again))
    assert len(reads.of_workers(session, [worker])) == 1
    new = WorkerIn(first_name="Ali", contract_starts=date(2027, 1, 4), contract_ends=None)
    people.update_worker(session, worker, new)
    first, second = reads.of_workers(session, [worker])
    assert (first.kind, first.last, second.begins) == (
        "short", date(2026, 12, 31), date(2027, 1, 4)
    )  # fmt: skip
    assert (first.newest.trial, second.newest.trial) == (True, False)


def test_places_add_up_exactly_and_leave_out_discoveries_and_those_who_left(
    session: Session, team: Team
) -> None:
    for name in ("A", "B", "C"):
        hired(session, name, weekly_hours="11.667")
    hired(session, "D", contract_kind="MISPE", weekly_hours="35")
    hired(session, "E", weekly_hours="39")
    hired(session, "F", weekly_hours="", left_on="2026-11-01")
    gone = hired(session, "G", weekly_hours="35", left_on="2026-11-01")
    assert reads.fte(session, date(2026, 11, 23)) == Decimal("35.001") / 35 + 1
    assert gone in reads.standing(session, [gone], date(2026, 11, 1))
    assert reads.standing(session, [gone], date(2026, 11, 2)) == {}


def test_a_void_contract_never_was_and_of_two_the_one_begun_last_stands(
    session: Session, team: Team
) -> None:
    worker = hired(session)
    row = WorkerContract(
        worker_id=worker, kind="discovery", begins=date(2026, 11, 9), since=date(2026, 11, 9),
        weekly_hours=FULL, recorded_at=AT,
    )  # fmt: skip
    session.add(row)
    session.flush()
    day = date(2026, 11, 23)
    assert reads.trainees(session, [worker], day) == {worker}
    same = row.model_dump(exclude={"id", "root_id"}) | {"void": True, "root_id": row.id}
    session.add(WorkerContract(**same))
    session.flush()
    assert reads.trainees(session, [worker], day) == frozenset()
    assert reads.standing(session, [worker], day)[worker].kind == "support"


@pytest.mark.parametrize(("withdrawn", "agreed"), [(False, True), (True, False)])
def test_the_newest_word_of_an_agreement_counts(
    session: Session, team: Team, withdrawn: bool, agreed: bool
) -> None:
    sunday = date(2026, 12, 6)
    for said in (not withdrawn, withdrawn):
        session.add(
            SundayAgreement(
                worker_id=team.paul, day=sunday, agreed_on=date(2026, 11, 30), how="written",
                withdrawn=said, recorded_at=AT,
            )
        )  # fmt: skip
        session.flush()
    found = reads.agreements(session, team.all, date(2026, 12, 1), date(2026, 12, 31))
    assert ((team.paul, sunday) in found) == agreed


def test_hours_elsewhere_are_those_of_the_newest_row_that_has_begun(
    session: Session, team: Team
) -> None:
    for hours, since in ((18, date(2026, 9, 1)), (0, date(2026, 12, 1))):
        session.add(
            OtherJob(worker_id=team.zoe, weekly_hours=Decimal(hours), since=since, recorded_at=AT)
        )
    session.flush()
    assert reads.other_hours(session, team.zoe, date(2026, 11, 23)) == 18
    assert reads.other_hours(session, team.zoe, date(2026, 12, 1)) == 0
    assert reads.other_hours(session, team.paul, date(2026, 11, 23)) == 0


def test_who_has_but_a_discovery_has_no_place_before_nor_after_it(
    session: Session, team: Team
) -> None:
    dates = {"contract_starts": "2026-11-09", "contract_ends": "2026-11-13"}
    alone = hired(session, "D", contract_kind="MISPE", **dates)
    entered = hired(session, "E", contract_kind="MISPE", **dates)
    row = WorkerContract(
        worker_id=entered, kind="support", begins=date(2026, 12, 1), since=date(2026, 12, 1),
        weekly_hours=FULL, recorded_at=AT,
    )  # fmt: skip
    session.add(row)
    session.flush()
    both, november = [alone, entered], (date(2026, 11, 1), date(2026, 11, 30))
    assert reads.placeless(session, [*both, hired(session)], *november) == set(both)
    december = (date(2026, 12, 1), date(2026, 12, 31))
    assert reads.placeless(session, both, *december) == {alone}
