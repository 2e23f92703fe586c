from datetime import datetime
from decimal import Decimal
from threading import Barrier, Thread
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session, select

from esat import clock
from esat.actors import Actor
from esat.db import Database
from esat.production import captures
from esat.production.models import Lot
from esat.production.sent import Sent
from tests import people
from tests.workshops.laundry.finishing import plant
from workshops.laundry.finishing.models import Reject, Step
from workshops.laundry.washing.models import Cycle

TWO = {"EHPAD Les Tilleuls": "8", "Mairie de Riom": "4.250"}
STAIN = {"reason": "stain", "fault": "client", "decision": "rewash"}


def sent(n: int, at: datetime, action: str, code: str | None, data: dict[str, Any]) -> Sent:
    return Sent(UUID(int=n), at, "act", code, f"laundry.{action}", data=data)


def test_a_tablet_dries_and_ends_once(
    session: Session, database: Database, now: datetime, nadia: Actor
) -> None:
    load, dryer = plant.washed(session, TWO, now), plant.machine(session)
    session.commit()
    begin = sent(1, now, "dry_start", dryer, {"loads": [load.code]})
    first = captures.take(database, begin, by=nadia)
    assert first["outcome"] == "ok"
    assert "12,25 kg" in first["message"]
    assert captures.take(database, begin, by=nadia)["replay"] is True
    assert len(session.exec(select(Cycle).where(Cycle.kind == "dry")).all()) == 1
    again = captures.take(
        database, sent(2, now, "dry_start", dryer, {"loads": [load.code]}), by=nadia
    )
    assert (again["outcome"], again["reason"]) == ("refused", "load_running")
    end = sent(3, now, "dry_end", dryer, {"outcome": "dry", "outlet_c": 80, "moisture": "3,5"})
    assert captures.take(database, end, by=nadia)["outcome"] == "ok"
    session.expire_all()
    assert session.exec(select(Lot.stage).where(Lot.kind == "dry")).one() == "dried"


def test_a_tablet_puts_aside_mends_discards_and_washes_again(
    session: Session, database: Database, now: datetime, nadia: Actor
) -> None:
    load = plant.washed(session, TWO, now)
    plant.finished(session, load, now)
    other = plant.washed(session, {"Crèche": "3"}, now)
    session.commit()
    acts = [
        sent(1, now, "reject", load.first, STAIN | {"quantity": "0,5", "decision": "mend"}),
        sent(2, now, "step", load.code, {"kind": "fold"}),
        sent(3, now, "rewash_load", other.code, {"reason": "damp", "fault": "ours"}),
        sent(4, now, "discard", other.first, {"reason": "tear", "fault": "client"}),
    ]
    assert [captures.take(database, one, by=nadia)["outcome"] for one in acts] == ["ok"] * 4
    session.expire_all()
    part = session.exec(select(Reject)).first()
    assert part is not None
    code = plant.code_of(session, part.item_id)
    done = captures.take(database, sent(5, now, "mended", code, {}), by=nadia)
    assert done["outcome"] == "ok"
    assert plant.item(session, code).stage == "finished"
    assert plant.item(session, other.first).stage == "discarded"
    assert session.exec(select(Step.kind)).all() == ["fold"]


@pytest.mark.parametrize(
    ("action", "data"),
    [
        ("dry_start", {}),
        ("dry_start", {"loads": "x" * 300}),
        ("dry_start", {"loads": [1, None]}),
        ("dry_start", {"kg": {"a": "-1"}}),
        ("dry_start", {"kg": {"a": "1,2345"}}),
        ("dry_start", {"kg": ["a"]}),
        ("dry_start", {"loads": ["a", "a"]}),
        ("dry_end", {"outcome": "peut-être"}),
        ("dry_end", {"outcome": "dry", "moisture": "900"}),
        ("dry_end", {"outcome": "dry", "outlet_c": {"a": 1}}),
        ("step", {"kind": ["fold"]}),
        ("reject", {"reason": "stain"}),
        ("reject", STAIN | {"quantity": "0"}),
        ("reject", STAIN | {"quantity": "-3"}),
        ("reject", STAIN | {"quantity": "Infinity"}),
        ("reject", STAIN | {"pieces": 2.5}),
        ("reject", STAIN | {"note": "x" * 201}),
        ("rewash_load", {"reason": "ennui", "fault": "ours"}),
        ("mended", {}),
        ("discard", {"reason": "tear", "fault": "personne"}),
    ],
)
def test_what_cannot_be_read_is_refused_whole(
    session: Session, database: Database, now: datetime, nadia: Actor, action: str, data: Any
) -> None:
    load = plant.washed(session, TWO, now)
    session.commit()
    code = None if action == "mended" else load.first
    answer = captures.take(database, sent(1, now, action, code, data), by=nadia)
    assert answer["outcome"] == "refused"
    assert answer["reason"] in {"form_invalid", "code_not_here"}
    session.expire_all()
    assert plant.item(session, load.first).quantity == Decimal(8)
    assert session.exec(select(Reject)).all() == session.exec(select(Step)).all() == []


def test_an_act_of_another_workshop_is_refused(
    session: Session, database: Database, now: datetime
) -> None:
    load, dryer = plant.washed(session, TWO, now), plant.machine(session)
    session.commit()
    stranger = people.actor("moniteur", workshops=("bookbinding",))
    begin = sent(1, now, "dry_start", dryer, {"loads": [load.code]})
    answer = captures.take(database, begin, by=stranger)
    assert (answer["outcome"], answer["reason"]) == ("refused", "not_allowed")


def test_two_dryers_at_once_for_one_load_and_one_wins(
    file_database: Database, nadia: Actor
) -> None:
    at = clock.now()
    with file_database.write() as session:
        load = plant.washed(session, TWO, at)
        dryers = [plant.machine(session), plant.machine(session, "Séchoir 2")]
    together, found = Barrier(2), []

    def take(n: int) -> None:
        together.wait()
        begin = sent(n + 1, at, "dry_start", dryers[n], {"loads": [load.code]})
        found.append(captures.take(file_database, begin, by=nadia))

    threads = [Thread(target=take, args=(n,)) for n in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer["outcome"] for answer in found) == ["ok", "refused"]
    assert {answer["reason"] for answer in found} == {None, "load_running"}
    with file_database.read() as session:
        assert len(session.exec(select(Cycle).where(Cycle.kind == "dry")).all()) == 1
        assert len(session.exec(select(Lot).where(Lot.kind == "dry")).all()) == 1
