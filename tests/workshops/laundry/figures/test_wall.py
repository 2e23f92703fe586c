from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session

from esat import clock, registry
from esat.actors import SYSTEM
from esat.production import holds, subjects, things
from tests import factories
from tests.workshops.laundry.figures import plant
from workshops.laundry.figures import wall
from workshops.laundry.figures.words import percent, ratio, span
from workshops.laundry.finishing import wait_reads
from workshops.laundry.plant import service
from workshops.laundry.plant.models import Limit
from workshops.laundry.washing.models import Load

SignedIn = Callable[..., FlaskClient]
TODAY = date(2026, 11, 23)


def shown(session: Session, now: datetime) -> dict[str, object]:
    return wall.context(session, registry.current().workshop("laundry"), now)


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(0, "0 min"), (59, "59 min"), (60, "1 h"), (125, "2 h 05"), (47 * 60, "47 h"),
     (72 * 60, "3 j")],
)  # fmt: skip
def test_a_length_of_time_is_said_short(minutes: int, said: str) -> None:
    assert span(minutes).replace("\u00a0", " ") == said


def test_nothing_to_divide_by_is_a_dash_and_nothing_read_is_said() -> None:
    assert percent(0, 0) == "—"
    assert percent(1, 8).replace("\u00a0", " ") == "12,5 %"
    assert ratio(0, 0, "L/kg") == "non mesuré"
    assert ratio(0, 12, "L/kg") == "non mesuré"


def test_the_time_left_counts_across_the_night_that_repeats_an_hour() -> None:
    start = datetime(2026, 10, 25, 0, 30, tzinfo=clock.PARIS)
    now = datetime(2026, 10, 25, 2, 10, tzinfo=clock.PARIS, fold=1)
    assert wall.minutes_left(start.astimezone(clock.UTC), 180, now.astimezone(clock.UTC)) == 20


def test_a_machine_says_what_is_left_then_by_how_much_it_is_late(
    session: Session, now: datetime
) -> None:
    machine, _ = plant.washer(session, now)
    what, _ = plant.programme(session, now, minutes=45)
    order = factories.make_order(session, items=1, at=now)
    for key in (items := plant.keys(session, order)):
        plant.move(session, key, "receive", at=now)
    plant.started(session, plant.load(session, items, now), machine, what, now)
    (one,) = shown(session, now + timedelta(minutes=33))["turning"]  # type: ignore[misc]
    assert (one.machine, one.late) == ("Laveuse 1", False)
    assert one.left.replace("\u00a0", " ") == "encore 12 min"
    (late,) = shown(session, now + timedelta(minutes=50))["turning"]  # type: ignore[misc]
    assert late.late
    assert late.left.replace("\u00a0", " ") == "en retard de 5 min"


@pytest.mark.parametrize(
    ("minutes", "word", "meaning"),
    [(5, "", "plain"), (30, "À sécher dans 30 min", "question"),
     (60, "À sécher maintenant", "refused"), (120, "À sécher maintenant", "refused"),
     (121, "À relaver", "refused")],
)  # fmt: skip
def test_wet_linen_waits_with_its_limits(
    session: Session, now: datetime, minutes: int, word: str, meaning: str
) -> None:
    machine, _ = plant.washer(session, now)
    what, _ = plant.programme(session, now)
    order = factories.make_order(session, items=2, at=now)
    lot, _ = plant.washed(session, order, machine, what, now)
    end = now + timedelta(minutes=45)
    (one,) = shown(session, end + timedelta(minutes=minutes))["wet"]  # type: ignore[misc]
    assert (one.word.replace("\u00a0", " "), one.meaning) == (word, meaning)
    (page,) = wait_reads.waiting(session, end + timedelta(minutes=minutes), ("wet",))
    assert meaning == (page.standing.meaning if word else "plain")
    assert one.name == lot.ref
    made, _ = service.add_bin(session, "Bac draps", None, by=SYSTEM, at=now)
    session.get_one(Load, lot.id).bin_id = made.resource_id
    lot.label = "Linge de Mme Blanchard"
    session.flush()
    (one,) = shown(session, end + timedelta(minutes=minutes))["wet"]  # type: ignore[misc]
    assert one.name == "Bac draps"


