"""A rule, a length or a warning of the biocontamination control: a further row changes it."""

from esat.rulebook.models import RuleRow, constraints


class Policy(RuleRow, table=True):
    """One version of a rule; a switch is 1 (on) or 0 (off)."""

    __tablename__ = "rabc_policy"
    __table_args__ = constraints()
