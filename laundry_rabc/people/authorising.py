"""An authorisation given, renewed or withdrawn: always a further row; and how one stands.

none ── given ──> valid ──> expiring ──> expired
                    └── withdrawn ──> none
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Final

from pydantic import StringConstraints
from sqlmodel import Session, col, select

from esat import clock
from esat.accounts.models import Account, AccountRole
from esat.actors import Actor
from esat.errors import Invalid, NotFound, Refused
from esat.web.forms import Blank, FormShape, NoControl
from esat.workers import memberships
from esat.workers.models import Group, Worker
from laundry_rabc.people import posts, rights
from laundry_rabc.people.models import PostAuthorisation
from laundry_rabc.policies import keeping as policies
from laundry_rabc.qualifications import last_day

SIGNERS: Final = ("responsable_atelier", "moniteur", "qualite")
"""The roles whose people stand in the matrix beside the workers."""


class State(StrEnum):
    """How somebody stands for a post."""

    VALID = "valid"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    NONE = "none"

    @property
    def allowed(self) -> bool:
        return self in {State.VALID, State.EXPIRING}


@dataclass(frozen=True, slots=True)
class Person:
    """A worker or an account: one of the two."""

    account_id: int | None = None
    worker_id: int | None = None


@dataclass(frozen=True, slots=True)
class Stands:
    """How somebody stands for a post, and until when."""

    state: State
    until: date | None = None


class GivenIn(FormShape):
    """An authorisation as it is given; without an end, the usual length counts."""

    since: Annotated[date | None, Blank] = None
    until: Annotated[date | None, Blank] = None
    evidence: Annotated[str, StringConstraints(min_length=1, max_length=280), NoControl]


class WithdrawnIn(FormShape):
    """Why somebody is authorised no more."""

    why: Annotated[str, StringConstraints(min_length=1, max_length=280), NoControl]


def authorised(
    session: Session,
    post: str,
    *,
    account_id: int | None = None,
    worker_id: int | None = None,
    at: datetime,
) -> State:
    """How somebody stood for a post at a moment, by what was written until then."""
    key = (Person(account_id, worker_id), post)
    return standings(session, [key[0]], at).get(key, Stands(State.NONE)).state


def standings(
    session: Session, people: Iterable[Person], at: datetime
) -> dict[tuple[Person, str], Stands]:
    """How several stand for every post of which anything is written, by two statements."""
    wanted = list(people)
    accounts = [one.account_id for one in wanted if one.account_id is not None]
    workers = [one.worker_id for one in wanted if one.worker_id is not None]
    day = clock.local(at).date()
    query = (
        select(PostAuthorisation)
        .where(
            col(PostAuthorisation.account_id).in_(accounts)
            | col(PostAuthorisation.worker_id).in_(workers),
            col(PostAuthorisation.since) <= day,
            col(PostAuthorisation.recorded_at) <= at,
        )
        .order_by(col(PostAuthorisation.id))
    )
    notice = policies.number(session, "authorised_notice", at)
    newest = {
        (Person(row.account_id, row.worker_id), row.post_code): row for row in session.exec(query)
    }
    return {key: stands(row, day, notice) for key, row in newest.items()}


def stands(row: PostAuthorisation, day: date, notice: int) -> Stands:
    """How the newest row makes somebody stand on a day; its last day still counts."""
    if row.kind == "withdrawn":
        return Stands(State.NONE)
    if row.until is None:
        return Stands(State.VALID)
    left = (row.until - day).days
    if left < 0:
        return Stands(State.EXPIRED, row.until)
    return Stands(State.EXPIRING if left <= notice else State.VALID, row.until)


def give(
    session: Session, post: str, person: Person, given: GivenIn, *, by: Actor
) -> PostAuthorisation:
    """Authorise somebody of the laundry. Refuses `authorisation_of_oneself`; NotFound for a post
    or a person that is not of the laundry; Invalid for a day to come, an end before. Flushes.
    """
    rights.require(by, rights.KEEP)
    now = clock.now()
    posts.the(session, post, now)
    the_person(session, person)
    _not_oneself(person, by)
    today = clock.local(now).date()
    if given.since is None:
        raise Invalid("form_invalid", {"since": "Ce champ est à remplir."})
    if given.since > today:
        raise Invalid("form_invalid", {"since": "Ce jour n’est pas encore venu."})
    months = policies.number(session, "authorised_months", now)
    until = given.until or last_day(given.since, months)
    if until < today:
        raise Invalid("form_invalid", {"until": "Ce jour est passé : rien ne serait permis."})
    made = PostAuthorisation(
        kind="given", post_code=post, account_id=person.account_id, worker_id=person.worker_id,
        since=given.since, until=until, evidence=given.evidence, recorded_at=now,
        recorded_by=by.account_id,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def withdraw(
    session: Session, post: str, person: Person, given: WithdrawnIn, *, by: Actor
) -> PostAuthorisation:
    """Authorise no more, from today on. Refuses `authorisation_none` where there is none and
    `authorisation_of_oneself`. Flushes.
    """
    rights.require(by, rights.KEEP)
    now = clock.now()
    the_person(session, person)
    _not_oneself(person, by)
    key = (person, post)
    if standings(session, [person], now).get(key, Stands(State.NONE)).state is State.NONE:
        raise Refused("authorisation_none")
    made = PostAuthorisation(
        kind="withdrawn", post_code=post, account_id=person.account_id,
        worker_id=person.worker_id, since=clock.local(now).date(), evidence=given.why,
        recorded_at=now, recorded_by=by.account_id,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def the_person(session: Session, person: Person) -> str:
    """The name of somebody of the laundry, as everybody sees it. NotFound for another."""
    if person.worker_id is not None:
        query = (
            select(Worker)
            .join(Group, col(Group.id) == memberships.group_on(clock.today()))
            .where(Worker.id == person.worker_id, Group.workshop == rights.WORKSHOP)
        )
        worker = session.exec(query).first()
        if worker is None:
            raise NotFound("not_found")
        return worker.display_name
    found = session.get(Account, person.account_id)
    if found is None or not _of_laundry(session, person.account_id):
        raise NotFound("not_found")
    return found.display_name


def _of_laundry(session: Session, account_id: int | None) -> bool:
    query = select(AccountRole.id).where(
        AccountRole.account_id == account_id,
        col(AccountRole.role).in_(SIGNERS),
        col(AccountRole.workshop).is_(None) | (AccountRole.workshop == rights.WORKSHOP),
    )
    return session.exec(query.limit(1)).first() is not None


def _not_oneself(person: Person, by: Actor) -> None:
    own_account = person.account_id is not None and person.account_id == by.account_id
    own_worker = person.worker_id is not None and person.worker_id == by.worker_id
    if not by.is_system and (own_account or own_worker):
        raise Refused("authorisation_of_oneself")
