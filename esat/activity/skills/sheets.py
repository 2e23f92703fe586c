"""The adapted sheet of a post: up to eight short steps, each with a picture if there is one."""

from dataclasses import dataclass
from typing import Final

from sqlmodel import Session, col, select

from esat import clock, texts
from esat.activity.skills.models import JobSheet, JobSheetStep
from esat.activity.skills.observing import Picture, keep_picture
from esat.actors import Actor
from esat.errors import Invalid
from esat.workers.posts import rights
from esat.workers.posts.models import WorkPost

STEPS: Final = 8
WORDS: Final = 120


@dataclass(frozen=True, slots=True)
class StepIn:
    """A step as it is given: its line on the form, its words, a new picture, or the one it had."""

    number: int
    words: str
    picture: Picture | None = None
    same_as: int | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as it is shown."""

    row: JobSheet | None
    steps: tuple[JobSheetStep, ...]


def of_post(session: Session, post_id: int) -> Sheet:
    """The newest version and its steps; empty while there is none."""
    newest = session.exec(
        select(JobSheet).where(JobSheet.post_id == post_id).order_by(col(JobSheet.version).desc())
    ).first()
    if newest is None:
        return Sheet(None, ())
    query = select(JobSheetStep).where(JobSheetStep.sheet_id == newest.id)
    return Sheet(newest, tuple(session.exec(query.order_by(col(JobSheetStep.position)))))


def write(session: Session, post: WorkPost, steps: list[StepIn], *, by: Actor) -> JobSheet:
    """A further version, flushed. Invalid: `form_invalid` with `words-N` or `photo-N`. Forbidden:
    `other_workshop`.
    """
    rights.require(by, rights.KEEP, post.workshop)
    before = of_post(session, post.id or 0)
    kept = {step.position: step.file_id for step in before.steps}
    faults = {
        f"words-{step.number}": texts.sentence("sheet_step_words")
        for step in steps
        if not (0 < len(step.words) <= WORDS and step.words.isprintable())
    }
    if not steps:
        faults["words-1"] = texts.sentence("sheet_empty_steps")
    if faults:
        raise Invalid("form_invalid", faults)
    sheet = JobSheet(
        post_id=post.id or 0, version=(before.row.version if before.row else 0) + 1,
        created_at=clock.now(), created_by=by.account_id,
    )  # fmt: skip
    session.add(sheet)
    session.flush()
    for n, step in enumerate(steps, 1):
        new = keep_picture(session, step.picture, by=by, field=f"photo-{step.number}")
        old = kept.get(step.same_as) if step.same_as is not None else None
        session.add(
            JobSheetStep(
                sheet_id=sheet.id or 0, position=n, words=step.words,
                file_id=new if new is not None else old,
            )
        )  # fmt: skip
    session.flush()
    return sheet


def file_of(session: Session, post_id: int, position: int) -> int | None:
    """The picture of a step of the newest version."""
    steps = of_post(session, post_id).steps
    return next((one.file_id for one in steps if one.position == position), None)
