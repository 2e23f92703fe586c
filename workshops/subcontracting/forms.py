"""What subcontracting asks when an order is opened, and the batches that it makes of it."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field, StringConstraints
from sqlmodel import Session

from esat.actors import Actor
from esat.declarations import OrderForm
from esat.errors import Invalid
from esat.production import things
from esat.production.models import Order
from esat.web import forms
from esat.web.forms import Blank, FormShape, NoControl
from workshops.subcontracting.models import Batch

MOST_PIECES = 10_000_000
MOST_BATCHES = 200


class BatchesIn(FormShape):
    """The client's reference and revision, the pieces announced, and how many make a batch."""

    reference: Annotated[str, StringConstraints(min_length=1, max_length=60), NoControl]
    revision: Annotated[str, StringConstraints(max_length=20), NoControl] = ""
    announced: Annotated[int, Field(ge=1, le=MOST_PIECES)]
    batch_size: Annotated[int | None, Field(ge=1, le=MOST_PIECES), Blank] = None


def context(session: Session) -> dict[str, Any]:
    """Nothing but the fields themselves."""
    del session
    return {}


def sizes(announced: int, batch_size: int | None) -> list[int]:
    """The pieces of each batch: whole batches, then what is left. No piece is lost."""
    if batch_size is None or batch_size >= announced:
        return [announced]
    whole, left = divmod(announced, batch_size)
    return [batch_size] * whole + ([left] if left else [])


def add_items(
    session: Session, order: Order, form: Mapping[str, str], *, by: Actor, at: datetime
) -> list[int]:
    """One item a batch. Invalid: `form_invalid`, also when the batches would be too many."""
    given = forms.read(BatchesIn, form)
    if given.batch_size is not None and given.announced > given.batch_size * MOST_BATCHES:
        words = f"Cela ferait plus de {MOST_BATCHES} lots. Mettez plus de pièces par lot."
        raise Invalid("form_invalid", {"batch_size": words})
    parts = sizes(given.announced, given.batch_size)
    made = []
    for n, pieces in enumerate(parts, 1):
        label = _label(given, n, len(parts))
        item = things.add_item(
            session, order, "batch", label, by=by, at=at, quantity=Decimal(pieces), unit="pièce"
        )
        declare(session, item.id or 0, given.reference, given.revision, given.announced)
        made.append(item.id or 0)
    return made


def declare(session: Session, item_id: int, reference: str, revision: str, announced: int) -> Batch:
    """Keep what the client says of a batch: the quantity announced is the whole order's."""
    row = Batch(
        item_id=item_id, reference=reference, revision=revision, announced=Decimal(announced)
    )
    session.add(row)
    session.flush()
    return row


FORM = OrderForm("subcontracting/_order_form.html", context, add_items)


def _label(given: BatchesIn, n: int, batches: int) -> str:
    named = f"{given.reference} ind. {given.revision}" if given.revision else given.reference
    return named if batches == 1 else f"{named} · {n}/{batches}"
