"""The control plan as rows that only grow: a change is a further version, approved by another.

A version is in force from the `effective_at` of its approval until that of a later one. What was
judged keeps the key of the version that judged it, so no later limit ever judges it again.
"""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from esat.db import Quantity, Row

_STATUS = "status IN ('proposed', 'validated')"


class ControlPoint(Row, table=True):
    """A checkpoint by its code (LAV-02); all else is in its versions."""

    __tablename__ = "rabc_point"

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=20, unique=True)
    created_at: datetime
    created_by: int | None = Field(default=None, foreign_key="account.id")


class PointVersion(Row, table=True):
    """What a checkpoint demands; never changed. `*_closed`: the boundary belongs to the better
    class. `has_alert` False: beyond the target is action. `plausible_*`: beyond, we ask again.
    """

    __tablename__ = "rabc_point_version"
    __table_args__ = (
        UniqueConstraint("point_id", "version"),
        CheckConstraint("kind IN ('CCP', 'CP', 'PRP')", name="kind"),
        CheckConstraint(
            "direction IN ('upper', 'lower', 'range', 'boolean', 'hold', 'chemical')",
            name="direction",
        ),
        CheckConstraint("mark IN ('S', 'I', 'S→I')", name="mark"),
        CheckConstraint("misses >= 1", name="misses"),
        CheckConstraint(_STATUS, name="status"),
    )

    id: int | None = Field(default=None, primary_key=True)
    point_id: int = Field(foreign_key="rabc_point.id", index=True)
    version: int
    kind: str = Field(max_length=3)
    label: str = Field(max_length=120)
    question: str = Field(default="", max_length=200)
    """What the entry screen asks, in plain words."""
    step: str = Field(max_length=40)
    zone: str = Field(max_length=12)
    direction: str = Field(max_length=10)
    unit: str = Field(default="", max_length=20)
    surface_cm2: Decimal | None = Field(default=None, sa_type=Quantity)
    method: str = Field(default="", max_length=60)
    target_low: Decimal | None = Field(default=None, sa_type=Quantity)
    target_high: Decimal | None = Field(default=None, sa_type=Quantity)
    target_closed: bool = True
    has_alert: bool = True
    alert_low: Decimal | None = Field(default=None, sa_type=Quantity)
    alert_high: Decimal | None = Field(default=None, sa_type=Quantity)
    alert_closed: bool = True
    margin_c: Decimal = Field(default=Decimal(0), sa_type=Quantity)
    margin_minutes: Decimal = Field(default=Decimal(0), sa_type=Quantity)
    misses: int = 1
    forbidden: str = Field(default="", max_length=120)
    """What must never be found; found, it is action whatever the number."""
    plausible_low: Decimal | None = Field(default=None, sa_type=Quantity)
    plausible_high: Decimal | None = Field(default=None, sa_type=Quantity)
    frequency: str = Field(max_length=12)
    times: int = 1
    """How many of them at each turn: ten plates a quarter."""
    per_machine: bool = False
    late_after_hours: int = 4
    """How long after it is due a check still counts as done on time."""
    who: str = Field(max_length=20)
    pictogram: str = Field(default="shield-check", max_length=40)
    alert_procedure: str = Field(default="", max_length=400)
    action_procedure: str = Field(default="", max_length=400)
    holds_lots: bool = False
    """Whether action at this checkpoint holds the linen concerned."""
    source: str = Field(default="", max_length=200)
    mark: str = Field(default="I", max_length=3)
    """S: the figure stands in the source; S→I: its use here is our choice; I: our proposal."""
    owner_id: int | None = Field(default=None, foreign_key="account.id")
    status: str = Field(default="proposed", max_length=10)
    withdrawn: bool = False
    since: datetime
    """From when its author wants it in force."""
    reason: str = Field(default="", max_length=200)
    created_at: datetime
    created_by: int | None = Field(default=None, foreign_key="account.id")


class PointPair(Row, table=True):
    """A temperature and the minutes that it must be held: any pair of a version is enough."""

    __tablename__ = "rabc_point_pair"

    version_id: int = Field(foreign_key="rabc_point_version.id", primary_key=True)
    celsius: Decimal = Field(sa_type=Quantity, primary_key=True)
    minutes: Decimal = Field(sa_type=Quantity)


