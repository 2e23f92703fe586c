"""The finishing pages of a tablet: the columns, one load, the dryer, a step, folded and checked."""

from typing import Any

from flask import Blueprint, Response, request, url_for

from esat import clock
from esat.accounts.permissions import allow
from esat.errors import EsatError, Invalid, NotFound, Refused
from esat.production import lots, once, subjects
from esat.production.floor_forms import picked
from esat.web import door, forms, htmx
from workshops.laundry.finishing import board_reads, drying, machines, steps, wait_reads, waits
from workshops.laundry.finishing.amending import AMEND
from workshops.laundry.finishing.asked import OUTCOMES, STEPS, DryEndIn, DryIn, StepIn, shaped
from workshops.laundry.finishing.form_pages import (
    MOVE,
    READ,
    choices,
    moment,
    mover,
    perform,
    reader,
    told,
)

blueprint = Blueprint("laundry_finishing", __name__, url_prefix="/blanchisserie/finition")
MACHINES = {"extract": "extractor", "calender": "calender", "iron": "iron", "fold": "folder"}


@blueprint.get("")
@allow(READ)
def index() -> Response:
    """The four columns: wet, in a dryer, dry, folded."""
    reader()
    return _board()


@blueprint.post("")
@allow(MOVE)
def dry_ticked() -> Response:
    """The loads that are ticked, whole, into the dryer that was tapped."""
    by = mover()

    def work() -> str:
        named = _into() | {"loads": request.form.getlist("loads")}
        if not named["loads"]:
            raise Invalid("form_invalid", {"loads": "Cochez d’abord une charge."})
        drying.start(door.session(), shaped(DryIn, named), by=by, at=clock.now())
        return url_for("laundry_finishing.index")

    return perform("finishing.dry", work, _board)


@blueprint.post("/ouvrir")
@allow(READ)
def find() -> Response:
    """What was scanned: its load, or what turns in the dryer."""
    reader()
    code = request.form.get("code", "")[:60]
    try:
        return htmx.go_to(_where(code))
    except (Refused, NotFound) as wrong:
        return _board(wrong=Refused("code_not_here") if isinstance(wrong, NotFound) else wrong,
                      status=409)  # fmt: skip


@blueprint.get("/attentes")
@allow(READ)
def waiting() -> Response:
    """Everything that waits, the least time left first."""
    reader()
    kind = request.args.get("sorte", "")
    found = wait_reads.waiting(door.session(), clock.now())
    tabs = [("Tout", url_for("laundry_finishing.waiting"), kind not in waits.KINDS, len(found))]
    for code, one in waits.KINDS.items():
        n = sum(w.standing.kind == code for w in found)
        tabs.append((one.label, url_for("laundry_finishing.waiting", sorte=code), kind == code, n))
    shown = [w for w in found if kind not in waits.KINDS or w.standing.kind == kind]
    return htmx.render("laundry/finishing/waiting.html", found=shown, tabs=tabs, kinds=waits.KINDS)


@blueprint.get("/charge/<code>")
@allow(READ)
def load(code: str) -> Response:
    """One load: how it waits, what is in it, what may be done."""
    reader()
    return _load(code)


@blueprint.post("/charge/<code>/secher")
@allow(MOVE)
def dry_parts(code: str) -> Response:
    """All of a load, some of its items, or some kg of them, into a dryer."""
    by = mover()
    view = board_reads.load(door.session(), code, clock.now())

    def work() -> str:
        at, late = moment()
        named = _parts_of(view) | _into() | {"reason": late}
        done = drying.start(door.session(), shaped(DryIn, named), by=by, at=at)
        return url_for("laundry_finishing.load", code=done.code)

    return perform(f"finishing.dry.{code}", work, lambda **wrong: _load(code, **wrong))


@blueprint.post("/charge/<code>/fin")
@allow(MOVE)
def dry_end(code: str) -> Response:
    """What was read and felt when the dryer stopped."""
    by = mover()
    board_reads.load(door.session(), code, clock.now())

    def work() -> str:
        at, late = moment()
        given = forms.read(DryEndIn, request.form).model_copy(update={"reason": late})
        drying.end(door.session(), code, given, by=by, at=at)
        return url_for("laundry_finishing.load", code=code)

    return perform(f"finishing.dry_end.{code}", work, lambda **wrong: _load(code, **wrong))


