"""What may be done with all the ticked rows of a list in one go, and which rows it leaves out."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from esat.declarations import HoldReason
from esat.production.series import BIND, HOLD, Listing, Row
from esat.stages import Offer

NEW_LABELS = ("étiquette neuve", "étiquettes neuves")
THINGS = ("objet", "objets")
KINDS_SAID = 3
"""More kinds than these in one list are counted as things."""


@dataclass(frozen=True, slots=True)
class Why:
    """A reason not to, and the rows that it is about."""

    sentence: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One move for all: `able` rows make it, of `ticked`; `others` make another one meanwhile."""

    act: str
    label: str
    pictogram: str
    confirms: bool
    back: bool
    """Whether it leads back on the road: never the button that a hand falls on."""
    able: int
    ticked: int
    others: tuple[Why, ...]

    @property
    def words(self) -> str:
        return f"{self.label} ({among(self.able, self.ticked)})"


@dataclass(frozen=True, slots=True)
class Choices:
    """All that the ticked rows have in common. `stuck` tells the rows that no move takes."""

    moves: tuple[Choice, ...]
    stuck: tuple[Why, ...]
    reasons: tuple[HoldReason, ...]
    holdable: int
    bindable: int
    ticked: int

    @property
    def hold_words(self) -> str:
        return among(self.holdable, self.ticked)


def choices(listing: Listing) -> Choices:
    """The union of what the ticked rows offer: what most can do first, a step back after others."""
    ticked = listing.ticked
    moves = [_choice(offers, ticked) for offers in _by_action(ticked)]
    reasons = {reason.code: reason for row in ticked for reason in row.reasons}
    stuck = [row for row in ticked if not _moves(row)]
    return Choices(
        moves=tuple(sorted(moves, key=lambda choice: (-choice.able, choice.back))),
        stuck=_grouped((_why_stuck(row), row) for row in stuck),
        reasons=tuple(reasons.values()),
        holdable=sum(HOLD in row.open for row in ticked),
        bindable=sum(BIND in row.open for row in ticked),
        ticked=len(ticked),
    )


def among(some: int, ticked: int) -> str:
    """« 28 », or « 26 sur 28 »."""
    return str(some) if some == ticked else f"{some} sur {ticked}"


def counted(listing: Listing) -> str:
    """« 28 sacs, 2 doubles, 1 problème », or « 28 sacs, 3 étiquettes neuves »."""
    nouns = Counter(_noun(row) for row in listing.rows if row.reason is None)
    if len(nouns) not in range(1, KINDS_SAID + 1):
        nouns = Counter({THINGS: nouns.total()})
    told = [_some(n, noun) for noun, n in nouns.items()]
    if listing.doubles:
        told.append(_some(listing.doubles, ("double", "doubles")))
    if listing.problems:
        told.append(_some(listing.problems, ("problème", "problèmes")))
    return ", ".join(told)


def _noun(row: Row) -> tuple[str, str]:
    if row.subject is not None and row.subject.kind == "blank":
        return NEW_LABELS
    return (row.word.lower(), plural(row.word.lower())) if row.word else THINGS


def plural(word: str) -> str:
    """« sacs », « lots de production », « colis »: only the first word changes."""
    first, blank, rest = word.partition(" ")
    return first + ("" if first.endswith(("s", "x", "z")) else "s") + blank + rest


def _some(n: int, noun: tuple[str, str]) -> str:
    return f"{n} {noun[0] if n < 2 else noun[1]}"


def _by_action(ticked: tuple[Row, ...]) -> list[list[tuple[Row, Offer]]]:
    """The open offers by their action, in the order that the rows bring them."""
    found: dict[str, list[tuple[Row, Offer]]] = {}
    for row in ticked:
        for offer in row.offers:
            if offer.open:
                found.setdefault(offer.action, []).append((row, offer))
    return list(found.values())


def _choice(offers: list[tuple[Row, Offer]], ticked: tuple[Row, ...]) -> Choice:
    """One button. Two workshops may call the same action by two names: both are said."""
    first = offers[0][1]
    act = f"move:{first.action}"
    labels = dict.fromkeys(_label(row, offer) for row, offer in offers)
    others = [row for row in ticked if act not in row.open and _moves(row)]
    return Choice(
        act=act,
        label=" / ".join(labels),
        pictogram=first.pictogram,
        confirms=any(offer.confirms for _, offer in offers),
        back=any(_leads_back(row, offer) for row, offer in offers),
        able=len(offers),
        ticked=len(ticked),
        others=_grouped((row.why_not(act), row) for row in others),
    )


def _label(row: Row, offer: Offer) -> str:
    """A thing that is received is said as its workshop's road says it, not « ce sac »."""
    if row.subject is None or row.subject.kind != "resource" or row.workshop is None:
        return offer.label
    moves = row.workshop.road.moves
    return next((move.label for move in moves if move.action == offer.action), offer.label)


def _leads_back(row: Row, offer: Offer) -> bool:
    here = row.subject.stage if row.subject is not None else None
    if row.workshop is None or here is None or offer.target is None:
        return False
    road = row.workshop.road
    return road.position(offer.target) < road.position(here)


def _moves(row: Row) -> bool:
    return any(offer.open for offer in row.offers)


def _why_stuck(row: Row) -> str:
    """Why it makes no move: the first closed one says it, or there is none to make."""
    closed = next((offer for offer in row.offers if not offer.open), None)
    return closed.message or "" if closed is not None else row.why_not("")


def _grouped(told: Iterable[tuple[str, Row]]) -> tuple[Why, ...]:
    found: dict[str, list[Row]] = {}
    for sentence, row in told:
        found.setdefault(sentence, []).append(row)
    return tuple(Why(sentence, tuple(rows)) for sentence, rows in found.items())
