"""The figures against their sources: a line of `esat verify`, a nightly repair, a command."""

from datetime import date, timedelta
from typing import Final

import click
from sqlmodel import Session

from esat import clock
from esat.config import Settings
from esat.web.door import House
from workshops.laundry.figures import parts, rollups
from workshops.laundry.figures.models import DAY
from workshops.laundry.figures.parts import Key

RECENT: Final = timedelta(days=40)
"""A little more than the oldest late entry."""
NAMES: Final = {
    "cycle": "cycles",
    "client": "linge des clients",
    "reject": "linge mis de côté",
}


def faults(session: Session, _settings: Settings) -> list[str]:
    """The rows of days that are not the sum of their sources, in French."""
    wanted = parts.summed(parts.of_all(session))
    wrong = rollups.differing(rollups.stored(session), wanted)
    return [_sentence(place) for place in sorted(wrong, key=str)]


def _sentence(place: Key) -> str:
    name, ((_, day), (_, span), *rest) = place
    which = ", ".join(f"{word} {value}" for word, value in rest)
    form = "jour %d/%m/%Y" if span == DAY else "mois %m/%Y"
    shown = date.fromisoformat(str(day)).strftime(form)
    return f"{NAMES[name].capitalize()} : le cumul du {shown} diffère ({which})."


def nightly(house: House) -> None:
    """Recompute the days that may still change, after late entries."""
    with house.database.write() as session:
        newest = rollups.newest_day(session)
        since = clock.today() - RECENT
        # A house that has sources and no figures yet (it was there before them) gets all its days.
        rollups.rebuild(session, None if newest is None else since)


@click.command("cumuls", help="Recalcule les cumuls de la blanchisserie.")
@click.option("--depuis", type=click.DateTime(["%Y-%m-%d"]), help="Premier jour ; tous sans lui.")
@click.pass_obj
def command(house: House, depuis: object) -> None:
    """Recompute, and say how many rows were wrong."""
    since = None if depuis is None else depuis.date()  # type: ignore[attr-defined]
    with house.database.write() as session:
        wrong = rollups.rebuild(session, since)
    click.echo(f"Cumuls recalculés : {wrong} différaient.")
