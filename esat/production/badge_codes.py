"""Codes of badges and places for the accounts below, which do not know the table of codes."""

from sqlalchemy import select
from sqlmodel import Session

from esat import clock
from esat.accounts.code_book import CodeBook
from esat.errors import Invalid, Refused
from esat.production import barcodes, codes
from esat.production.models import Barcode


def obtain(session: Session, letter: str, given: str) -> str:
    """A free code of the kind: a blank pre-printed one when given, else a new one, still unbound.
    Invalid when what is given is not a code of that kind; refuses as `barcodes.bind`.
    """
    if not given:
        return barcodes.allocate(session, letter, clock.now())
    read = codes.repair(given)
    if not codes.is_ours(read) or read[0] != letter:
        raise Invalid("form_invalid", {"code": "Scannez une étiquette de la bonne sorte."})
    known = (
        session.connection()
        .execute(select(Barcode.__table__.c.id).where(Barcode.__table__.c.code == read))
        .first()
    )
    if known is None:
        raise Refused("code_unknown")
    return read


def bind(session: Session, code: str, station_id: int | None, account_id: int | None) -> None:
    """Say what a code names from now on."""
    if station_id is not None:
        barcodes.bind(session, code, station_id=station_id)
    elif account_id is not None:
        barcodes.bind(session, code, account_id=account_id)


CODE_BOOK = CodeBook(read=codes.repair, obtain=obtain, bind=bind)
