from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import Session, select

from esat.workers.posts import authorising, posts
from esat.workers.posts.models import WorkAuthorisation, WorkPost
from tests.esat.workers.conftest import Team

DAY = date(2026, 11, 30)
NEXT = DAY + timedelta(days=1)


def post(session: Session, code: str) -> int:
    return session.exec(select(WorkPost.id).where(WorkPost.code == code)).one() or 0


@pytest.fixture
def forklift(session: Session, now: datetime) -> int:
    posts.install(session, now)
    return post(session, "atelier-chariot-elevateur")


def say(
    session: Session, worker: int, where: int, allowed: bool, since: date, until: date | None = None
) -> None:
    row = WorkAuthorisation(
        worker_id=worker, post_id=where, allowed=allowed, since=since, until=until,
        recorded_at=datetime(2026, 11, 1, tzinfo=UTC),
    )  # fmt: skip
    session.add(row)
    session.flush()


def test_a_guarded_post_asks_for_an_authorisation_until_its_last_day(
    session: Session, team: Team, forklift: int
) -> None:
    assert authorising.refusal(session, team.paul, forklift, DAY) == "authorisation_missing"
    say(session, team.paul, forklift, allowed=True, since=date(2021, 12, 1), until=DAY)
    assert authorising.refusal(session, team.paul, forklift, DAY) is None
    assert authorising.refusal(session, team.paul, forklift, NEXT) == "authorisation_expired"
    say(session, team.paul, forklift, allowed=True, since=NEXT, until=date(2031, 11, 30))
    assert authorising.refusal(session, team.paul, forklift, NEXT) is None
    assert authorising.authorised(session, forklift, NEXT) == [team.paul]


def test_any_post_may_be_refused_to_somebody_until_a_day(
    session: Session, team: Team, forklift: int
) -> None:
    ironing = post(session, "linge-repassage")
    assert authorising.refusal(session, team.zoe, ironing, DAY) is None
    say(session, team.zoe, ironing, allowed=False, since=DAY, until=DAY)
    found = authorising.refusals(session, team.all, DAY)
    assert found[team.zoe, ironing] == "post_not_allowed"
    assert (team.paul, ironing) not in found
    assert found[team.paul, forklift] == "authorisation_missing"
    assert authorising.authorised(session, ironing, DAY) == [team.eric, team.paul]
    assert authorising.refusal(session, team.zoe, ironing, NEXT) is None


def test_the_row_that_begins_last_counts_and_one_to_come_waits(
    session: Session, team: Team, forklift: int
) -> None:
    say(session, team.paul, forklift, allowed=False, since=NEXT)
    say(session, team.paul, forklift, allowed=True, since=DAY)
    assert authorising.refusal(session, team.paul, forklift, DAY) is None
    assert authorising.refusal(session, team.paul, forklift, NEXT) == "post_not_allowed"


def test_a_workshop_is_offered_its_own_living_posts(session: Session, forklift: int) -> None:
    posts.install(session, datetime(2026, 11, 23, tzinfo=UTC))
    labels = [one.label for one in posts.offered(session, "laundry")]
    assert labels[:3] == ["Réception du linge", "Tri du linge", "Lavage"]
    assert "Tonte" not in labels
    posts.the(session, forklift).archived_at = datetime(2026, 11, 23, tzinfo=UTC)
    assert forklift not in {one.id for one in posts.offered(session, "")}
