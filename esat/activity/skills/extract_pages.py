"""The extract of a year, on screen and as a paper: made when it is asked for, kept nowhere."""

import io
from pathlib import Path
from typing import Final

from flask import Blueprint, Response, send_file

import esat
from esat import clock, config
from esat.accounts.permissions import allow, current_actor
from esat.activity.skills import extract, rights
from esat.activity.skills import year as years
from esat.activity.skills.extract import Extract
from esat.documents import typesetting
from esat.errors import NotFound
from esat.web import door, htmx
from esat.workers import reach
from esat.workers.models import Worker

blueprint = Blueprint("activity_extract", __name__, url_prefix="/travailleurs/<int:worker_id>")
PAPER: Final = "yearly_extract"
FIRST: Final = 2000
_ICONS: Final = Path(esat.__file__).parent / "static" / "vendor" / "icons"


@blueprint.get("/annee/<int:year>")
@allow(rights.READ)
def show(worker_id: int, year: int) -> Response:
    """The year in easy words, as it will be printed."""
    worker, made = _made(worker_id, year)
    return htmx.render(
        "activity/skills/extract.html",
        worker=worker,
        extract=made,
        year=year,
        before=year - 1 if year > FIRST else None,
        after=year + 1 if year < clock.today().year else None,
    )


@blueprint.get("/annee/<int:year>.pdf")
@allow(rights.READ)
def paper(worker_id: int, year: int) -> Response:
    _, made = _made(worker_id, year)
    data = typesetting.pdf(PAPER, said(made), pictures(made), clock.now())
    answer = send_file(io.BytesIO(data), "application/pdf", download_name=f"{made.title}.pdf")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def said(made: Extract) -> dict[str, object]:
    """The words of the paper."""
    return {
        "house": config.current().house_name,
        "title": made.title,
        "name": made.name,
        "sections": [
            {
                "title": section.title,
                "pictogram": section.pictogram,
                "lines": [
                    {"text": line.text, "pictogram": line.pictogram} for line in section.lines
                ],
            }
            for section in made.sections
        ],
    }


def pictures(made: Extract) -> dict[str, bytes]:
    """Each pictogram once, as it is drawn on the screen."""
    names = {line.pictogram for section in made.sections for line in section.lines}
    names |= {section.pictogram for section in made.sections}
    return {f"{name}.svg": (_ICONS / f"{name}.svg").read_bytes() for name in names - {""}}


def _made(worker_id: int, asked: int) -> tuple[Worker, Extract]:
    worker, _ = reach.the(door.session(), worker_id, current_actor(), rights.READ)
    today = clock.today()
    if not FIRST <= asked <= today.year:
        raise NotFound("year_unknown")
    return worker, extract.of(years.of_worker(door.session(), worker, asked, today))
