"""How often an address may guess a link or ask for one: counters in memory, misses only."""

from datetime import datetime, timedelta

from esat.accounts.misses import Misses

EVERYBODY = "*"


class Limits:
    """A right link is never counted, so that a whole town hall behind one address is served."""

    def __init__(self) -> None:
        self._misses = Misses(limit=20, window=timedelta(minutes=10))
        self._all_misses = Misses(limit=600, window=timedelta(minutes=10))
        self._asked = Misses(limit=10, window=timedelta(minutes=10))
        self._all_asked = Misses(limit=200, window=timedelta(minutes=10))

    def check(self, address: str, at: datetime) -> None:
        """`TooMany` when there were too many guesses, of this address or of all; counts none."""
        self._misses.check(address, at)
        self._all_misses.check(EVERYBODY, at)

    def miss(self, address: str, at: datetime) -> None:
        """Count a guess; `TooMany` when there were too many, of this address or of all."""
        _count(self._misses, self._all_misses, address, at)

    def ask(self, address: str, at: datetime) -> None:
        """Count a request for a lost link: whether it matched is nobody's business."""
        _count(self._asked, self._all_asked, address, at)


def _count(own: Misses, everybody: Misses, address: str, at: datetime) -> None:
    own.check(address, at)
    everybody.check(EVERYBODY, at)
    own.add(address, at)
    everybody.add(EVERYBODY, at)
