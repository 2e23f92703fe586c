"""The photograph that shows an anomaly or a found thing: kept with the bag it is of."""

from flask import request
from sqlmodel import Session

from esat.actors import Actor
from esat.config import Settings
from esat.errors import EsatError, Invalid
from esat.files import pages as file_pages
from esat.files import service as files
from esat.files.store import store_of

FIELD = "photo"


def keep(session: Session, settings: Settings, *, by: Actor, item_id: int | None) -> int | None:
    """The key of the photograph sent with the form, if there is one. Invalid when it is none."""
    sent = request.files.get(FIELD)
    if sent is None or not sent.filename:
        return None
    upload = file_pages.received(sent)
    try:
        kept = files.attach(session, store_of(settings), upload, by=by, item_id=item_id)
    except EsatError as error:
        raise Invalid("form_invalid", {FIELD: f"{upload.name} : {error.message}"}) from error
    return kept.id
