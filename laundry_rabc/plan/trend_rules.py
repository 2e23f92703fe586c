"""When results drift, and when a control chart makes sense: dated rows of the house, seeded as
proposals, validated by somebody else than who wrote them; a row never changes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import CheckConstraint, UniqueConstraint, insert
from sqlmodel import Field, Session, col, select

from esat import clock
from esat.actors import Actor
from esat.db import Row
from esat.errors import Forbidden, Invalid, Refused
from laundry_rabc import charts

CAPABILITY: Final = "rabc.trends"
WORKSHOP: Final = "laundry"
DRIFTS: Final = (charts.ALERTS, charts.RISING)
POINTS: Final = "chart_points"
MEAN: Final = "chart_mean"
MOST: Final = 100


class TrendRule(Row, table=True):
    """One version of a rule: n of the last m, from a day on."""

    __tablename__ = "rabc_trend_rule"
    __table_args__ = (
        UniqueConstraint("rule", "version"),
        CheckConstraint("status IN ('proposed', 'validated')", name="status"),
        CheckConstraint("n > 0 AND m >= n", name="n_of_m"),
        CheckConstraint("(status = 'validated') = (approved_by IS NOT NULL)", name="approved"),
    )

    id: int | None = Field(default=None, primary_key=True)
    rule: str = Field(max_length=20)
    version: int
    n: int
    m: int
    since: date
    source: str = Field(default="", max_length=160)
    status: str = Field(default="proposed", max_length=10)
    reason: str = Field(default="", max_length=200)
    created_at: datetime
    created_by: int | None = Field(default=None, foreign_key="account.id")
    """Who wrote n and m; a validation keeps that author and adds who approved."""
    approved_by: int | None = Field(default=None, foreign_key="account.id")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A rule as the house finds it on its first day."""

    rule: str
    label: str
    n: int
    m: int
    source: str


PROPOSALS: Final = (
    Proposal(
        "alerts", "Résultats en alerte parmi les derniers", 3, 3,
        "Proposition, d’après la lecture en série de l’hygiène alimentaire",
    ),
    Proposal(
        "rising", "Résultats de suite, chacun plus haut que le précédent", 6, 6,
        "Proposition, d’après la règle 3 de Nelson (1984)",
    ),
    Proposal(
        POINTS, "Résultats chiffrés qu’il faut pour une carte de contrôle", 20, 20,
        "Proposition, usage des cartes de contrôle",
    ),
    Proposal(
        MEAN, "Moyenne de comptage sous laquelle trois sigmas n’ont pas de sens", 5, 5,
        "Proposition, approximation de la loi de Poisson",
    ),
)  # fmt: skip
BY_RULE: Final = {one.rule: one for one in PROPOSALS}


def install(session: Session, at: datetime) -> None:
    """Propose what the house has no row of yet."""
    known = set(session.exec(select(TrendRule.rule)))
    rows: list[dict[str, Any]] = [
        {
            "rule": one.rule, "version": 1, "n": one.n, "m": one.m, "source": one.source,
            "since": clock.local(at).date(), "created_at": at,
        }
        for one in PROPOSALS
        if one.rule not in known
    ]  # fmt: skip
    if rows:
        session.connection().execute(insert(TrendRule), rows)


def in_force(session: Session, at: datetime) -> dict[str, charts.Rule]:
    """Every rule as it stood at a moment; where the house has none, the proposal."""
    query = (
        select(TrendRule)
        .where(col(TrendRule.since) <= clock.local(at).date())
        .order_by(col(TrendRule.since), col(TrendRule.version))
    )
    found = {one.rule: charts.Rule(one.rule, one.n, one.m) for one in PROPOSALS}
    found.update({r.rule: charts.Rule(r.rule, r.n, r.m, r.status) for r in session.exec(query)})
    return found


def drifts(session: Session, at: datetime) -> tuple[charts.Rule, ...]:
    """Those that `charts.drift` wants, as they stood at a moment."""
    found = in_force(session, at)
    return tuple(found[code] for code in DRIFTS)


def history(session: Session) -> Sequence[TrendRule]:
    """Every version, the newest first."""
    query = select(TrendRule).order_by(col(TrendRule.rule), col(TrendRule.version).desc())
    return session.exec(query.limit(200)).all()


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody proposes: n of m, from a day on, and why."""

    rule: str
    n: int
    m: int
    since: date
    reason: str


def propose(session: Session, given: Change, *, by: Actor) -> TrendRule:
    """Write a further version. Invalid beside the field: n above m, a day already past, no reason.
    Flushes.
    """
    _require(by)
    label = BY_RULE.get(given.rule)
    if label is None:
        raise Invalid("form_invalid", {"rule": "Choisissez dans la liste."})
    errors: dict[str, str] = {}
    if not 0 < given.n <= MOST:
        errors["n"] = f"Écrivez un nombre entre 1 et {MOST}."
    if not given.n <= given.m <= MOST:
        errors["m"] = f"Écrivez un nombre entre {given.n} et {MOST}."
    if given.since < clock.today():
        errors["since"] = "Une règle ne change pas le passé : choisissez aujourd’hui ou plus tard."
    if not given.reason.strip():
        errors["reason"] = "Dites pourquoi."
    if errors:
        raise Invalid("form_invalid", errors)
    return _add(
        session, given.rule, given.n, given.m,
        since=given.since, source="Décision de la maison", reason=given.reason.strip()[:200],
        status="proposed", created_by=by.account_id,
    )  # fmt: skip


def validate(session: Session, rule_id: int, *, by: Actor) -> TrendRule:
    """A second person validates a proposal, from today on. Refuses `trend_rule_validated`,
    `trend_rule_replaced`, `trend_rule_same_person`. Flushes.
    """
    _require(by)
    found = session.get(TrendRule, rule_id)
    if found is None:
        raise Invalid("form_invalid", {"rule": "Choisissez dans la liste."})
    if found.status == "validated":
        raise Refused("trend_rule_validated")
    if found.version != _last(session, found.rule):
        raise Refused("trend_rule_replaced")
    if by.account_id is None or found.created_by == by.account_id:
        raise Refused("trend_rule_same_person")
    return _add(
        session, found.rule, found.n, found.m,
        since=max(found.since, clock.today()), source=found.source, reason=found.reason,
        status="validated", created_by=found.created_by, approved_by=by.account_id,
    )  # fmt: skip


def _add(session: Session, rule: str, n: int, m: int, **more: Any) -> TrendRule:
    made = TrendRule(
        rule=rule, version=_last(session, rule) + 1, n=n, m=m, created_at=clock.now(), **more
    )
    session.add(made)
    session.flush()
    return made


def _last(session: Session, rule: str) -> int:
    query = select(TrendRule.version).where(TrendRule.rule == rule)
    return session.exec(query.order_by(col(TrendRule.version).desc()).limit(1)).first() or 0


def _require(by: Actor) -> None:
    if not by.is_system and not by.can(CAPABILITY, workshop=WORKSHOP):
        raise Forbidden("not_allowed")
