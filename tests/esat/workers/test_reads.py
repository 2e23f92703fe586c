from datetime import date

from sqlmodel import Session

from esat.actors import Actor
from esat.workers import half_days, people, reads, sheets
from esat.workers.forms import GroupIn, WorkerIn
from esat.workers.half_days import Entry, Sheet
from tests.esat.workers.conftest import Team
from tests.people import actor

TODAY = date(2026, 11, 23)


def test_a_sheet_shows_everybody_of_the_group_once(
    session: Session, team: Team, leader: Actor
) -> None:
    sheet = Sheet(team.group, TODAY, "morning")
    half_days.record_sheet(session, sheet, [Entry(team.zoe, "present")], by=leader)
    seen = sheets.sheet(session, team.group, TODAY, "morning")
    assert [(row.name, row.status) for row in seen.rows] == [
        ("Éric P.", ""), ("Paul D.", ""), ("Zoé M.", "present"),
    ]  # fmt: skip
    assert (seen.recorded, seen.last.name if seen.last else "") == (1, "Zoé M.")
    assert sheets.sheet(session, team.group, TODAY, "afternoon").recorded == 0


def test_who_left_or_has_not_come_yet_is_not_on_the_sheet(session: Session, team: Team) -> None:
    def change(worker: int, **values: object) -> None:
        people.update_worker(
            session, worker, WorkerIn.model_validate({"first_name": "X", **values})
        )

    change(team.paul, left_on="2026-11-22")
    change(team.zoe, contract_starts="2026-11-24")
    change(team.eric, left_on="2026-11-23")
    seen = sheets.sheet(session, team.group, TODAY, "morning")
    assert [row.worker_id for row in seen.rows] == [team.eric]


def test_a_supervisor_sees_the_groups_he_leads_and_their_people(
    session: Session, team: Team, leader: Actor
) -> None:
    other = people.create_group(session, GroupIn(code="jardin", name="Jardin", workshop="green"))
    people.create_worker(session, WorkerIn(first_name="Ali", group_id=other.id))
    people.create_worker(session, WorkerIn(first_name="Léa"))
    assert [row.code for row in reads.groups(session, leader, TODAY)] == ["linge"]
    assert len(reads.workers(session, leader)) == 3
    assert reads.workers(session, leader, group_id=other.id) == ()
    assert [row.code for row in reads.groups(session, actor("bureau"), TODAY)] == [
        "jardin", "linge",
    ]  # fmt: skip
    assert len(reads.workers(session, actor("bureau"))) == 5


def test_who_left_is_in_the_list_of_those_who_left(session: Session, team: Team) -> None:
    people.update_worker(session, team.paul, WorkerIn(first_name="Paul", left_on=date(2026, 11, 1)))
    office = actor("bureau")
    assert len(reads.workers(session, office)) == 2
    assert [row.id for row in reads.workers(session, office, gone=True)] == [team.paul]


def test_the_state_of_the_day_counts_each_half(session: Session, team: Team, leader: Actor) -> None:
    entries = [Entry(worker, "present") for worker in team.all]
    half_days.record_sheet(session, Sheet(team.group, TODAY, "morning"), entries, by=leader)
    row = reads.groups(session, leader, TODAY)[0]
    assert (row.people, row.morning, row.afternoon) == (3, (3, 0), (0, 3))


def test_the_export_says_presence_and_no_last_name(
    session: Session, team: Team, leader: Actor
) -> None:
    entries = [Entry(team.zoe, "absent_unannounced"), Entry(team.paul, "present")]
    half_days.record_sheet(session, Sheet(team.group, TODAY, "morning"), entries, by=leader)
    lines = list(reads.export_rows(session, TODAY, TODAY))
    assert {len(line) for line in lines} == {len(reads.EXPORT_HEADERS)}
    assert [line[4] for line in lines] == ["Paul D.", "Zoé M."]
    assert not [cell for line in lines for cell in line if "Martin" in str(cell)]
    assert list(reads.export_rows(session, date(2026, 11, 24), None)) == []
