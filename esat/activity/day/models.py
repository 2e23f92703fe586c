"""What a group's day holds besides people and outputs: incidents, handovers, its end."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from esat.db import Row


class Incident(Row, table=True):
    """Something that happened. An accident and what was told to the educator have no words: only
    that it was passed on, and when.
    """

    __tablename__ = "team_incident"

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(foreign_key="team.id")
    day: date
    kind: str = Field(max_length=20)
    order_id: int | None = Field(default=None, foreign_key="orders.id")
    remark_id: int | None = Field(default=None, foreign_key="team_remark.id")
    at: datetime
    recorded_at: datetime
    recorded_by: int | None = Field(default=None, foreign_key="account.id")
    late: bool = False

    __table_args__ = (
        CheckConstraint(
            "kind IN ('machine', 'quality', 'safety', 'client') AND remark_id IS NOT NULL"
            " OR kind IN ('accident', 'educator') AND remark_id IS NULL",
            name="words",
        ),
        Index("ix_team_incident_day", "group_id", "day"),
    )


class Handover(Row, table=True):
    """A line for tomorrow, or for the supervisor who takes the group over."""

    __tablename__ = "team_handover"

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(foreign_key="team.id")
    day: date
    """The day on which it was written; it is shown from then until the next one is written."""
    remark_id: int = Field(foreign_key="team_remark.id")
    at: datetime
    recorded_at: datetime
    recorded_by: int | None = Field(default=None, foreign_key="account.id")
    late: bool = False

    __table_args__ = (Index("ix_team_handover_day", "group_id", "day"),)


class DayClose(Row, table=True):
    """« Ma journée est complète »: said by whom and when, and how many gaps there were then."""

    __tablename__ = "team_day_close"

    id: int | None = Field(default=None, primary_key=True)
    group_id: int = Field(foreign_key="team.id")
    day: date
    gaps: int = Field(default=0, ge=0)
    at: datetime
    recorded_at: datetime
    recorded_by: int | None = Field(default=None, foreign_key="account.id")
    late: bool = False

    __table_args__ = (Index("ix_team_day_close_day", "group_id", "day"),)
