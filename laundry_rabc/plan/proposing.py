"""The first day: the checkpoints that nobody validated yet, in force as proposals."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from typing import Any, Final

from sqlalchemy import insert
from sqlmodel import Session, col, select

from esat.db import Row
from laundry_rabc.plan.models import (
    Clause,
    ControlPoint,
    EditionChoice,
    FlowStep,
    Hazard,
    PointApproval,
    PointPair,
    PointVersion,
)
from laundry_rabc.plan.seeds import SEEDS, flow
from laundry_rabc.plan.seeds.hazards import HAZARDS
from laundry_rabc.plan.seeds.shape import LATE, Seed

REASON: Final = "Proposition du premier jour, à valider par l’équipe RABC."
LATE_HOURS: Final = 4


def install(session: Session, at: datetime) -> None:
    """Propose what the house does not know, in force from `at`; safe to repeat."""
    propose_points(session, at)
    _propose_hazards(session, at)
    _propose_flow(session, at)
    _propose_words(session, at)
    session.flush()


def propose_points(session: Session, at: datetime) -> None:
    """The checkpoints, each with the temperatures that it demands."""
    known = set(session.exec(select(ControlPoint.code)))
    missing = [seed for seed in SEEDS if seed.code not in known]
    if not missing:
        return
    _write(session, ControlPoint, ({"code": seed.code} for seed in missing), at)
    query = select(ControlPoint.code, ControlPoint.id).where(
        col(ControlPoint.code).in_([seed.code for seed in missing])
    )
    ids = {code: key or 0 for code, key in session.exec(query)}
    versions = _versions()
    rows = [{**versions[seed.code], "point_id": ids[seed.code], "since": at} for seed in missing]
    _write(session, PointVersion, rows, at)
    first = select(PointVersion.point_id, PointVersion.id).where(
        col(PointVersion.point_id).in_(ids.values()), PointVersion.version == 1
    )
    keys = dict(session.exec(first).all())
    _write(
        session, PointApproval,
        ({"version_id": key, "at": at, "effective_at": at, "note": ""} for key in keys.values()),
        None,
    )  # fmt: skip
    pairs = [
        {"version_id": keys[ids[seed.code]], "celsius": Decimal(c), "minutes": Decimal(minutes)}
        for seed in missing
        for c, minutes in seed.pairs
    ]
    _write(session, PointPair, pairs, None)


def _write(
    session: Session, table: type[Row], rows: Iterable[Mapping[str, Any]], at: datetime | None
) -> None:
    """Many rows by one statement: a first day has three hundred."""
    moment = {} if at is None else {"created_at": at}
    written = [{**row, **moment} for row in rows]
    if written:
        session.connection().execute(insert(table), written)


@cache
def _versions() -> dict[str, dict[str, Any]]:
    """The columns of each proposal, but for whose it is and since when; worked out once."""
    nobody, never = 0, datetime.min.replace(tzinfo=UTC)
    return {
        seed.code: version_of(seed, nobody, never).model_dump(exclude={"id", "point_id"})
        for seed in SEEDS
    }


def _propose_hazards(session: Session, at: datetime) -> None:
    known = set(session.exec(select(Hazard.code)))
    _write(session, Hazard, (row for row in _hazards() if row["code"] not in known), at)


@cache
def _hazards() -> tuple[dict[str, Any], ...]:
    never = datetime.min.replace(tzinfo=UTC)
    return tuple(
        Hazard(**one._asdict(), version=1, reason=REASON, created_at=never).model_dump(
            exclude={"id"}
        )
        for one in HAZARDS
    )


def _propose_flow(session: Session, at: datetime) -> None:
    known = set(session.exec(select(FlowStep.code)))
    _write(session, FlowStep, (row for row in _steps() if row["code"] not in known), at)


@cache
def _steps() -> tuple[dict[str, Any], ...]:
    never = datetime.min.replace(tzinfo=UTC)
    return tuple(
        FlowStep(
            code=code, version=1, position=n, label=label, zone=zone, pictogram=pictogram,
            what=what, recorded=recorded, reason=REASON, created_at=never,
        ).model_dump(exclude={"id"})
        for n, (code, label, zone, pictogram, what, recorded) in enumerate(flow.STEPS, 1)
    )  # fmt: skip


def _propose_words(session: Session, at: datetime) -> None:
    """The words of both editions; the one of 2016 is in use until the house says otherwise."""
    if session.exec(select(Clause.id).limit(1)).first() is not None:
        return
    _write(session, Clause, _words(), at)
    session.add(EditionChoice(edition=flow.EDITION, since=at, reason=REASON))


@cache
def _words() -> tuple[dict[str, Any], ...]:
    never = datetime.min.replace(tzinfo=UTC)
    return tuple(
        Clause(
            edition=edition, since=since, key=key, wording=wording, source=source, created_at=never
        ).model_dump(exclude={"id"})
        for edition, since in flow.EDITIONS
        for key, wording, source in (
            *flow.WORDS[edition],
            *((key, wording, flow.CONTENTS) for key, wording in flow.PRINCIPLES),
        )
    )  # fmt: skip


def version_of(seed: Seed, point_id: int, at: datetime) -> PointVersion:
    """A proposal as the first version of its checkpoint: no author, no owner."""
    alert = seed.alert or ("", "")
    return PointVersion(
        point_id=point_id, version=1, kind=seed.kind, label=seed.label, question=seed.question,
        step=seed.step, zone=seed.zone, direction=seed.direction, unit=seed.unit,
        surface_cm2=_number(seed.surface), method=seed.method,
        target_low=_number(seed.target[0]), target_high=_number(seed.target[1]),
        target_closed=seed.target_closed, has_alert=_has_alert(seed),
        alert_low=_number(alert[0]), alert_high=_number(alert[1]), alert_closed=seed.alert_closed,
        margin_c=Decimal(seed.margins[0]), margin_minutes=Decimal(seed.margins[1]),
        misses=seed.misses, forbidden=seed.forbidden,
        plausible_low=_number(seed.plausible[0]), plausible_high=_number(seed.plausible[1]),
        frequency=seed.frequency, times=seed.times, per_machine=seed.per_machine,
        late_after_hours=LATE.get(seed.frequency, LATE_HOURS), who=seed.who,
        pictogram=seed.pictogram, alert_procedure=seed.on_alert, action_procedure=seed.on_action,
        holds_lots=seed.holds_lots, source=seed.source, mark=seed.mark, status="proposed",
        since=at, reason=REASON, created_at=at,
    )  # fmt: skip


def _has_alert(seed: Seed) -> bool:
    """A hold is in alert by its margins, a yes/no by its first miss."""
    return seed.alert is not None or seed.misses > 1 or seed.direction == "hold"


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None
