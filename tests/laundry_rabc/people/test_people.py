from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, select

from esat.actors import SYSTEM
from esat.errors import Forbidden, Invalid, NotFound, Refused
from esat.workers.models import Worker
from laundry_rabc.people import authorising, posts, reads, signing, tiles
from laundry_rabc.people.authorising import GivenIn, Person, State, WithdrawnIn
from laundry_rabc.people.models import PostAuthorisation
from laundry_rabc.people.posts import PostIn
from laundry_rabc.policies import keeping as policies
from laundry_rabc.policies.keeping import PolicyIn
from tests import people
from tests.laundry_rabc.people.somebody import account, worker


@pytest.fixture
def placed(session: Session, now: datetime) -> None:
    posts.install(session, now)


def given(**more: object) -> GivenIn:
    told = {"since": date(2026, 11, 1), "until": date(2026, 12, 31), "evidence": "Geste vu"}
    return GivenIn.model_validate(told | more)


def give(session: Session, person: Person, post: str = "sorting", **more: object) -> None:
    authorising.give(session, post, person, given(**more), by=SYSTEM)


def of_worker(session: Session, person: Person, at: datetime, post: str = "sorting") -> State:
    return authorising.authorised(session, post, worker_id=person.worker_id, at=at)


@pytest.mark.parametrize(
    ("day", "state"),
    [
        ("2026-11-23T10:00:00+01:00", State.VALID),
        ("2026-11-30T23:59:00+01:00", State.VALID),
        ("2026-12-01T00:00:00+01:00", State.EXPIRING),
        ("2026-12-31T23:59:00+01:00", State.EXPIRING),
        ("2027-01-01T00:00:00+01:00", State.EXPIRED),
    ],
)
def test_an_authorisation_lasts_through_its_last_day(
    session: Session, placed: None, day: str, state: State
) -> None:
    paul = worker(session)
    give(session, paul)
    found = of_worker(session, paul, datetime.fromisoformat(day))
    assert found is state
    assert found.allowed is (state is not State.EXPIRED)


def test_nothing_is_authorised_before_it_was_written_nor_at_another_post(
    session: Session, placed: None, now: datetime
) -> None:
    paul, lea = worker(session), worker(session, "Léa")
    assert of_worker(session, paul, now) is State.NONE
    give(session, paul)
    assert of_worker(session, paul, now - timedelta(seconds=1)) is State.NONE
    assert of_worker(session, paul, now, "washing") is State.NONE
    assert of_worker(session, lea, now) is State.NONE
    assert authorising.authorised(session, "sorting", account_id=paul.worker_id, at=now) is (
        State.NONE
    )


def test_without_an_end_the_usual_length_counts(session: Session, placed: None) -> None:
    paul = worker(session)
    give(session, paul, until=None)
    row = session.exec(select(PostAuthorisation)).one()
    assert row.until == date(2028, 10, 31)


def test_a_withdrawal_is_a_further_row_and_may_be_followed_by_another(
    session: Session, placed: None, now: datetime
) -> None:
    paul = worker(session)
    with pytest.raises(Refused) as none:
        authorising.withdraw(session, "sorting", paul, WithdrawnIn(why="x"), by=SYSTEM)
    assert none.value.code == "authorisation_none"
    give(session, paul)
    authorising.withdraw(session, "sorting", paul, WithdrawnIn(why="Change de poste"), by=SYSTEM)
    assert of_worker(session, paul, now) is State.NONE
    give(session, paul)
    assert of_worker(session, paul, now) is State.VALID
    rows = reads.history(session, "sorting", paul)
    assert [one.row.kind for one in rows] == ["given", "withdrawn", "given"]
    for act in ("DELETE FROM rabc_authorisation", "UPDATE rabc_authorisation SET evidence = 'x'"):
        with pytest.raises(DBAPIError), session.begin_nested():
            session.connection().execute(text(act))


def test_nobody_authorises_himself(session: Session, placed: None) -> None:
    rachid = account(session, "responsable_atelier", "laundry")
    own = Person(account_id=rachid.account_id)
    with pytest.raises(Refused) as refusal:
        authorising.give(session, "ccp", own, given(), by=rachid)
    assert refusal.value.code == "authorisation_of_oneself"
    give(session, own, "ccp")
    with pytest.raises(Refused):
        authorising.withdraw(session, "ccp", own, WithdrawnIn(why="x"), by=rachid)
    assert len(session.exec(select(PostAuthorisation)).all()) == 1


