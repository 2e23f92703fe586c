"""What the pages of the rules show: each as it stands, and one with its history. SELECTs only."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from esat import clock
from esat.accounts.models import Account
from esat.errors import NotFound
from esat.web.filters import number
from laundry_rabc.policies.models import Policy
from laundry_rabc.policies.proposals import BY_CODE, PROPOSALS, Proposal


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule and the row in force of it."""

    rule: Proposal
    row: Policy | None

    @property
    def told(self) -> str:
        value = self.row.value if self.row else None
        return said(self.rule, value)


def said(rule: Proposal, value: object) -> str:
    """A value in words: « 12 mois », or whether it is on."""
    if value is None:
        return "pas encore décidé"
    if rule.switch:
        return "en marche" if value else "éteinte"
    return number(value, rule.unit)  # type: ignore[arg-type]


def the(code: str) -> Proposal:
    """A rule by its code. NotFound otherwise."""
    if code not in BY_CODE:
        raise NotFound("not_found")
    return BY_CODE[code]


def listed(session: Session, at: datetime) -> list[Rule]:
    """Every rule with what is in force, by one statement."""
    query = (
        select(Policy)
        .where(col(Policy.since) <= clock.local(at).date())
        .order_by(col(Policy.since), col(Policy.version))
    )
    rows = {row.code: row for row in session.exec(query)}
    return [Rule(one, rows.get(one.code)) for one in PROPOSALS]


def history(session: Session, code: str) -> list[tuple[Policy, str]]:
    """Every version of a rule, the newest first, with who decided it."""
    query = (
        select(Policy, Account.display_name)
        .outerjoin(Account, col(Account.id) == Policy.created_by)
        .where(Policy.code == code)
        .order_by(col(Policy.version).desc())
        .limit(100)
    )
    return [(row, who or "") for row, who in session.exec(query)]
