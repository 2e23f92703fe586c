"""The items of the trades: the lists, one item with who can show it, and the form of one."""

from collections.abc import Callable, Mapping
from itertools import groupby

from flask import Blueprint, Response, request, url_for

from esat import clock
from esat.accounts.permissions import allow, current_actor
from esat.activity.skills import items, levels, once_pages, reads, rights
from esat.activity.skills.items import ItemIn
from esat.activity.skills.models import SkillItem
from esat.errors import Forbidden
from esat.production import once
from esat.web import door, forms, htmx

blueprint = Blueprint("activity_items", __name__, url_prefix="/travailleurs/competences")


@blueprint.get("")
@allow(rights.READ)
def index() -> Response:
    """The items of one workshop, by chapter."""
    workshops = _workshops(rights.READ)
    asked = request.args.get("atelier", "")
    chosen = asked if asked in workshops else next(iter(workshops), "")
    found = items.in_force(door.session(), chosen, clock.today())
    return htmx.render(
        "activity/skills/items.html",
        workshops=workshops,
        chosen=chosen,
        chapters=[(name, list(rows)) for name, rows in groupby(found, key=lambda it: it.chapter)],
        scale=levels.SCALE,
        may_keep=chosen in _workshops(rights.ITEMS),
    )


@blueprint.get("/gestes/<code>")
@allow(rights.READ)
def show(code: str) -> Response:
    """One item: where it is in a framework, and who can show it to somebody else."""
    item = _item(code, rights.READ)
    return htmx.render(
        "activity/skills/item.html",
        item=item,
        people=reads.who_can_show(door.session(), current_actor(), code, clock.today()),
        may_keep=item.workshop in _workshops(rights.ITEMS),
        key=once.fresh(),
    )


@blueprint.get("/nouveau")
@allow(rights.ITEMS)
def new() -> Response:
    return _form(None, {"workshop": request.args.get("atelier", "")}, {})


@blueprint.post("/nouveau")
@allow(rights.ITEMS)
def create() -> Response:
    return _kept(None, lambda given: items.add(door.session(), given, _known(), by=current_actor()))


@blueprint.get("/gestes/<code>/modifier")
@allow(rights.ITEMS)
def edit(code: str) -> Response:
    item = _item(code, rights.ITEMS)
    return _form(item, item.model_dump(), {})


@blueprint.post("/gestes/<code>/modifier")
@allow(rights.ITEMS)
def update(code: str) -> Response:
    """A further version from today on."""
    item = _item(code, rights.ITEMS)
    return _kept(
        item,
        lambda given: items.change(door.session(), item, given, _known(), by=current_actor()),
    )


@blueprint.post("/gestes/<code>/retirer")
@allow(rights.ITEMS)
def withdraw(code: str) -> Response:
    """No more in the list; asked twice, it is withdrawn once."""

    def work() -> str:
        item = _item(code, rights.ITEMS)
        items.withdraw(door.session(), item, by=current_actor())
        return url_for("activity_items.index", atelier=item.workshop)

    return once_pages.act(f"item.withdraw.{code}", work, lambda _errors, _status: show(code))


def _workshops(capability: str) -> dict[str, str]:
    by = current_actor()
    known = door.house().registry.workshops.values()
    return {one.code: one.label for one in known if by.can(capability, workshop=one.code)}


def _known() -> frozenset[str]:
    return frozenset(door.house().registry.workshops)


def _item(code: str, capability: str) -> SkillItem:
    item = items.the(door.session(), code, clock.today())
    if not current_actor().can(capability, workshop=item.workshop):
        raise Forbidden("other_workshop")
    return item


def _kept(item: SkillItem | None, keep: Callable[[ItemIn], SkillItem]) -> Response:
    values = item.model_dump() if item else {}

    def work() -> str:
        words = {"workshop": values.get("workshop", ""), **request.form}
        kept = keep(forms.read(ItemIn, words))
        return url_for("activity_items.show", code=kept.code)

    return once_pages.act(
        f"item.{item.code if item else 'new'}", work,
        lambda errors, status: _form(item, {**values, **request.form}, errors, status),
    )  # fmt: skip


def _form(
    item: SkillItem | None,
    values: Mapping[str, object],
    errors: Mapping[str, str],
    status: int = 200,
) -> Response:
    return htmx.render(
        "activity/skills/item_form.html",
        status=status,
        item=item,
        values=values,
        errors=errors,
        workshops=list(_workshops(rights.ITEMS).items()),
        key=once.fresh(),
    )
