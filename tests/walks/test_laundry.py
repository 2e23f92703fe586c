"""The hard scenarios of the laundry, from end to end through the API by devices at stations."""

import io
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlmodel import Session, select

from esat import clock
from esat.documents.models import Document
from esat.production.journal_models import Event
from esat.production.models import Hold
from esat.web import filters
from tests import factories, signing_in
from tests.esat.production.buttons import press
from tests.workshops.laundry.washing import laundries
from tests.workshops.laundry.washing.laundries import Plant
from workshops.laundry.intake.models import LaundryItem
from workshops.laundry.plant import limits
from workshops.laundry.washing.models import Breach, Cycle

SignedIn = Callable[..., FlaskClient]


@dataclass
class Tablet:
    """A device enrolled at a station, and what it sends."""

    client: FlaskClient
    token: str

    def send(
        self, kind: str, code: str | None, action: str | None = None, *,
        at: datetime | None = None, offline: bool = False, **data: Any,
    ) -> dict[str, Any]:  # fmt: skip
        """One capture; its answer."""
        sent = {
            "id": str(uuid.uuid4()), "at": (at or clock.now()).isoformat(), "kind": kind,
            "code": code, "action": action, "data": data, "offline": offline,
        }  # fmt: skip
        answer = self.client.post(
            "/api/v1/captures", json=sent, headers={"Authorization": f"Bearer {self.token}"}
        )
        assert answer.status_code == 200, answer.text
        return dict(answer.get_json())


@pytest.fixture
def plant(session: Session) -> Plant:
    made = laundries.build(session)
    session.commit()
    return made


@pytest.fixture
def tablet(app: Flask, session: Session) -> Callable[[str, str], Tablet]:
    """`tablet("dirty", "Tri")`: a device enrolled at a station of that zone."""

    def make(zone: str, name: str) -> Tablet:
        token, station = signing_in.enrol(session)
        station.zone, station.name = zone, name
        session.add(station)
        session.commit()
        return Tablet(app.test_client(), token)

    return make


def test_dirty_after_clean(
    session: Session, plant: Plant, signed_in: SignedIn,
    tablet: Callable[[str, str], Tablet], now: datetime,
) -> None:  # fmt: skip
    """Dirty after clean

    Given a load that was opened on the clean side at 10:12, when a dirty-zone badge scans the same
    bag at 10:40, then the scan is refused, a breach is recorded with both times and both
    places, and the lot needs a decision before packing.
    """
    dirty, clean = tablet("dirty", "Tri"), tablet("clean", "Sortie")
    bag = laundries.received(session, "36")
    session.commit()
    # Given
    at_ten = datetime(2026, 11, 23, 9, 12, tzinfo=UTC)
    with clock.pinned(at_ten - timedelta(minutes=70)):
        assert dirty.send("act", bag, "laundry.sort", bin=plant.whole)["outcome"] == "ok"
        for code in (plant.l1, plant.p60, plant.whole):
            said = dirty.send("scan", code)
        assert said["outcome"] == "ok"
    with clock.pinned(at_ten - timedelta(minutes=2)):
        said = dirty.send("act", plant.l1, "laundry.end", outcome="done", max_c="60")
        assert said["outcome"] == "ok"
        assert dirty.send("act", plant.l1, "laundry.open")["reason"] == "needs_clean_station"
    with clock.pinned(at_ten):
        assert clean.send("act", plant.l1, "laundry.open")["outcome"] == "ok"
    # When
    at_forty = at_ten + timedelta(minutes=28)
    with clock.pinned(at_forty):
        said = dirty.send("scan", bag)
        again = dirty.send("scan", bag)
    # Then
    assert (said["outcome"], said["reason"]) == ("refused", "dirty_after_clean")
    assert again["reason"] == "dirty_after_clean"
    session.expire_all()
    breach = session.exec(select(Breach)).one()
    assert (breach.opened_at, breach.at) == (at_ten, at_forty)
    assert breach.station_id != session.exec(select(Cycle)).one().open_station_id
    with clock.pinned(at_forty + timedelta(minutes=5)):
        _decided_before_packing(session, plant, clean, signed_in("qualite"), breach)


