"""`esat import logger FILE`: one file, its one outcome, by the number that it bears itself."""

from dataclasses import dataclass

from sqlmodel import Session

from esat import config
from esat.actors import Actor
from esat.declarations import Import
from esat.errors import EsatError, Invalid, Refused
from esat.exchange.remarks import Remark
from esat.exchange.report import Line, Outcome, Report
from esat.files.store import store_of
from esat.web.filters import moment
from laundry_rabc.loggers import importing, rights
from laundry_rabc.loggers.formats.reading import Said
from laundry_rabc.loggers.importing import Seen


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as it was given: a logger's is no table."""

    data: bytes
    name: str


def run(
    session: Session, sent: Sent, *, by: Actor, dry_run: bool = False, partial: bool = False
) -> Report:
    """Bring one file in, or say what would be done. The same file again changes nothing. What is
    wrong in it is the remark of its line, and nothing is kept.
    """
    del partial  # a file is kept whole or not at all
    try:
        seen = importing.look(session, sent.data, sent.name, Said())
        about, remark = _about(sent, seen), _understood(seen)
        if seen.instrument is None:
            raise Invalid("logger_whose", serial=seen.found.serial)
        if not dry_run:
            importing.keep(
                session, store_of(config.current()), sent.data, sent.name, Said(),
                instrument_id=seen.instrument.id, by=by,
            )  # fmt: skip
    except Refused as known:
        line = Line(1, sent.name, Outcome.UNCHANGED, (Remark(known.code, "", known.params),))
        return Report((line,), applied=not dry_run, dry_run=dry_run)
    except EsatError as error:
        line = Line(1, sent.name, Outcome.REFUSED, (Remark(error.code, "", error.params),))
        return Report((line,), applied=False, dry_run=dry_run)
    line = Line(1, about, Outcome.CREATED, (remark,))
    return Report((line,), applied=not dry_run, dry_run=dry_run)


def _about(sent: Sent, seen: Seen) -> str:
    owner = "" if seen.instrument is None else seen.instrument.code
    return " — ".join(part for part in (sent.name, owner) if part)


def _understood(seen: Seen) -> Remark:
    found = seen.found
    said = {
        "form": found.label, "unit": f"°{found.unit}", "count": len(found.measured),
        "since": moment(found.points[0].at), "until": moment(found.points[-1].at),
        "gaps": len(found.gaps),
    }  # fmt: skip
    return Remark("logger_understood", "", said)


LOGGER = Import("logger", "Relevé d’un enregistreur", rights.IMPORT, run, read=Sent)
