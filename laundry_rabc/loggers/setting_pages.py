"""The pages that set the room up: where instruments stand, and how tables are described."""

from flask import Response, request, url_for

from esat.accounts.permissions import allow, current_actor
from esat.errors import Invalid
from esat.production import once
from esat.web import forms, htmx
from laundry_rabc.loggers import mappings, places, reads, rights
from laundry_rabc.loggers.formats import dates, mapped, zones
from laundry_rabc.loggers.pages import blueprint, may, opened
from laundry_rabc.loggers.places import PlaceIn


@blueprint.get("/places")
@allow(rights.READ)
def placing() -> Response:
    """Where each instrument stands."""
    return _places({}, 200)


@blueprint.post("/places")
@allow(rights.SET)
def place() -> Response:
    """Put an instrument on a machine, or take it away."""
    session, by = opened(rights.SET), current_actor()

    def work() -> str:
        places.put(session, forms.read(PlaceIn, request.form), by=by)
        return url_for("rabc_loggers.placing")

    sent = once.form_of(request.form.items(multi=True))
    try:
        return htmx.go_to(once.run(session, sent, "rabc.loggers.place", work, by=by))
    except Invalid as error:
        session.rollback()
        return _places(error.fields, 422)


@blueprint.get("/descriptions")
@allow(rights.READ)
def descriptions() -> Response:
    """The tables that are described."""
    session = opened(rights.READ)
    return htmx.render(
        "laundry_rabc/loggers/mappings.html",
        found=[(row, row.header.split(mapped.BETWEEN)) for row in mappings.in_use(session)],
        orders=dates.ORDERS,
        zone_of=zones.label,
        codes={one.instrument.id: one.instrument.code for one in reads.instruments(session)},
        may_set=may(rights.SET),
        key=once.fresh(),
    )


@blueprint.post("/descriptions/<int:mapping_id>/retirer")
@allow(rights.SET)
def withdraw(mapping_id: int) -> Response:
    """Use a description no more."""
    session, by = opened(rights.SET), current_actor()

    def work() -> str:
        mappings.withdraw(session, mapping_id, by=by)
        return url_for("rabc_loggers.descriptions")

    sent = once.form_of(request.form.items(multi=True))
    return htmx.go_to(once.run(session, sent, f"rabc.loggers.mapping.{mapping_id}", work, by=by))


def _places(errors: dict[str, str], status: int) -> Response:
    session = opened(rights.READ)
    found = reads.instruments(session)
    return htmx.render(
        "laundry_rabc/loggers/places.html",
        status=status,
        found=found,
        instruments=[
            (one.instrument.id, f"{one.instrument.code} · {one.instrument.name}") for one in found
        ],
        machines=reads.machines(session),
        may_set=may(rights.SET),
        key=once.fresh(),
        values=request.form,
        errors=errors,
    )
