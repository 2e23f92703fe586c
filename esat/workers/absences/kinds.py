"""The catalogue of reasons: read at a day, changed by a further version only."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import insert
from sqlmodel import Session, col, select

from esat import clock
from esat.accounts.models import Account
from esat.actors import Actor
from esat.errors import Forbidden, Invalid, NotFound
from esat.workers.absences.forms import KindIn
from esat.workers.absences.models import AbsenceKind
from esat.workers.absences.proposals import ALL

CODE: Final = "absences.code"
"""Who codes reasons, reads them and keeps the catalogue: the office, and nobody else."""
CATEGORIES: Final = {"paid": "Payée", "unpaid": "Non payée", "outside": "Activité ailleurs"}
UNITS: Final = {"day": "jour", "half_day": "demi-journée", "hour": "heure"}
ACCRUALS: Final = {"full": "Comme un mois d’activité", "sick": "Comme la maladie", "": "Non"}
COUNTERS: Final = {"": "Aucun", "annual": "Congés annuels", "mobile": "Jours mobiles",
                   "rest": "Repos dû"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kind:
    """A reason as it stands on a day. `paid_hint` is information: nothing here counts money.
    `rank` is its place in the catalogue, and what a page's address calls it by: its code would
    stand in the access log.
    """

    rank: int
    code: str
    label: str
    category: str
    unit: str
    counts_as_time: bool
    paid_hint: str
    accrual: str
    counter: str
    withdrawn: bool
    source: str
    status: str
    since: date

    @property
    def paid(self) -> bool:
        """Whether it is counted among the absences that are paid (information)."""
        return self.category != "unpaid"

    @property
    def earns_leave(self) -> bool:
        return self.accrual != ""


def install(session: Session, at: datetime) -> None:
    """Propose what the house has no line of yet."""
    known = set(session.exec(select(AbsenceKind.code)))
    rows: list[dict[str, Any]] = [
        {
            "code": one.code, "version": 1, "rank": rank, "since": clock.local(at).date(),
            "label": one.label, "category": one.category, "unit": one.unit,
            "counts_as_time": one.counts_as_time, "paid_hint": one.pay, "accrual": one.accrual,
            "counter": one.counter, "withdrawn": one.withdrawn, "source": one.source,
            "created_at": at,
        }
        for rank, one in enumerate(ALL)
        if one.code not in known
    ]  # fmt: skip
    if rows:
        session.connection().execute(insert(AbsenceKind), rows)


def catalogue(session: Session, day: date) -> dict[str, Kind]:
    """Every reason as it stands that day, withdrawn ones too, in the order of the catalogue; as
    proposed where the house has no line of it.

    A reason whose first version is younger than the day is read as it was first written: an old
    absence may be coded after the catalogue was.
    """
    query = select(AbsenceKind).order_by(col(AbsenceKind.version))
    standing: dict[str, AbsenceKind] = {}
    for row in session.exec(query):
        if row.code not in standing or row.since <= day:
            standing[row.code] = row
    found = _PROPOSED | {code: _kind(row) for code, row in standing.items()}
    return dict(sorted(found.items(), key=lambda pair: pair[1].rank))


def offered(session: Session, day: date) -> list[Kind]:
    """Those that may still be coded."""
    return [one for one in catalogue(session, day).values() if not one.withdrawn]


def the(session: Session, rank: int, day: date) -> Kind:
    """A reason by its place. NotFound `not_found`."""
    found = (one for one in catalogue(session, day).values() if one.rank == rank)
    kind = next(found, None)
    if kind is None:
        raise NotFound("not_found")
    return kind


def history(session: Session, code: str) -> list[tuple[AbsenceKind, str]]:
    """Every version, the newest first, with who wrote it."""
    query = (
        select(AbsenceKind, Account.display_name)
        .outerjoin(Account, col(Account.id) == AbsenceKind.created_by)
        .where(AbsenceKind.code == code)
        .order_by(col(AbsenceKind.version).desc())
    )
    return [(row, who or "") for row, who in session.exec(query)]


def decide(session: Session, code: str, given: KindIn, *, by: Actor, at: datetime) -> AbsenceKind:
    """A further version of a reason, or the first of a new one; the same again changes nothing.

    Forbidden `not_allowed`. Invalid for a day before today: what happened keeps its rule. Flushes.
    """
    if not by.can(CODE):
        raise Forbidden("not_allowed")
    today = clock.local(at).date()
    since = given.since or today
    if since < today:
        words = "Le catalogue ne change pas le passé : dès ce jour."
        raise Invalid("form_invalid", {"since": words})
    query = select(AbsenceKind).where(AbsenceKind.code == code)
    last = session.exec(query.order_by(col(AbsenceKind.version).desc()).limit(1)).first()
    said = given.model_dump(exclude={"since", "code"}) | {"since": since}
    if last is not None and all(getattr(last, name) == value for name, value in said.items()):
        return last
    known = catalogue(session, since)
    following = max(one.rank for one in known.values()) + 1
    made = AbsenceKind(
        code=code, version=last.version + 1 if last else 1,
        rank=known[code].rank if code in known else following,
        created_at=at, created_by=by.account_id, **said,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def add(session: Session, given: KindIn, *, by: Actor, at: datetime) -> AbsenceKind:
    """A new reason. Invalid when its code is in the catalogue already."""
    if given.code in catalogue(session, clock.local(at).date()):
        raise Invalid("form_invalid", {"code": "Ce code est déjà au catalogue. Ouvrez sa ligne."})
    return decide(session, given.code, given, by=by, at=at)


def _kind(row: AbsenceKind) -> Kind:
    return Kind(
        rank=row.rank, code=row.code, label=row.label, category=row.category, unit=row.unit,
        counts_as_time=row.counts_as_time, paid_hint=row.paid_hint, accrual=row.accrual,
        counter=row.counter, withdrawn=row.withdrawn, source=row.source, status=row.status,
        since=row.since,
    )  # fmt: skip


_PROPOSED: Final = {
    one.code: Kind(
        rank=rank, code=one.code, label=one.label, category=one.category, unit=one.unit,
        counts_as_time=one.counts_as_time, paid_hint=one.pay, accrual=one.accrual,
        counter=one.counter, withdrawn=one.withdrawn, source=one.source, status="proposed",
        since=date.min,
    )
    for rank, one in enumerate(ALL)
}  # fmt: skip
