"""The laundry's part of a demo: regular clients on rounds, bags washed by lots, a few holds."""

from datetime import timedelta

from esat import clock
from esat.production import holds, lots, moves, subjects, things
from esat.production.models import Order
from esat.production.moves import Context
from esat.production.rehearsal import Player, Scene
from workshops.laundry import cards, receiving
from workshops.laundry.plant import seeds

CLIENTS, LOAD = 20, 6
ROAD = (("start_wash", 4), ("end_wash", 62), ("dry", 45), ("finish", 50))
RECENT = timedelta(days=4)


class Laundry:
    """What the laundry remembers from one simulated day to the next."""

    def __init__(self, scene: Scene) -> None:
        self.by = scene.actor("laundry")
        self.rounds: dict[int, list[tuple[int, list[str]]]] = {n: [] for n in range(5)}
        self.waiting: list[str] = []
        self.washed: list[str] = []
        self.packed: dict[int, list[str]] = {}
        self.owner: dict[str, int] = {}
        chosen = scene.rng.sample(scene.clients, CLIENTS) + scene.fictive
        for n, client_id in enumerate(chosen):
            self.rounds[n % 5].append((client_id, self._bags(scene, client_id)))

    def play(self, scene: Scene) -> None:
        """One working day: hand over, receive, wash what was waiting, pack."""
        weekday = scene.day.weekday()
        for client_id, codes in self.rounds[weekday]:
            self._hand_over(scene, client_id)
            if scene.rng.random() < 0.9:
                self._receive(scene, client_id, codes)
        self._pack(scene)
        self._wash(scene)

    def _bags(self, scene: Scene, client_id: int) -> list[str]:
        made = []
        for n in range(scene.rng.randint(1, 3)):
            _bag, code = things.add_resource(
                scene.session, "bag", f"Sac {n + 1}", "laundry", "F", client_id=client_id
            )
            made.append(code)
            self.owner[code] = client_id
        return made

    def _receive(self, scene: Scene, client_id: int, codes: list[str]) -> None:
        busy = {*self.waiting, *self.washed, *self.packed.get(client_id, [])}
        start = scene.sometime(8, 11)
        for n, code in enumerate(c for c in codes if c not in busy):
            when = start + timedelta(seconds=40 * n)
            with scene.moment(when):
                subject = subjects.by_code(scene.session, code)
                if subject is None or subject.stage is not None:
                    continue
                item_id = receiving.receive(scene.session, subject, by=self.by, at=when)
                self._promise(scene, item_id)
            if scene.move(code, "receive", when, by=self.by) is not None:
                self.waiting.append(code)
                self._trouble(scene, client_id, code)

    def _promise(self, scene: Scene, item_id: int) -> None:
        subject = subjects.item(scene.session, item_id)
        order = scene.session.get(Order, subject.order_id) if subject else None
        if order is not None and order.due_on is None:
            order.due_on = scene.day + timedelta(days=scene.rng.choice((2, 3, 7)))
            scene.session.flush()

    def _trouble(self, scene: Scene, client_id: int, code: str) -> None:
        """A few bags of the fictive clients are held, most of them lifted the same day."""
        recent = scene.day > scene.last_day - RECENT
        if not scene.is_fictive(client_id) or scene.rng.random() > (0.9 if recent else 0.12):
            return
        subject = subjects.by_code(scene.session, code)
        if subject is None:
            return
        placed = scene.sometime(11, 12)
        with scene.moment(placed):
            hold = holds.place(
                scene.session,
                subject,
                "to_check",
                by=self.by,
                at=placed,
                note="Objet trouvé dans le sac",
            )
        if not recent:
            lifted = scene.sometime(13, 14)
            with scene.moment(lifted):
                holds.lift(scene.session, hold.id or 0, by=self.by, at=lifted, note="Rendu")

    def _wash(self, scene: Scene) -> None:
        """Loads of what was received before, washed, dried and folded the same day."""
        while len(self.waiting) >= LOAD:
            load, self.waiting = self.waiting[:LOAD], self.waiting[LOAD:]
            found = [subjects.by_code(scene.session, code) for code in load]
            ready = [
                s
                for s in found
                if s is not None
                and s.stage == "received"
                and not holds.open_holds(scene.session, s)
            ]
            self.waiting += [s.code for s in found if s and s not in ready and s.code]
            if len(ready) < 2:
                return
            self._one_load(scene, [s.item_id or 0 for s in ready])
            self.washed += [s.code for s in ready if s.code]

    def _one_load(self, scene: Scene, items: list[int]) -> None:
        when = scene.sometime(11, 13)
        with scene.moment(when):
            lot = lots.open_lot(
                scene.session,
                "laundry",
                "received",
                items,
                by=self.by,
                at=when,
                label="Lavage 60 °C",
            )
        road = ROAD[:1] if scene.day == scene.last_day else ROAD  # the newcomer sees it turning
        for action, minutes in road:
            when += timedelta(minutes=minutes)
            with scene.moment(when):
                subject = lots.subject_of(scene.session, lot)
                moves.move(scene.session, subject, action, Context(by=self.by, at=when))
        if len(road) < len(ROAD):
            return
        with scene.moment(when):
            lots.take_out(scene.session, lot, items, by=self.by, at=when)

    def _pack(self, scene: Scene) -> None:
        washed, self.washed = self.washed, []
        for code in washed:
            if scene.move(code, "pack", scene.sometime(8, 10), by=self.by) is not None:
                self.packed.setdefault(self.owner[code], []).append(code)

    def _hand_over(self, scene: Scene, client_id: int) -> None:
        when = scene.sometime(14, 16)
        for n, code in enumerate(self.packed.pop(client_id, [])):
            scene.move(code, "hand_over", when + timedelta(seconds=20 * n), by=self.by)


def demo(scene: Scene) -> Player:
    """Prepare the laundry, its action cards and its proposals, and answer its player."""
    cards.standard_cards(scene.session)
    seeds.install(scene.session, clock.now())
    return Laundry(scene).play
