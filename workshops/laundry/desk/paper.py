"""What the deposit ticket of an individual says besides: the lines with their prices, what was
wrong already, the total, and the texts in force on that day.
"""

from sqlmodel import Session

from esat import clock
from esat.documents.more import PaperMore, PricedLine
from esat.web import filters
from workshops.laundry.desk import pricing, reads, tariffs
from workshops.laundry.desk.models import Bracket, Deposit
from workshops.laundry.desk.reads import LineRow
from workshops.laundry.desk.words import ON_TICKET, TEXTS, UNIT_WORDS


def more(session: Session, order_id: int) -> PaperMore | None:
    """The words of a deposit; None for an order that is none."""
    deposit = session.get(Deposit, order_id)
    if deposit is None:
        return None
    day = clock.local(deposit.at).date()
    found = ((TEXTS[code], tariffs.text_of(session, code, day)) for code in ON_TICKET)
    return PaperMore(
        lines=tuple(_line(row) for row in reads.lines(session, order_id)),
        total=pricing.euros(deposit.total),
        facts=(("Tarif", bracket_label(session, deposit)),),
        texts=tuple((title, text.body) for title, text in found if text is not None),
    )


def bracket_label(session: Session, deposit: Deposit) -> str:
    """The bracket that was chosen, as it was called."""
    bracket = session.get(Bracket, deposit.bracket_id) if deposit.bracket_id else None
    return bracket.label if bracket else "Tarif plein"


def _line(row: LineRow) -> PricedLine:
    line = row.line
    price = f"{pricing.euros(line.unit_price)} {UNIT_WORDS[row.tariff.unit]}"
    return PricedLine(
        label=f"{row.tariff.article}, {row.tariff.service}",
        quantity=filters.number(line.quantity, row.tariff.unit),
        price=price,
        amount=pricing.euros(line.amount),
        notes=tuple(notes(row)),
    )


def notes(row: LineRow) -> list[str]:
    """What stands under a line: its reduction, its reservations, its value, its photographs."""
    line, said = row.line, []
    if line.unit_price != line.full_price:
        said.append(f"Au lieu de {pricing.euros(line.full_price)}")
    marks = [*row.reservations, *([line.note] if line.note else [])]
    said.append(f"Réserves : {', '.join(marks)}" if marks else "Aucune réserve")
    if line.value is not None:
        said.append(f"Valeur d’achat déclarée : {pricing.euros(line.value)}")
    if row.photos:
        count = len(row.photos)
        said.append("1 photo prise au dépôt" if count == 1 else f"{count} photos prises au dépôt")
    return said
