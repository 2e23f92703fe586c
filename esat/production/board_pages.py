"""The wall board of a workshop, and its tablet: stages, then one stage and what stands there."""

from typing import Any

from flask import Blueprint, Response, request
from flask.blueprints import BlueprintSetupState
from werkzeug.routing import BaseConverter, ValidationError

from esat import clock, registry
from esat.accounts.permissions import allow, current_actor, unlogged
from esat.declarations import Workshop
from esat.errors import NotFound
from esat.production import board_reads, floor_reads, once
from esat.web import door, htmx

blueprint = Blueprint("boards", __name__)


class WorkshopInPath(BaseConverter):
    """`/reliure` is a workshop's page; a word that no workshop has is no address at all."""

    def to_python(self, value: str) -> Workshop:
        workshop = registry.current().workshop_by_slug(value)
        if workshop is None:
            raise ValidationError
        return workshop

    def to_url(self, value: Any) -> str:
        return str(value.slug if isinstance(value, Workshop) else value)


@blueprint.record_once
def _teach_addresses(state: BlueprintSetupState) -> None:
    state.app.url_map.converters["workshop"] = WorkshopInPath


@blueprint.get("/tableau/<workshop:workshop>")
@allow("production.board")
@unlogged
def wall(workshop: Workshop) -> Response:
    """The board read from four metres, the workshop's own where it declares one; htmx fetches its
    fragment again every twenty seconds.
    """
    _see(workshop)
    shown, now = workshop.wall or board_reads.WALL, clock.now()
    return htmx.render(
        "production/wall.html",
        shown.template,
        fragment=shown.template,
        workshop=workshop,
        now=now,
        **shown.context(door.session(), workshop, now),
    )


@blueprint.get("/<workshop:workshop>")
@allow("production.scan")
def tablet(workshop: Workshop) -> Response:
    """The workshop on a tablet: all its stages, or one of them with what stands there."""
    _see(workshop)
    stage, by, session = request.args.get("etape", ""), current_actor(), door.session()
    if not workshop.road.knows(stage):
        return htmx.render(
            "production/tablet.html",
            workshop=workshop,
            board=board_reads.board(session, workshop, clock.today()),
            may_open=by.can("orders.write", workshop=workshop.code),
        )
    return htmx.render(
        "production/stage.html",
        workshop=workshop,
        stage=workshop.road.stage(stage),
        tabs=floor_reads.tabs(session, workshop),
        things=floor_reads.loose(session, workshop, stage),
        lots=floor_reads.open_lots(session, workshop.code, stage),
        may_move=by.can("production.move", workshop=workshop.code),
        today=clock.today(),
        key=once.fresh(),
    )


def _see(workshop: Workshop) -> None:
    """Another workshop's board is not found."""
    by = current_actor()
    if by.workshops is not None and workshop.code not in by.workshops:
        raise NotFound("not_found")
