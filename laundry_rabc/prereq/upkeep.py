"""What is kept up: cleaning, pests, trolleys, hygiene seen, and the maintenance of machines; rows
that only grow, as those of `models`.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from esat.db import Row
from laundry_rabc.prereq.models import Said

UNITS_SQL = "unit IN ('day', 'week', 'month', 'year')"


class Planned(Row):
    """A version of something that comes back: every so many days, weeks, months or years since a
    day; who does it, where that was taken from, and whether somebody else validated it.
    """

    code: str = Field(max_length=20)
    version: int
    what: str = Field(max_length=120)
    every: int
    unit: str = Field(max_length=5)
    since: date
    """From which day this version counts; the first is due then."""
    who: str = Field(max_length=11)
    status: str = Field(default="proposed", max_length=10)
    source: str = Field(default="", max_length=160)
    withdrawn: bool = False
    reason: str = Field(default="", max_length=200)
    created_at: datetime
    created_by: int | None = Field(default=None, foreign_key="account.id")


def _planned(table: str) -> tuple[UniqueConstraint | CheckConstraint, ...]:
    return (
        UniqueConstraint("code", "version", name=f"uq_{table}_version"),
        CheckConstraint(UNITS_SQL, name="unit"),
        CheckConstraint("every > 0", name="every"),
        CheckConstraint("status IN ('proposed', 'validated')", name="status"),
    )


class CleanTask(Planned, table=True):
    """A version of a task of the cleaning plan. A daily one is due on the days of `weekdays`
    (1 is Monday).
    """

    __tablename__ = "rabc_clean_task"
    __table_args__ = _planned("rabc_clean_task")

    id: int | None = Field(default=None, primary_key=True)
    zone: str = Field(max_length=10)
    place: str = Field(default="", max_length=80)
    product_id: int | None = Field(default=None, foreign_key="rabc_product.id")
    method: str = Field(default="", max_length=600)
    pictogram: str = Field(default="bucket", max_length=40)
    file_id: int | None = Field(default=None, foreign_key="file.id")
    weekdays: str = Field(default="12345", max_length=7)


class CleanDone(Said, table=True):
    """What somebody says of a task that was due from `slot_on`."""

    __tablename__ = "rabc_clean_done"
    __table_args__ = (
        CheckConstraint("outcome IN ('done', 'not_done', 'not_applicable')", name="outcome"),
        CheckConstraint("outcome = 'done' OR reason <> ''", name="why"),
        Index("ix_rabc_clean_done_slot", "task_code", "slot_on"),
        Index("ix_rabc_clean_done_slot_on", "slot_on"),
    )

    id: int | None = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="rabc_clean_task.id")
    task_code: str = Field(max_length=20)
    slot_on: date
    outcome: str = Field(max_length=14)
    amends_id: int | None = Field(default=None, foreign_key="rabc_clean_done.id", unique=True)


class CleanCheck(Said, table=True):
    """A supervisor has looked at what was done, and it is well or it is not."""

    __tablename__ = "rabc_clean_check"
    __table_args__ = (CheckConstraint("well OR reason <> ''", name="why"),)

    id: int | None = Field(default=None, primary_key=True)
    done_id: int = Field(foreign_key="rabc_clean_done.id", unique=True)
    well: bool


class PestVisit(Said, table=True):
    """A visit of the pest controller; `near_clean` says whether anything was near clean linen."""

    __tablename__ = "rabc_pest_visit"
    __table_args__ = (Index("ix_rabc_pest_visit_at", "at"),)

    id: int | None = Field(default=None, primary_key=True)
    provider: str = Field(max_length=80)
    near_clean: bool
    place: str = Field(default="", max_length=120)
    """Where near clean linen."""
    next_on: date | None = None
    result_id: int | None = Field(default=None, foreign_key="rabc_result.id")
    file_id: int | None = Field(default=None, foreign_key="file.id")
    amends_id: int | None = Field(default=None, foreign_key="rabc_pest_visit.id", unique=True)


class PestFinding(Row, table=True):
    """What a visit found at a trap or a place; 0 is found nothing."""

    __tablename__ = "rabc_pest_finding"
    __table_args__ = (
        CheckConstraint("kind IN ('rodent', 'crawling', 'flying', 'other')", name="kind"),
        CheckConstraint("found >= 0", name="found"),
    )

    id: int | None = Field(default=None, primary_key=True)
    visit_id: int = Field(foreign_key="rabc_pest_visit.id", index=True)
    place: str = Field(max_length=80)
    kind: str = Field(max_length=8)
    found: int


class TrolleyClean(Said, table=True):
    """A trolley or a bin that was disinfected, was not before its use, or was met dirty where
    linen is clean.
    """

    __tablename__ = "rabc_trolley_clean"
    __table_args__ = (
        CheckConstraint("kind IN ('cleaned', 'omitted', 'dirty')", name="kind"),
        Index("ix_rabc_trolley_clean_at", "trolley_id", "at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    trolley_id: int = Field(foreign_key="resource.id")
    kind: str = Field(default="cleaned", max_length=7)
    product_id: int | None = Field(default=None, foreign_key="rabc_product.id")
    result_id: int | None = Field(default=None, foreign_key="rabc_result.id")
    amends_id: int | None = Field(default=None, foreign_key="rabc_trolley_clean.id", unique=True)


class HygieneRound(Said, table=True):
    """A look at a post: how many were seen, how many as they should be; nobody is named."""

    __tablename__ = "rabc_hygiene_round"
    __table_args__ = (
        CheckConstraint("point IN ('TEN-01', 'TRI-01')", name="point"),
        CheckConstraint("seen > 0 AND well >= 0 AND well <= seen", name="counts"),
        Index("ix_rabc_hygiene_round_at", "at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    point: str = Field(max_length=6)
    half: str = Field(max_length=9)
    seen: int
    well: int
    breach: bool = False
    """Somebody came in wearing what the dirty zone asks for."""
    result_id: int | None = Field(default=None, foreign_key="rabc_result.id")
    amends_id: int | None = Field(default=None, foreign_key="rabc_hygiene_round.id", unique=True)


class UpkeepPlan(Planned, table=True):
    """A version of a preventive act on a machine; the next is due that long after the last one."""

    __tablename__ = "rabc_upkeep_plan"
    __table_args__ = _planned("rabc_upkeep_plan")

    id: int | None = Field(default=None, primary_key=True)
    machine_id: int = Field(foreign_key="resource.id", index=True)


class UpkeepEvent(Said, table=True):
    """What happened to a machine; one that `voids` ends the qualification of its programmes."""

    __tablename__ = "rabc_upkeep_event"
    __table_args__ = (
        CheckConstraint("kind IN ('preventive', 'breakdown', 'repair', 'part')", name="kind"),
        CheckConstraint("until IS NULL OR until >= at", name="until"),
        Index("ix_rabc_upkeep_event_at", "machine_id", "at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    machine_id: int = Field(foreign_key="resource.id")
    kind: str = Field(max_length=10)
    plan_code: str = Field(default="", max_length=20, index=True)
    what: str = Field(max_length=300)
    done_by: str = Field(default="", max_length=80)
    """The company or the trade that did it."""
    until: datetime | None = None
    """When a broken machine ran again."""
    voids: bool = False
    file_id: int | None = Field(default=None, foreign_key="file.id")
    amends_id: int | None = Field(default=None, foreign_key="rabc_upkeep_event.id", unique=True)
    void: bool = False
