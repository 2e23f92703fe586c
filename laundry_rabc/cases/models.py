"""Cases: attention, action, investigation; their steps only grow, and name what they held."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from esat.db import Row, exactly_one


class Case(Row, table=True):
    """`kind`: an alert asks for attention, an action for all five steps, an investigation for a
    cause. `procedure` is what the plan said when it opened.
    """

    __tablename__ = "rabc_case"
    __table_args__ = (
        CheckConstraint("kind IN ('alert', 'action', 'investigation')", name="kind"),
        CheckConstraint("closed_at IS NULL OR closed_at >= opened_at", name="order"),
        Index("ix_rabc_case_opened", "opened_at"),
        Index("ix_rabc_case_result", "result_id"),
        Index("ix_rabc_case_point", "point_id", "opened_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(max_length=20, unique=True)
    kind: str = Field(max_length=14)
    origin: str = Field(max_length=20)
    origin_ref: str = Field(default="", max_length=60)
    """What opened it, where that is no result: a calibration, a pump's event, a breach."""
    result_id: int | None = Field(default=None, foreign_key="rabc_result.id")
    point_id: int | None = Field(default=None, foreign_key="rabc_point.id")
    machine_id: int | None = Field(default=None, foreign_key="resource.id")
    title: str = Field(max_length=160)
    procedure: str = Field(default="", max_length=400)
    opened_at: datetime
    recorded_at: datetime
    opened_by: int | None = Field(default=None, foreign_key="account.id")
    closed_at: datetime | None = None
    closed_by: int | None = Field(default=None, foreign_key="account.id")


class CaseStep(Row, table=True):
    """Something done about a case, by whom and when; a further row corrects, none is changed."""

    __tablename__ = "rabc_case_step"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('containment', 'cause', 'action', 'verification', 'release', 'note')",
            name="kind",
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="rabc_case.id", index=True)
    kind: str = Field(max_length=12)
    text: str = Field(max_length=1000)
    at: datetime
    recorded_at: datetime
    account_id: int | None = Field(default=None, foreign_key="account.id")
    file_id: int | None = Field(default=None, foreign_key="file.id")
    result_id: int | None = Field(default=None, foreign_key="rabc_result.id")
    """The conform result that a verification rests on."""


class CaseSubject(Row, table=True):
    """A thing that a case is about; `hold_id` where it was in house and is held for it."""

    __tablename__ = "rabc_case_subject"
    __table_args__ = (
        CheckConstraint(exactly_one("lot_id", "item_id", "resource_id"), name="one_subject"),
        Index("ix_rabc_case_subject_hold", "hold_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="rabc_case.id", index=True)
    lot_id: int | None = Field(default=None, foreign_key="lot.id", index=True)
    item_id: int | None = Field(default=None, foreign_key="item.id", index=True)
    resource_id: int | None = Field(default=None, foreign_key="resource.id")
    hold_id: int | None = Field(default=None, foreign_key="hold.id")
    added_at: datetime