def test_others_authorise_nobody(session: Session, placed: None) -> None:
    paul = worker(session)
    for by in (
        people.actor("moniteur", workshops=("laundry",)),
        people.actor("inspecteur"),
        people.actor("responsable_atelier", workshops=("bookbinding",)),
    ):
        for act in (
            lambda by=by: authorising.give(session, "sorting", paul, given(), by=by),
            lambda by=by: authorising.withdraw(
                session, "sorting", paul, WithdrawnIn(why="x"), by=by
            ),
            lambda by=by: posts.add(session, PostIn(label="Repassage", source="x"), by=by),
            lambda by=by: posts.withdraw(session, "sorting", by=by),
        ):
            with pytest.raises(Forbidden):
                act()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"since": None}, "since"),
        ({"since": date(2026, 11, 24)}, "since"),
        ({"until": date(2026, 11, 22)}, "until"),
        ({"since": date(2020, 1, 1), "until": None}, "until"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    session: Session, placed: None, change: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        give(session, worker(session), **change)
    assert set(refusal.value.fields) == {field}


def test_only_people_and_posts_of_the_laundry_are_known(session: Session, placed: None) -> None:
    outside = (
        worker(session, workshop="bookbinding"), Person(worker_id=987), Person(account_id=987),
        Person(account_id=account(session, "moniteur", "bookbinding").account_id),
        Person(account_id=account(session, "comptoir").account_id),
    )  # fmt: skip
    for person in outside:
        with pytest.raises(NotFound):
            give(session, person)
    with pytest.raises(NotFound):
        give(session, worker(session), "cooking")


def test_posts_are_added_and_withdrawn_by_further_rows(
    session: Session, placed: None, now: datetime
) -> None:
    posts.install(session, now)
    assert len(posts.in_force(session, now)) == 6
    made = posts.add(session, PostIn(label="Repassage", source="Équipe RABC"), by=SYSTEM)
    with pytest.raises(Invalid):
        posts.add(session, PostIn(label="repassage", source="x"), by=SYSTEM)
    assert posts.in_force(session, now)[-1].label == "Repassage"
    paul = worker(session)
    give(session, paul, made.code)
    posts.withdraw(session, made.code, by=SYSTEM)
    assert len(posts.in_force(session, now)) == 6
    with pytest.raises(NotFound):
        give(session, paul, made.code)
    with pytest.raises(NotFound):
        posts.withdraw(session, posts.SIGNING, by=SYSTEM)


def switch(session: Session) -> None:
    given = PolicyIn.model_validate(
        {"value": "1", "source": "Revue", "status": "validated", "reason": "Décidé"}
    )
    policies.decide(session, signing.RULE, given, by=SYSTEM)


def test_a_critical_point_is_signed_by_who_is_authorised_where_the_rule_is_on(
    session: Session, placed: None, now: datetime
) -> None:
    nadia = account(session, "moniteur", "laundry")
    assert signing.may_sign(session, "CCP", nadia, now) is None
    switch(session)
    assert signing.may_sign(session, "CCP", nadia, now) == "signing_not_authorised"
    assert signing.may_sign(session, "ccp", people.actor("comptoir"), now) == (
        "signing_not_authorised"
    )
    assert signing.may_sign(session, "CP", nadia, now) is None
    assert signing.may_sign(session, "PRP", nadia, now) is None
    assert signing.may_sign(session, "CCP", SYSTEM, now) is None
    give(session, Person(account_id=nadia.account_id), "ccp")
    assert signing.may_sign(session, "CCP", nadia, now) is None
    soon = datetime.fromisoformat("2026-12-20T10:00:00+01:00")
    assert signing.standing(session, "CCP", nadia, soon) is State.EXPIRING
    assert signing.may_sign(session, "CCP", nadia, soon) is None
    late = datetime.fromisoformat("2027-01-01T10:00:00+01:00")
    assert signing.may_sign(session, "CCP", nadia, late) == "signing_expired"


def test_the_matrix_shows_everybody_by_first_name_and_costs_the_same_for_many(
    session: Session, placed: None, now: datetime, statements: list[str]
) -> None:
    nadia = account(session, "moniteur", "laundry")
    account(session, "moniteur", "bookbinding")
    for n in range(12):
        person = worker(session, f"Paul{n:02}")
        give(session, person, until=date(2026, 12, 3) if n == 3 else date(2027, 12, 31))
    gone = worker(session, "Parti")
    session.get(Worker, gone.worker_id).left_on = date(2026, 11, 22)  # type: ignore[union-attr]
    session.flush()
    statements.clear()
    found = reads.matrix(session, now)
    assert len(statements) <= 6
    assert [line.name for line in found.lines[:2]] == ["Nadia", "Paul00 D."]
    assert len(found.lines) == 13
    assert found.lines[0].person.account_id == nadia.account_id
    ((line, post, stands),) = found.ending
    assert (line.name, post.code, stands.state) == ("Paul03 D.", "sorting", State.EXPIRING)
    assert tiles.expired(session, SYSTEM, now) == 0
    assert tiles.expired(session, SYSTEM, now + timedelta(days=30)) == 1
