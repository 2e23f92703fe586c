"""A house for the bench: its data folder, things to move, a device and a counter clerk.

Built by the product's own services on the product's own schema.
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session

from esat import schema
from esat.actors import Actor
from esat.assembly import compose
from esat.config import Settings
from esat.web.door import House
from tests import people, signing_in
from tests.factories import items_of, make_client, make_order

FIRST = ("receive", "sort", "load")
AGAIN = ("start_wash", "end_wash", "dry", "finish", "rewash")
"""From loaded back to loaded: a bag may be moved for ever and never leaves."""
STAGES = {
    "receive": "received", "sort": "sorted", "load": "loaded", "rewash": "to_rewash",
    "start_wash": "washing", "end_wash": "washed", "dry": "dried", "finish": "finished",
}  # fmt: skip


@dataclass(slots=True)
class Things:
    """Items of one client of the load, each moved in its turn along the laundry's road."""

    codes: list[str]
    done: int = 0

    def moves(self, n: int) -> Iterator[tuple[str, str]]:
        """The next `n` moves (code, action), each of which the road offers."""
        for _ in range(n):
            turn, which = divmod(self.done, len(self.codes))
            self.done += 1
            yield self.codes[which], _action(turn)

    def stages(self) -> dict[str, str]:
        """Where each thing must stand after what was done."""
        found = {}
        for which, code in enumerate(self.codes):
            turns = (self.done - which + len(self.codes) - 1) // len(self.codes)
            found[code] = STAGES[_action(turns - 1)] if turns else "expected"
        return found


def _action(turn: int) -> str:
    if turn < len(FIRST):
        return FIRST[turn]
    return AGAIN[(turn - len(FIRST)) % len(AGAIN)]


@dataclass(frozen=True, slots=True)
class Bench:
    """A house, a device's token, a clerk's cookie, and the things of each client of the load."""

    house: House
    token: str
    cookie: str
    things: list[Things]

    @property
    def data(self) -> Path:
        return self.house.settings.data_dir


def empty(data: Path) -> House:
    """A house on an empty base, with the schema of the code."""
    data.mkdir(parents=True, exist_ok=True)
    house = compose(Settings(data_dir=data))
    schema.upgrade(house.database)
    return house


def furnish(house: House, clients: int, each: int) -> Bench:
    """Give a house what the load needs: an order of `each` bags a client, a device, a clerk."""
    things = []
    with house.database.write() as session:
        owner = make_client(session)
        for _ in range(clients):
            order = make_order(session, items=each, client=owner)
            things.append(Things([item.code or "" for item in items_of(session, order)]))
        token, cookie = _people(session)
    return Bench(house, token, cookie, things)


def _people(session: Session) -> tuple[str, str]:
    token, _station = signing_in.enrol(session)
    name, value = signing_in.open_session(session, "comptoir", "Karim", ("laundry",))
    return token, f"{name}={value}"


def clerk() -> Actor:
    """A counter clerk of the laundry, for captures without HTTP."""
    return people.actor("comptoir", workshops=("laundry",))


def all_stages(things: list[Things]) -> dict[str, str]:
    return dict(itertools.chain.from_iterable(t.stages().items() for t in things))