def _decided_before_packing(
    session: Session, plant: Plant, clean: Tablet, ines: FlaskClient, breach: Breach
) -> None:
    """The lot is not packed before a decision in writing, and is after it."""
    _, lot = laundries.lot_of(session, plant.id("whole"))
    load = laundries.load_code(session, lot.id)
    for action in ("dry", "finish"):
        assert clean.send("move", load, action)["outcome"] == "ok"
    refused = clean.send("move", load, "pack")
    assert (refused["outcome"], refused["reason"]) == ("refused", "on_hold")
    page = ines.get(f"/blanchisserie/ecarts-de-zone/{breach.id}").text
    for told in ("10:12", "10:40", "Tri"):
        assert told in page
    decided = press(
        ines, f"/blanchisserie/ecarts-de-zone/{breach.id}", outcome="keep",
        decision="Sac fermé, posé sur un chariot propre",
    )  # fmt: skip
    assert decided.status_code == 303
    assert clean.send("move", load, "pack")["outcome"] == "ok"


def test_c_difficile_bag(
    app: Flask, session: Session, plant: Plant, signed_in: SignedIn,
    tablet: Callable[[str, str], Tablet], now: datetime,
) -> None:  # fmt: skip
    """C. difficile bag

    Given a bag flagged « Précautions renforcées » from EHPAD Les Tilleuls, when a worker tries to
    sort it, then sorting is refused, only the special programme is offered, no paper of the
    delivery says « désinfecté » or « stérile », and only the category is kept and shown.
    """
    dirty, clean = tablet("dirty", "Tri"), tablet("clean", "Sortie")
    owner = factories.make_client(session, "EHPAD Les Tilleuls")
    # Given
    bag = laundries.received(session, "12", owner, precaution="reinforced")
    session.commit()
    # When
    refused = [
        dirty.send("act", bag, "laundry.sort", bin=plant.flat),
        dirty.send("act", bag, "laundry.sort", parts=[{"kg": "12", "bin": plant.flat}]),
        dirty.send("move", bag, "sort"),
    ]
    # Then
    assert {one["reason"] for one in refused} == {"precaution_never_opened"}
    karim = signed_in("comptoir", ("laundry",))
    load = _washed_its_own_way(session, plant, dirty, clean, karim, bag)
    _nothing_is_claimed(session, karim, bag, load)


def _washed_its_own_way(
    session: Session, plant: Plant, dirty: Tablet, clean: Tablet, karim: FlaskClient, bag: str
) -> str:
    """Closed in its own bin, by its own programme, to the hand-over; answers the load's code."""
    assert dirty.send("act", bag, "laundry.sort", bin=plant.red)["outcome"] == "ok"
    for code in (plant.red_machine, plant.p60, plant.red):
        said = dirty.send("scan", code)
    assert said["outcome"] == "refused"
    _, lot = laundries.lot_of(session, plant.id("red"))
    load = laundries.load_code(session, lot.id)
    page = karim.get(f"/blanchisserie/charges/{load}").text
    assert "Précautions renforcées" in page
    assert set(re.findall(r"L\d, ([^·<]+?) ·", page)) == {"Précautions 71 °C"}
    for action, data in (
        ("laundry.start", {"machine": plant.red_machine, "programme": plant.special}),
        ("laundry.end", {"outcome": "done", "max_c": "71", "hold_minutes": "3"}),
    ):
        code = plant.red if action == "laundry.start" else plant.red_machine
        assert dirty.send("act", code, action, **data)["outcome"] == "ok"
    said = dirty.send("act", plant.red_machine, "laundry.disinfect", programme=plant.empty)
    assert said["outcome"] == "ok"
    assert clean.send("act", load, "laundry.open")["outcome"] == "ok"
    for action in ("dry", "finish", "pack"):
        assert clean.send("move", load, action)["outcome"] == "ok", action
    ref = laundries.subject(session, bag).order_ref
    signed = clean.send("act", None, "delivery.sign", order=ref, items=[bag], receiver="Mme Lopez")
    assert signed["outcome"] == "ok", signed
    return load


def _nothing_is_claimed(session: Session, karim: FlaskClient, bag: str, load: str) -> None:
    """No page, no paper, no event of the delivery promises anything or names an illness."""
    session.expire_all()
    side = session.exec(select(LaundryItem)).first()
    assert side is not None
    assert side.precaution_id is not None
    shown = [karim.get(f"/atelier/objet/{code}").text for code in (bag, load)]
    shown += [karim.get(f"/comptoir?code={code}").text for code in (bag, load)]
    shown += [f"{one.reason} {one.data}" for one in session.exec(select(Event))]
    shown += [one.note for one in session.exec(select(Hold))]
    (paper,) = session.exec(select(Document)).all()
    shown.append(str(paper.model_dump()))
    note = _printed(karim.get(f"/documents/{paper.number}.pdf").data)
    for words in ("EHPAD Les Tilleuls", bag, "12 kg"):
        assert words in note
    assert "précaution" not in note.casefold(), "the category is the laundry's own business"
    for text in (*shown, note):
        assert not re.search(r"d[ée]sinfect|stérile|difficile|spore|infect", text, re.IGNORECASE)