@blueprint.post("/charge/<code>/etape")
@allow(MOVE)
def step(code: str) -> Response:
    """Extraction, calender, ironing, folding: what was done, what was measured."""
    by = mover()
    board_reads.load(door.session(), code, clock.now())

    def work() -> str:
        at, late = moment()
        given = forms.read(StepIn, request.form).model_copy(update={"reason": late})
        steps.record(door.session(), code, given, by=by, at=at)
        return url_for("laundry_finishing.load", code=code)

    return perform(f"finishing.step.{code}", work, lambda **wrong: _load(code, **wrong))


@blueprint.post("/charge/<code>/plie")
@allow(MOVE)
def fold(code: str) -> Response:
    """Folded and checked: the ticked items; the others stay a load of their own."""
    by = mover()
    view = board_reads.load(door.session(), code, clock.now())

    def work() -> str:
        ticked = picked(request.form.getlist("with"))
        if not ticked:
            raise Invalid("form_invalid", {"with": "Cochez ce qui est plié."})
        chosen = [] if set(ticked) >= {row.id for row in view.items} else ticked
        at, late = moment()
        done = steps.finish(door.session(), code, chosen, by=by, at=at, reason=late)
        return url_for(
            "laundry_finishing.load", code=lots.subject_of(door.session(), done).code or ""
        )

    return perform(f"finishing.fold.{code}", work, lambda **wrong: _load(code, **wrong))


def _where(text: str) -> str:
    """The page of a scanned code. Refuses `code_not_here`, `dryer_idle`."""
    session = door.session()
    found = machines.subject(session, text)
    if found.kind == "resource" and found.item_id is None:
        found = lots.subject_of(session, machines.turning(session, text)[1])
    if found.kind == "item" and found.travels_in is not None:
        found = subjects.lot(session, found.travels_in) or found
    page = "laundry_finishing.load" if found.kind == "lot" else "floor.thing"
    return url_for(page, code=found.code)


def _into() -> dict[str, Any]:
    """The dryer, and the programme when one was chosen."""
    return {name: request.form.get(name, "") for name in ("dryer", "programme")}


def _parts_of(view: board_reads.LoadView) -> dict[str, Any]:
    """All of it, or the ticked items with their kg: an empty box is the whole item."""
    ticked = set(request.form.getlist("items"))
    if request.form.get("what") != "part":
        return {"loads": [view.code]}
    if not ticked:
        raise Invalid("form_invalid", {"items": "Cochez ce qui va dans le séchoir."})
    kg = {code: text for code in ticked if (text := request.form.get(f"kg-{code}", "").strip())}
    whole = [code for code in ticked if code not in kg]
    if not kg and ticked >= {row.code for row in view.items}:
        return {"loads": [view.code]}
    return {"items": whole, "kg": kg}


def _board(*, wrong: EsatError | None = None, status: int = 200) -> Response:
    return htmx.render(
        "laundry/finishing/board.html",
        status=status,
        board=board_reads.board(door.session(), clock.now()),
        may_move=reader().can(MOVE, workshop="laundry"),
        programmes=board_reads.dry_programmes(door.session()),
        ticked=request.form.getlist("loads"),
        key=once.fresh(),
        **told(wrong),
    )


def _load(code: str, *, wrong: EsatError | None = None, status: int = 200) -> Response:
    session = door.session()
    view = board_reads.load(session, code, clock.now())
    stage = view.subject.stage or ""
    usable = [kind for kind, stages in steps.STAGES.items() if stage in stages]
    return htmx.render(
        "laundry/finishing/load.html",
        status=status,
        view=view,
        stage=stage,
        may_move=reader().can(MOVE, workshop="laundry"),
        may_fix=reader().can(AMEND, workshop="laundry"),
        pressed=steps.pressed(session, view.subject.lot_id or 0),
        programmes=board_reads.dry_programmes(session),
        dryers=board_reads.machines_of(session, "dryer"),
        benches=board_reads.machines_of(session, *MACHINES.values()),
        step_tiles=choices(STEPS, usable),
        step_words={kind: words for kind, (words, _icon) in STEPS.items()} | {"dry": "Séchage"},
        outcomes=choices(OUTCOMES),
        key=once.fresh(),
        **told(wrong),
    )
