"""The signature of a hand-over, drawn, and the client's stamp, photographed: kept."""

import base64
import binascii
from typing import Final

from sqlmodel import Session

from esat import config
from esat.actors import Actor
from esat.errors import EsatError, Invalid
from esat.files import service as files
from esat.files.service import Upload
from esat.files.store import store_of
from esat.production import orders
from esat.production.models import Order

MAX_SIGNATURE: Final = 200_000
MAX_STAMP: Final = 2_000_000
"""Signs of a picture as a tablet sends it: the camera's own is made smaller there first."""
_PICTURES: Final = ("data:image/png;base64,", "data:image/jpeg;base64,")


def signature(session: Session, order: Order, drawn: str, by: Actor) -> int | None:
    """Keep a drawn signature. Invalid `signature_unreadable`."""
    return _kept(session, order, f"Signature {order.ref}", drawn, by, _PICTURES[:1])


def stamp(session: Session, order: Order, photo: str, by: Actor) -> int | None:
    """Keep the photo of a stamp. Invalid `signature_unreadable`."""
    return _kept(session, order, f"Cachet {order.ref}", photo, by, _PICTURES)


def as_text(data: bytes) -> str:
    """A photo that came by a form without script, as a tablet would send it; only its beginning
    says what it is, and the bytes are read again when it is kept.
    """
    kind = _PICTURES[0] if data.startswith(b"\x89PNG") else _PICTURES[1]
    return kind + base64.b64encode(data).decode() if data else ""


def _kept(
    session: Session, order: Order, name: str, text: str, by: Actor, kinds: tuple[str, ...]
) -> int | None:
    if not text:
        return None
    kind = next((one for one in kinds if text.startswith(one)), None)
    if kind is None:
        raise Invalid("signature_unreadable")
    try:
        data = base64.b64decode(text.removeprefix(kind), validate=True)
        ending = kind.removeprefix("data:image/").removesuffix(";base64,")
        upload = Upload(f"{name}.{ending}", data)
        row = files.attach(
            session, store_of(config.current()), upload, by=by, order_id=orders.key(order)
        )
    except (binascii.Error, EsatError) as error:
        raise Invalid("signature_unreadable") from error
    return row.id
