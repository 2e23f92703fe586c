"""Rules of the house, dated: read at a moment, changed by a further row only."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Final, Literal

from pydantic import StringConstraints
from sqlalchemy import insert
from sqlmodel import Session, col, func, select

from esat import clock
from esat.actors import Actor
from esat.errors import Forbidden, Invalid
from esat.web.forms import Blank, FormShape, FrenchDecimal, NoControl
from laundry_rabc.policies.models import Policy
from laundry_rabc.policies.proposals import BY_CODE, PROPOSALS, Proposal

SET: Final = "rabc.policies"
WORKSHOP: Final = "laundry"
Words = Annotated[str, StringConstraints(min_length=1, max_length=160), NoControl]


class PolicyIn(FormShape):
    """A rule as somebody decides it."""

    value: Annotated[FrenchDecimal | None, Blank] = None
    since: Annotated[date | None, Blank] = None
    source: Words
    status: Literal["proposed", "validated"]
    reason: Words


def install(session: Session, at: datetime) -> None:
    """Propose what the house has no row of yet."""
    known = set(session.exec(select(Policy.code)))
    rows: list[dict[str, Any]] = [
        {
            "code": one.code, "version": 1, "value": Decimal(one.value),
            "since": clock.local(at).date(), "source": one.source, "created_at": at,
        }
        for one in PROPOSALS
        if one.code not in known
    ]  # fmt: skip
    if rows:
        session.connection().execute(insert(Policy), rows)


def row(session: Session, code: str, at: datetime) -> Policy | None:
    """The version of a rule in force at a moment; None before the first one."""
    query = (
        select(Policy)
        .where(Policy.code == code, col(Policy.since) <= clock.local(at).date())
        .order_by(col(Policy.since).desc(), col(Policy.version).desc())
        .limit(1)
    )
    return session.exec(query).first()


def value(session: Session, code: str, at: datetime) -> Decimal:
    """The value in force at a moment; where the house has none, the one that is proposed."""
    found = row(session, code, at)
    return Decimal(BY_CODE[code].value) if found is None else found.value


def number(session: Session, code: str, at: datetime) -> int:
    """A length in force: whole months or days."""
    return int(value(session, code, at))


def is_on(session: Session, code: str, at: datetime) -> bool:
    """Whether a switch is on at a moment."""
    return value(session, code, at) > 0


def decide(session: Session, code: str, given: PolicyIn, *, by: Actor) -> Policy:
    """A further version of a rule. Invalid for a value that it cannot have, and for a day before
    today: what happened was ruled by what stood then. Flushes.
    """
    require(by)
    rule = BY_CODE[code]
    today = clock.today()
    if given.since is not None and given.since < today:
        raise Invalid("form_invalid", {"since": "La règle ne change pas le passé : dès ce jour."})
    made = Policy(
        code=code, version=_following(session, code), value=_checked(rule, given.value),
        since=given.since or today, source=given.source, status=given.status,
        reason=given.reason, created_at=clock.now(), created_by=by.account_id,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def require(by: Actor) -> None:
    """Forbidden (`not_allowed`) to those who do not decide rules."""
    if not by.is_system and not by.can(SET, workshop=WORKSHOP):
        raise Forbidden("not_allowed")


def _checked(rule: Proposal, given: Decimal | None) -> Decimal:
    if given is None:
        raise Invalid("form_invalid", {"value": "Ce champ est à remplir."})
    if given != given.to_integral_value() or not rule.least <= given <= rule.most:
        words = f"Un nombre entier entre {rule.least} et {rule.most}."
        raise Invalid("form_invalid", {"value": words})
    return given


def _following(session: Session, code: str) -> int:
    last = session.exec(select(func.max(Policy.version)).where(Policy.code == code)).first()
    return (last or 0) + 1
