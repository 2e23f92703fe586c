"""The pages of the control: put aside a part or a whole load; what waits aside, mended or not."""

from collections import Counter
from typing import Any

from flask import Blueprint, Response, request, url_for

from esat import clock
from esat.accounts.permissions import allow
from esat.errors import EsatError, NotFound, Refused
from esat.production import once, subjects
from esat.production.subjects import Subject
from esat.web import door, forms, htmx
from workshops.laundry.finishing import aside_reads, board_reads, fix_reads, machines, quality
from workshops.laundry.finishing.amending import AMEND
from workshops.laundry.finishing.asked import DECISIONS, FAULTS, REASONS, RejectIn, RewashIn
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
from workshops.laundry.finishing.quality import Aside

blueprint = Blueprint("laundry_quality", __name__, url_prefix="/blanchisserie/relavage")
WAITING = ("to_rewash", "to_mend", "packed")


@blueprint.get("")
@allow(READ)
def index() -> Response:
    """What waits to be washed again or mended, by reason, the oldest first."""
    reader()
    return _list()


@blueprint.get("/article/<code>")
@allow(MOVE)
def item(code: str) -> Response:
    """One item at the control, or waiting aside: what is wrong, whose doing, what to do."""
    mover()
    return _item(code)


@blueprint.post("/article/<code>")
@allow(MOVE)
def put_aside(code: str) -> Response:
    """Put aside a part of an item or all of it; or decide again on what waits."""
    by = mover()
    found = _subject(code)

    def work() -> str:
        at, late = moment()
        given = forms.read(RejectIn, request.form).model_copy(update={"late_reason": late})
        waits = found.stage in WAITING
        decide = quality.decide_again if waits else quality.reject
        decide(door.session(), code, given, Aside(by, at))
        return _after(found)

    return perform(f"quality.aside.{code}", work, lambda **wrong: _item(code, **wrong))


@blueprint.post("/article/<code>/repare")
@allow(MOVE)
def mended(code: str) -> Response:
    """What was mended is finished again."""
    by = mover()
    _subject(code)

    def work() -> str:
        quality.mended(door.session(), code, Aside(by, clock.now()))
        return url_for("laundry_quality.index")

    return perform(f"quality.mended.{code}", work, _list)


@blueprint.get("/charge/<code>")
@allow(MOVE)
def load(code: str) -> Response:
    """A whole load to wash again: why, and whose doing."""
    mover()
    return _load(code)


@blueprint.post("/charge/<code>")
@allow(MOVE)
def rewash_load(code: str) -> Response:
    """Wash a whole load again."""
    by = mover()
    board_reads.load(door.session(), code, clock.now())

    def work() -> str:
        at, late = moment()
        given = forms.read(RewashIn, request.form).model_copy(update={"late_reason": late})
        quality.rewash_load(door.session(), code, given, Aside(by, at))
        return url_for("laundry_quality.index")

    return perform(f"quality.rewash.{code}", work, lambda **wrong: _load(code, **wrong))


def _after(found: Subject) -> str:
    """Back to the load that the rest is in, or to what waits aside."""
    session = door.session()
    lot = None if found.travels_in is None else subjects.lot(session, found.travels_in)
    if lot is None or found.stage in WAITING:
        return url_for("laundry_quality.index")
    return url_for("laundry_finishing.load", code=lot.code)


def _subject(code: str) -> Subject:
    """The item of a code. NotFound for anything else."""
    try:
        found = machines.subject(door.session(), code)
    except Refused as unknown:
        raise NotFound("not_found") from unknown
    if found.kind != "item":
        raise NotFound("not_found")
    return found


def _list(*, wrong: EsatError | None = None, status: int = 200) -> Response:
    found = aside_reads.waiting(door.session())
    reason = request.args.get("motif", "")
    counted = Counter(one.reason for one in found)
    tabs: list[Any] = [("Tout", url_for("laundry_quality.index"), not reason, len(found))]
    tabs += [
        (words, url_for("laundry_quality.index", motif=code), code == reason, counted[code])
        for code, (words, _icon) in REASONS.items()
        if counted[code]
    ]
    return htmx.render(
        "laundry/finishing/aside.html",
        status=status,
        found=aside_reads.by_reason(found, reason),
        tabs=tabs,
        faults=FAULTS,
        reasons=REASONS,
        decisions=DECISIONS,
        recent=fix_reads.recent(door.session(), clock.now()),
        may_move=reader().can(MOVE, workshop="laundry"),
        may_fix=reader().can(AMEND, workshop="laundry"),
        key=once.fresh(),
        **told(wrong),
    )


def _item(code: str, *, wrong: EsatError | None = None, status: int = 200) -> Response:
    found = _subject(code)
    by = mover()
    decisions = set(DECISIONS)
    if found.stage in {"washed", *WAITING}:
        decisions.discard("mend")
    if found.stage in {"washed", "packed"}:
        decisions.discard("discard")
    if found.stage == "to_rewash":
        decisions.discard("rewash")
    row = board_reads.pieces_of(door.session(), found.item_id or 0)
    return htmx.render(
        "laundry/finishing/item.html",
        status=status,
        subject=found,
        back=_after(found),
        waits=found.stage in WAITING,
        open=found.stage in {*WAITING, *quality.FROM},
        pieces=row,
        reasons=choices(REASONS),
        faults=choices(FAULTS),
        decisions=choices(DECISIONS, decisions),
        must_say=not by.can(quality.DISCARD, workshop="laundry"),
        key=once.fresh(),
        **told(wrong),
    )


def _load(code: str, *, wrong: EsatError | None = None, status: int = 200) -> Response:
    view = board_reads.load(door.session(), code, clock.now())
    words = told(wrong)
    if not request.form and view.why_rewash:
        # The rule fills its reason; a supervisor still decides.
        words["values"] = {"reason": "hygiene", "fault": "ours", "note": view.why_rewash}
    return htmx.render(
        "laundry/finishing/rewash.html",
        status=status,
        view=view,
        reasons=choices(REASONS),
        faults=choices(FAULTS),
        key=once.fresh(),
        **words,
    )
