"""Which dossiers that were made name somebody: read in their own archive, and never changed."""

import io
import zipfile
from collections.abc import Collection
from datetime import date
from typing import Final

from sqlmodel import Session, col, select

from esat import clock
from esat.config import Settings
from esat.documents import service as papers
from laundry_rabc.dossier.models import Dossier, DossierMade

WHY: Final = (
    "Preuve remise à l’auditeur, scellée par son empreinte : la changer la rendrait fausse."
)
_TEXTS: Final = (".csv", ".json", ".txt")


def naming(session: Session, settings: Settings, forms: Collection[str]) -> list[tuple[str, date]]:
    """The dossiers whose archive holds one of these forms, the oldest first; one at a time is
    read. The paper says what the tables beside it say.
    """
    query = (
        select(Dossier.ref, DossierMade.made_at, DossierMade.zip_sha256)
        .join(DossierMade, col(DossierMade.dossier_id) == Dossier.id)
        .order_by(col(Dossier.id))
    )
    store, found = papers.papers_of(settings), []
    for ref, made_at, sha256 in session.exec(query):
        data = store.read(sha256)
        if data is not None and _names(data, forms):
            found.append((f"Dossier d’audit {ref}", clock.local(made_at).date()))
    return found


def _names(archive: bytes, forms: Collection[str]) -> bool:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        for name in opened.namelist():
            if name.endswith(_TEXTS):
                text = opened.read(name).decode("utf-8", "replace")
                if any(form in text for form in forms):
                    return True
    return False
