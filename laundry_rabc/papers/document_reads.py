"""What the pages of documents show: lists by view, one version, who read it. SELECTs only."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlmodel import Session, col, select

from esat.actors import Actor
from esat.files.models import StoredFile
from laundry_rabc.papers import people, states, versions
from laundry_rabc.papers.documents import KIND_LABELS
from laundry_rabc.papers.models import DocumentFile, DocumentRead
from laundry_rabc.papers.people import Person
from laundry_rabc.papers.versions import Version

ALIVE: Final = frozenset({states.IN_FORCE, states.FUTURE})
"""The states in which a version waits to be read."""
CURRENT: Final = "en-vigueur"
ACT_LABELS: Final = {
    "approved": "Approuvée", "refused": "Refusée", "reviewed": "Relue, sans changement",
    "withdrawn": "Retirée",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """Who has read a version, when, and who of those it is given to has not."""

    read: tuple[tuple[str, datetime], ...]
    unread: tuple[str, ...]

    @property
    def total(self) -> int:
        return len(self.read) + len(self.unread)


@dataclass(frozen=True, slots=True)
class Row:
    """A version as a list shows it: how many have read it of how many."""

    version: Version
    read: int
    unread: int
    mine: bool

    @property
    def kind(self) -> str:
        return KIND_LABELS[self.version.document.kind]


Chosen = Callable[[Row], bool]
VIEWS: Final[tuple[tuple[str, str, Chosen], ...]] = (
    (CURRENT, "En vigueur", lambda row: row.version.state == states.IN_FORCE),
    ("a-lire", "À lire", lambda row: row.mine),
    ("a-revoir", "À revoir", lambda row: row.version.review_late),
    (
        "en-preparation", "En préparation",
        lambda row: row.version.state in {states.PROPOSED, states.FUTURE},
    ),
    (
        "perimes", "Périmés",
        lambda row: row.version.state in {states.SUPERSEDED, states.WITHDRAWN, states.REFUSED},
    ),
)  # fmt: skip


def views(session: Session, by: Actor) -> dict[str, list[Row]]:
    """Every view of the list with its rows, by code of document."""
    rows = rows_of(session, versions.every(session), people.concerned(session), by)
    return {name: [row for row in rows if chosen(row)] for name, _, chosen in VIEWS}


def rows_of(
    session: Session, found: Iterable[Version], concerned: list[Person],
    by: Actor | None = None, *, until: date | None = None,
) -> list[Row]:  # fmt: skip
    """The rows of versions; those in force and to come know who read them, until a day."""
    known = list(found)
    alive = [one.row.id or 0 for one in known if one.state in ALIVE]
    read = _read(session, alive, until)
    return [_row(one, read.get(one.row.id or 0, {}), concerned, by) for one in known]


def to_read(session: Session, by: Actor) -> int:
    """How many documents in force one is given to read and has not."""
    return len(views(session, by)["a-lire"])


def reading(session: Session, one: Version) -> Reading:
    """Who has read that version and who has not; one who left keeps his line."""
    read = _read(session, [one.row.id or 0]).get(one.row.id or 0, {})
    names = people.names(session, read)
    return Reading(
        tuple((names[key], at) for key, at in sorted(read.items(), key=lambda pair: pair[1])),
        tuple(
            person.name
            for person in (people.concerned(session) if one.state in ALIVE else ())
            if person.roles & one.readers and person.id not in read
        ),
    )


def files(session: Session, version_id: int) -> list[StoredFile]:
    """The files of a version, in their order."""
    query = (
        select(StoredFile)
        .join(DocumentFile, col(DocumentFile.file_id) == StoredFile.id)
        .where(DocumentFile.version_id == version_id)
        .order_by(col(DocumentFile.position))
    )
    return list(session.exec(query))


def must_read(session: Session, one: Version, by: Actor) -> bool:
    """Whether that version waits for one's own reading."""
    if one.state not in ALIVE or not by.roles & one.readers:
        return False
    return by.account_id not in _read(session, [one.row.id or 0]).get(one.row.id or 0, {})


def _read(
    session: Session, ids: list[int], until: date | None = None
) -> dict[int, dict[int, datetime]]:
    found: dict[int, dict[int, datetime]] = defaultdict(dict)
    if ids:
        query = select(DocumentRead).where(col(DocumentRead.version_id).in_(ids))
        if until is not None:
            query = query.where(col(DocumentRead.at) < versions.end_of(until))
        for one in session.exec(query):
            found[one.version_id][one.account_id] = one.at
    return found


def _row(
    one: Version, read: Mapping[int, datetime], concerned: list[Person], by: Actor | None
) -> Row:
    wanted = {person.id for person in concerned if person.roles & one.readers}
    mine = by is not None and by.account_id in wanted and by.account_id not in read
    return Row(
        one, len(read), len(wanted - set(read)), mine and one.state == states.IN_FORCE
    )  # fmt: skip
