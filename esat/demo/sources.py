"""The files of the demo: real organisations without their addresses of mail, and name lists."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from random import Random

from esat.exchange.table import Table
from esat.exchange.tabular import read_table
from esat.folding import fold

DATA = Path(__file__).parent / "data"
CLIENTS = DATA / "clients-puy-de-dome.csv"


def organisations() -> Table:
    """The real organisations; mails become `…@exemple.invalid`, phones 01 99 00 xx xx."""
    rows = list(_rows(CLIENTS))
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(rows[0]))
    writer.writeheader()
    for n, row in enumerate(rows):
        called = fold(row["raison_sociale"]).replace(" ", "-")[:40]
        writer.writerow(
            row
            | {
                "email": f"contact@{called}.exemple.invalid",
                "telephone": f"01 99 00 {n // 100:02d} {n % 100:02d}",
            }
        )
    return read_table(out.getvalue().encode(), CLIENTS.name)


class Names:
    """First and last names of the INSEE lists, drawn by their counts, each pair once."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        first = list(_rows(DATA / "prenoms-insee-1961-2004.csv"))
        last = list(_rows(DATA / "noms-insee-1961-2000.csv"))
        self._first = [_capital(row["prenom"]) for row in first]
        self._first_weights = [int(row["naissances_1961_2004"]) for row in first]
        self._last = [_capital(row["nom"]) for row in last]
        self._last_weights = [int(row["naissances_1961_2000"]) for row in last]
        self._given: set[tuple[str, str]] = set()

    def draw(self) -> tuple[str, str]:
        """A first and a last name."""
        while True:
            pair = (
                self._rng.choices(self._first, self._first_weights)[0],
                self._rng.choices(self._last, self._last_weights)[0],
            )
            if pair not in self._given:
                self._given.add(pair)
                return pair


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _capital(name: str) -> str:
    return "-".join(part.capitalize() for part in name.split("-"))
