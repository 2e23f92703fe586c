"""What green spaces ask when an order is opened: how many visits, where, what, between when."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import Field, StringConstraints
from sqlmodel import Session

from esat import clock
from esat.actors import Actor
from esat.clients.models import DeliverySite
from esat.declarations import OrderForm
from esat.errors import Invalid
from esat.production import things
from esat.production.models import Order
from esat.web import forms
from esat.web.forms import Blank, FormShape, NoControl
from workshops.green_spaces.models import Visit
from workshops.green_spaces.windows import Window, shared

MOST_VISITS = 60


class VisitsIn(FormShape):
    """The visits of an order; the site may also be the order's own place."""

    visits: Annotated[int, Field(ge=1, le=MOST_VISITS)]
    site: Annotated[str, StringConstraints(max_length=120), NoControl] = ""
    tasks: Annotated[str, StringConstraints(min_length=1, max_length=1000), NoControl]
    window_from: Annotated[date | None, Blank] = None
    window_to: Annotated[date | None, Blank] = None
    share: bool = False


def context(session: Session) -> dict[str, Any]:
    """Nothing but the fields themselves."""
    del session
    return {}


def add_items(
    session: Session, order: Order, form: Mapping[str, str], *, by: Actor, at: datetime
) -> list[int]:
    """One item a visit. Invalid: `form_invalid`, also when nothing says where."""
    given = forms.read(VisitsIn, form)
    site = given.site or _place(session, order)
    errors = _errors(given, site, at)
    if errors:
        raise Invalid("form_invalid", errors)
    if given.share:
        windows = shared(given.window_from, given.window_to, given.visits)
    else:
        windows = [(given.window_from, given.window_to)] * given.visits
    made = []
    for n, window in enumerate(windows, 1):
        label = _label(site, n, given.visits)
        item = things.add_item(session, order, "visit", label, by=by, at=at)
        declare(session, item.id or 0, site, given.tasks, window)
        made.append(item.id or 0)
    return made


def declare(
    session: Session, item_id: int, site: str, tasks: str = "", window: Window = (None, None)
) -> Visit:
    """Keep where a visit goes, what for, and when."""
    row = Visit(item_id=item_id, site=site, tasks=tasks, window_from=window[0], window_to=window[1])
    session.add(row)
    session.flush()
    return row


FORM = OrderForm("green_spaces/_order_form.html", context, add_items)


def _place(session: Session, order: Order) -> str:
    """The order's own place, by its name and town."""
    place = session.get(DeliverySite, order.site_id) if order.site_id else None
    if place is None:
        return ""
    return ", ".join(part for part in (place.name, place.town) if part)[:120]


def _label(site: str, n: int, visits: int) -> str:
    return site if visits == 1 else f"{site} ({n}/{visits})"


def _errors(given: VisitsIn, site: str, at: datetime) -> dict[str, str]:
    errors = {}
    if not site:
        errors["site"] = "Écrivez le site, ou choisissez le lieu de la commande."
    if given.window_to is not None and given.window_to < clock.local(at).date():
        errors["window_to"] = "Ce jour est déjà passé."
    if given.window_from and given.window_to and given.window_to < given.window_from:
        errors["window_to"] = "Ce jour vient avant le début de la période."
    days = _days(given)
    if given.share and days is None:
        errors["window_from"] = "Donnez les deux jours de la période à partager."
    elif given.share and days is not None and days < given.visits:
        errors.setdefault("window_to", "Il y a plus de passages que de jours dans la période.")
    return errors


def _days(given: VisitsIn) -> int | None:
    if given.window_from is None or given.window_to is None:
        return None
    return (given.window_to - given.window_from).days + 1
