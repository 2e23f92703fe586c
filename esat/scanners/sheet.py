"""The sheet that tries a scanner: test codes, what wrong results mean, the maker's own codes."""

from dataclasses import asdict
from datetime import datetime

from sqlmodel import Session

from esat import config
from esat.documents import typesetting
from esat.files.content import SUFFIXES
from esat.files.store import Store
from esat.production.codes import TEST_CODES
from esat.scanners import setups, symbols
from esat.scanners.symptoms import SYMPTOMS
from esat.web import filters
from labels.spec import Symbol

PAPER = "scanner_sheet"


def pdf(session: Session, store: Store, at: datetime) -> bytes:
    """The sheet as it stands now. Refuses `paper_not_made`."""
    pictures: dict[str, bytes] = {}
    tests = [_test(text, pictures) for text in TEST_CODES]
    said = {
        "house": config.current().house_name,
        "phone": "",
        "email": "",
        "number": filters.day(at),
        "tests": tests,
        "symptoms": [asdict(symptom) for symptom in SYMPTOMS],
        "setups": _setups(session, store, pictures),
    }
    return typesetting.pdf(PAPER, said, pictures, at)


def _test(text: str, pictures: dict[str, bytes]) -> dict[str, object]:
    bars, square = f"bars-{text}.svg", f"square-{text}.svg"
    pictures[bars] = typesetting.symbol(Symbol.CODE128, text)
    pictures[square] = typesetting.symbol(Symbol.QR, text)
    return {
        "text": text,
        "bars": bars,
        "bars_mm": symbols.width_mm(Symbol.CODE128, text),
        "square": square,
        "square_mm": symbols.width_mm(Symbol.QR, text),
    }


def _setups(session: Session, store: Store, pictures: dict[str, bytes]) -> list[dict[str, object]]:
    """The maker's codes whose picture is still there; a lost one is said by `esat verify`."""
    found: list[dict[str, object]] = []
    for shown in setups.in_use(session):
        data = store.read(shown.file.sha256)
        if data is None:
            continue
        name = f"setup-{shown.setup.id}{SUFFIXES[shown.file.media_type]}"
        pictures[name] = data
        found.append(
            {
                "name": shown.setup.name,
                "note": shown.setup.note,
                "picture": name,
                "width_mm": shown.setup.width_mm,
            }
        )
    return found
