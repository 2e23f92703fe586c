"""How often an address guessed wrong lately: counters in memory, misses only."""

from collections import deque
from datetime import datetime, timedelta
from threading import Lock

from esat.errors import TooMany

ADDRESSES = 10_000


class Misses:
    """A right sign-in never counts, so that a shared address is not punished for working."""

    def __init__(self, limit: int = 30, window: timedelta = timedelta(minutes=10)) -> None:
        self._limit = limit
        self._window = window
        self._lock = Lock()
        self._seen: dict[str, deque[datetime]] = {}

    def check(self, address: str, at: datetime) -> None:
        """Raise `TooMany` when the address missed too often within the window."""
        with self._lock:
            lately = self._lately(address, at)
            if len(lately) >= self._limit:
                wait = lately[0] + self._window - at
                raise TooMany("too_many", retry_after=max(1, int(wait.total_seconds())))

    def add(self, address: str, at: datetime) -> None:
        with self._lock:
            if address not in self._seen and len(self._seen) >= ADDRESSES:
                self._seen.pop(next(iter(self._seen)))
            self._seen.setdefault(address, deque()).append(at)
            self._lately(address, at)

    def _lately(self, address: str, at: datetime) -> deque[datetime]:
        times = self._seen.get(address, deque())
        while times and times[0] <= at - self._window:
            times.popleft()
        if not times:
            self._seen.pop(address, None)
        return times
