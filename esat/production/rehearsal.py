"""A simulated scene: what a module's demo plays, day after day, with the house's own services.

`Module.demo(scene)` prepares what stands from the first day and answers a function that plays one
working day. The same seed and the same days give the same rows; the hours before `now` follow the
moment at which a demo is made.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from sqlmodel import Session

from esat import clock, registry
from esat.actors import Actor
from esat.errors import Refused
from esat.production import moves, orders, subjects
from esat.production.moves import Context
from esat.production.subjects import Subject

Player = Callable[["Scene"], None]


@dataclass
class Scene:
    """One simulated day: the session of its transaction, its people and its clients."""

    session: Session
    rng: Random
    day: date
    last_day: date
    clients: list[int] = field(default_factory=list)
    fictive: list[int] = field(default_factory=list)
    actors: dict[str, Actor] = field(default_factory=dict)
    groups: dict[str, list[int]] = field(default_factory=dict)
    now: datetime | None = None
    """The moment at which the demo is opened, when what stands then is to be played too."""
    endings: list[Player] = field(default_factory=list)
    """What a module plays last, in the hours before `now`."""

    def at(self, hour: int, minute: int = 0) -> datetime:
        """That time of the day on the Paris clock."""
        return datetime.combine(self.day, time(hour, minute), clock.PARIS)

    def sometime(self, since: int, until: int) -> datetime:
        """A minute between two hours of the day."""
        return self.at(since) + timedelta(minutes=self.rng.randrange((until - since) * 60))

    def actor(self, workshop: str) -> Actor:
        return self.actors[workshop]

    def client(self, fictive_share: float = 0.06) -> int:
        """A client of the day; holds and troubles fall only on the fictive ones."""
        if self.fictive and self.rng.random() < fictive_share:
            return self.rng.choice(self.fictive)
        return self.rng.choice(self.clients)

    def is_fictive(self, client_id: int) -> bool:
        return client_id in self.fictive

    @contextmanager
    def moment(self, when: datetime) -> Iterator[datetime]:
        """The clock stands at that moment for what is done inside."""
        with clock.pinned(when):
            yield when

    def move(self, code: str, action: str, when: datetime, *, by: Actor) -> Subject | None:
        """Move what wears the code; None when it is held or was moved otherwise."""
        with self.moment(when):
            subject = subjects.by_code(self.session, code)
            if subject is None:
                return None
            try:
                done = moves.move(self.session, subject, action, Context(by=by, at=when))
            except Refused:
                return None
            road = registry.current().workshop(subject.workshop or "").road
            if done.subject.order_id is not None and road.stage(done.subject.stage or "").final:
                orders.close_if_done(self.session, done.subject.order_id, by=by, at=when)
            return done.subject


@dataclass(frozen=True, slots=True)
class Step:
    """A move and how many working days after the former one it comes (lowest, highest)."""

    action: str
    wait: tuple[int, int] = (0, 1)
    hours: tuple[int, int] = (9, 16)
    chance: float = 1.0


@dataclass
class Running:
    """One thing on its way: its code, its next step, and the day that it is due."""

    code: str
    step: int
    due: int


class Script:
    """Things that follow steps, each at its own pace, day after day."""

    def __init__(self, workshop: str, steps: Sequence[Step]) -> None:
        self.workshop = workshop
        self.steps = tuple(steps)
        self.running: list[Running] = []
        self.day = 0

    def start(self, scene: Scene, code: str, wait: tuple[int, int] = (0, 1)) -> None:
        """Put a thing on its way; its first step comes after `wait` days."""
        self.running.append(Running(code, 0, self.day + scene.rng.randint(*wait)))

    def play(self, scene: Scene) -> None:
        """Make every step that is due today, in the order of its hour."""
        due = [one for one in self.running if one.due <= self.day]
        timed = sorted(((scene.sometime(*self._step(one).hours), n) for n, one in enumerate(due)))
        for when, n in timed:
            self._play_one(scene, due[n], when)
        self.running = [one for one in self.running if one.step < len(self.steps)]
        self.day += 1

    def _play_one(self, scene: Scene, one: Running, when: datetime) -> None:
        step = self._step(one)
        if scene.rng.random() <= step.chance:
            moved = scene.move(one.code, step.action, when, by=scene.actor(self.workshop))
            if moved is None:
                one.due = self.day + 2
                return
        one.step += 1
        if one.step < len(self.steps):
            one.due = self.day + scene.rng.randint(*self._step(one).wait)

    def _step(self, one: Running) -> Step:
        return self.steps[one.step]
