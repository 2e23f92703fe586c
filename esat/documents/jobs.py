"""Draw the papers that wait: those made by a tablet, or whose drawing failed."""

import logging

from esat.documents import service
from esat.documents.service import DocumentsHouse
from esat.errors import EsatError

log = logging.getLogger("esat.documents")
BITE = 20


def draw_waiting(house: DocumentsHouse) -> int:
    """Draw up to `BITE` papers; one that cannot be drawn does not stop the others."""
    with house.database.read() as session:
        keys = list(service.waiting(session, BITE))
    drawn = 0
    for key in keys:
        try:
            service.freeze(house, key)
            drawn += 1
        except EsatError:
            log.exception("paper %s", key)
    return drawn
