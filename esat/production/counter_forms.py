"""What the counter's forms send, as one capture; the same words as the queue of a device sends."""

import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AwareDatetime, BeforeValidator, Field

from esat import clock
from esat.production.sent import Sent
from esat.web.forms import Blank, FormShape

RESERVED = frozenset({"id", "at", "seq", "station", "code", "action", "sure", "member", "with"})
"""Names of a form that are not the act's own data."""


def _moment(value: object) -> object:
    """Only the written form is a moment: a bare number is no date."""
    if not isinstance(value, str) or not value.strip():
        return None
    try:
        read = datetime.fromisoformat(value)
        return read.astimezone(UTC) if read.tzinfo else read
    except (ValueError, OverflowError) as error:
        msg = "not a moment"
        raise ValueError(msg) from error


class MarkIn(FormShape):
    """The marks of a capture; without a script they are empty and the server makes them."""

    id: Annotated[uuid.UUID | None, Blank] = None
    at: Annotated[AwareDatetime | None, BeforeValidator(_moment)] = None
    seq: Annotated[int | None, Field(ge=0, le=2**31 - 1), Blank] = None
    station: Annotated[str | None, Field(max_length=64), Blank] = None


class Sending(FormShape):
    """A mark and what the form adds to it."""

    mark: MarkIn
    kind: str
    code: str | None
    action: str | None = None
    data: dict[str, Any] = Field(default_factory=dict)

    def sent(self) -> Sent:
        """The capture that this form is."""
        mark = self.mark
        return Sent(
            uid=mark.id or uuid.uuid4(),
            at=mark.at or clock.now(),
            kind=self.kind,
            code=self.code,
            action=self.action,
            station=mark.station,
            seq=mark.seq,
            data=self.data,
        )


def act_data(form: Mapping[str, str]) -> dict[str, Any]:
    """The fields of a form that are the act's own."""
    return {name: value for name, value in form.items() if name not in RESERVED}


def left_behind(members: list[str], ticked: list[str]) -> dict[str, Any]:
    """The members of a lot whose tick was taken away: they stay where they are."""
    without = [int(key) for key in members if key.isascii() and key.isdigit() and key not in ticked]
    return {"without": without} if without else {}
