"""What was seen of somebody's work, by whom, that day: only ever added, corrected by a new row."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints
from sqlmodel import Session, select

from esat import clock, texts
from esat.activity.outputs import remarks
from esat.activity.skills.levels import WITHDRAWN
from esat.activity.skills.models import JobSheetStep, SkillItem, SkillObservation, SkillTrace
from esat.actors import Actor
from esat.errors import EsatError, Forbidden, Invalid, NotFound, Refused, TooLarge, WrongType
from esat.files import service as files
from esat.files.content import PDF
from esat.files.service import Upload
from esat.files.store import Store
from esat.web.forms import Blank, FormShape, NoControl
from esat.web.keys import LARGEST
from esat.workers.models import Worker

Corrects = Annotated[Annotated[int, Field(gt=0, le=LARGEST)] | None, Blank]
"""The row in whose place this one comes."""


class SeenIn(FormShape):
    """An observation as it is given; without a day, it was today."""

    level: Literal["seen", "helped", "shows", "explains", "transposes", "withdrawn"]
    day: Annotated[date | None, Blank] = None
    note: Annotated[str, StringConstraints(max_length=280), NoControl] = ""
    corrects: Corrects = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A photograph of the work, and where its bytes are kept."""

    store: Store
    upload: Upload


def observe(
    session: Session,
    worker: Worker,
    item: SkillItem,
    given: SeenIn,
    picture: Picture | None = None,
    *,
    by: Actor,
) -> SkillObservation:
    """Write what was seen, flushed; rights are the caller's business.

    Invalid: `form_invalid` on `day`, `level` or `photo`. NotFound: `observation_unknown`.
    Refused: `observation_corrected`.
    """
    today = clock.today()
    day = given.day or today
    if day > today:
        raise Invalid("form_invalid", {"day": texts.sentence("observation_future")})
    if given.level == WITHDRAWN and given.corrects is None:
        raise Invalid("form_invalid", {"level": texts.sentence("post_choice")})
    if given.corrects is not None:
        _check_corrected(session, worker, item, given.corrects)
    file_id = keep_picture(session, picture, by=by)
    row = SkillObservation(
        worker_id=worker.id or 0, item_id=item.id or 0, day=day, level=given.level,
        corrects_id=given.corrects, recorded_at=clock.now(), observed_by=by.account_id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    if given.note or file_id is not None:
        session.add(SkillTrace(observation_id=row.id or 0, note=given.note, file_id=file_id))
        session.flush()
    return row


def keep_picture(
    session: Session, picture: Picture | None, *, by: Actor, field: str = "photo"
) -> int | None:
    """Keep a photograph. Invalid: `form_invalid` on `field`: whatever is wrong with it is said
    beside it.
    """
    if picture is None:
        return None
    try:
        kept = files.attach(session, picture.store, picture.upload, by=by)
    except (Invalid, TooLarge, WrongType) as error:
        raise _about(field, error) from error
    if kept.media_type == PDF:
        raise Invalid("form_invalid", {field: texts.sentence("photo_wanted")})
    return kept.id


def withdraw(
    session: Session, worker_id: int, seen_id: int, *, by: Actor, at: datetime | None = None
) -> SkillObservation:
    """Take the words and the picture out for good; what was seen, who took them out and when stay.
    The bytes of the picture go with the next sweep.

    Forbidden: `not_allowed`. NotFound: `observation_unknown`. Refused: `remark_gone`.
    """
    if not by.can(remarks.WITHDRAW):
        raise Forbidden("not_allowed")
    row, trace = session.get(SkillObservation, seen_id), session.get(SkillTrace, seen_id)
    if row is None or row.worker_id != worker_id or trace is None:
        raise NotFound("observation_unknown")
    if trace.withdrawn_at is not None:
        raise Refused("remark_gone")
    file_id, trace.note, trace.file_id = trace.file_id, "", None
    trace.withdrawn_at, trace.withdrawn_by = at or clock.now(), by.account_id
    session.flush()
    if file_id is not None:
        files.remove(session, file_id)
        session.flush()
    return row


def kept_here(session: Session, file_id: int) -> bool:
    """Whether a file is a picture of this room: read through its pages alone."""
    of_work = select(SkillTrace.observation_id).where(SkillTrace.file_id == file_id)
    of_sheet = select(JobSheetStep.id).where(JobSheetStep.file_id == file_id)
    return any(session.exec(query).first() is not None for query in (of_work, of_sheet))


def _about(field: str, error: EsatError) -> Invalid:
    return Invalid("form_invalid", {field: error.message})


def _check_corrected(session: Session, worker: Worker, item: SkillItem, key: int) -> None:
    before = session.get(SkillObservation, key)
    if before is None or before.worker_id != worker.id:
        raise NotFound("observation_unknown")
    of_it = session.get(SkillItem, before.item_id)
    if of_it is None or of_it.code != item.code:
        raise NotFound("observation_unknown")
    follows = select(SkillObservation.id).where(SkillObservation.corrects_id == key)
    if session.exec(follows).first() is not None:
        raise Refused("observation_corrected")
