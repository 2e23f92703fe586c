"""The material of the workshops on the screen: a list to print from, new things, retiring."""

from flask import Blueprint, Response, request, url_for

from esat import clock, registry
from esat.accounts.permissions import allow, current_actor
from esat.errors import Invalid
from esat.production import codes, resources
from esat.production.resources import KINDS, MANAGE, PAGE, Wanted
from esat.web import door, forms, htmx
from esat.web.forms import FormShape, Text

blueprint = Blueprint("resources", __name__, url_prefix="/materiel")


class NewThing(FormShape):
    """A thing as it is typed; an action is named with its workshop, since roads differ."""

    kind: Text = ""
    label: Text = ""
    workshop: Text = ""
    action: Text = ""
    etiquette: Text = ""
    """A pre-printed label that it will wear; empty for a new code."""


class WhyNoMore(FormShape):
    """Why a thing serves no more."""

    reason: Text = ""


@blueprint.get("")
@allow(MANAGE)
def index() -> Response:
    """What there is, by kind and by words; ticked, it is printed together."""
    return _index()


@blueprint.post("")
@allow(MANAGE)
def add() -> Response:
    """A new machine, card, shelf, site, crate."""
    try:
        given = forms.read(NewThing, request.form)
        workshop, _, action = given.action.partition(":")
        wanted = Wanted(
            given.kind, given.label, given.workshop,
            action if workshop == given.workshop else given.action,
        )  # fmt: skip
        code = resources.add(
            door.session(), wanted, by=current_actor(), at=clock.now(),
            code=codes.repair(given.etiquette) or None,
        )  # fmt: skip
    except Invalid as error:
        return _index(error)
    return htmx.go_to(url_for("floor.thing", code=code))


@blueprint.post("/<int:resource_id>/retrait")
@allow(MANAGE)
def retire(resource_id: int) -> Response:
    """A thing that serves no more, and why."""
    why = forms.read(WhyNoMore, request.form)
    resources.retire(door.session(), resource_id, why.reason, by=current_actor(), at=clock.now())
    return htmx.go_to(url_for("resources.index"))


def _index(error: Invalid | None = None) -> Response:
    by, asked = current_actor(), request.args
    kind, text = asked.get("sorte", ""), asked.get("q", "").strip()[:100]
    found = resources.listed(door.session(), by, kind, text, before=asked.get("avant", type=int))
    shown, more = found[:PAGE], len(found) > PAGE
    workshops = [
        one for one in registry.current().workshops.values() if by.can(MANAGE, workshop=one.code)
    ]
    next_page = url_for("resources.index", sorte=kind, q=text, avant=shown[-1].id) if more else ""
    return htmx.render(
        "resources/index.html",
        "resources/_found.html",
        error.status if error else 200,
        things=shown,
        kinds=KINDS,
        kind=kind,
        text=text,
        next_page=next_page,
        tabs=[("Tout", url_for("resources.index"), not kind)]
        + [
            (one.label, url_for("resources.index", sorte=code), kind == code)
            for code, one in KINDS.items()
        ],
        workshops=[(one.code, one.label) for one in workshops],
        names={one.code: one.label for one in workshops},
        actions=[
            (f"{one.code}:{move.action}", f"{move.label} ({one.label})")
            for one in workshops
            for move in one.road.moves
        ],
        label=request.form.get("etiquette") or asked.get("etiquette", "")[:20],
        errors=error.fields if error else {},
        typed=request.form,
    )
