"""A dossier made whole: seal, read in short sessions, write the data, draw the paper, pack, keep.

    asked ── read ── drawn ── bytes on the disk ── one row says so
               └── killed anywhere before: no row, so the next run makes it again

Runs in a process of its own (`child`), never in a request.
"""

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Protocol

from sqlmodel import Session

from esat import clock
from esat.accounts.models import Account
from esat.config import Settings
from esat.db import Database
from esat.documents import service as papers
from esat.documents import typesetting
from esat.production.jobs import seal_journal
from laundry_rabc.dossier import composing, detail, gaps, gathering, packing, tables
from laundry_rabc.dossier.composing import Asked, Datum, SealWords
from laundry_rabc.dossier.gaps import Gap
from laundry_rabc.dossier.models import Dossier, DossierFailure, DossierMade
from laundry_rabc.dossier.packing import INDEX, PAPER_NAME, SUMMARY
from laundry_rabc.dossier.periods import Period
from laundry_rabc.dossier.reads import last_seal


class DossierHouse(Protocol):
    """What making needs of the composition."""

    @property
    def settings(self) -> Settings: ...
    @property
    def database(self) -> Database: ...


@dataclass(frozen=True, slots=True)
class Made:
    """A dossier before it is kept."""

    paper: bytes
    archive: bytes
    index: bytes
    gaps: Sequence[Gap]
    seal: SealWords


def make(house: DossierHouse, dossier_id: int) -> None:
    """Make a dossier that was asked for, and keep it; one made already stays as it is."""
    begun = time.monotonic()
    with house.database.read() as session:
        row = session.get_one(Dossier, dossier_id)
        if session.get(DossierMade, dossier_id) is not None:
            return
        by = session.get(Account, row.account_id) if row.account_id else None
        asked = Asked(row.ref, row.note, by.display_name if by else "Système",
                      house.settings.house_name)  # fmt: skip
        period = Period(row.since, row.until, clock.now())
    seal_journal(house)
    found = built(house.database.read, asked, period)
    keep(house, dossier_id, found, Decimal(round(time.monotonic() - begun, 1)).quantize(TENTH))


TENTH: Final = Decimal("0.1")
_PAGE: Final = re.compile(rb"/Type ?/Page\b")


def built(door: detail.Door, asked: Asked, period: Period) -> Made:
    """Read, word, draw and pack; writes nothing. Refuses `paper_not_made`."""
    found, more = detail.read(door, period)
    with door() as session:
        seal = last_seal(session)
    missing = gaps.of(gathering.facts_of(found))
    data: list[tuple[Datum, bytes]] = [
        packing.data_file(table) for table in tables.of(found, more, missing)
    ]
    said, pictures = composing.paper(asked, found, more, missing, [one for one, _ in data], seal)
    paper = typesetting.pdf(composing.PAPER, said, pictures, period.at)
    return _packed(asked, period, missing, data, paper, seal)


def _packed(
    asked: Asked,
    period: Period,
    missing: Sequence[Gap],
    data: Sequence[tuple[Datum, bytes]],
    paper: bytes,
    seal: SealWords,
) -> Made:
    about = Datum(PAPER_NAME, "Le dossier", 0, packing.digest(paper), len(paper))
    files = [about, *(one for one, _ in data)]
    summary = packing.summary(asked, period, missing, files)
    files.append(
        Datum(SUMMARY, "Ce sommaire", 0, packing.digest(summary), len(summary))
    )  # fmt: skip
    index = packing.index(asked, period, missing, files, seal)
    whole: list[tuple[str, bytes]] = [
        (INDEX, index), (SUMMARY, summary), (PAPER_NAME, paper),
        *((one.path, bytes_of) for one, bytes_of in data),
    ]  # fmt: skip
    return Made(paper, packing.archive(whole, period.at), index, missing, seal)


def keep(house: DossierHouse, dossier_id: int, made: Made, seconds: Decimal) -> None:
    """Put the bytes on the disk, then one row that names them; the first to do so decides."""
    store = papers.papers_of(house.settings)
    row: dict[str, Any] = {
        "dossier_id": dossier_id, "made_at": clock.now(), "seconds": seconds,
        "gaps": sum(one.count for one in made.gaps), "pages": pages_of(made.paper),
        "pdf_sha256": store.put(made.paper), "pdf_bytes": len(made.paper),
        "zip_sha256": store.put(made.archive), "zip_bytes": len(made.archive),
        "index_sha256": packing.digest(made.index), "seal_id": made.seal.id,
        "seal_head": made.seal.head,
    }  # fmt: skip
    with house.database.write() as session:
        if session.get(DossierMade, dossier_id) is None:
            session.add(DossierMade(**row))


def pages_of(paper: bytes) -> int:
    """How many pages a PDF of the house's typesetter has: each is an object that says so."""
    return len(_PAGE.findall(paper))


def failed(session: Session, dossier_id: int, why: str) -> None:
    """Keep that a try ended without a dossier. Flushes."""
    session.add(DossierFailure(dossier_id=dossier_id, at=clock.now(), why=why[:500]))
    session.flush()
