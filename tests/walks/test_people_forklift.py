"""S8 of the workers' acceptance scenarios: a driving authorisation that ends."""

import html
import json
import re
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
from esat.activity.allocations.models import Allocation
from esat.activity.skills import items
from esat.workers import people
from esat.workers.forms import GroupIn, WorkerIn
from esat.workers.posts import posts
from esat.workers.posts.models import WorkPost
from esat.workers.rules.keeping import BOOK

SignedIn = Callable[..., FlaskClient]
LAST = date(2026, 11, 30)
NEXT = date(2026, 12, 1)
ANNOUNCED = date(2026, 10, 1)
"""Sixty days before the last one."""
MEDICAL = re.compile(
    r"médic|maladi|diagnosti|handicap|aptitude|inapt|certificat|restriction|contre-indic|visite"
    r"|traitement|pathologi|invalid",
    re.IGNORECASE,
)
REMINDER = "pas de santé"


@contextmanager
def on(session: Session, day: date, hour: int = 9) -> Iterator[None]:
    """It is that day, and everybody has signed in again."""
    with clock.pinned(datetime.combine(day, time(hour), clock.PARIS)):
        session.connection().execute(
            update(LoginSession).values(
                last_seen_at=clock.now(), expires_at=datetime.combine(NEXT, time(23), clock.PARIS)
            )
        )
        session.commit()
        yield


class Hall:
    """The packaging hall: Paul and Zoé drive, their supervisor and their head are signed in."""

    def __init__(self, session: Session, signed_in: SignedIn) -> None:
        posts.install(session, clock.now())
        items.install(session, clock.now())
        BOOK.install(session, clock.now())
        group = people.create_group(
            session, GroupIn(code="cartons", name="Cartons", workshop="subcontracting")
        )
        self.group_id = group.id or 0
        self.paul, self.zoe, self.ali = (
            people.create_worker(
                session, WorkerIn(first_name=first, last_name="X", group_id=group.id)
            ).id
            or 0
            for first in ("Paul", "Zoé", "Ali")
        )
        self.head = signed_in("responsable_atelier", ("subcontracting",))
        self.supervisor = signed_in("moniteur", ("subcontracting",))
        account = session.exec(select(Account).order_by(col(Account.id).desc())).first()
        people.lead(session, group, (account and account.id) or 0, ANNOUNCED)
        keys = {post.code: post.id or 0 for post in session.exec(select(WorkPost))}
        self.forklift = keys["atelier-chariot-elevateur"]
        self.sorting = keys["atelier-tri"]
        session.commit()

    def authorises(self, worker: int, until: date) -> None:
        form = {f"allowed-{self.forklift}": "oui", f"until-{self.forklift}": until.isoformat()}
        done = self.head.post(f"/travailleurs/autorisations/{worker}", data=form)
        assert done.status_code == 303

    def places(self, post: int) -> dict[str, str]:
        return {
            "group": "cartons", "day": NEXT.isoformat(), "worker": str(self.paul),
            "place": f"post:{post}", "when": "now",
        }  # fmt: skip


@pytest.fixture
def hall(session: Session, signed_in: SignedIn) -> Hall:
    with clock.pinned(datetime.combine(date(2026, 9, 1), time(9), clock.PARIS)):
        return Hall(session, signed_in)


def test_authorisation_expired(session: Session, hall: Hall) -> None:
    """Authorisation expired

    Given a driving authorisation valid to 30 November 2026, when on 1 December a supervisor (also
    offline) allocates the worker to the forklift post, then the post is refused with
    "autorisation expirée" and a list of workers authorised today, any other post is accepted, no
    medical word or document is reachable, and the expiry was announced to the workshop head 60
    days before.
    """
    # Given: valid to 30 November; Zoé's goes on.
    with on(session, date(2026, 9, 1)):
        hall.authorises(hall.paul, LAST)
        hall.authorises(hall.zoe, date(2029, 6, 30))
    with on(session, date(2026, 9, 30)):
        assert "À renouveler" not in hall.head.get("/travailleurs/autorisations").text
    with on(session, ANNOUNCED):
        _is_announced(hall)

    # When: on 1 December, on the page, and offline.
    with on(session, NEXT):
        page = f"/equipes/cartons/{NEXT}/postes"
        _is_refused_with_who_may(hall, page)
        _is_refused_offline(hall)
        assert session.exec(select(Allocation)).all() == []

        # Then: any other post is accepted, and nothing medical is reached.
        assert hall.supervisor.post(page, data=hall.places(hall.sorting)).status_code == 303
        assert session.exec(select(Allocation.post_id)).all() == [hall.sorting]
        _nothing_medical(hall, page)


