"""A post of the workshop is closed to who lost the authorisation that it asks for, without why."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat.activity.allocations import day_reads, service
from esat.activity.allocations.service import Place
from esat.actors import SYSTEM
from esat.errors import Forbidden, Refused
from esat.workers import memberships
from esat.workers.models import Worker
from esat.workers.posts import authorising as work
from esat.workers.posts import posts as work_posts
from esat.workers.posts import reads
from esat.workers.posts.models import WorkPost
from laundry_rabc.people import authorising, closing
from laundry_rabc.people.authorising import GivenIn, Person, WithdrawnIn
from tests import people
from tests.laundry_rabc.people.somebody import worker

SignedIn = Callable[..., FlaskClient]
TODAY = date(2026, 11, 23)


@pytest.fixture
def washing(session: Session, now: datetime) -> WorkPost:
    work_posts.install(session, now)
    closing.install(session, now)
    return session.exec(select(WorkPost).where(WorkPost.code == "linge-lavage")).one()


def give(session: Session, person: Person, until: date) -> None:
    given = GivenIn(since=date(2026, 11, 1), until=until, evidence="Geste vu")
    authorising.give(session, "washing", person, given, by=SYSTEM)


def withdraw(session: Session, person: Person) -> None:
    given = WithdrawnIn(why="Consigne oubliée deux fois")
    authorising.withdraw(session, "washing", person, given, by=SYSTEM)


def test_a_withdrawn_authorisation_closes_the_post_and_never_says_why(
    session: Session, washing: WorkPost, signed_in: SignedIn
) -> None:
    paul, zoe = worker(session, "Paul"), worker(session, "Zoé")
    keys, post = [paul.worker_id or 0, zoe.worker_id or 0], washing.id or 0
    give(session, paul, date(2027, 6, 30))
    before = work.refusals(session, keys, TODAY)
    withdraw(session, paul)
    now = work.refusals(session, keys, TODAY)
    assert now.items() - before.items() == {((keys[0], post), work.NOT_ALLOWED)}
    assert work.refusal(session, keys[0], post, TODAY) == work.NOT_ALLOWED
    assert work.authorised(session, post, TODAY) == [keys[1]]
    group = memberships.of(session, session.get_one(Worker, keys[0]), TODAY)
    assert group is not None
    place = Place(group, TODAY, post_id=post)
    by = people.actor("responsable_atelier", workshops=("laundry",))
    with pytest.raises(Refused, match="post_not_allowed") as caught:
        service.move_workers(session, keys[:1], place, by=by)
    assert "onsigne" not in caught.value.message
    page = day_reads.page(session, group, TODAY)
    assert [one.refused for one in page.people] == [{post: work.NOT_ALLOWED}]
    [listed] = [one for one in page.posts if one.post.id == post]
    assert listed.names == ()
    found = reads.of_worker(session, keys[0], "laundry", TODAY)
    stands = {one.id: standing.state for one, standing in found}
    assert stands[post] == "not_allowed"
    session.commit()
    office = signed_in("bureau").get(f"/travailleurs/autorisations/{keys[0]}").text
    assert "onsigne" not in office


def test_an_expired_authorisation_closes_the_post_until_it_is_renewed(
    session: Session, washing: WorkPost
) -> None:
    paul, post = worker(session), washing.id or 0
    give(session, paul, date(2026, 11, 30))
    asked = (paul.worker_id or 0, post)
    assert work.refusal(session, *asked, date(2026, 11, 30)) is None
    assert work.refusal(session, *asked, date(2026, 12, 1)) == work.EXPIRED
    give(session, paul, date(2027, 12, 1))
    assert work.refusal(session, *asked, date(2026, 12, 1)) is None


def test_which_posts_are_closed_is_said_by_those_who_authorise(
    session: Session, washing: WorkPost, signed_in: SignedIn
) -> None:
    paul, post = worker(session), washing.id or 0
    give(session, paul, date(2027, 6, 30))
    withdraw(session, paul)
    session.commit()
    quality, path = signed_in("qualite"), "/rabc/habilitations/postes/washing"
    assert "checked" in quality.get(path).text
    assert path in quality.get("/rabc/habilitations").text
    for _ in range(2):
        assert quality.post(path, data={}).status_code == 303
    session.expire_all()
    assert closing.demands(session, TODAY).get("washing") is None
    assert work.refusal(session, paul.worker_id or 0, post, TODAY) is None
    quality.post(path, data={"place": [str(post), "999", "x"]})
    session.expire_all()
    assert closing.demands(session, TODAY)["washing"] == {post}
    nadia = signed_in("moniteur", ("laundry",))
    assert (nadia.get(path).status_code, nadia.post(path).status_code) == (403, 403)
    assert quality.get("/rabc/habilitations/postes/ccp").status_code == 404
    with pytest.raises(Forbidden):
        closing.say(session, "washing", [], by=people.actor("moniteur", workshops=("laundry",)))
