"""Twelve people at one kiosk, then the supervisor's sheet, with the kiosk and without it."""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlmodel import Session, col, select

from esat import clock
from esat.accounts.models import Account, Device
from esat.accounts.pages.edge import DEVICE_COOKIE
from esat.activity.kiosk.models import KioskEntry
from esat.workers import people
from esat.workers.forms import GroupIn, WorkerIn
from esat.workers.models import HalfDay, Worker
from tests.signing_in import enrol

SignedIn = Callable[..., FlaskClient]
QUARTER_PAST_8 = datetime(2026, 11, 24, 8, 15, tzinfo=clock.PARIS)
NAMES = {
    "linge": ("Karim Benali", "Karim Diallo", "Paul Petit", "Zoé Roux", "Éric Noir", "Ana Lopez"),
    "pliage": ("Luc Vidal", "Mia Blanc", "Noé Faure", "Ida Perez", "Tom Giraud", "Eva Colin"),
}
PICTURES = ("sun", "bicycle", "star", "tree", "rocket", "gift")
KIOSK = "/equipes/borne"


@dataclass
class Morning:
    """The kiosk of the laundry, its people by name, and those who validate."""

    session: Session
    kiosk: FlaskClient
    nadia: FlaskClient
    people: dict[str, Worker]
    at: datetime = QUARTER_PAST_8
    answers: list[dict[str, Any]] = field(default_factory=list)

    def taps(self, name: str, *, saying: str = "arrive", act: str = "kiosk.say") -> int:
        """Somebody looks for his tile on the page, touches it and touches what he says."""
        worker = self.people[name].id
        page = self.kiosk.get(KIOSK).text
        assert f'<a class="kiosk-tile" href="#p-{worker}"' in page
        screen = page[page.index(f'id="p-{worker}"') :].split("</section>")[0]
        assert f'value="{saying}"' in screen
        self.send(act, {"worker": str(worker), "saying": saying})
        return 2

    def send(self, act: str, data: dict[str, str]) -> None:
        sent = {"id": str(uuid4()), "at": self.at.isoformat(), "kind": "act", "code": None,
                "action": act, "offline": False, "data": data}  # fmt: skip
        self.answers.append(self.kiosk.post("/api/v1/captures", json=sent).get_json())

    def tile(self, name: str) -> str:
        page = self.kiosk.get(KIOSK).text
        start = page.index(f'<a class="kiosk-tile" href="#p-{self.people[name].id}"')
        return page[start:].split("</a>")[0]


@pytest.fixture
def morning(app: Flask, session: Session, signed_in: SignedIn) -> Morning:
    with clock.pinned(QUARTER_PAST_8):
        nadia = signed_in("moniteur", ("laundry",))
        account = session.exec(select(Account).order_by(col(Account.id).desc())).first()
        assert account is not None
        found: dict[str, Worker] = {}
        for code, names in NAMES.items():
            given = GroupIn(code=code, name=code.capitalize(), workshop="laundry")
            group = people.create_group(session, given)
            people.lead(session, group, account.id or 0, QUARTER_PAST_8.date())
            for name in names:
                first, last = name.split()
                made = WorkerIn(first_name=first, last_name=last, group_id=group.id)
                found[name] = people.create_worker(session, made)
        token, _ = enrol(session, role="borne")
        session.commit()
    kiosk = app.test_client()
    kiosk.set_cookie(DEVICE_COOKIE, token)
    return Morning(session, kiosk, nadia, found)


def test_the_kiosk_at_8_15_with_wet_hands(morning: Morning, signed_in: SignedIn) -> None:
    """The kiosk at 8:15 with wet hands

    Given 12 laundry workers arriving within 3 minutes, two named Karim, one without image consent,
    one who cannot read, and one screen, when each taps his tile, then each needs two taps at most;
    the two Karims differ by portrait or chosen pictogram; the person without consent has a
    pictogram and no blank portrait; the screen speaks the name on request; a wrong tap is undone
    in 10 s by the same person; a double tap writes one entry; no camera is used; no one sees
    another person's hours or absence; the supervisor validates the list and can do it all without
    the kiosk if it fails.
    """
    with clock.pinned(QUARTER_PAST_8 - timedelta(hours=1)):
        _pictures_are_chosen(morning, signed_in)
    before = _page(morning)
    for n, name in enumerate(morning.people):
        morning.at = QUARTER_PAST_8 + timedelta(seconds=15 * n)
        with clock.pinned(morning.at):
            assert morning.taps(name) <= 2
    assert {answer["message"] for answer in morning.answers} == {"C’est noté."}
    _tiles_differ(morning)
    _the_name_is_spoken(before)
    _a_wrong_tap_is_undone(morning)
    _a_double_tap_is_one(morning)
    _nothing_of_others_is_seen(morning, before)
    _the_supervisor_validates(morning)
    _all_is_done_without_the_kiosk(morning)


