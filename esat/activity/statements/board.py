"""The months of workers with what was said of them: validated, explained, closed, to take again.

à compléter --> validé moniteur --> validé bureau --> clos --> à reprendre (a correction came)
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from esat.accounts.models import Account
from esat.activity.statements import frozen, gathering
from esat.activity.statements import leave as counters
from esat.activity.statements.anomalies import OFFICE_ONLY
from esat.activity.statements.computing import compute
from esat.activity.statements.figures import Anomaly, Given, Statement
from esat.activity.statements.models import StatementAct, StatementNote, StatementVersion

OPEN, SUPERVISOR, OFFICE, CLOSED, AGAIN = "open", "supervisor", "office", "closed", "again"
STATES: Final = {
    OPEN: "À compléter",
    SUPERVISOR: "Validé moniteur",
    OFFICE: "Validé bureau",
    CLOSED: "Clos",
    AGAIN: "À reprendre",
}
MEANINGS: Final = {
    OPEN: "question", SUPERVISOR: "plain", OFFICE: "plain", CLOSED: "ok", AGAIN: "refused",
}  # fmt: skip
NOT_VALIDATED: Final = Anomaly("not_validated")


@dataclass(frozen=True, slots=True)
class Said:
    """Who validated, explained or closed, and when."""

    at: datetime
    who: str
    words: str = ""


Notes = dict[str, tuple[frozenset[str], Said]]
"""By anomaly: the days that were explained, and the sentence."""


@dataclass(frozen=True, slots=True)
class Head:
    """A version without its words."""

    version: int
    digest: str
    said: Said


@dataclass(frozen=True, slots=True)
class Sheet:
    """The month of one worker as it stands now."""

    statement: Statement
    digest: str
    facts: str
    supervisor: Said | None = None
    office: Said | None = None
    versions: tuple[Head, ...] = ()
    notes: Notes = field(default_factory=dict)
    leave_changed: bool = False
    """Whether the counters of leave are others than those of the closed month."""

    @property
    def worker_id(self) -> int:
        return self.statement.person.worker_id

    @property
    def state(self) -> str:
        if self.versions:
            same = self.versions[-1].digest == self.digest and not self.leave_changed
            return CLOSED if same else AGAIN
        if self.office:
            return OFFICE
        return SUPERVISOR if self.supervisor else OPEN

    @property
    def anomalies(self) -> tuple[Anomaly, ...]:
        """What is open, the supervisor's missing validation among it until the first closing."""
        missing = () if self.supervisor or self.versions else (NOT_VALIDATED,)
        return (*self.statement.anomalies, *missing)

    @property
    def unexplained(self) -> tuple[Anomaly, ...]:
        """Those without a sentence of the office for all of their days."""
        return tuple(one for one in self.anomalies if self.explained(one) is None)

    def explained(self, anomaly: Anomaly) -> Said | None:
        days, said = self.notes.get(anomaly.code, (frozenset(), None))
        return said if days >= {day.isoformat() for day in anomaly.days} else None


def sheets(
    session: Session,
    month: date,
    worker_ids: Collection[int] | None = None,
    *,
    today: date,
    leave: bool = False,
) -> list[Sheet]:
    """For the office: the reasons of absence are in it. A fixed number of statements."""
    given = gathering.gather(session, month, worker_ids, today=today, reasons=True, leave=leave)
    made = _sheets(session, month, given, _notes(session, month))
    closed = {one.worker_id: one.versions[-1].said.at for one in made if one.versions}
    changed = counters.changed(session, month, closed)
    return [replace(one, leave_changed=one.worker_id in changed) for one in made]


def veiled(
    session: Session, month: date, worker_ids: Collection[int] | None, *, today: date
) -> list[Sheet]:
    """For a supervisor: presence and hours, absence prévue or imprévue, nothing of the office."""
    given = gathering.gather(session, month, worker_ids, today=today, reasons=False)
    return [
        replace(
            one,
            statement=_veiled(one.statement),
            digest=one.versions[-1].digest if one.versions else one.digest,
        )
        for one in _sheets(session, month, given, {})
    ]


def version(session: Session, month: date, worker_id: int, number: int) -> StatementVersion | None:
    """One version of a closed month."""
    query = select(StatementVersion).where(
        StatementVersion.worker_id == worker_id,
        StatementVersion.month == month,
        StatementVersion.version == number,
    )
    return session.exec(query).first()


def _veiled(made: Statement) -> Statement:
    bare = replace(
        made.person, payroll_id="", contract_kind="", contract_since=None, contract_until=None,
        weekly=0, elsewhere=0, fte=None, trial_until=None,
    )  # fmt: skip
    told = tuple(one for one in made.anomalies if one.code not in OFFICE_ONLY)
    return replace(made, person=bare, leave=(), saturdays=(), anomalies=told, trial_half_days=0)


def _sheets(
    session: Session, month: date, given: Sequence[Given], notes: Mapping[int, Notes]
) -> list[Sheet]:
    acts, versions = _acts(session, month), _versions(session, month)
    made = []
    for one in given:
        statement, key = compute(one), one.person.worker_id
        digest, facts = frozen.digest(statement), frozen.facts(one)
        made.append(
            Sheet(
                statement,
                digest,
                facts,
                _standing(acts.get((key, SUPERVISOR)), facts),
                _standing(acts.get((key, OFFICE)), digest),
                tuple(versions.get(key, ())),
                notes.get(key, {}),
            )
        )
    return made


def _standing(act: tuple[str, Said] | None, digest: str) -> Said | None:
    """A validation stands while what was validated is what stands."""
    return act[1] if act is not None and act[0] == digest else None


def _acts(session: Session, month: date) -> dict[tuple[int, str], tuple[str, Said]]:
    row = StatementAct
    query = select(col(row.worker_id), row.kind, row.digest, row.at, Account.display_name)  # type: ignore[call-overload]
    found = session.exec(_of(query, row, month).order_by(col(row.id)))
    return {
        (worker, kind): (digest, Said(at, who or "")) for worker, kind, digest, at, who in found
    }


def _versions(session: Session, month: date) -> dict[int, list[Head]]:
    """Without what they seal: many are read for the sake of a few."""
    row = StatementVersion
    query = select(row, Account.display_name).options(defer(row.sealed))  # type: ignore[arg-type]
    found: dict[int, list[Head]] = {}
    for one, who in session.exec(_of(query, row, month).order_by(col(row.version))):
        words = frozen.open_words(one.worker_id, one.reason) if one.reason else ""
        head = Head(one.version, one.digest, Said(one.at, who or "", words))
        found.setdefault(one.worker_id, []).append(head)
    return found


def _notes(session: Session, month: date) -> dict[int, Notes]:
    row = StatementNote
    query = select(row, Account.display_name)
    found: dict[int, Notes] = {}
    for note, who in session.exec(_of(query, row, month).order_by(col(row.id))):
        words = frozen.open_words(note.worker_id, note.words)
        said = Said(note.at, who or "", words)
        found.setdefault(note.worker_id, {})[note.anomaly] = frozenset(note.days.split()), said
    return found


def _of(query: Any, row: Any, month: date) -> Any:
    """The rows of a month, with the names of their authors."""
    who = col(Account.id) == row.recorded_by
    return query.join_from(row, Account, who, isouter=True).where(row.month == month)
