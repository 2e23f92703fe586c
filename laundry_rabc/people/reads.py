"""What the pages of authorisations show: the matrix, and one person at one post. SELECTs only."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlmodel import Session, col, select

from esat import clock
from esat.accounts.models import Account, AccountRole
from esat.workers import memberships
from esat.workers.models import Group, Worker
from laundry_rabc.people import authorising, posts, rights
from laundry_rabc.people.authorising import Person, Stands, State
from laundry_rabc.people.models import Post, PostAuthorisation

MOST = 300
WORDS: Final = {
    State.VALID: ("Habilité", "ok"),
    State.EXPIRING: ("Expire bientôt", "question"),
    State.EXPIRED: ("Expirée", "refused"),
    State.NONE: ("Non habilité", "plain"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody with a state for each post, in the posts' order."""

    person: Person
    name: str
    group: str
    stands: tuple[Stands, ...]

    @property
    def kind(self) -> str:
        return "encadrement" if self.person.worker_id is None else "travailleurs"

    @property
    def key(self) -> int:
        return self.person.worker_id or self.person.account_id or 0


@dataclass(frozen=True, slots=True)
class Written:
    """A row of a history, with who wrote it."""

    row: PostAuthorisation
    who: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """The posts and everybody of the laundry, by name."""

    posts: list[Post]
    lines: list[Line]

    @property
    def ending(self) -> list[tuple[Line, Post, Stands]]:
        """What has run out or soon will, the first to end first."""
        found = [
            (line, post, stands)
            for line in self.lines
            for post, stands in zip(self.posts, line.stands, strict=True)
            if stands.state in {State.EXPIRING, State.EXPIRED}
        ]
        return sorted(found, key=lambda one: (one[2].until or clock.today(), one[0].name))


def matrix(session: Session, at: datetime) -> Matrix:
    """Who is authorised for what, until when: a fixed number of statements."""
    standing = posts.in_force(session, at)
    everybody = [*_accounts(session), *_workers(session, at)]
    found = authorising.standings(session, [person for person, _, _ in everybody], at)
    none = Stands(State.NONE)
    lines = [
        Line(
            person, name, group,
            tuple(found.get((person, post.code), none) for post in standing),
        )
        for person, name, group in everybody
    ]  # fmt: skip
    return Matrix(standing, lines)


def one(session: Session, person: Person, name: str, at: datetime) -> Line:
    """One person at every post."""
    found, none = authorising.standings(session, [person], at), Stands(State.NONE)
    stands = (found.get((person, post.code), none) for post in posts.in_force(session, at))
    return Line(person, name, "", tuple(stands))


def history(session: Session, post: str, person: Person) -> list[Written]:
    """All that was written of somebody at a post, the newest first."""
    query = (
        select(PostAuthorisation, Account.display_name)
        .outerjoin(Account, col(Account.id) == PostAuthorisation.recorded_by)
        .where(
            PostAuthorisation.post_code == post,
            PostAuthorisation.account_id == person.account_id,
            PostAuthorisation.worker_id == person.worker_id,
        )
        .order_by(col(PostAuthorisation.id).desc())
        .limit(MOST)
    )
    return [Written(row, who or "Système") for row, who in session.exec(query)]


def _accounts(session: Session) -> list[tuple[Person, str, str]]:
    query = (
        select(Account.id, Account.display_name)
        .join(AccountRole, col(AccountRole.account_id) == Account.id)
        .where(
            col(AccountRole.role).in_(authorising.SIGNERS),
            col(AccountRole.workshop).is_(None) | (AccountRole.workshop == rights.WORKSHOP),
            col(Account.disabled_at).is_(None),
        )
        .distinct()
        .order_by(col(Account.display_name), col(Account.id))
        .limit(MOST)
    )
    return [(Person(account_id=key), name, "Encadrement") for key, name in session.exec(query)]


def _workers(session: Session, at: datetime) -> list[tuple[Person, str, str]]:
    today = clock.local(at).date()
    query = (
        select(Worker, Group.name)
        .join(Group, col(Group.id) == memberships.group_on(today))
        .where(
            Group.workshop == rights.WORKSHOP,
            col(Worker.left_on).is_(None) | (col(Worker.left_on) >= today),
        )
        .order_by(col(Worker.first_name), col(Worker.initial), col(Worker.id))
        .limit(MOST)
    )
    return [
        (Person(worker_id=one.id), one.display_name, group) for one, group in session.exec(query)
    ]