def _pictures_are_chosen(morning: Morning, signed_in: SignedIn) -> None:
    """Eleven chose a pictogram with Nadia; Karim Benali agreed to a portrait; Paul did not."""
    office = signed_in("bureau")
    for n, worker in enumerate(morning.people.values()):
        form = {"pictogram": PICTURES[n % len(PICTURES)]}
        done = morning.nadia.post(f"/equipes/images/{worker.id}/pictogramme", data=form)
        assert done.status_code == 303
    karim = f"/equipes/images/{morning.people['Karim Benali'].id}"
    yes = {"given": "yes", "said_on": "2026-11-23", "scope": "kiosk", "signers": "1"}
    assert office.post(f"{karim}/accord", data=yes).status_code == 303
    paul = f"/equipes/images/{morning.people['Paul Petit'].id}"
    assert office.post(f"{paul}/accord", data={**yes, "given": "no"}).status_code == 303
    for page, status in ((karim, 303), (paul, 409)):
        photo = io.BytesIO()
        Image.new("RGB", (30, 30), "teal").save(photo, "JPEG")
        photo.seek(0)
        sent = {"photo": (photo, "photo.jpg")}
        assert morning.nadia.post(f"{page}/portrait", data=sent).status_code == status


def _page(morning: Morning) -> str:
    with clock.pinned(morning.at):
        return morning.kiosk.get(KIOSK).text


def _tiles_differ(morning: Morning) -> None:
    with clock.pinned(morning.at):
        one, other, paul = (
            morning.tile(name) for name in ("Karim Benali", "Karim Diallo", "Paul Petit")
        )
        face = f"/equipes/portraits/{morning.people['Karim Benali'].id}"
        assert morning.kiosk.get(face).status_code == 200
    assert f'<img src="{face}"' in one
    assert "<img" not in other
    assert "<svg" in other
    assert ("Karim B." in one, "Karim D." in other) == (True, True)
    assert "<img" not in paul
    assert "<svg" in paul


def _the_name_is_spoken(page: str) -> None:
    """What the device's own voice is given to say (the call itself: tests/browser)."""
    spoken = re.findall(r'data-say="([^"]+)"', page)
    assert "Paul P. Premier bouton : j’arrive. Deuxième bouton : je pars." in spoken
    assert len(spoken) == 12


def _a_wrong_tap_is_undone(morning: Morning) -> None:
    """Luc touches Mia's tile and takes it back; after ten seconds it is too late."""
    morning.at = QUARTER_PAST_8 + timedelta(minutes=4)
    mia = {"worker": str(morning.people["Mia Blanc"].id)}
    with clock.pinned(morning.at):
        morning.taps("Mia Blanc", saying="leave")
    for seconds, outcome in ((9, "ok"), (10, "refused")):
        morning.at = QUARTER_PAST_8 + timedelta(minutes=4, seconds=seconds)
        with clock.pinned(morning.at):
            morning.send("kiosk.undo", mia)
        assert morning.answers[-1]["outcome"] == outcome


def _a_double_tap_is_one(morning: Morning) -> None:
    count = len(morning.session.exec(select(KioskEntry)).all())
    for seconds in (0, 1):
        morning.at = QUARTER_PAST_8 + timedelta(minutes=5, seconds=seconds)
        with clock.pinned(morning.at):
            morning.taps("Tom Giraud", saying="leave")
    assert len(morning.session.exec(select(KioskEntry)).all()) == count + 1
    with clock.pinned(morning.at):
        morning.send("kiosk.undo", {"worker": str(morning.people["Tom Giraud"].id)})


def _nothing_of_others_is_seen(morning: Morning, before: str) -> None:
    """After twelve arrivals the page is the very one that it was before them."""
    after = _page(morning)
    assert after == before
    assert not re.search(r"\d{1,2}[:h]\d\d", after)
    for word in ("absen", "présen", "retard", "<video", "getUserMedia", 'capture="'):
        assert word not in after.lower()
    with clock.pinned(morning.at):
        for closed in ("/equipes", "/travailleurs", "/equipes/linge/2026-11-24/matin"):
            assert morning.kiosk.get(closed).status_code in {303, 403}


def _the_supervisor_validates(morning: Morning) -> None:
    assert morning.session.exec(select(HalfDay)).all() == []
    with clock.pinned(QUARTER_PAST_8 + timedelta(minutes=20)):
        page = morning.nadia.get("/equipes/linge/2026-11-24/matin").text
        assert page.count("dit à la borne à 8:1") == 6
        form = {f"status-{morning.people[name].id}": "present" for name in NAMES["linge"]}
        done = morning.nadia.post("/equipes/linge/2026-11-24/matin", data=form)
        assert done.status_code == 303


def _all_is_done_without_the_kiosk(morning: Morning) -> None:
    """Her other group's sheet: nothing is taken from the kiosk, and the rows are the same."""
    for row in morning.session.exec(select(Device)):
        row.revoked_at = QUARTER_PAST_8
    morning.session.commit()
    with clock.pinned(QUARTER_PAST_8 + timedelta(hours=1)):
        assert morning.kiosk.get(KIOSK).status_code == 303
        page = "/equipes/pliage/2026-11-24/matin"
        form = {f"status-{morning.people[name].id}": "present" for name in NAMES["pliage"]}
        assert morning.nadia.post(page, data=form).status_code == 303
    rows = morning.session.exec(select(HalfDay)).all()
    assert len(rows) == 12
    said = {(row.status, row.half, row.minutes, row.from_time, row.recorded_by) for row in rows}
    assert len(said) == 1
