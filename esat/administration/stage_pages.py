"""The stages of a workshop as the house wants them on its boards; rules are in `production`."""

from flask import Blueprint, Response, request, url_for

from esat import registry
from esat.accounts.permissions import allow, current_actor, require
from esat.administration.forms import StageIn
from esat.declarations import Workshop
from esat.errors import Invalid
from esat.production import stage_settings
from esat.production.stage_settings import MANAGE, ShownStage, Wanted
from esat.web import door, forms, htmx

blueprint = Blueprint("stages", __name__, url_prefix="/administration/ateliers")


@blueprint.get("")
@allow(MANAGE)
def workshops() -> Response:
    """The workshops whose boards one may arrange."""
    session, by = door.session(), current_actor()
    mine = [w for w in registry.current().workshops.values() if by.can(MANAGE, workshop=w.code)]
    return htmx.render(
        "administration/workshops.html",
        workshops=[(w, stage_settings.current(session, w)) for w in mine],
    )


@blueprint.get("/<workshop:workshop>")
@allow(MANAGE)
def stages(workshop: Workshop) -> Response:
    require(MANAGE, workshop=workshop.code)
    return _editor(workshop)


@blueprint.post("/<workshop:workshop>")
@allow(MANAGE)
def keep(workshop: Workshop) -> Response:
    """Keep what changed, all stages at once or none."""
    require(MANAGE, workshop=workshop.code)
    try:
        wanted = _wanted(workshop)
        stage_settings.set_stages(door.session(), workshop, wanted, by=current_actor())
    except Invalid as error:
        return _editor(workshop, error.fields, status=error.status)
    return htmx.go_to(url_for("stages.stages", workshop=workshop))


def _wanted(workshop: Workshop) -> dict[str, Wanted]:
    wanted: dict[str, Wanted] = {}
    faults: dict[str, str] = {}
    for stage in workshop.road.stages:
        typed = {name: request.form.get(f"{stage.code}.{name}", "") for name in
                 ("label", "position", "resting_minutes")}  # fmt: skip
        typed["hidden"] = "1" if f"{stage.code}.hidden" in request.form else "0"
        try:
            given = forms.read(StageIn, typed)
        except Invalid as error:
            faults |= {f"{stage.code}.{name}": words for name, words in error.fields.items()}
            continue
        wanted[stage.code] = Wanted(**given.model_dump())
    if faults:
        raise Invalid("form_invalid", faults)
    return wanted


def _editor(
    workshop: Workshop, errors: dict[str, str] | None = None, *, status: int = 200
) -> Response:
    session = door.session()
    return htmx.render(
        "administration/stages.html",
        status=status,
        workshop=workshop,
        stages=[_row(workshop, shown) for shown in stage_settings.current(session, workshop)],
        changes=stage_settings.changes(session, workshop),
        typed=request.form,
        errors=errors or {},
    )


def _row(workshop: Workshop, shown: ShownStage) -> tuple[ShownStage, bool, bool]:
    """A stage, whether it may be hidden, and whether it may have a resting time."""
    return (
        shown,
        stage_settings.is_optional(workshop.road, shown.code),
        stage_settings.may_rest(workshop, shown.code),
    )
