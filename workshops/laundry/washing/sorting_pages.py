"""Sorting by hand on a tablet: the bags that wait, then one bag and the bins that may take it."""

from flask import Response, request, url_for

from esat import clock
from esat.accounts.permissions import allow
from esat.errors import Invalid, NotFound
from esat.production import once
from esat.web import door, htmx
from workshops.laundry.plant.models import Precaution
from workshops.laundry.washing import loads, pages, shapes, sorting_reads
from workshops.laundry.washing.pages import bp

KG = "kg-"
"""Before the code of a bin: the kilograms that go into it."""


@bp.get("/tri")
@allow(pages.MOVE)
def sorting() -> Response:
    """The bags that wait to be sorted, the oldest first."""
    pages.mine()
    bags = sorting_reads.waiting_bags(door.session(), clock.now())
    return htmx.render("laundry/washing/sorting.html", bags=bags, said=pages.answer())


@bp.get("/tri/<code>")
@allow(pages.MOVE)
def sorting_bag(code: str) -> Response:
    """One bag: tap its bin, or part it by kilograms."""
    return _bag(code)


@bp.post("/tri/<code>")
@allow(pages.MOVE)
@door.own_transaction
def sort_bag(code: str) -> Response:
    """Sort a bag into one bin or several."""
    pages.mine()
    form = request.form
    typed = [name for name in form if name.startswith(KG) and form[name].strip()]
    data: dict[str, object] = {
        "into": [name.removeprefix(KG) for name in typed],
        "kg": [form[name] for name in typed],
    }
    if form.get("bin"):
        data = {"bin": form["bin"]}
    try:
        shapes.sort_in(data)
    except Invalid as error:
        wrong = {name: error.fields.get(f"parts.{n}.kg", "") for n, name in enumerate(typed)}
        return _bag(code, errors=wrong, status=422)
    said, uid = pages.take("laundry.sort", code, data)
    if pages.refused(said):
        return _bag(code, said, 409)
    return pages.told(url_for("laundry_washing.sorting"), uid)


def _bag(
    code: str,
    said: dict[str, object] | None = None,
    status: int = 200,
    *,
    errors: dict[str, str] | None = None,
) -> Response:
    pages.mine()
    session, now = door.session(), clock.now()
    bag = next((one for one in sorting_reads.waiting_bags(session, now) if one.code == code), None)
    if bag is None:
        # It may have been sorted meanwhile, or be in a load: the page of the thing says so.
        loads.the_subject(session, code)
        if said is None and errors is None:
            return htmx.go_to(url_for("floor.thing", code=code))
        raise NotFound("not_found")
    flagged = None
    if bag.precaution_id is not None:
        flagged = session.get(Precaution, bag.precaution_id)
    bins = sorting_reads.bins_for(session, flagged, bag.family)
    return htmx.render(
        "laundry/washing/bag.html",
        status=status,
        bag=bag,
        flagged=flagged,
        isolated=bag.isolated_until is not None and now < bag.isolated_until,
        bins=bins,
        parts=[one for one in bins if not one.whole],
        may_part=not bag.piece and (flagged is None or not flagged.never_opened),
        said=said,
        errors=errors or {},
        values=request.form,
        key=once.fresh(),
    )
