"""Readings over time and one reading whole: SELECTs only."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from esat.accounts.models import Account
from esat.production.models import Resource
from esat.web.filters import number
from esat.workers.models import Worker
from laundry_rabc.cases.models import Case
from laundry_rabc.checks import calendar
from laundry_rabc.limits import WHY, Verdict
from laundry_rabc.plan.models import ControlPoint, PointVersion
from laundry_rabc.results.models import Result, ResultHold, Validation

PAGE: Final = 50
SOURCES: Final = {
    "hand": "Saisi", "system": "Par le logiciel", "machine": "Par la machine",
    "logger": "Par l’enregistreur", "lab": "Par le laboratoire", "sensor": "Par la sonde",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A reading with its words."""

    result: Result
    code: str
    version: PointVersion
    machine: str
    worker: str
    account: str
    validated_by: str
    validated_at: datetime | None

    @property
    def who(self) -> str:
        """Who did it."""
        return self.worker or self.account

    @property
    def verdict(self) -> Verdict:
        return Verdict(self.result.verdict)

    @property
    def why(self) -> str:
        """The sentence of the judgement."""
        return WHY.get(self.result.why, "")

    @property
    def source(self) -> str:
        """Who says so."""
        return SOURCES[self.result.source]


_worker, _entered, _validator = aliased(Worker), aliased(Account), aliased(Account)


def _lines(*wanted: Any) -> Any:
    return (
        select(
            Result, ControlPoint.code, PointVersion, Resource.label, _worker,
            _entered.display_name, _validator.display_name, Validation.at,
        )  # type: ignore[call-overload]
        .join(PointVersion, col(PointVersion.id) == Result.point_version_id)
        .join(ControlPoint, col(ControlPoint.id) == PointVersion.point_id)
        .join(Resource, col(Resource.id) == Result.machine_id, isouter=True)
        .join(_worker, col(_worker.id) == Result.worker_id, isouter=True)
        .join(_entered, col(_entered.id) == Result.account_id, isouter=True)
        .join(Validation, col(Validation.result_id) == Result.id, isouter=True)
        .join(_validator, col(_validator.id) == Validation.account_id, isouter=True)
        .where(*wanted)
    )  # fmt: skip


def history(
    session: Session, since: date, until: date, *, point: str = "", verdict: str = "",
    before: int | None = None,
) -> list[Line]:  # fmt: skip
    """A page of readings of these days, both included, the newest row first; one more than a page
    says that there is another.
    """
    wanted = [
        col(Result.taken_at) >= calendar.moment(since),
        col(Result.taken_at) < calendar.midnight_after(until),
    ]
    if point:
        wanted.append(col(ControlPoint.code) == point)
    if verdict:
        wanted.append(col(Result.verdict) == verdict)
    if before is not None:
        wanted.append(col(Result.id) < before)
    query = _lines(*wanted).order_by(col(Result.id).desc()).limit(PAGE + 1)
    return [_line(found) for found in session.exec(query)]


def lines_of(session: Session, ids: Sequence[int]) -> list[Line]:
    """These readings, in the order of their rows."""
    query = _lines(col(Result.id).in_(ids)).order_by(col(Result.id))
    return [_line(found) for found in session.exec(query)]


def every(session: Session, since: date | None, until: date | None) -> Iterator[Line]:
    """All readings of a period as a table takes them away."""
    wanted = []
    if since is not None:
        wanted.append(col(Result.taken_at) >= calendar.moment(since))
    if until is not None:
        wanted.append(col(Result.taken_at) < calendar.moment(until + timedelta(days=1)))
    query = _lines(*wanted).order_by(col(Result.taken_at), col(Result.id))
    for found in session.exec(query):
        yield _line(found)


def holds_of(session: Session, ids: Sequence[int]) -> dict[int, list[ResultHold]]:
    """The temperatures held of each reading."""
    query = (
        select(ResultHold)
        .where(col(ResultHold.result_id).in_(ids))
        .order_by(col(ResultHold.result_id), col(ResultHold.celsius))
    )
    found: dict[int, list[ResultHold]] = {}
    for one in session.exec(query):
        found.setdefault(one.result_id, []).append(one)
    return found


def cases_of(session: Session, ids: Sequence[int]) -> list[Case]:
    """The cases that these readings opened."""
    query = select(Case).where(col(Case.result_id).in_(ids)).order_by(col(Case.id))
    return list(session.exec(query))


def points(session: Session) -> list[tuple[str, str]]:
    """Every checkpoint that has a version, with its last name."""
    query = (
        select(ControlPoint.code, PointVersion.label)
        .join(PointVersion, col(PointVersion.point_id) == ControlPoint.id)
        .order_by(ControlPoint.code, col(PointVersion.version))
    )
    return list(dict(session.exec(query).all()).items())


def value_words(result: Result) -> str:
    """What was found, as one reads it: « 12,5 °C », « < 1 UFC/25 cm² », « oui »."""
    if result.yes is not None:
        found = "oui" if result.yes else "non"
    elif result.qualifier == "tntc":
        found = "indénombrable"
    elif result.value is None:
        found = ""
    else:
        sign = f"{result.qualifier} " if result.qualifier else ""
        surface = f"/{number(result.surface_cm2)} cm²" if result.surface_cm2 else ""
        unit = f"\u00a0{result.unit}" if result.unit else ""
        found = f"{sign}{number(result.value)}{unit}{surface}"
    return f"{found}, interdit trouvé".strip(", ") if result.forbidden else found


def _line(found: Sequence[Any]) -> Line:
    result, code, version, machine, worker, entered, validator, at = found
    return Line(
        result, code, version, machine or "", worker.display_name if worker is not None else "",
        entered or "", validator or "", at,
    )  # fmt: skip
