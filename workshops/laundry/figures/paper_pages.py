"""The paper kit on the screen: a sheet a post to print beforehand, and where labels come from."""

import io

from flask import Response, current_app, send_file, url_for

from esat import clock
from esat.accounts.permissions import allow, capability_of, current_actor
from esat.web import door, htmx
from workshops.laundry.figures import late, paper_kit
from workshops.laundry.figures.pages import blueprint, scoped
from workshops.laundry.figures.paper_kit import SHEETS

PRINT = "production.scan"
ROLLS, LABEL = "print_rolls.page", "printing.label"
POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'"
"""What a browser's own reader of PDF needs, and nothing else."""


@blueprint.get("/papier")
@allow(PRINT)
def papers() -> Response:
    """The sheets of the kit."""
    by = scoped(PRINT)
    return htmx.render(
        "laundry/figures/papers.html",
        sheets=SHEETS,
        rolls=url_for(ROLLS) if _may(ROLLS) else "",
        travellers=_travellers() if _may(LABEL) else (),
        late=by.can(late.ENTER, workshop="laundry"),
    )


@blueprint.get("/papier/<sheet>.pdf")
@allow(PRINT)
def paper(sheet: str) -> Response:
    """One sheet, with the codes of the house as they are now."""
    scoped(PRINT)
    wanted = paper_kit.named(sheet)
    data = paper_kit.pdf(door.session(), wanted, clock.now())
    answer = send_file(
        io.BytesIO(data), mimetype="application/pdf", download_name=f"{wanted.title}.pdf"
    )
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _travellers() -> list[tuple[str, str]]:
    """The A5 sheets of the loads and orders of today: their names and addresses."""
    return [
        (name, url_for(LABEL, code=code, kind="pdf", gabarit="traveller"))
        for name, code in paper_kit.travellers(door.session(), clock.today())
    ]


def _may(endpoint: str) -> bool:
    """Whether this person may open a page of the printers' room."""
    return capability_of(current_app.view_functions[endpoint]) in current_actor().capabilities
