"""What was noted by mistake after the wash, corrected: the page of a step, of linen put aside."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from flask import Blueprint, Response, request, url_for

from esat.accounts.permissions import allow, require
from esat.errors import EsatError
from esat.production import once, subjects
from esat.web import door, forms, htmx
from esat.web.filters import number
from workshops.laundry.finishing import amending, fix_reads
from workshops.laundry.finishing.amending import AMEND
from workshops.laundry.finishing.asked import (
    DECISIONS,
    FAULTS,
    REASONS,
    STEPS,
    RejectFixIn,
    StepFixIn,
    VoidIn,
)
from workshops.laundry.finishing.fix_reads import Noted
from workshops.laundry.finishing.form_pages import choices, perform, told

blueprint = Blueprint(
    "laundry_finishing_fixes", __name__, url_prefix="/blanchisserie/finition/corriger"
)
NEVER = "never"


@blueprint.get("/etape/<int:step_id>")
@allow(AMEND)
def step(step_id: int) -> Response:
    """A step: what was noted, and what it was really."""
    require(AMEND, workshop="laundry")
    return _step(step_id)


@blueprint.post("/etape/<int:step_id>")
@allow(AMEND)
def fix_step(step_id: int) -> Response:
    """Correct its measure, or say that it never was."""
    by = require(AMEND, workshop="laundry")
    fix_reads.step(door.session(), step_id)

    def work() -> str:
        session = door.session()
        if request.form.get("what") == NEVER:
            made = amending.void_step(
                session, step_id, forms.read(VoidIn, request.form).happened, by=by
            )
        else:
            made = amending.amend_step(session, step_id, forms.read(StepFixIn, request.form), by=by)
        return url_for("laundry_finishing_fixes.step", step_id=made.id)

    return perform(f"finishing.fix_step.{step_id}", work, _again(_step, step_id))


@blueprint.get("/mise-de-cote/<int:reject_id>")
@allow(AMEND)
def aside(reject_id: int) -> Response:
    """Linen put aside: what was noted, and what it was really."""
    require(AMEND, workshop="laundry")
    return _aside(reject_id)


@blueprint.post("/mise-de-cote/<int:reject_id>")
@allow(AMEND)
def fix_aside(reject_id: int) -> Response:
    """Correct why it was put aside, or say that nothing was to be."""
    by = require(AMEND, workshop="laundry")
    fix_reads.reject(door.session(), reject_id)

    def work() -> str:
        session = door.session()
        if request.form.get("what") == NEVER:
            made = amending.void_reject(
                session, reject_id, forms.read(VoidIn, request.form).happened, by=by
            )
        else:
            made = amending.amend_reject(
                session, reject_id, forms.read(RejectFixIn, request.form), by=by
            )
        return url_for("laundry_finishing_fixes.aside", reject_id=made.id)

    return perform(f"finishing.fix_aside.{reject_id}", work, _again(_aside, reject_id))


def _again(page: Callable[..., Response], key: int) -> Callable[..., Response]:
    return lambda **wrong: page(key, **wrong)


def _step(step_id: int, *, wrong: EsatError | None = None, status: int = 200) -> Response:
    noted = fix_reads.step(door.session(), step_id)
    label = (STEPS | {"dry": ("Séchage", "wind")})[noted.row.kind][0]
    lot = subjects.lot(door.session(), noted.row.lot_id)
    return _page(
        "laundry/finishing/fix_step.html", noted, wrong, status, step_label=label,
        may_void=noted.row.cycle_id is None,
        back=url_for("laundry_finishing.load", code=(lot and lot.code) or ""),
    )  # fmt: skip


def _aside(reject_id: int, *, wrong: EsatError | None = None, status: int = 200) -> Response:
    noted = fix_reads.reject(door.session(), reject_id)
    by = require(AMEND, workshop="laundry")
    return _page(
        "laundry/finishing/fix_aside.html", noted, wrong, status,
        reason_tiles=choices(REASONS), fault_tiles=choices(FAULTS),
        reasons=REASONS, faults=FAULTS, decisions=DECISIONS,
        may_void=by.can(amending.VOID, workshop="laundry"),
    )  # fmt: skip


def _page(name: str, noted: Noted, wrong: EsatError | None, status: int, **more: Any) -> Response:
    said = told(wrong)
    never = request.form.get("what") == NEVER
    kept = {
        field: number(value) if isinstance(value, Decimal) else value
        for field, value in noted.row.model_dump().items()
    }
    said["values"] = request.form if request.form and not never else kept
    said["happened"] = request.form.get("happened", "") if never else ""
    return htmx.render(
        name,
        status=status,
        noted=noted,
        row=noted.row,
        never=never,
        key=once.fresh(),
        **said,
        **more,
    )