class PointApproval(Row, table=True):
    """Who put a version in force, and from when: another person than its author. The proposals of
    the first day have no author and no approver, and stay proposals.
    """

    __tablename__ = "rabc_point_approval"
    __table_args__ = (CheckConstraint("effective_at >= at OR by_id IS NULL", name="not_back"),)

    version_id: int = Field(foreign_key="rabc_point_version.id", primary_key=True)
    at: datetime
    by_id: int | None = Field(default=None, foreign_key="account.id")
    effective_at: datetime
    note: str = Field(default="", max_length=200)


class Hazard(Row, table=True):
    """A version of a hazard, with how bad and how likely it is, and what keeps it under control."""

    __tablename__ = "rabc_hazard"
    __table_args__ = (
        UniqueConstraint("code", "version"),
        CheckConstraint("severity BETWEEN 1 AND 5", name="severity"),
        CheckConstraint("likelihood BETWEEN 1 AND 5", name="likelihood"),
        CheckConstraint(_STATUS, name="status"),
    )

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=20)
    version: int
    family: str = Field(max_length=40)
    label: str = Field(max_length=120)
    examples: str = Field(default="", max_length=200)
    step: str = Field(default="", max_length=40)
    severity: int
    likelihood: int
    measure: str = Field(default="", max_length=300)
    """What keeps it under control, in words."""
    points: str = Field(default="", max_length=120)
    """The codes of the checkpoints that watch it, separated by blanks."""
    source: str = Field(default="", max_length=120)
    status: str = Field(default="proposed", max_length=10)
    withdrawn: bool = False
    reason: str = Field(default="", max_length=200)
    created_at: datetime
    created_by: int | None = Field(default=None, foreign_key="account.id")


class FlowStep(Row, table=True):
    """A version of a step of the flow diagram: where it happens, what is recorded there."""

    __tablename__ = "rabc_flow_step"
    __table_args__ = (UniqueConstraint("code", "version"), CheckConstraint(_STATUS, name="status"))

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=20)
    version: int
    position: int
    label: str = Field(max_length=60)
    zone: str = Field(max_length=12)
    what: str = Field(default="", max_length=300)
    recorded: str = Field(default="", max_length=300)
    pictogram: str = Field(default="arrow-right", max_length=40)
    status: str = Field(default="proposed", max_length=10)
    withdrawn: bool = False
    reason: str = Field(default="", max_length=200)
    created_at: datetime
    created_by: int | None = Field(default=None, foreign_key="account.id")


class FlowVerification(Row, table=True):
    """Somebody went and compared the diagram with the place. `same` False: they differ."""

    __tablename__ = "rabc_flow_verification"

    id: int | None = Field(default=None, primary_key=True)
    verified_on: date
    recorded_at: datetime
    account_id: int | None = Field(default=None, foreign_key="account.id")
    same: bool
    note: str = Field(default="", max_length=400)


class PlanDecision(Row, table=True):
    """What another person than its author decided of a version. An approved checkpoint has its
    `PointApproval` besides, with the moment it takes effect.
    """

    __tablename__ = "rabc_plan_decision"
    __table_args__ = (
        UniqueConstraint("subject", "version_id"),
        CheckConstraint("subject IN ('point', 'hazard', 'flow')", name="subject"),
        CheckConstraint("outcome IN ('approved', 'refused')", name="outcome"),
        CheckConstraint("outcome = 'approved' OR note <> ''", name="refused_why"),
    )

    id: int | None = Field(default=None, primary_key=True)
    subject: str = Field(max_length=10)
    version_id: int
    outcome: str = Field(max_length=10)
    at: datetime
    by_id: int = Field(foreign_key="account.id")
    note: str = Field(default="", max_length=200)


class EditionChoice(Row, table=True):
    """From when the house reads its plan by an edition of the standard."""

    __tablename__ = "rabc_edition_choice"

    id: int | None = Field(default=None, primary_key=True)
    edition: str = Field(max_length=40)
    since: datetime
    reason: str = Field(default="", max_length=200)
    by_id: int | None = Field(default=None, foreign_key="account.id")


class Clause(Row, table=True):
    """A version of a reference or a word of an edition of the standard: 2016, draft of 2026."""

    __tablename__ = "rabc_clause"
    __table_args__ = (UniqueConstraint("edition", "key", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    edition: str = Field(max_length=40)
    version: int = 1
    since: date
    key: str = Field(max_length=40)
    """What it is the reference or the word of: `principle_3`, `word_ccp`."""
    reference: str = Field(default="", max_length=40)
    wording: str = Field(max_length=200)
    source: str = Field(default="", max_length=160)
    status: str = Field(default="proposed", max_length=10)
    created_at: datetime
    created_by: int | None = Field(default=None, foreign_key="account.id")
