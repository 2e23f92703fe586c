"""A rule of working time, leave, capacity or keeping: a further row changes it."""

from esat.rulebook.models import RuleRow, constraints


class WorkRule(RuleRow, table=True):
    """One version of a rule; a switch is 1 (on) or 0 (off)."""

    __tablename__ = "work_rule"
    __table_args__ = constraints()