def _printed(data: bytes) -> str:
    """The text of a paper, as whoever opens the file reads it."""
    pages = PdfReader(io.BytesIO(data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_server_clock_and_dst(
    session: Session, plant: Plant, signed_in: SignedIn,
    tablet: Callable[[str, str], Tablet],
) -> None:  # fmt: skip
    """Server clock and DST

    Given the night of the October change, when a cycle runs 02:30–02:50 in the repeated hour, then
    the order of cycles, their durations and the delay of 12 hours stay right, and the local times
    of the journal say which of the two hours they mean.
    """
    dirty, clean = tablet("dirty", "Tri"), tablet("clean", "Sortie")
    # Given 25 October 2026: at 03:00 summer time it is 02:00 again.
    first_half = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # 02:30, summer
    second_half = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)  # 02:30, winter
    evening = datetime(2026, 10, 24, 20, 0, tzinfo=UTC)
    with clock.pinned(evening):
        for kg, where in (("36", plant.flat), ("18", plant.kitchen)):
            bag = laundries.received(session, kg, at=evening)
            session.commit()
            assert dirty.send("act", bag, "laundry.sort", bin=where)["outcome"] == "ok"
    # When
    for start, where in ((first_half, plant.flat), (second_half, plant.kitchen)):
        _turns_twenty_minutes(plant, dirty, clean, start, where)
    # Then
    session.expire_all()
    one, two = session.exec(select(Cycle).order_by(Cycle.started_at)).all()  # type: ignore[arg-type]
    assert (one.id or 0) < (two.id or 0)
    assert two.started_at - one.started_at == timedelta(hours=1)
    for cycle in (one, two):
        assert cycle.ended_at is not None
        assert cycle.ended_at - cycle.started_at == timedelta(minutes=20)
    _twelve_hours_later(session, (one, two), second_half)
    with clock.pinned(second_half):
        told = [filters.moment(cycle.started_at) for cycle in (one, two)]
        assert told == [
            "25 oct. à 02:30 (heure d’été)", "25 oct. à 02:30 (heure d’hiver)",
        ]  # fmt: skip
        _, lot = laundries.lot_of(session, plant.id("kitchen"))
        _told_on_pages(signed_in, (one, two), laundries.load_code(session, lot.id))


def _twelve_hours_later(session: Session, cycles: tuple[Cycle, Cycle], at: datetime) -> None:
    """The delay of the linen counts real hours, whatever the clock on the wall did."""
    hours = limits.value(session, "packed_limit", at)
    assert hours == Decimal(12)
    until = [cycle.ended_at + timedelta(hours=int(hours)) for cycle in cycles]  # type: ignore[operator]
    assert [filters.hour(moment) for moment in until] == ["13:50", "14:50"]


def _turns_twenty_minutes(
    plant: Plant, dirty: Tablet, clean: Tablet, start: datetime, where: str
) -> None:
    """A load that turns in L1 for twenty minutes; an end before its start is refused."""
    with clock.pinned(start):
        said = dirty.send("act", where, "laundry.start", machine=plant.l1, programme=plant.p60)
        assert said["outcome"] == "ok"
    with clock.pinned(start - timedelta(minutes=1)):
        early = dirty.send("act", plant.l1, "laundry.end", outcome="done")
        assert early["reason"] == "cycle_ends_before"
    with clock.pinned(start + timedelta(minutes=20)):
        assert dirty.send("act", plant.l1, "laundry.end", outcome="done")["outcome"] == "ok"
        assert clean.send("act", plant.l1, "laundry.open")["outcome"] == "ok"


def _told_on_pages(signed_in: SignedIn, cycles: tuple[Cycle, Cycle], load: str) -> None:
    """The pages of the cycles and the journal of the load say which of the two hours it was."""
    nadia = signed_in("moniteur", ("laundry",))
    for cycle, word in zip(cycles, ("heure d’été", "heure d’hiver"), strict=True):
        page = nadia.get(f"/blanchisserie/cycles/{cycle.id}").text
        assert f"25 oct. à 02:30 ({word})" in page
        assert f"25 oct. à 02:50 ({word})" in page
    assert "02:30 (heure d’hiver)" in nadia.get(f"/atelier/objet/{load}").text
