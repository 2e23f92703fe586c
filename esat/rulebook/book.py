"""A book of dated rules: read at a moment, changed by a further row only."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import StringConstraints
from sqlalchemy import bindparam, insert
from sqlmodel import Session, col, func, select

from esat import clock
from esat.accounts.models import Account
from esat.actors import Actor
from esat.errors import Forbidden, Invalid, NotFound
from esat.rulebook.models import RuleRow
from esat.rulebook.proposals import Proposal, by_code
from esat.web.filters import number as in_words
from esat.web.forms import Blank, FormShape, FrenchDecimal, NoControl

Words = Annotated[str, StringConstraints(min_length=1, max_length=160), NoControl]


class RuleIn(FormShape):
    """A rule as somebody decides it."""

    value: Annotated[FrenchDecimal | None, Blank] = None
    since: Annotated[date | None, Blank] = None
    source: Words
    status: Literal["proposed", "validated"]
    reason: Words


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule and the row in force of it."""

    rule: Proposal
    row: RuleRow | None

    @property
    def told(self) -> str:
        """The value that counts: the one proposed where the house has none."""
        return said(self.rule, self.row.value if self.row else self.rule.proposed)


def said(rule: Proposal, value: Decimal | None) -> str:
    """A value in words: « 12 mois », or whether it is on."""
    if value is None:
        return "pas encore décidé"
    if rule.switch:
        return "en marche" if value else "éteinte"
    return in_words(value, rule.unit)


class Book:
    """The rules of one table: `capability`, in `workshop` when one is named, decides them."""

    def __init__(
        self,
        table: type[RuleRow],
        proposals: tuple[Proposal, ...],
        capability: str,
        workshop: str | None = None,
    ) -> None:
        self._table: Any = table
        self.proposals = proposals
        self._by_code = by_code(proposals)
        self.capability = capability
        self.workshop = workshop

    def install(self, session: Session, at: datetime) -> None:
        """Propose what the house has no row of yet."""
        known = set(session.exec(select(self._table.code)))
        rows: list[dict[str, Any]] = [
            {
                "code": one.code, "version": 1, "value": Decimal(one.value),
                "since": clock.local(at).date(), "source": one.source, "created_at": at,
            }
            for one in self.proposals
            if one.code not in known
        ]  # fmt: skip
        if rows:
            session.connection().execute(insert(self._table), rows)

    def the(self, code: str) -> Proposal:
        """A rule by its code. NotFound otherwise."""
        if code not in self._by_code:
            raise NotFound("not_found")
        return self._by_code[code]

    @cached_property
    def _in_force(self) -> Any:
        """Built once: it is asked for every hour that is counted."""
        table = self._table
        return (
            select(table)
            .where(table.code == bindparam("code"), table.since <= bindparam("day"))
            .order_by(table.since.desc(), table.version.desc())
            .limit(1)
        )

    def row(self, session: Session, code: str, day: date) -> RuleRow | None:
        """The version in force on a day; None before the first one."""
        asked = {"code": code, "day": day}
        found: RuleRow | None = session.exec(self._in_force, params=asked).first()
        return found

    def value(self, session: Session, code: str, day: date) -> Decimal:
        """The value in force on a day; where the house has none, the one that is proposed."""
        found = self.row(session, code, day)
        return Decimal(self._by_code[code].value) if found is None else found.value

    def values(self, session: Session, day: date) -> dict[str, Decimal]:
        """Every rule's value on a day, by one statement."""
        table = self._table
        query = select(table).where(table.since <= day).order_by(table.since, table.version)
        found = {one.code: Decimal(one.value) for one in self.proposals}
        return found | {row.code: row.value for row in session.exec(query)}

    def number(self, session: Session, code: str, day: date) -> int:
        """A length in force: whole months or days."""
        return int(self.value(session, code, day))

    def is_on(self, session: Session, code: str, day: date) -> bool:
        """Whether a switch is on that day."""
        return self.value(session, code, day) > 0

    def decide(self, session: Session, code: str, given: RuleIn, *, by: Actor) -> RuleRow:
        """A further version of a rule. Invalid for a value that it cannot have, and for a day
        before today: what happened was ruled by what stood then. Forbidden `not_allowed`. Flushes.
        """
        self.require(by)
        rule = self._by_code[code]
        today = clock.today()
        if given.since is not None and given.since < today:
            words = "La règle ne change pas le passé : dès ce jour."
            raise Invalid("form_invalid", {"since": words})
        made: RuleRow = self._table(
            code=code, version=self._following(session, code), value=_checked(rule, given.value),
            since=given.since or today, source=given.source, status=given.status,
            reason=given.reason, created_at=clock.now(), created_by=by.account_id,
        )  # fmt: skip
        session.add(made)
        session.flush()
        return made

    def require(self, by: Actor) -> None:
        """Forbidden (`not_allowed`) to those who do not decide rules."""
        if not by.is_system and not by.can(self.capability, workshop=self.workshop):
            raise Forbidden("not_allowed")

    def listed(self, session: Session, day: date) -> list[Rule]:
        """Every rule with what is in force, by one statement."""
        table = self._table
        query = select(table).where(table.since <= day).order_by(table.since, table.version)
        rows = {row.code: row for row in session.exec(query)}
        return [Rule(one, rows.get(one.code)) for one in self.proposals]

    def history(self, session: Session, code: str) -> list[tuple[RuleRow, str]]:
        """Every version of a rule, the newest first, with who decided it."""
        table = self._table
        query = (
            select(table, Account.display_name)
            .outerjoin(Account, col(Account.id) == table.created_by)
            .where(table.code == code)
            .order_by(table.version.desc())
            .limit(100)
        )
        return [(row, who or "") for row, who in session.exec(query)]

    def _following(self, session: Session, code: str) -> int:
        table = self._table
        last = session.exec(select(func.max(table.version)).where(table.code == code)).first()
        return int(last or 0) + 1


def _checked(rule: Proposal, given: Decimal | None) -> Decimal:
    if given is None:
        raise Invalid("form_invalid", {"value": "Ce champ est à remplir."})
    if not rule.suits(given):
        raise Invalid("form_invalid", {"value": rule.bounds})
    return given
