"""The demo's history: every working day of the past months, one transaction each."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from random import Random

import holidays
from sqlmodel import Session, col, select

from esat import clock
from esat.actors import SYSTEM
from esat.clients import service as client_service
from esat.clients.forms import ClientIn
from esat.clients.models import Client
from esat.clock import PARIS
from esat.demo import people, sources
from esat.demo.people import Cast
from esat.exchange.clients import import_clients
from esat.production import codes, seals
from esat.production.jobs import heads_file
from esat.production.rehearsal import Player, Scene
from esat.web.door import House

SEED = 63000
FICTIVE = (
    ("Résidence Les Tilleuls (démo)", "Riom", "63200"),
    ("Résidence Bellevue (démo)", "Thiers", "63300"),
    ("Résidence du Parc (démo)", "Issoire", "63500"),
    ("Résidence Les Volcans (démo)", "Royat", "63130"),
)
Told = Callable[[int, int], None]


def working_days(until: date, months: int) -> list[date]:
    """The days worked before `until`: no week-end, no French public holiday, no closed week."""
    since = until - timedelta(days=30 * months)
    off = holidays.country_holidays("FR", years=range(since.year, until.year + 1))
    days = (since + timedelta(days=n) for n in range((until - since).days))
    return [day for day in days if day.weekday() < 5 and day not in off and not _closed(day)]


def make(
    house: House,
    *,
    today: date,
    months: int,
    password: str,
    told: Told,
    now: datetime | None = None,
) -> Cast:
    """Build the whole demo in an empty, upgraded database. `told(done, total)` is progress; with
    `now`, the hours before it are played after the last day.
    """
    rng = Random(SEED)
    days = working_days(today, months)
    first = datetime.combine(days[0], time(6), PARIS)
    with codes.drawing_from(rng), clock.pinned(first), house.database.write() as session:
        import_clients(session, sources.organisations(), by=SYSTEM)
        fictive = [_fictive(session, *one) for one in FICTIVE]
        cast = people.make(session, house.registry, rng, password, days[0])
        real = [c.id or 0 for c in session.exec(select(Client).order_by(col(Client.id)))]
        scene = Scene(
            session,
            rng,
            days[0],
            days[-1],
            clients=[key for key in real if key not in fictive],
            fictive=fictive,
            actors=cast.actors,
            groups=cast.groups,
            now=now,
        )
        players = [m.demo(scene) for m in house.registry.modules if m.demo is not None]
    for n, day in enumerate(days):
        _play(house, rng, scene, players, day)
        told(n + 1, len(days))
    if now is not None:
        _until(house, rng, scene, now)
    return cast


def _until(house: House, rng: Random, scene: Scene, now: datetime) -> None:
    """What stands at that moment: no day is over, nothing is sealed."""
    with codes.drawing_from(rng), house.database.write() as session, clock.pinned(now):
        scene.session, scene.day = session, clock.today()
        for play in scene.endings:
            play(scene)


def _play(house: House, rng: Random, scene: Scene, players: list[Player], day: date) -> None:
    """One simulated day, in one transaction, then its seal."""
    evening = datetime.combine(day, time(19), PARIS)
    with codes.drawing_from(rng), house.database.write() as session:
        scene.session, scene.day = session, day
        for player in players:
            with clock.pinned(evening):
                player(scene)
    key = seals.key_from(house.settings.secret())
    with clock.pinned(evening), house.database.write() as session:
        made = seals.seal(session, key)
    if made is not None:
        seals.note(made, heads_file(house.settings))


def _fictive(session: Session, name: str, town: str, postcode: str) -> int:
    given = ClientIn(
        name=name,
        town=town,
        postcode=postcode,
        category="ehpad",
        email=f"contact@residence-{postcode}.exemple.invalid",
    )
    made = client_service.create_client(session, given, by=SYSTEM)
    made.fictive = True
    return made.id or 0


def _closed(day: date) -> bool:
    """Closed: the first three weeks of August and from Christmas to New Year."""
    return (day.month == 8 and day.day <= 21) or (day.month == 12 and day.day >= 24)
