"""A post added, changed, closed or opened again; by the head of its workshop or the office."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints
from sqlmodel import Session, col, func, select

from esat import clock, texts
from esat.actors import Actor
from esat.errors import Invalid
from esat.folding import fold
from esat.web.forms import Blank, FormShape, NoControl
from esat.workers import activities
from esat.workers.posts import rights
from esat.workers.posts.models import WorkPost
from esat.workers.posts.pictograms import PICTOGRAMS

Tick = Annotated[bool, BeforeValidator(lambda value: value or False)]


class PostIn(FormShape):
    """A post as it is given."""

    workshop: Annotated[str, StringConstraints(max_length=30), NoControl] = ""
    label: Annotated[str, StringConstraints(min_length=1, max_length=80), NoControl]
    pictogram: str = ""
    activity: str = activities.PRODUCTION
    demanding: Tick = False
    guarded: Tick = False
    position: Annotated[Annotated[int, Field(ge=0, le=999)] | None, Blank] = None


def add(session: Session, given: PostIn, known: frozenset[str], *, by: Actor) -> WorkPost:
    """A further post, flushed; the same one sent twice is there once. `known`: the workshops.
    Invalid: `form_invalid`. Forbidden: `other_workshop`.
    """
    rights.require(by, rights.KEEP, given.workshop)
    values = _checked(given, known)
    twin = _called(session, given)
    if twin is not None:
        if all(getattr(twin, name) == value for name, value in values.items()):
            return twin
        raise _twin()
    if "position" not in values:
        values["position"] = (session.exec(select(func.max(WorkPost.position))).one() or 0) + 1
    count = session.exec(select(func.max(WorkPost.id))).one() or 0
    post = WorkPost(
        code=f"poste-{count + 1}", created_at=clock.now(), created_by=by.account_id, **values
    )
    session.add(post)
    session.flush()
    return post


def change(
    session: Session, post: WorkPost, given: PostIn, known: frozenset[str], *, by: Actor
) -> WorkPost:
    """Its words and marks; where it was worked stays written. Refusals are those of `add`."""
    rights.require(by, rights.KEEP, post.workshop)
    rights.require(by, rights.KEEP, given.workshop)
    values = _checked(given, known)
    twin = _called(session, given)
    if twin is not None and twin.id != post.id:
        raise _twin()
    for name, value in values.items():
        setattr(post, name, value)
    session.flush()
    return post


def archive(session: Session, post: WorkPost, *, by: Actor) -> None:
    """Offered no more; what was said of it stays."""
    rights.require(by, rights.KEEP, post.workshop)
    post.archived_at = post.archived_at or clock.now()
    session.flush()


def reopen(session: Session, post: WorkPost, *, by: Actor) -> None:
    rights.require(by, rights.KEEP, post.workshop)
    post.archived_at = None
    session.flush()


def _checked(given: PostIn, known: frozenset[str]) -> dict[str, Any]:
    faults = {}
    if given.workshop and given.workshop not in known:
        faults["workshop"] = texts.sentence("post_choice")
    if given.pictogram not in PICTOGRAMS:
        faults["pictogram"] = texts.sentence("post_choice")
    if given.activity not in activities.BY_CODE:
        faults["activity"] = texts.sentence("post_choice")
    if faults:
        raise Invalid("form_invalid", faults)
    left = {"position"} if given.position is None else set()
    return given.model_dump(exclude=left)


def _called(session: Session, given: PostIn) -> WorkPost | None:
    """The post of that workshop with that name, closed ones included."""
    query = select(WorkPost).where(col(WorkPost.workshop) == given.workshop)
    return next((one for one in session.exec(query) if fold(one.label) == fold(given.label)), None)


def _twin() -> Invalid:
    return Invalid("form_invalid", {"label": texts.sentence("post_label_known")})
