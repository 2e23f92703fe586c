"""What the API reads and answers, in the words of CONTRACT §4."""

import uuid
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from esat.production.sent import Sent

MAX_CODE = 20_000
MAX_SEQ = 2**31 - 1


def _is_text(value: object) -> object:
    """Numbers are no dates and no keys: only the written form is read."""
    if not isinstance(value, str):
        msg = "not a string"
        raise ValueError(msg)  # noqa: TRY004 - pydantic turns only this one into 422
    return value


def _checked(value: object) -> object:
    if not isinstance(value, str) or len(value) > 40:
        msg = "not a moment"
        raise ValueError(msg)
    try:
        read = datetime.fromisoformat(value)
        return read.astimezone(UTC) if read.tzinfo else read
    except (OverflowError, ValueError) as error:
        msg = "not a moment"
        raise ValueError(msg) from error


Moment = Annotated[AwareDatetime, BeforeValidator(_checked)]
Word = Annotated[str, StringConstraints(strict=True, max_length=40, pattern=r"^[a-z0-9_.]*$")]


class CaptureIn(BaseModel):
    """What a device saw or did."""

    model_config = ConfigDict(extra="ignore")

    id: Annotated[uuid.UUID, BeforeValidator(_is_text)]
    at: Moment
    kind: Literal["scan", "move", "act"]
    code: Annotated[str, StringConstraints(strict=True, max_length=MAX_CODE)] | None
    seq: Annotated[int, Field(strict=True, ge=0, le=MAX_SEQ)] | None = None
    station: Annotated[str, StringConstraints(strict=True, max_length=64)] | None = None
    action: Word | None = None
    offline: Annotated[bool, Field(strict=True)] = False
    data: dict[str, Any] = Field(default_factory=dict)

    def sent(self) -> Sent:
        return Sent(
            uid=self.id,
            at=self.at,
            kind=self.kind,
            code=self.code,
            action=self.action,
            station=self.station,
            seq=self.seq,
            offline=self.offline,
            data=self.data,
        )


class HoldOut(BaseModel):
    reason: str
    label: str
    note: str


class SubjectOut(BaseModel):
    kind: str
    code: str | None
    label: str
    workshop: str | None
    order: str | None
    client: str | None
    stage: str | None
    stage_label: str | None
    holds: list[HoldOut]


class OfferOut(BaseModel):
    action: str
    label: str
    open: bool
    reason: str | None
    message: str | None


class EventOut(BaseModel):
    id: int
    kind: str
    from_stage: str | None
    to_stage: str | None
    at: str
    recorded_at: str


class AnswerOut(BaseModel):
    """The answer to a capture or to a code."""

    id: str
    outcome: Literal["ok", "question", "refused", "unknown", "anomaly"]
    reason: str | None
    message: str
    code: str | None
    replay: bool
    subject: SubjectOut | None
    offers: list[OfferOut]
    event: EventOut | None
    fields: dict[str, str] | None = None


class BatchOut(BaseModel):
    """One result a capture, in order: an answer, or the error that one capture met."""

    results: list[AnswerOut | dict[str, Any]]


class ItemOut(BaseModel):
    code: str | None
    kind: str
    label: str
    quantity: str
    unit: str
    stage: str
    stage_label: str
    since: str
    closed_at: str | None


class OrderOut(BaseModel):
    """An order as a neighbour system sees it: no person in it."""

    ref: str
    code: str | None
    workshop: str
    client: str
    client_ref: str
    due_on: str | None
    opened_at: str
    confirmed_at: str | None
    closed_at: str | None
    cancelled_at: str | None
    items: list[ItemOut]


class NodeOut(BaseModel):
    kind: Literal["item", "lot"]
    code: str | None
    label: str
    certain: bool


class LinkOut(BaseModel):
    source: str | None
    target: str | None
    certain: bool


class TraceOut(BaseModel):
    """The family of a lot, one direction: nodes reached and links, certain and possible."""

    code: str
    direction: Literal["up", "down"]
    nodes: list[NodeOut]
    links: list[LinkOut]