def _is_refused_with_who_may(hall: Hall, page: str) -> None:
    present = {f"status-{one}": "present" for one in (hall.paul, hall.zoe, hall.ali)}
    assert hall.supervisor.post(f"/equipes/cartons/{NEXT}/matin", data=present).status_code == 303
    refused = hall.supervisor.post(page, data=hall.places(hall.forklift))
    assert refused.status_code == 409
    assert "Autorisation expirée" in refused.text
    who = refused.text.partition("Qui peut y aller aujourd’hui")[2].partition("</section>")[0]
    assert "Zoé X." in who
    assert "Paul" not in who
    assert "Ali" not in who


def _is_announced(hall: Hall) -> None:
    """Sixty days before: on the head's list, on his first page, and on his home of people."""
    shown = hall.head.get("/travailleurs/autorisations").text
    soon = shown.partition("À renouveler")[2].partition("</section>")[0]
    assert "Paul X. : Chariot élévateur" in soon
    assert "Zoé" not in soon
    assert "autorisation à renouveler" in hall.head.get("/").text
    assert "à renouveler" not in hall.supervisor.get("/").text
    tile = hall.head.get("/travailleurs/bureau").text.partition("Autorisations de poste")[0]
    assert tile.rpartition('class="figure"')[2].startswith(">1<")


def _is_refused_offline(hall: Hall) -> None:
    """The page that the tablet keeps knows what is refused, and who may; what it sent all the same
    places nobody: it waits for a person to settle it, and keeps no name.
    """
    kept = hall.supervisor.get(f"/equipes/cartons/{NEXT}/postes").text
    tile = re.search(rf'name="worker" value="{hall.paul}"[^>]*data-refused="([^"]*)"', kept)
    assert tile is not None
    refused = json.loads(html.unescape(tile[1]))
    assert refused[str(hall.forklift)] == "authorisation_expired"
    assert str(hall.sorting) not in refused
    assert "Zoé X." in kept.partition(f'id="who-{hall.forklift}"')[2].partition("</template>")[0]
    capture = {
        "id": str(uuid4()), "at": f"{NEXT}T08:40:00+01:00", "kind": "act", "code": None,
        "action": "allocation.record", "offline": True, "data": hall.places(hall.forklift),
    }  # fmt: skip
    answer = hall.supervisor.post("/api/v1/captures", json=capture).get_json()
    assert (answer["outcome"], answer["reason"]) == ("anomaly", "authorisation_expired")
    assert "Paul" not in answer["message"]


def _nothing_medical(hall: Hall, page: str) -> None:
    """On none of the pages that lead from there is there such a word, nor a file to open."""
    seen = [
        page, f"/travailleurs/{hall.paul}/fiche", f"/travailleurs/autorisations/{hall.paul}",
        "/travailleurs/autorisations", f"/travailleurs/postes/{hall.forklift}",
        f"/travailleurs/{hall.paul}/annee/2026", f"/equipes/cartons/{NEXT}/postes/fil",
    ]  # fmt: skip
    for browser in (hall.supervisor, hall.head):
        for where in seen:
            answer = browser.get(where)
            assert answer.status_code in {200, 404}, where
            told = re.sub(r"<script.*?</script>", "", answer.text, flags=re.DOTALL)
            assert not MEDICAL.search(told.replace(REMINDER, "")), where
            assert "/fichiers/" not in told, where
