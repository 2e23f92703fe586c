import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from esat import clock
from esat.actors import SYSTEM, Actor
from esat.db import Database
from esat.production import captures, client_codes, code_formats, things
from esat.production.journal_models import Capture, Event
from esat.production.sent import Sent
from esat.production.subjects import Subject
from tests import factories
from tests.esat.production.linked import subject, trace

EAN = "4006381333931"


@pytest.fixture(autouse=True)
def formats(session: Session, now: object) -> None:
    code_formats.install(session, clock.now())


@pytest.fixture
def bag(session: Session) -> Subject:
    return subject(session, factories.make_bag(session)[1])


def sent(action: str, code: str | None, **data: str) -> Sent:
    return Sent(uuid.uuid4(), clock.now(), "act", code, action, data=dict(data))


def test_a_tablet_links_once_and_a_replay_changes_nothing(
    database: Database, session: Session, bag: Subject, nadia: Actor
) -> None:
    session.commit()
    one = sent("code.link", bag.code, foreign=f"]E0{EAN}")
    first = captures.take(database, one, by=nadia)
    assert (first["outcome"], first["code"]) == ("ok", bag.code)
    assert first["message"] == f"Code {EAN} lié à «\u00a0{bag.label}\u00a0»."
    assert first["event"]["kind"] == "code.linked"
    assert captures.take(database, one, by=nadia) == first | {"replay": True}
    again = captures.take(database, sent("code.link", bag.code, foreign=EAN), by=nadia)
    assert (again["outcome"], again["reason"]) == ("refused", "foreign_code_same")
    off = captures.take(database, sent("code.unlink", EAN, why="Perdu"), by=nadia)
    assert (off["outcome"], off["code"]) == ("ok", bag.code)
    assert trace(session, EAN) == [("code.linked", ""), ("code.unlinked", "Perdu")]
    event = session.exec(select(Event).where(Event.kind == "code.linked")).one()
    assert event.capture_uid == one.uid.bytes


@pytest.mark.parametrize(
    ("code", "data", "reason"),
    [
        ("F0000019", {"foreign": EAN}, "code_unknown"),
        ("F0000018", {"foreign": EAN}, "code_misread"),
        (None, {"foreign": EAN}, "code_unreadable"),
        ("bag", {}, "foreign_code_form"),
        ("bag", {"foreign": "12"}, "foreign_length"),
        ("bag", {"foreign": "F0000019"}, "foreign_code_form"),
    ],
)
def test_a_link_of_nonsense_is_refused_and_kept(
    database: Database, session: Session, bag: Subject, nadia: Actor, code: str | None,
    data: dict[str, str], reason: str,
) -> None:  # fmt: skip
    session.commit()
    asked = bag.code if code == "bag" else code
    said = captures.take(database, sent("code.link", asked, **data), by=nadia)
    assert (said["outcome"], said["reason"]) == ("refused", reason)
    assert session.exec(select(Capture)).one().reason == reason
    assert session.exec(select(Event).where(Event.kind == "code.linked")).first() is None


def test_a_link_made_offline_that_contradicts_waits_for_a_supervisor(
    database: Database, session: Session, bag: Subject, nadia: Actor
) -> None:
    other = subject(session, factories.make_bag(session)[1])
    client_codes.link(session, EAN, other, by=SYSTEM)
    session.commit()
    one = Sent(uuid.uuid4(), clock.now() - timedelta(hours=1), "act", bag.code, "code.link",
               offline=True, data={"foreign": EAN})  # fmt: skip
    said = captures.take(database, one, by=nadia)
    assert (said["outcome"], said["reason"]) == ("anomaly", "foreign_code_taken")
    assert [one.text for one in client_codes.of(session, other)] == [EAN]


def test_two_tablets_at_once_link_a_code_to_one_thing(
    file_database: Database, nadia: Actor
) -> None:
    with file_database.write() as session:
        code_formats.install(session, clock.now())
        bags = [factories.make_bag(session, label=f"Sac {n}")[1] for n in range(6)]
    with ThreadPoolExecutor(len(bags)) as pool:
        said = list(
            pool.map(
                lambda bag: captures.take(
                    file_database, sent("code.link", bag, foreign=EAN), by=nadia
                ),
                bags,
            )
        )
    assert sorted(one["outcome"] for one in said) == ["ok"] + ["refused"] * 5
    assert {one["reason"] for one in said} == {None, "foreign_code_taken"}
    with file_database.read() as session:
        assert trace(session, EAN) == [("code.linked", "")]


def test_a_card_after_an_unlinked_code_moves_nothing(
    database: Database, session: Session, nadia: Actor, make_item: Callable[[], Subject]
) -> None:
    thing = make_item()
    card = things.add_resource(session, "card", "Recevoir", "laundry", "K", action="receive")[1]
    client_codes.link(session, EAN, thing, by=SYSTEM)
    client_codes.unlink(session, EAN, thing, "Perdu", by=SYSTEM)
    session.commit()
    captures.take(database, Sent(uuid.uuid4(), clock.now(), "scan", EAN), by=nadia)
    said = captures.take(database, Sent(uuid.uuid4(), clock.now(), "scan", card), by=nadia)
    assert (said["outcome"], said["reason"]) == ("question", "card_alone")
    again = subject(session, thing.code or "")
    assert again.stage == thing.stage


@pytest.fixture
def make_item(session: Session) -> Callable[[], Subject]:
    return lambda: factories.items_of(session, factories.make_order(session, items=1))[0]


def test_what_a_code_was_linked_to_is_not_held_by_it_any_more(
    database: Database, session: Session, bag: Subject, nadia: Actor
) -> None:
    client_codes.link(session, EAN, bag, by=SYSTEM)
    client_codes.unlink(session, EAN, bag, "Perdu", by=SYSTEM)
    session.commit()
    held = captures.take(database, sent("hold.place", EAN, reason="to_check"), by=nadia)
    assert (held["outcome"], held["reason"]) == ("refused", "foreign_unlinked")
