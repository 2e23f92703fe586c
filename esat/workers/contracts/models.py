"""Contracts, their amendments, trial extensions, dates kept, Sunday agreements; only ever added."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from esat.db import Quantity, Row


class WorkerContract(Row, table=True):
    """What is said of a contract: a row without `root_id` opens it, the others amend it.

    `begins`, `until` and all words are those of the newest row; the hours of a row count from its
    `since`. None as `begins` or `since`: as far back as is known. `void`: it never was.
    """

    __tablename__ = "worker_contract"

    id: int | None = Field(default=None, primary_key=True)
    root_id: int | None = Field(default=None, foreign_key="worker_contract.id", index=True)
    worker_id: int = Field(foreign_key="worker.id", index=True)
    kind: str = Field(max_length=10)
    label: str = Field(default="", max_length=40)
    """The kind in the words of the office's own list."""
    why: str = Field(default="", max_length=12)
    """Why a contract is short."""
    replaces_id: int | None = Field(default=None, foreign_key="worker.id")
    begins: date | None = None
    until: date | None = None
    since: date | None = None
    weekly_hours: Decimal | None = Field(default=None, sa_type=Quantity)
    trial: bool = True
    host: str = Field(default="", max_length=80)
    """Who guides and evaluates a discovery."""
    prescriber: str = Field(default="", max_length=80)
    """Who asked for a discovery."""
    void: bool = False
    recorded_at: datetime
    recorded_by: int | None = Field(default=None, foreign_key="account.id")

    __table_args__ = (
        CheckConstraint("kind IN ('support', 'short', 'discovery')", name="kind"),
        CheckConstraint("why IN ('', 'replacement', 'shared', 'left_for_job')", name="why"),
        CheckConstraint("begins IS NULL OR until IS NULL OR until >= begins", name="dates"),
        CheckConstraint("weekly_hours IS NULL OR weekly_hours > 0", name="hours"),
    )


class TrialExtension(Row, table=True):
    """A trial made longer by the length of an absence: the director's decision."""

    __tablename__ = "trial_extension"

    id: int | None = Field(default=None, primary_key=True)
    contract_id: int = Field(foreign_key="worker_contract.id")
    days: int = Field(gt=0, le=366)
    until: date
    told_on: date
    """When the CDAPH was told."""
    decided_at: datetime
    decided_by: int | None = Field(default=None, foreign_key="account.id")

    __table_args__ = (UniqueConstraint("contract_id", "until"),)


class ContractStep(Row, table=True):
    """A date kept of a worker: a project updated, a review held, an evaluation sent, or the day
    of the next review. The newest row of a kind counts where there can be only one.
    """

    __tablename__ = "contract_step"

    id: int | None = Field(default=None, primary_key=True)
    worker_id: int = Field(foreign_key="worker.id", index=True)
    contract_id: int | None = Field(default=None, foreign_key="worker_contract.id", index=True)
    kind: str = Field(max_length=16)
    day: date
    recorded_at: datetime
    recorded_by: int | None = Field(default=None, foreign_key="account.id")

    __table_args__ = (
        CheckConstraint(
            "kind IN ('project_update', 'final_review', 'discovery_sent', 'project_next')",
            name="kind",
        ),
    )


class SundayAgreement(Row, table=True):
    """A worker agreed beforehand to work a Sunday or a 1 May; the newest row of a day counts."""

    __tablename__ = "sunday_agreement"

    id: int | None = Field(default=None, primary_key=True)
    worker_id: int = Field(foreign_key="worker.id")
    day: date
    agreed_on: date
    how: str = Field(max_length=10)
    withdrawn: bool = False
    recorded_at: datetime
    recorded_by: int | None = Field(default=None, foreign_key="account.id")

    __table_args__ = (
        CheckConstraint("how IN ('written', 'spoken', 'message')", name="how"),
        CheckConstraint("agreed_on <= day", name="prior"),
        Index("ix_sunday_agreement_worker", "worker_id", "day"),
    )


class OtherJob(Row, table=True):
    """Weekly hours with another employer, from a day on: nought when they end."""

    __tablename__ = "other_job"

    id: int | None = Field(default=None, primary_key=True)
    worker_id: int = Field(foreign_key="worker.id", index=True)
    weekly_hours: Decimal = Field(sa_type=Quantity)
    since: date
    convention_on: date | None = None
    """When the support agreement was signed."""
    recorded_at: datetime
    recorded_by: int | None = Field(default=None, foreign_key="account.id")

    __table_args__ = (CheckConstraint("weekly_hours >= 0", name="hours"),)


class DelegateSeat(Row, table=True):
    """Who holds the seat of the elected delegate, or of the deputy, from a day on; None: nobody."""

    __tablename__ = "delegate_seat"

    id: int | None = Field(default=None, primary_key=True)
    seat: str = Field(max_length=10)
    worker_id: int | None = Field(default=None, foreign_key="worker.id")
    since: date
    recorded_at: datetime
    recorded_by: int | None = Field(default=None, foreign_key="account.id")

    __table_args__ = (CheckConstraint("seat IN ('delegate', 'deputy')", name="seat"),)
