"""What a workshop may add to the deposit ticket of its orders, all of it as words; pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PricedLine:
    """A line of a paper that bears prices, as it is read; `notes` stand under it."""

    label: str
    quantity: str
    price: str
    amount: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PaperMore:
    """What a workshop adds to the deposit ticket of an order: priced lines in place of what was
    asked, their total, what was agreed on prices and payment, and texts that the law wants there.
    All of it is words: the paper keeps them as they were said.
    """

    lines: tuple[PricedLine, ...] = ()
    total: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    texts: tuple[tuple[str, str], ...] = ()
