"""S2 of the workers' acceptance scenarios: two tablets, one worker."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update
from sqlmodel import Session, col, select

from esat import clock
from esat.accounts.models import Account, LoginSession
from esat.activity.allocations import order_hours, reads
from esat.production.models import Order
from esat.workers import people
from esat.workers.forms import GroupIn, WorkerIn
from esat.workers.models import Group
from esat.workers.posts.models import WorkPost
from tests.factories import make_order

SignedIn = Callable[..., FlaskClient]
DAY = date(2026, 11, 23)
HOURS = {
    "morning_from": time(9), "morning_to": time(12),
    "afternoon_from": time(13), "afternoon_to": time(17),
}  # fmt: skip


def at(hour: int, minute: int = 0) -> datetime:
    return datetime.combine(DAY, time(hour, minute), clock.PARIS)


class Side:
    """A group, its post and order, and the tablet of its supervisor."""

    def __init__(
        self, session: Session, signed_in: SignedIn, code: str, workshop: str, colleague: str
    ) -> None:
        given = GroupIn(code=code, name=code.capitalize(), workshop=workshop, **HOURS)
        self.group: Group = people.create_group(session, given)
        self.post = WorkPost(
            code=f"p-{code}", label=f"Poste {code}", workshop=workshop, created_at=at(8)
        )
        session.add(self.post)
        self.order: Order = make_order(session, workshop)
        self.colleague = self.worker(session, colleague)
        self.browser = signed_in("moniteur", (workshop,))
        account = session.exec(select(Account).order_by(col(Account.id).desc())).first()
        people.lead(session, self.group, (account and account.id) or 0, DAY)
        session.commit()
        self.page = f"/equipes/{code}/{DAY}/postes"

    def worker(self, session: Session, name: str) -> int:
        given = WorkerIn(first_name=name, last_name="X", group_id=self.group.id)
        return people.create_worker(session, given).id or 0

    def words(self, worker: int, **more: str) -> dict[str, str]:
        return {
            "group": self.group.code, "day": DAY.isoformat(), "worker": str(worker),
            "place": f"post:{self.post.id}", "order": str(self.order.id), **more,
        }  # fmt: skip

    def present(self, *workers: int) -> None:
        for half in ("matin", "apres-midi"):
            form = {f"status-{worker}": "present" for worker in workers}
            answer = self.browser.post(f"/equipes/{self.group.code}/{DAY}/{half}", data=form)
            assert answer.status_code == 303

    def shown(self) -> str:
        page = self.browser.get(self.page)
        assert page.status_code == 200
        return page.get_data(as_text=True)


def hours(session: Session, worker: int) -> dict[tuple[int | None, bool], int]:
    """Minutes of his day by order, settled or not."""
    session.expire_all()
    found: dict[tuple[int | None, bool], int] = {}
    for one in reads.slices(session, DAY, DAY, (worker,)):
        key = (one.order_id, one.unsettled)
        found[key] = found.get(key, 0) + one.minutes
    return found


@pytest.fixture
def packaging(session: Session, signed_in: SignedIn) -> Side:
    with clock.pinned(at(8)):
        return Side(session, signed_in, "conditionnement", "subcontracting", "Ali")


@pytest.fixture
def laundry(session: Session, signed_in: SignedIn) -> Side:
    with clock.pinned(at(8)):
        return Side(session, signed_in, "linge", "laundry", "Zoé")


@contextmanager
def seen_at(session: Session, hour: int, minute: int = 0) -> Iterator[None]:
    """It is that time, and both supervisors have signed in again."""
    with clock.pinned(at(hour, minute)):
        session.connection().execute(update(LoginSession).values(last_seen_at=clock.now()))
        session.commit()
        yield


def test_moved_between_two_workshops(session: Session, packaging: Side, laundry: Side) -> None:
    """Moved between two workshops

    Given a 9:00–12:00 / 13:00–17:00 worker (7 h) allocated to packaging at 9:00, when laundry
    takes him at 10:30 on another tablet while packaging is offline and laundry's supervisor enters
    "all day", then the day never totals more than 7.00 h, the 9:00–10:30 overlap is shown to
    both supervisors, who see the other's entry and time, one choice settles it (1.5 h packaging,
    5.5 h laundry), order hours follow, and the history keeps both versions.
    """
    eric = packaging.worker(session, "Éric")
    with seen_at(session, 17):
        packaging.present(eric, packaging.colleague)
        laundry.present(laundry.colleague)

    # Given: allocated to packaging at 9:00, by a tablet without network.
    capture = _kept(packaging, eric)
    # When: laundry takes him at 10:30 and enters « all day ».
    with seen_at(session, 10, 30):
        _takes(laundry, eric)
    assert hours(session, eric) == {(laundry.order.id, False): 420}
    with seen_at(session, 17, 6):
        _sends_three_times(packaging, capture)
        # Then: never more than 7.00 h; the overlap stands on both pages, with both entries.
        assert hours(session, eric) == {
            (laundry.order.id, True): 90, (laundry.order.id, False): 330,
        }  # fmt: skip
        for side in (packaging, laundry):
            _shows_both(side.shown())
        # One choice settles it; a second one is refused.
        _settles_once(packaging, laundry)
        assert hours(session, eric) == {
            (packaging.order.id, False): 90, (laundry.order.id, False): 330,
        }  # fmt: skip
        # Order hours follow.
        _follows(session, packaging, laundry)
        # The history keeps both versions.
        _remembers(packaging, laundry)


def _kept(side: Side, worker: int) -> dict[str, object]:
    """What the tablet keeps at nine, to send once there is a network."""
    return {
        "id": str(uuid4()), "at": at(9).isoformat(), "kind": "act", "code": None,
        "action": "allocation.record", "offline": True, "data": side.words(worker, when="now"),
    }  # fmt: skip


def _remembers(packaging: Side, laundry: Side) -> None:
    for side, word in ((laundry, "Poste linge"), (packaging, "Poste conditionnement")):
        thread = side.browser.get(f"{side.page}/fil").get_data(as_text=True)
        assert f"Avant : depuis 09:00, {word}" in thread
        assert "Deux groupes notent" not in thread + side.shown()


def _takes(laundry: Side, worker: int) -> None:
    found = laundry.browser.get(laundry.page, query_string={"name": "éric"})
    assert "Éric X." in found.get_data(as_text=True)
    taken = laundry.browser.post(laundry.page, data=laundry.words(worker, when="day"))
    assert taken.status_code == 303
    page = laundry.browser.get(taken.headers["Location"])
    assert "C’est noté : 1 personne." in page.get_data(as_text=True)


def _sends_three_times(side: Side, capture: dict[str, object]) -> None:
    results = []
    for _ in range(3):
        answer = side.browser.post("/api/v1/captures/batch", json=[capture])
        results += answer.get_json()["results"]
    assert [(one["outcome"], one["replay"]) for one in results] == [
        ("ok", False), ("ok", True), ("ok", True),
    ]  # fmt: skip


def _shows_both(page: str) -> None:
    assert "Deux groupes notent Éric X." in page
    assert "de 09:00 à 10:30" in page
    for said in ("Dit par Nadia, 23 nov. à 09:00", "Dit par Nadia, 23 nov. à 10:30"):
        assert said in page
    assert "Poste conditionnement" in page
    assert "Poste linge" in page


def _settles_once(packaging: Side, laundry: Side) -> None:
    question, kept = _choice(packaging, "Garder Conditionnement")
    chosen = {"question": question, "kept": kept}
    done = packaging.browser.post(f"{packaging.page}/fil/choisir", data=chosen)
    assert done.status_code == 303
    again = laundry.browser.post(f"{laundry.page}/fil/choisir", data=chosen)
    assert again.status_code == 409
    assert "Le choix est déjà fait" in again.get_data(as_text=True)


def _follows(session: Session, packaging: Side, laundry: Side) -> None:
    """Alone on an order, his hours are not shown, nor a total that would tell them."""
    alone = order_hours.of_order(session, packaging.order.id or 0)
    assert [row.minutes for row in alone.rows] == [None]
    assert (alone.total, alone.hidden) == (None, True)
    form = laundry.words(laundry.colleague, when="day")
    assert laundry.browser.post(laundry.page, data=form).status_code == 303
    session.expire_all()
    together = order_hours.of_order(session, laundry.order.id or 0)
    assert ([row.minutes for row in together.rows], together.total) == ([750], 750)


def _choice(side: Side, label: str) -> tuple[str, str]:
    """What the button of that label on the page would send."""
    page = side.shown()
    question = page.split('name="question" value="')[1].split('"')[0]
    before = page.split(f"<span>{label}</span>")[0]
    return question, before.rsplit('value="', maxsplit=1)[1].split('"')[0]
