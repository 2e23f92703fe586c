"""Reports of laboratories and their samples: rows that only grow; the result itself is judged and
kept below, in `rabc_result`.
"""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from esat.db import Quantity, Row


class LabPlace(Row, table=True):
    """Where samples are taken: this house's own list; never a person's name."""

    __tablename__ = "rabc_lab_place"
    __table_args__ = (CheckConstraint("label <> ''", name="label"),)

    id: int | None = Field(default=None, primary_key=True)
    label: str = Field(max_length=80)
    label_key: str = Field(max_length=80, unique=True)
    """The label without case or accents: one place, one name."""
    machine_id: int | None = Field(default=None, foreign_key="resource.id")
    created_at: datetime
    created_by: int | None = Field(default=None, foreign_key="account.id")
    retired_at: datetime | None = None


class Laboratory(Row, table=True):
    """A laboratory that analyses for the house."""

    __tablename__ = "rabc_laboratory"
    __table_args__ = (CheckConstraint("name <> ''", name="name"),)

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=120)
    name_key: str = Field(max_length=120, unique=True)
    created_at: datetime
    created_by: int | None = Field(default=None, foreign_key="account.id")


class Accreditation(Row, table=True):
    """What a laboratory showed of its accreditation; a renewal is a further row. Without a number
    the laboratory said that it has none.
    """

    __tablename__ = "rabc_lab_accreditation"

    id: int | None = Field(default=None, primary_key=True)
    laboratory_id: int = Field(foreign_key="rabc_laboratory.id", index=True)
    number: str = Field(default="", max_length=40)
    scope: str = Field(default="", max_length=200)
    until: date | None = None
    recorded_at: datetime
    account_id: int | None = Field(default=None, foreign_key="account.id")


class LabReport(Row, table=True):
    """A laboratory's report: one number once for a laboratory."""

    __tablename__ = "rabc_lab_report"
    __table_args__ = (
        UniqueConstraint("laboratory_id", "number_key"),
        CheckConstraint("number <> ''", name="number"),
    )

    id: int | None = Field(default=None, primary_key=True)
    laboratory_id: int = Field(foreign_key="rabc_laboratory.id")
    number: str = Field(max_length=60)
    number_key: str = Field(max_length=60)
    issued_on: date
    recorded_at: datetime = Field(index=True)
    account_id: int | None = Field(default=None, foreign_key="account.id")


class LabFile(Row, table=True):
    """The report as the laboratory sent it: a PDF or a photograph."""

    __tablename__ = "rabc_lab_file"

    id: int | None = Field(default=None, primary_key=True)
    report_id: int = Field(foreign_key="rabc_lab_report.id", index=True)
    file_id: int = Field(foreign_key="file.id", unique=True)
    recorded_at: datetime
    account_id: int | None = Field(default=None, foreign_key="account.id")


class LabConclusion(Row, table=True):
    """What the laundry itself concludes of a report; another thought is a further row."""

    __tablename__ = "rabc_lab_conclusion"
    __table_args__ = (CheckConstraint("words <> ''", name="words"),)

    id: int | None = Field(default=None, primary_key=True)
    report_id: int = Field(foreign_key="rabc_lab_report.id", index=True)
    words: str = Field(max_length=1000)
    recorded_at: datetime
    account_id: int | None = Field(default=None, foreign_key="account.id")


class LabSample(Row, table=True):
    """What was sampled and how; `written` is the value as the report states it, `result_id` what
    was judged of it. A corrected value is a further sample row with the reason; a retest names
    the sample that it repeats and erases nothing.
    """

    __tablename__ = "rabc_lab_sample"
    __table_args__ = (
        CheckConstraint("surface_cm2 IS NULL OR surface_cm2 > 0", name="surface"),
        CheckConstraint("amends_id IS NULL OR reason <> ''", name="why"),
        CheckConstraint("reading IN ('', 'equivalent', 'plate')", name="reading"),
    )

    id: int | None = Field(default=None, primary_key=True)
    report_id: int = Field(foreign_key="rabc_lab_report.id", index=True)
    result_id: int = Field(foreign_key="rabc_result.id", unique=True)
    place_id: int = Field(foreign_key="rabc_lab_place.id", index=True)
    point: str = Field(max_length=20, index=True)
    taken_at: datetime
    sampler: str = Field(max_length=80)
    method: str = Field(max_length=60)
    medium: str = Field(default="", max_length=60)
    surface_cm2: Decimal | None = Field(default=None, sa_type=Quantity)
    incubation_c: Decimal | None = Field(default=None, sa_type=Quantity)
    incubation_h: Decimal | None = Field(default=None, sa_type=Quantity)
    written: str = Field(max_length=60)
    reading: str = Field(default="", max_length=10)
    """Which of two readings of an unusual unit somebody confirmed: its equivalent, or the plate."""
    pathogen: str = Field(default="", max_length=80)
    lot_id: int | None = Field(default=None, foreign_key="lot.id")
    amends_id: int | None = Field(default=None, foreign_key="rabc_lab_sample.id", unique=True)
    retest_of_id: int | None = Field(default=None, foreign_key="rabc_lab_sample.id")
    reason: str = Field(default="", max_length=200)
    recorded_at: datetime
    account_id: int | None = Field(default=None, foreign_key="account.id")
