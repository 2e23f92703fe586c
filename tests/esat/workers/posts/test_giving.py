from datetime import date, timedelta

import pytest
from sqlmodel import Session, col, func, select

from esat.actors import Actor
from esat.errors import Forbidden, Invalid
from esat.registry import Registry
from esat.workers.models import Worker
from esat.workers.posts import authorising, giving, reads
from esat.workers.posts.giving import SaidIn
from esat.workers.posts.models import WorkAuthorisation
from tests.esat.workers.conftest import Team
from tests.esat.workers.posts.conftest import PostOf
from tests.people import actor

TODAY = date(2026, 11, 23)


@pytest.fixture
def office(loaded: Registry) -> Actor:
    return actor("bureau")


def the(session: Session, key: int) -> Worker:
    return session.get_one(Worker, key)


def count(session: Session) -> int:
    return session.exec(select(func.count()).select_from(WorkAuthorisation)).one()


def test_only_what_changes_is_written_and_sent_again_nothing_is(
    session: Session, team: Team, post_of: PostOf, office: Actor
) -> None:
    forklift, ironing = post_of("atelier-chariot-elevateur"), post_of("linge-repassage")
    paul = the(session, team.paul)
    said = [
        (forklift, SaidIn(allowed="oui", until=date(2026, 12, 31))),
        (ironing, SaidIn()),
    ]
    assert giving.say(session, paul, said, None, by=office) == 1
    assert giving.say(session, paul, said, None, by=office) == 0
    assert count(session) == 1
    assert authorising.refusal(session, team.paul, forklift, TODAY) is None


def test_a_wrong_line_is_said_beside_it_and_nothing_is_written(
    session: Session, team: Team, post_of: PostOf, office: Actor
) -> None:
    calender, ironing = post_of("linge-calandre"), post_of("linge-repassage")
    said = [
        (calender, SaidIn(allowed="oui", until=TODAY - timedelta(days=1))),
        (ironing, SaidIn(until=TODAY)),
    ]
    with pytest.raises(Invalid) as error:
        giving.say(session, the(session, team.zoe), said, None, by=office)
    assert error.value.fields == {
        f"until-{calender}": "La fin vient après le début. Corrigez la date.",
        f"allowed-{ironing}": "Choisissez « autorisé » ou « non autorisé ».",
    }
    assert count(session) == 0


def test_a_head_says_it_for_the_posts_of_his_workshop_alone(
    session: Session, team: Team, post_of: PostOf
) -> None:
    head, paul = actor("responsable_atelier", workshops=("laundry",)), the(session, team.paul)
    with pytest.raises(Forbidden, match="other_workshop"):
        giving.say(session, paul, [(post_of("vert-tonte"), SaidIn(allowed="non"))], None, by=head)
    said = [(post_of("linge-tri"), SaidIn(allowed="non"))]
    assert giving.say(session, paul, said, TODAY + timedelta(days=7), by=head) == 1
    assert authorising.refusal(session, team.paul, post_of("linge-tri"), TODAY) is None


def test_the_end_of_an_authorisation_is_announced_sixty_days_before(
    session: Session, team: Team, post_of: PostOf, office: Actor
) -> None:
    tour, head = post_of("linge-tournee"), actor("responsable_atelier", workshops=("laundry",))
    until = TODAY + timedelta(days=61)
    said = [(tour, SaidIn(allowed="oui", until=until))]
    giving.say(session, the(session, team.paul), said, None, by=office)
    assert reads.ending(session, head, TODAY) == []
    found = reads.ending(session, head, TODAY + timedelta(days=1))
    assert [(one.worker_id, one.until, one.expired) for one in found] == [(team.paul, until, False)]
    gardener = actor("responsable_atelier", workshops=("green_spaces",))
    assert reads.ending(session, gardener, until) == []
    assert [one.expired for one in reads.ending(session, head, until + timedelta(days=1))] == [True]
    renewed = [(tour, SaidIn(allowed="oui"))]
    giving.say(session, the(session, team.paul), renewed, None, by=office)
    assert reads.ending(session, head, until) == []


def test_a_row_of_authorisation_has_no_place_for_a_cause(session: Session) -> None:
    columns = set(WorkAuthorisation.__table__.columns.keys())
    assert columns == {
        "id", "worker_id", "post_id", "allowed", "since", "until", "recorded_at", "recorded_by",
    }  # fmt: skip
    assert col(WorkAuthorisation.allowed).type.python_type is bool
