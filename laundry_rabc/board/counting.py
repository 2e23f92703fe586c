"""What the dashboard counts: a number of statements that does not grow with what is counted.
SELECTs only.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, case, literal
from sqlmodel import Session, col, func, select

from esat import clock
from laundry_rabc.board import figures, washes
from laundry_rabc.board.figures import Cases, Checks, Cleaning, Figure, Results, Stock
from laundry_rabc.board.spans import Span
from laundry_rabc.cases.models import Case
from laundry_rabc.checks.models import Check, CheckAnswer
from laundry_rabc.instruments import reads as instruments
from laundry_rabc.limits import Verdict
from laundry_rabc.policies import keeping as policies
from laundry_rabc.prereq import cleaning_reads
from laundry_rabc.qualifications import State as Proof
from laundry_rabc.qualify import reads as qualify
from laundry_rabc.results.models import Result

JUDGED: Final = (Verdict.CONFORM.value, Verdict.ALERT.value, Verdict.ACTION.value)
LAB: Final = "lab"


def few(session: Session, asked: Span) -> list[Figure]:
    """The four figures of the RABC home."""
    judged, open_cases = results(session, asked), cases(session, asked.until)
    return [
        figures.on_time(checks(session, asked)),
        figures.cases(open_cases, judged.judged),
        figures.washes(washes.counted(session, asked)),
        figures.qualified(qualified(session, asked.until)),
    ]


def all_of(session: Session, asked: Span) -> list[Figure]:
    """Every figure of a period; what stands, stands at its end."""
    judged, open_cases = results(session, asked), cases(session, asked.until)
    return [
        figures.on_time(checks(session, asked)),
        figures.results(judged, open_cases),
        figures.cases(open_cases, judged.judged),
        figures.washes(washes.counted(session, asked)),
        figures.qualified(qualified(session, asked.until)),
        figures.calibrated(calibrated(session, asked.until)),
        figures.cleaning(cleaning(session, asked)),
        figures.laboratory(results(session, asked, source=LAB)),
    ]


def checks(session: Session, asked: Span) -> Checks:
    """What became of the checks due in a period."""
    return checks_by(session, [asked], asked.until)[0]


def checks_by(session: Session, spans: Sequence[Span], now: datetime) -> list[Checks]:
    """The same of several periods, by one statement: each check by its answer and last correction,
    as `checks.states` says it.
    """
    last = _newest()
    verdict = func.coalesce(last.c.verdict, Result.verdict)
    late = col(Result.late) | (col(Result.recorded_at) > Check.late_at)
    answered = col(Result.id).is_not(None)
    state = case(
        (~answered & (col(Check.closes_at) <= now), "missed"),
        (~answered, "waiting"),
        (verdict == Verdict.NOT_MEASURED.value, "not_done"),
        (verdict == Verdict.NOT_APPLICABLE.value, "not_applicable"),
        (late, "late"),
        else_="on_time",
    )
    turn = _turn(col(Check.due_at), spans)
    query = (
        select(turn, state, func.count())
        .select_from(Check)
        .join(CheckAnswer, col(CheckAnswer.check_id) == Check.id, isouter=True)
        .join(Result, col(Result.id) == CheckAnswer.result_id, isouter=True)
        .join(last, last.c.check_id == Check.id, isouter=True)
        .where(col(Check.due_at) >= spans[0].since, col(Check.due_at) <= now,
               col(Check.due_at) < spans[-1].until)
        .group_by(turn, state)
    )  # fmt: skip
    found: list[dict[str, int]] = [{} for _ in spans]
    for which, word, count in session.exec(query):
        found[which][word] = count
    return [Checks(due=sum(one.values()), **one) for one in found]


def results(session: Session, asked: Span, *, source: str = "") -> Results:
    """What was judged in a period, corrections in the place of what they correct."""
    return results_by(session, [asked], source=source)[0]


def results_by(session: Session, spans: Sequence[Span], *, source: str = "") -> list[Results]:
    """The same of several periods, by one statement."""
    amended = select(Result.amends_id).where(col(Result.amends_id).is_not(None))
    turn = _turn(col(Result.taken_at), spans)
    query = select(turn, Result.verdict, func.count()).where(
        col(Result.taken_at) >= spans[0].since,
        col(Result.taken_at) < spans[-1].until,
        col(Result.id).not_in(amended),
    )
    if source:
        query = query.where(Result.source == source)
    found: list[dict[str, int]] = [{} for _ in spans]
    for which, verdict, count in session.exec(query.group_by(turn, col(Result.verdict))):
        found[which][verdict] = count
    return [
        Results(
            sum(one.get(word, 0) for word in JUDGED), one.get("alert", 0), one.get("action", 0),
            one.get("not_measured", 0),
        )
        for one in found
    ]  # fmt: skip


def cases(session: Session, at: datetime) -> Cases:
    """The cases that were open at a moment, by the delays that stood then."""
    query = select(Case.kind, Case.opened_at).where(
        Case.opened_at <= at, col(Case.closed_at).is_(None) | (col(Case.closed_at) > at)
    )
    found = [(kind, (at - opened).days) for kind, opened in session.exec(query)]
    kinds = {kind for kind, _ in found}
    delays = {kind: policies.value(session, f"old_{kind}", at) for kind in sorted(kinds)}
    count = {kind: sum(1 for one, _ in found if one == kind) for kind in kinds}
    return Cases(
        **count,
        old=sum(1 for kind, age in found if age >= delays[kind]),
        oldest=max((age for _, age in found), default=0),
    )


def qualified(session: Session, at: datetime) -> Stock:
    """The machines × programmes by how a report proves them."""
    states = [one.standing.state for one in qualify.cells(session, at)]
    good = sum(1 for one in states if one.proved and one is not Proof.EXPIRING)
    soon = sum(1 for one in states if one is Proof.EXPIRING)
    return Stock(good, soon, len(states) - good - soon)


def calibrated(session: Session, at: datetime) -> Stock:
    """The instruments in use by how a calibration proves them."""
    words = [one.word for one in instruments.believed_all(session, at).values()]
    good, soon = words.count("ok"), words.count("due_soon")
    return Stock(good, soon, len(words) - good - soon)


def cleaning(session: Session, asked: Span) -> Cleaning:
    """The tasks whose last day was in a period, today's not yet."""
    since = clock.local(asked.since).date()
    until = clock.local(asked.until - timedelta(microseconds=1)).date()
    found = [one for one in cleaning_reads.ending(session, since, until) if one.state != "due"]
    asked_for = [one for one in found if one.state != "not_applicable"]
    return Cleaning(
        expected=len(asked_for),
        done=sum(1 for one in asked_for if one.state in {"done", "done_late"}),
        late=sum(1 for one in asked_for if one.state == "done_late"),
        missed=sum(1 for one in asked_for if one.missed),
    )


def _turn(at: Any, spans: Sequence[Span]) -> ColumnElement[int]:
    """Which of the periods a moment is in; they follow each other."""
    later = [(at < following.since, n) for n, following in enumerate(spans[1:])]
    last: ColumnElement[int] = literal(len(spans) - 1)
    return case(*later, else_=last) if later else last


def _newest() -> Any:
    """The last correction of each check's answer."""
    newest = (
        select(col(Result.check_id).label("check_id"), func.max(Result.id).label("id"))
        .where(col(Result.check_id).is_not(None))
        .group_by(col(Result.check_id))
        .subquery()
    )
    query: Any = select(
        col(Result.check_id).label("check_id"), col(Result.verdict).label("verdict")
    )
    return query.join(newest, newest.c.id == Result.id).subquery()
