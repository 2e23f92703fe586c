import pytest
from sqlmodel import Session

from esat.actors import Actor
from esat.errors import Forbidden, NotFound
from esat.workers import people, reach
from esat.workers.forms import WorkerIn
from tests.esat.workers.conftest import Team
from tests.people import actor

READ = "workers.read"


def test_a_supervisor_reaches_the_people_of_his_group_and_no_other(
    session: Session, team: Team, leader: Actor
) -> None:
    worker, group = reach.the(session, team.paul, leader, READ)
    assert (worker.first_name, group) == ("Paul", team.group)
    stranger = people.create_worker(session, WorkerIn(first_name="Ali"))
    with pytest.raises(Forbidden, match="not_your_group"):
        reach.the(session, stranger.id or 0, leader, READ)


def test_of_another_workshop_nobody_is_reached_and_of_no_group_by_those_of_all(
    session: Session, team: Team
) -> None:
    gardener = actor("responsable_atelier", workshops=("green_spaces",))
    with pytest.raises(Forbidden, match="not_your_group"):
        reach.the(session, team.paul, gardener, READ)
    stranger = people.create_worker(session, WorkerIn(first_name="Ali"))
    assert reach.the(session, stranger.id or 0, actor("bureau"), READ)[1] is None
    with pytest.raises(NotFound, match="worker_unknown"):
        reach.the(session, 987654, actor("bureau"), READ)
