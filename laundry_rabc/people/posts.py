"""The posts of the laundry: proposed on the first day, dated, changed by a further row."""

from datetime import datetime
from typing import Annotated, Any, Final

from pydantic import StringConstraints
from sqlalchemy import insert
from sqlmodel import Session, col, func, select

from esat import clock
from esat.actors import Actor
from esat.errors import Invalid, NotFound
from esat.folding import fold
from esat.web.forms import FormShape, NoControl
from laundry_rabc.people import rights
from laundry_rabc.people.models import Post

SIGNING: Final = "ccp"
"""The post that signs results of critical points."""
SOURCE: Final = "Proposition, à valider avec l’équipe RABC"
PROPOSALS: Final = (
    ("sorting", "Tri, zone sale", "basket"),
    ("washing", "Lavage", "droplet"),
    ("clean", "Côté propre, séchage", "wind"),
    ("calender", "Calandre", "thermometer-high"),
    ("packing", "Emballage", "box-seam"),
    (SIGNING, "Signature des points critiques", "pen"),
)


class PostIn(FormShape):
    """A post as it is added."""

    label: Annotated[str, StringConstraints(min_length=1, max_length=80), NoControl]
    source: Annotated[str, StringConstraints(min_length=1, max_length=160), NoControl]


def install(session: Session, at: datetime) -> None:
    """Propose the posts that the house has no row of."""
    known = set(session.exec(select(Post.code)))
    rows: list[dict[str, Any]] = [
        {
            "code": code, "version": 1, "label": label, "pictogram": pictogram,
            "position": position, "since": clock.local(at).date(), "withdrawn": False,
            "source": SOURCE, "created_at": at,
        }
        for position, (code, label, pictogram) in enumerate(PROPOSALS)
        if code not in known
    ]  # fmt: skip
    if rows:
        session.connection().execute(insert(Post), rows)


def in_force(session: Session, at: datetime) -> list[Post]:
    """The posts that stand at a moment, in their order."""
    query = (
        select(Post)
        .where(col(Post.since) <= clock.local(at).date())
        .order_by(col(Post.since), col(Post.version))
    )
    newest = {row.code: row for row in session.exec(query)}
    found = [row for row in newest.values() if not row.withdrawn]
    return sorted(found, key=lambda row: (row.position, row.code))


def the(session: Session, code: str, at: datetime) -> Post:
    """A post that stands at a moment. NotFound otherwise."""
    found = next((one for one in in_force(session, at) if one.code == code), None)
    if found is None:
        raise NotFound("not_found")
    return found


def add(session: Session, given: PostIn, *, by: Actor) -> Post:
    """A further post, from today on. Invalid when one is called so. Flushes."""
    rights.require(by, rights.KEEP)
    now = clock.now()
    known = in_force(session, now)
    if any(fold(one.label) == fold(given.label) for one in known):
        raise Invalid("form_invalid", {"label": "Un poste s’appelle déjà ainsi."})
    count = session.exec(select(func.count()).select_from(Post)).one()
    return _keep(
        session,
        Post(
            code=f"post-{count + 1}", version=1, label=given.label, position=count,
            since=clock.today(), source=given.source, created_at=now, created_by=by.account_id,
        ),
    )  # fmt: skip


def withdraw(session: Session, code: str, *, by: Actor) -> Post:
    """A post that is no more, from today on; what was authorised stays written. NotFound for the
    one of signatures, which the rules need. Flushes.
    """
    rights.require(by, rights.KEEP)
    now = clock.now()
    before = the(session, code, now)
    if code == SIGNING:
        raise NotFound("not_found")
    return _keep(
        session,
        Post(
            code=code, version=before.version + 1, label=before.label,
            pictogram=before.pictogram, position=before.position, since=clock.today(),
            withdrawn=True, source=before.source, created_at=now, created_by=by.account_id,
        ),
    )  # fmt: skip


def _keep(session: Session, post: Post) -> Post:
    session.add(post)
    session.flush()
    return post
