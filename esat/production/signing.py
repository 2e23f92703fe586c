"""The hand-over as a form or a tablet sends it: read, the signature kept, then handed over."""

import base64
import binascii
from typing import Annotated, Any

from pydantic import BeforeValidator, StringConstraints
from sqlmodel import Session

from esat import config
from esat.actors import Actor
from esat.declarations import Act, ActDone, ActSent
from esat.errors import EsatError, Invalid, Refused
from esat.files import service as files
from esat.files.service import Upload
from esat.files.store import store_of
from esat.production import deliveries, order_detail, orders, scans
from esat.production.deliveries import Handed, How
from esat.production.models import Delivery, Order
from esat.web.forms import FormShape, NoControl, read

MAX_SIGNATURE = 200_000
_PNG = "data:image/png;base64,"


def _several(value: object) -> object:
    """One ticked box comes as a text, several as a list."""
    return [value] if isinstance(value, str) else value


Code = Annotated[str, StringConstraints(max_length=64)]
Codes = Annotated[tuple[Code, ...], BeforeValidator(_several)]


class SignIn(FormShape):
    """The input of `delivery.sign`: an order's number, codes, a name, and a drawn signature."""

    order: Annotated[str, StringConstraints(min_length=1, max_length=20)]
    items: Codes = ()
    refused: Codes = ()
    receiver: Annotated[str, StringConstraints(min_length=1, max_length=80), NoControl]
    reserves: Annotated[str, StringConstraints(max_length=280), NoControl] = ""
    signature: Annotated[str, StringConstraints(max_length=MAX_SIGNATURE)] = ""


def given(form: Any) -> SignIn:
    """Read a form or the data of an act; Invalid with a French sentence a field."""
    return read(SignIn, form)


def sign(session: Session, sent: SignIn, *, by: Actor, how: How | None = None) -> Delivery:
    """Keep the signature and hand over. Refuses as `deliveries.deliver`, and `code_unknown`;
    Invalid `signature_unreadable`; NotFound for an order that is not the actor's.
    """
    order = order_detail.visible(session, sent.order, by, deliveries.DELIVER)
    handed = Handed(
        items=_keys(session, sent.items),
        refused=_keys(session, sent.refused),
        receiver=sent.receiver,
        reserves=sent.reserves,
        signature_file_id=_signature(session, order, sent.signature, by),
    )
    return deliveries.deliver(session, order, handed, by=by, how=how)


def _act(session: Session, sent: ActSent) -> ActDone:
    """The same sent by a tablet, online or a day later; a wrong field is said in one sentence."""
    try:
        shape = given(sent.data)
        how = How(sent.at, sent.uid, sent.late, judged=not sent.offline)
        sign(session, shape, by=sent.actor, how=how)
    except Invalid as error:
        if error.code != "form_invalid":
            raise
        sentence = next(iter(error.fields.values()), "")
        raise Refused("delivery_fields", sentence=sentence) from error
    count = len(shape.items)
    things = "1 article remis" if count == 1 else f"{count} articles remis"
    return ActDone(f"Remise enregistrée : commande {shape.order}, {things}.")


SIGN = Act("delivery.sign", "Remise au client", deliveries.DELIVER, _act)


def _keys(session: Session, codes: tuple[str, ...]) -> tuple[int, ...]:
    """The items that the codes designate, each once."""
    found = []
    for code in codes:
        subject = scans.resolve(session, code).subject
        if subject is None or subject.item_id is None:
            raise Refused("code_unknown")
        found.append(subject.item_id)
    return tuple(dict.fromkeys(found))


def _signature(session: Session, order: Order, drawn: str, by: Actor) -> int | None:
    if not drawn:
        return None
    if not drawn.startswith(_PNG):
        raise Invalid("signature_unreadable")
    try:
        data = base64.b64decode(drawn.removeprefix(_PNG), validate=True)
        upload = Upload(f"Signature {order.ref}.png", data)
        store = store_of(config.current())
        kept = files.attach(session, store, upload, by=by, order_id=orders.key(order))
    except (binascii.Error, EsatError) as error:
        raise Invalid("signature_unreadable") from error
    return kept.id
