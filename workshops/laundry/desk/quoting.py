"""What a deposit would cost today: each line priced by the tariff in force, or what is wrong."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from sqlmodel import Session

from esat import clock
from esat.errors import Invalid, Refused
from workshops.laundry.desk import pricing, tariffs
from workshops.laundry.desk.deposit_forms import DepositGiven, LineGiven
from workshops.laundry.desk.models import Tariff
from workshops.laundry.desk.tariffs import Choice, PriceList
from workshops.laundry.desk.words import FULL
from workshops.laundry.plant import limits

HALF: Final = "Un nombre entier : il n’y a pas de demi-article."


@dataclass(frozen=True, slots=True)
class Priced:
    """A line with the price that is asked for it today."""

    given: LineGiven
    tariff: Tariff
    unit_price: Decimal
    amount: Decimal


def price(
    session: Session, given: DepositGiven, *, at: datetime
) -> tuple[Choice, tuple[Priced, ...]]:
    """What would be asked now. Invalid: no bracket chosen, a price that is in force no more, half
    an article, too many of them. Refuses `desk_no_tariff`.
    """
    asked = tariffs.price_list(session, clock.local(at).date())
    if not asked.tariffs:
        raise Refused("desk_no_tariff")
    most = limits.value(session, "desk_most", at)
    faults: dict[str, str] = {}
    choice = _choice(asked, given.what.bracket, faults)
    lines = []
    for line in given.lines:
        tariff = asked.tariff(line.what.tariff)
        fault = _fault(line, tariff, most)
        if fault or tariff is None:
            faults[f"{'quantity' if tariff else 'tariff'}_{line.n}"] = fault
            continue
        unit_price = choice.price(tariff)
        amount = pricing.amount(unit_price, line.what.quantity)
        lines.append(Priced(line, tariff, unit_price, amount))
    if faults:
        raise Invalid("form_invalid", faults)
    return choice, tuple(lines)


def _choice(asked: PriceList, code: str, faults: dict[str, str]) -> Choice:
    if code == FULL or (not code and not asked.choices):
        return Choice(None)
    found = asked.choice(code)
    if found is None:
        faults["bracket"] = "Choisissez le tarif plein ou une tranche."
    return found or Choice(None)


def _fault(line: LineGiven, tariff: Tariff | None, most: Decimal) -> str:
    if tariff is None:
        return "Ce prix n’est plus en vigueur. Choisissez-en un autre."
    if pricing.has_part(tariff.unit, line.what.quantity):
        return HALF
    if line.what.quantity > most:
        return f"Pas plus de {most:f} sur une ligne : vérifiez le nombre."
    return ""
