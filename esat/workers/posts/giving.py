"""Who may be at which post, said by a further row; without any word of why."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Literal

from sqlmodel import Session, col, select

from esat import clock, texts
from esat.actors import Actor
from esat.errors import Invalid
from esat.web.forms import Blank, FormShape
from esat.workers.models import Worker
from esat.workers.posts import posts, rights
from esat.workers.posts.models import WorkAuthorisation

OptionalDay = Annotated[date | None, Blank]


class SaidIn(FormShape):
    """What is said of one post: `oui` or `non`, and until when. There is no other field."""

    allowed: Annotated[Literal["oui", "non"] | None, Blank] = None
    until: OptionalDay = None


class SinceIn(FormShape):
    """From which day, for all that is said at once; today when left empty."""

    since: OptionalDay = None


def say(
    session: Session,
    worker: Worker,
    entries: Iterable[tuple[int, SaidIn]],
    since: date | None,
    *,
    by: Actor,
) -> int:
    """Write what changes, and only that; gives how many rows. Sent again, it writes nothing.

    Invalid: `form_invalid` with one sentence a post. NotFound: `post_unknown`. Forbidden:
    `other_workshop`.
    """
    begins = since or clock.today()
    newest = _newest(session, worker)
    faults: dict[str, str] = {}
    written = []
    for post_id, said in entries:
        before = newest.get(post_id)
        if _same(said, before):
            continue
        rights.require(by, rights.GIVE, posts.the(session, post_id).workshop)
        if said.allowed is None:
            faults[f"allowed-{post_id}"] = texts.sentence("authorisation_choice")
        elif said.until is not None and said.until < begins:
            faults[f"until-{post_id}"] = texts.sentence("authorisation_dates")
        else:
            written.append(_row(worker, post_id, said, begins, by))
    if faults:
        raise Invalid("form_invalid", faults)
    session.add_all(written)
    session.flush()
    return len(written)


def _newest(session: Session, worker: Worker) -> dict[int, WorkAuthorisation]:
    query = (
        select(WorkAuthorisation)
        .where(WorkAuthorisation.worker_id == worker.id)
        .order_by(col(WorkAuthorisation.since), col(WorkAuthorisation.id))
    )
    return {row.post_id: row for row in session.exec(query)}


def _same(said: SaidIn, before: WorkAuthorisation | None) -> bool:
    """Whether the line says what stands already, or nothing at all."""
    if before is None:
        return said.allowed is None and said.until is None
    return said.until == before.until and said.allowed == ("oui" if before.allowed else "non")


def _row(worker: Worker, post_id: int, said: SaidIn, since: date, by: Actor) -> WorkAuthorisation:
    return WorkAuthorisation(
        worker_id=worker.id or 0, post_id=post_id, allowed=said.allowed == "oui", since=since,
        until=said.until, recorded_at=clock.now(), recorded_by=by.account_id,
    )  # fmt: skip
