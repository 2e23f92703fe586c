"""« Qui a lu ce dossier »: the access log of one worker, for direction and administrator."""

import re
from typing import Final

from flask import Blueprint, Response, request
from sqlmodel import Session, col, select

from esat.accounts import access_log
from esat.accounts.access_log import Line
from esat.accounts.pages.edge import edge
from esat.accounts.permissions import allow
from esat.activity.rights import reading_words
from esat.errors import NotFound
from esat.web import door, filters, htmx
from esat.workers.models import Worker

READ: Final = "rights.readers"
_LINES: Final = 100
_NUMBERS: Final = re.compile(r"worker_id=(\d+(?:,\d+)*)")
blueprint = Blueprint("rights_readers", __name__, url_prefix="/travailleurs/lectures")


@blueprint.get("")
@allow(READ)
def show() -> Response:
    """Choose a worker, then read who opened what of him."""
    edge().waiting.flush(door.house().database)
    session = door.session()
    key = request.args.get("travailleur", type=int)
    worker = session.get(Worker, key) if key else None
    if key and worker is None:
        raise NotFound("worker_unknown")
    found = _lines(session, key, request.args.get("avant", type=int)) if key else []
    return htmx.render(
        "activity/rights/readers.html",
        people=_people(session),
        worker=worker,
        rows=[_row(one) for one in found if key and names(one.object_ref, key)],
        older=found[-1].id if len(found) == _LINES else None,
    )


def names(object_ref: str, worker_id: int) -> bool:
    """Whether a line of the log is about this worker, alone or among others."""
    if any(str(worker_id) in numbers.split(",") for numbers in _NUMBERS.findall(object_ref)):
        return True
    return {"kind=travailleurs", f"key={worker_id}"} <= set(object_ref.split(","))


def _lines(session: Session, key: int, before: int | None) -> list[Line]:
    alone, among = f"worker_id={key}", f"worker_id=%,{key}"
    hygiene = f"%kind=travailleurs%key={key}%"
    about = (f"%{alone}", f"%{alone},%", f"%{among}", f"%{among},%", hygiene)
    return access_log.lines(session, before=before, limit=_LINES, about=about)


def _row(line: Line) -> list[str]:
    return [
        filters.moment(line.at),
        line.who or line.device,
        reading_words.what(line.route, line.method, line.outcome),
        "Refusé" if line.status >= 400 else "Ouvert",
    ]


def _people(session: Session) -> list[tuple[int, str]]:
    query = select(Worker).order_by(col(Worker.first_name), col(Worker.initial), col(Worker.id))
    return [(one.id or 0, one.display_name) for one in session.exec(query)]
