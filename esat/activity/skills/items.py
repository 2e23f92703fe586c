"""The items of a trade: proposed on the first day, dated, changed by a further version."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import StringConstraints
from sqlalchemy import insert
from sqlmodel import Session, col, func, select

from esat import clock, texts
from esat.activity.skills import rights
from esat.activity.skills.items_proposed import ITEMS
from esat.activity.skills.models import SkillItem
from esat.actors import Actor
from esat.errors import Forbidden, Invalid, NotFound
from esat.folding import fold
from esat.web.forms import FormShape, NoControl

Short = Annotated[str, StringConstraints(min_length=1, max_length=80), NoControl]
Words = Annotated[str, StringConstraints(min_length=1, max_length=120), NoControl]
Reference = Annotated[str, StringConstraints(max_length=160), NoControl]


class ItemIn(FormShape):
    """An item as it is given."""

    workshop: str
    chapter: Short
    label: Words
    framework: Reference = ""
    source: Annotated[str, StringConstraints(min_length=1, max_length=160), NoControl]
    status: Literal["proposed", "validated"]


def install(session: Session, at: datetime) -> None:
    """Propose the items that the house has no row of."""
    known = set(session.exec(select(SkillItem.code)))
    rows: list[dict[str, Any]] = [
        {
            "code": one.code, "version": 1, "workshop": one.workshop, "chapter": one.chapter,
            "label": one.label, "framework": one.framework, "source": one.source,
            "status": "proposed", "since": clock.local(at).date(), "withdrawn": False,
            "position": position, "created_at": at,
        }
        for position, one in enumerate(ITEMS)
        if one.code not in known
    ]  # fmt: skip
    if rows:
        session.connection().execute(insert(SkillItem), rows)


def newest(session: Session, day: date) -> dict[str, SkillItem]:
    """The version of each item that stands that day, withdrawn ones included."""
    query = (
        select(SkillItem)
        .where(col(SkillItem.since) <= day)
        .order_by(col(SkillItem.since), col(SkillItem.version))
    )
    return {row.code: row for row in session.exec(query)}


def in_force(session: Session, workshop: str, day: date) -> list[SkillItem]:
    """The items of a workshop that day, in their order."""
    found = newest(session, day).values()
    mine = [one for one in found if one.workshop == workshop and not one.withdrawn]
    return sorted(mine, key=lambda one: (one.position, one.code))


def the(session: Session, code: str, day: date) -> SkillItem:
    """NotFound: `skill_unknown`."""
    found = newest(session, day).get(code)
    if found is None or found.withdrawn:
        raise NotFound("skill_unknown")
    return found


def add(session: Session, given: ItemIn, known: frozenset[str], *, by: Actor) -> SkillItem:
    """A further item, from today on, flushed. Invalid: `form_invalid`. Forbidden:
    `other_workshop`.
    """
    _require(by, given, known)
    today = clock.today()
    if any(
        fold(one.label) == fold(given.label) for one in in_force(session, given.workshop, today)
    ):
        raise Invalid("form_invalid", {"label": texts.sentence("skill_label_known")})
    count = session.exec(select(func.max(SkillItem.id))).one() or 0
    return _keep(session, f"geste-{count + 1}", 1, count, given, by=by)


def change(
    session: Session, item: SkillItem, given: ItemIn, known: frozenset[str], *, by: Actor
) -> SkillItem:
    """A further version from today on; what was seen before keeps the words it had."""
    _require(by, given, known)
    if given.workshop != item.workshop:
        raise Invalid("form_invalid", {"workshop": texts.sentence("post_choice")})
    if all(getattr(item, name) == value for name, value in given.model_dump().items()):
        return item
    return _keep(session, item.code, item.version + 1, item.position, given, by=by)


def withdraw(session: Session, item: SkillItem, *, by: Actor) -> SkillItem:
    """No more in the list from today on; what was seen stays."""
    if not by.can(rights.ITEMS, workshop=item.workshop):
        raise Forbidden("other_workshop")
    given = ItemIn.model_validate(item.model_dump())
    return _keep(session, item.code, item.version + 1, item.position, given, by=by, withdrawn=True)


def _require(by: Actor, given: ItemIn, known: frozenset[str]) -> None:
    if given.workshop not in known:
        raise Invalid("form_invalid", {"workshop": texts.sentence("post_choice")})
    if not by.can(rights.ITEMS, workshop=given.workshop):
        raise Forbidden("other_workshop")


def _keep(
    session: Session,
    code: str,
    version: int,
    position: int,
    given: ItemIn,
    *,
    by: Actor,
    withdrawn: bool = False,
) -> SkillItem:
    row = SkillItem(
        code=code, version=version, position=position, since=clock.today(), withdrawn=withdrawn,
        created_at=clock.now(), created_by=by.account_id, **given.model_dump(),
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row
