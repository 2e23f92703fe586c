"""Machines, programmes, families, precautions, bins and limits; each change is a new version.

A record is known by its `code` (or the resource it stands on) and `version`; the newest that is not
withdrawn is in force. What happened keeps the key of the version that was in force then.
"""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from esat.db import Quantity, Row


class Family(Row, table=True):
    """A family of linen that is washed together: flat, shaped, resident, kitchen, workwear."""

    __tablename__ = "laundry_family"
    __table_args__ = (UniqueConstraint("code", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=30)
    version: int
    label: str = Field(max_length=60)
    pictogram: str = Field(default="basket", max_length=40)
    sensitive: bool = False
    """Linen whose programme must be qualified (residents, care)."""
    position: int = 0
    withdrawn: bool = False
    reason: str = Field(default="", max_length=200)
    created_at: datetime
    created_by: int | None = Field(default=None, foreign_key="account.id")


class Machine(Row, table=True):
    """A version of a machine, which stands on its resource (letter E)."""

    __tablename__ = "laundry_machine"
    __table_args__ = (
        UniqueConstraint("resource_id", "version"),
        CheckConstraint(
            "kind IN ('washer', 'dryer', 'extractor', 'calender', 'iron', 'folder')", name="kind"
        ),
        CheckConstraint("nominal_kg IS NULL OR nominal_kg > 0", name="nominal"),
    )

    id: int | None = Field(default=None, primary_key=True)
    resource_id: int = Field(foreign_key="resource.id", index=True)
    version: int
    kind: str = Field(max_length=12)
    label: str = Field(max_length=60)
    nominal_kg: Decimal | None = Field(default=None, sa_type=Quantity)
    barrier: bool = False
    """Two doors in the wall: loaded on the dirty side, opened on the clean one."""
    contaminated_only: bool = False
    withdrawn: bool = False
    reason: str = Field(default="", max_length=200)
    created_at: datetime
    created_by: int | None = Field(default=None, foreign_key="account.id")


class Programme(Row, table=True):
    """A version of a programme, which stands on its card (letter K). Temperatures in °C, times in
    minutes; `hold_minutes` at `temperature_c` are what disinfects, after `mixing_minutes`.
    """

    __tablename__ = "laundry_programme"
    __table_args__ = (
        UniqueConstraint("resource_id", "version"),
        CheckConstraint("kind IN ('wash', 'dry', 'disinfect')", name="kind"),
        CheckConstraint("minutes > 0", name="minutes"),
        CheckConstraint("status IN ('proposed', 'validated')", name="status"),
    )

    id: int | None = Field(default=None, primary_key=True)
    resource_id: int = Field(foreign_key="resource.id", index=True)
    version: int
    code: str = Field(max_length=20)
    kind: str = Field(default="wash", max_length=10)
    label: str = Field(max_length=80)
    temperature_c: Decimal | None = Field(default=None, sa_type=Quantity)
    hold_minutes: Decimal | None = Field(default=None, sa_type=Quantity)
    mixing_minutes: Decimal | None = Field(default=None, sa_type=Quantity)
    minutes: int
    water_l_per_kg: Decimal | None = Field(default=None, sa_type=Quantity)
    status: str = Field(default="proposed", max_length=10)
    source: str = Field(default="", max_length=120)
    withdrawn: bool = False
    reason: str = Field(default="", max_length=200)
    created_at: datetime
    created_by: int | None = Field(default=None, foreign_key="account.id")


class ProgrammeFamily(Row, table=True):
    """A family that a version of a programme is for; a programme without any takes them all."""

    __tablename__ = "laundry_programme_family"

    programme_id: int = Field(foreign_key="laundry_programme.id", primary_key=True)
    family_code: str = Field(max_length=30, primary_key=True)


class ProgrammeMachine(Row, table=True):
    """A machine that a version of a programme runs on."""

    __tablename__ = "laundry_programme_machine"

    programme_id: int = Field(foreign_key="laundry_programme.id", primary_key=True)
    machine_id: int = Field(foreign_key="resource.id", primary_key=True)


class ProgrammeDose(Row, table=True):
    """A product that a version of a programme doses, in millilitres a kilogram."""

    __tablename__ = "laundry_programme_dose"

    programme_id: int = Field(foreign_key="laundry_programme.id", primary_key=True)
    product: str = Field(max_length=60, primary_key=True)
    ml_per_kg: Decimal = Field(sa_type=Quantity)


class Precaution(Row, table=True):
    """A category of precaution, never a diagnosis: what it forbids and what it demands."""

    __tablename__ = "laundry_precaution"
    __table_args__ = (
        UniqueConstraint("code", "version"),
        CheckConstraint("status IN ('proposed', 'validated')", name="status"),
        CheckConstraint("isolation_hours >= 0", name="isolation"),
    )

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=30)
    version: int
    label: str = Field(max_length=80)
    colour: str = Field(default="red", max_length=12)
    never_opened: bool = True
    last_of_day: bool = True
    disinfect_after: bool = True
    no_claim: bool = False
    """No paper may say that its linen is disinfected."""
    isolation_hours: int = 0
    """How long it waits closed before anything is done with it."""
    status: str = Field(default="proposed", max_length=10)
    source: str = Field(default="", max_length=120)
    withdrawn: bool = False
    reason: str = Field(default="", max_length=200)
    created_at: datetime
    created_by: int | None = Field(default=None, foreign_key="account.id")


class PrecautionProgramme(Row, table=True):
    """A programme (its card) that alone may wash linen of this category."""

    __tablename__ = "laundry_precaution_programme"

    precaution_id: int = Field(foreign_key="laundry_precaution.id", primary_key=True)
    programme_card_id: int = Field(foreign_key="resource.id", primary_key=True)


class Bin(Row, table=True):
    """A sorting bin (resource, letter R): what is put in it is the load that it will become."""

    __tablename__ = "laundry_bin"

    resource_id: int = Field(foreign_key="resource.id", primary_key=True)
    family_code: str | None = Field(default=None, max_length=30)
    whole: bool = False
    """Bags go in as they are, closed; nothing is opened."""
    contaminated: bool = False


class BinVersion(Row, table=True):
    """What a bin was called and took, version by version; `Bin` is the one in force."""

    __tablename__ = "laundry_bin_version"
    __table_args__ = (UniqueConstraint("resource_id", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    resource_id: int = Field(foreign_key="resource.id", index=True)
    version: int
    label: str = Field(max_length=60)
    family_code: str | None = Field(default=None, max_length=30)
    whole: bool = False
    contaminated: bool = False
    withdrawn: bool = False
    reason: str = Field(default="", max_length=200)
    created_at: datetime
    created_by: int | None = Field(default=None, foreign_key="account.id")


class Limit(Row, table=True):
    """A limit, rate or delay that is not in the code: dated, with its source and status."""

    __tablename__ = "laundry_limit"
    __table_args__ = (
        UniqueConstraint("code", "version"),
        CheckConstraint("status IN ('proposed', 'validated')", name="status"),
    )

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=40)
    version: int
    value: Decimal = Field(sa_type=Quantity)
    unit: str = Field(max_length=12)
    since: date
    source: str = Field(default="", max_length=160)
    status: str = Field(default="proposed", max_length=10)
    reason: str = Field(default="", max_length=200)
    created_at: datetime
    created_by: int | None = Field(default=None, foreign_key="account.id")
