"""Job sheets, items of a trade, what was seen, training and paths: facts about work, no score."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from esat.db import Row

LEVELS = "level IN ('seen', 'helped', 'shows', 'explains', 'transposes', 'withdrawn')"
STATUSES = "status IN ('proposed', 'validated')"
RESULTS = (
    "result IN ('under_way', 'attended', 'attestation', 'certificate', 'stopped', 'withdrawn')"
)
PATHS = "kind IN ('rae', 'vae', 'rsfp')"
STAGES = (
    "stage IN ('opened', 'file', 'support', 'observed', 'interview', 'obtained', 'partly',"
    " 'stopped', 'withdrawn')"
)


class JobSheet(Row, table=True):
    """A version of the adapted sheet of a post; the newest is shown."""

    __tablename__ = "job_sheet"
    __table_args__ = (UniqueConstraint("post_id", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    post_id: int = Field(foreign_key="work_post.id")
    version: int
    created_at: datetime
    created_by: int | None = Field(default=None, foreign_key="account.id")


class JobSheetStep(Row, table=True):
    """One short step, with a picture where there is one; no face is in it."""

    __tablename__ = "job_sheet_step"
    __table_args__ = (UniqueConstraint("sheet_id", "position"),)

    id: int | None = Field(default=None, primary_key=True)
    sheet_id: int = Field(foreign_key="job_sheet.id")
    position: int
    words: str = Field(max_length=120)
    file_id: int | None = Field(default=None, foreign_key="file.id", index=True)


class SkillItem(Row, table=True):
    """One version of an item of a trade: what somebody does, and where it is in a framework."""

    __tablename__ = "skill_item"
    __table_args__ = (
        UniqueConstraint("code", "version"),
        CheckConstraint(STATUSES, name="status"),
    )

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=40)
    version: int
    workshop: str = Field(max_length=30, index=True)
    chapter: str = Field(max_length=80)
    label: str = Field(max_length=120)
    framework: str = Field(default="", max_length=160)
    source: str = Field(default="", max_length=160)
    status: str = Field(default="proposed", max_length=10)
    since: date
    withdrawn: bool = False
    position: int = 0
    created_at: datetime
    created_by: int | None = Field(default=None, foreign_key="account.id")

    @property
    def title(self) -> str:
        """The item at the head of a line: « Plier un drap »."""
        return self.label[:1].upper() + self.label[1:]


class SkillObservation(Row, table=True):
    """What was seen of one item, that day, by whom; only ever added. A further row that names
    `corrects_id` stands in the place of that one.
    """

    __tablename__ = "skill_observation"
    __table_args__ = (
        CheckConstraint(LEVELS, name="level"),
        Index("ix_skill_observation_worker", "worker_id", "day"),
    )

    id: int | None = Field(default=None, primary_key=True)
    worker_id: int = Field(foreign_key="worker.id")
    item_id: int = Field(foreign_key="skill_item.id", index=True)
    """The version of the item that the observer read."""
    day: date
    level: str = Field(max_length=12)
    corrects_id: int | None = Field(default=None, foreign_key="skill_observation.id", unique=True)
    recorded_at: datetime
    observed_by: int | None = Field(default=None, foreign_key="account.id")


class SkillTrace(Row, table=True):
    """The words and the picture of an observation, apart: what the office or a destruction must be
    able to take away while the observation stays.
    """

    __tablename__ = "skill_trace"

    observation_id: int = Field(primary_key=True, foreign_key="skill_observation.id")
    note: str = Field(default="", max_length=280)
    file_id: int | None = Field(default=None, foreign_key="file.id", index=True)
    withdrawn_at: datetime | None = None
    withdrawn_by: int | None = Field(default=None, foreign_key="account.id")


class Training(Row, table=True):
    """A training of a worker; only ever added, a further row stands in the place of another."""

    __tablename__ = "worker_training"
    __table_args__ = (
        CheckConstraint(RESULTS, name="result"),
        CheckConstraint("until IS NULL OR until >= since", name="dates"),
        CheckConstraint("minutes >= 0", name="minutes"),
    )

    id: int | None = Field(default=None, primary_key=True)
    worker_id: int = Field(foreign_key="worker.id", index=True)
    title: str = Field(max_length=120)
    since: date
    until: date | None = None
    minutes: int = 0
    result: str = Field(max_length=12)
    corrects_id: int | None = Field(default=None, foreign_key="worker_training.id", unique=True)
    recorded_at: datetime
    recorded_by: int | None = Field(default=None, foreign_key="account.id")


class LearningPath(Row, table=True):
    """A path of recognition that a worker chose: RAE, VAE or RSFP, towards a title or a trade."""

    __tablename__ = "learning_path"
    __table_args__ = (CheckConstraint(PATHS, name="kind"),)

    id: int | None = Field(default=None, primary_key=True)
    worker_id: int = Field(foreign_key="worker.id", index=True)
    kind: str = Field(max_length=5)
    title: str = Field(max_length=120)
    since: date
    created_at: datetime
    created_by: int | None = Field(default=None, foreign_key="account.id")


class PathStep(Row, table=True):
    """A dated step of a path; only ever added."""

    __tablename__ = "learning_path_step"
    __table_args__ = (CheckConstraint(STAGES, name="stage"),)

    id: int | None = Field(default=None, primary_key=True)
    path_id: int = Field(foreign_key="learning_path.id", index=True)
    stage: str = Field(max_length=10)
    day: date
    corrects_id: int | None = Field(default=None, foreign_key="learning_path_step.id", unique=True)
    recorded_at: datetime
    recorded_by: int | None = Field(default=None, foreign_key="account.id")