def test_a_limit_that_changes_counts_from_its_day_on_the_wall_and_the_pages(
    session: Session, now: datetime
) -> None:
    machine, _ = plant.washer(session, now)
    what, _ = plant.programme(session, now)
    plant.washed(session, factories.make_order(session, items=1, at=now), machine, what, now)
    for version, (value, since) in enumerate(((20, TODAY), (5, TODAY + timedelta(days=1))), 50):
        session.add(
            Limit(code="wet_alert", version=version, value=Decimal(value), unit="min",
                  since=since, source="Décision", created_at=now)
        )  # fmt: skip
    session.flush()
    for minutes, word in ((19, "À sécher dans 1 min"), (20, "À sécher maintenant")):
        at = now + timedelta(minutes=45 + minutes)
        (one,) = shown(session, at)["wet"]  # type: ignore[misc]
        (page,) = wait_reads.waiting(session, at, ("wet",))
        if minutes == 20:
            assert one.word == word
        assert one.word.lower() in {"", page.standing.words}
        assert page.standing.words.replace("\u00a0", " ") == word.replace("À", "à")


def test_dirty_linen_shows_its_weight_and_the_oldest(session: Session, now: datetime) -> None:
    order = factories.make_order(session, items=2, at=now)
    first, second = plant.keys(session, order)
    plant.weigh(session, first, "7")
    plant.move(session, first, "receive", at=now - timedelta(hours=25))
    plant.move(session, second, "receive", at=now)
    found = shown(session, now)
    (pile,) = found["dirty"]  # type: ignore[misc]
    assert (pile.things, pile.kg, pile.meaning) == (2, 7, "refused")
    assert pile.word == "À laver maintenant"
    assert pile.since.replace("\u00a0", " ") == "25 h"


def test_the_board_shows_nobody_s_name(
    signed_in: SignedIn, session: Session, now: datetime
) -> None:
    person = factories.make_client(session, "Mme Blanchard Odette", kind="individual")
    hotel = factories.make_client(session, "Hôtel du Parc")
    for client in (person, hotel):
        order = factories.make_order(session, items=1, client=client, at=now, due_on=TODAY)
        item = things.add_item(session, order, "garment", "Gilet d’Odette", by=SYSTEM, at=now)
        (bag, _) = plant.keys(session, order)
        plant.move(session, bag, "receive", at=now)
        subject = subjects.item(session, item.id or 0)
        assert subject is not None
        holds.place(session, subject, "to_check", by=SYSTEM, at=now, note="Vu avec Odette")
    session.commit()
    page = signed_in("moniteur", workshops=("laundry",)).get("/tableau/blanchisserie").text
    board = page[page.index('id="wall"') :]
    assert "Hôtel du Parc" in board
    assert "À vérifier" in board
    for word in ("Odette", "Blanchard", "Nadia", "Gilet"):
        assert word not in board


def test_the_wall_of_the_laundry_refreshes_itself_and_is_its_people_s(
    signed_in: SignedIn, session: Session
) -> None:
    kiosk = signed_in("borne", workshops=("laundry",))
    page = kiosk.get("/tableau/blanchisserie").text
    assert 'hx-trigger="every 20s"' in page
    assert "Aucune machine ne tourne" in page
    fragment = kiosk.get("/tableau/blanchisserie", headers={"HX-Request": "true"}).text
    assert "<html" not in fragment
    assert "Sale, en attente" in fragment
    stranger = signed_in("moniteur", workshops=("bookbinding",))
    assert stranger.get("/tableau/blanchisserie").status_code == 404
