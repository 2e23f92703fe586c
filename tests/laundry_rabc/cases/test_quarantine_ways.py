"""Held linen and what is made of it: dryers, parcels, trolleys, hands; and who lifts it."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session, select

from esat.actors import SYSTEM, Actor
from esat.db import Database
from esat.errors import Forbidden, Refused
from esat.production import (
    deliveries,
    holds,
    lots,
    splitting,
    subjects,
    things,
)
from esat.production.deliveries import Handed
from esat.production.models import Hold, Item, Lot
from esat.production.moves import Context
from laundry_rabc.cases import holding, rewashing
from tests import people
from tests.esat.production.buttons import press
from tests.laundry_rabc.cases import grounds
from tests.laundry_rabc.cases.grounds import Ground
from tests.laundry_rabc.cases.test_quarantine import (
    cold,
    floor,
    ground,
    held_at,
    hold,
    lot,
    on_hold,
    refused,
    stage,
)
from tests.workshops.laundry.dispatch import linens
from tests.workshops.laundry.finishing import plant as dryers
from tests.workshops.laundry.washing import laundries
from workshops.laundry.dispatch import packing, trolleys
from workshops.laundry.dispatch.packing import Packing
from workshops.laundry.finishing import drying, quality, steps
from workshops.laundry.finishing.asked import DiscardIn, DryIn, RejectIn
from workshops.laundry.finishing.quality import Aside
from workshops.laundry.washing import sorting

__all__ = ["cold", "floor", "ground", "lot"]
SignedIn = Callable[..., FlaskClient]
HOUR = timedelta(hours=1)


def test_it_merges_with_no_other_load_and_enters_no_dryer(
    session: Session, ground: Ground, floor: Actor, now: datetime, lot: Lot
) -> None:
    good = dryers.washed(session, {"Mairie": "5"}, now)
    on_hold(lambda: splitting.merge(session, [good.lot, lot], by=floor, at=now))
    dryer = dryers.machine(session, kg="60")
    code = lots.subject_of(session, lot).code or ""
    for asked in (
        DryIn(dryer=dryer, loads=(good.code, code)),
        DryIn(dryer=dryer, loads=(code,)),
        DryIn(dryer=dryer, items=tuple(_codes(session, lot))),
    ):
        on_hold(lambda asked=asked: drying.start(session, asked, by=floor, at=now))  # type: ignore[misc]
    on_hold(lambda: steps.finish(session, code, [], by=floor, at=now))


def _codes(session: Session, lot: Lot) -> list[str]:
    found = [subjects.item(session, one.id or 0) for one in grounds.inside(session, lot.id)]
    return [one.code or "" for one in found if one is not None]


def test_it_is_neither_mended_nor_discarded(
    session: Session, ground: Ground, floor: Actor, now: datetime
) -> None:
    item = held_at(session, linens.order_of(session), "dried")
    code = linens.code(session, item)
    how = Aside(floor, now)
    for decision in ("mend", "discard"):
        asked = RejectIn(reason="tear", fault="ours", decision=decision, note="Déchiré")
        on_hold(lambda asked=asked: quality.reject(session, code, asked, how))  # type: ignore[misc]
    waiting = held_at(session, linens.order_of(session), "to_rewash")
    gone = DiscardIn(reason="tear", fault="ours", note="Déchiré")
    on_hold(lambda: quality.discard(session, linens.code(session, waiting), gone, how))


def test_it_goes_into_no_parcel(
    session: Session, ground: Ground, now: datetime, signed_in: SignedIn
) -> None:
    order = linens.order_of(session)
    (linen,) = linens.opened(session, order, "6", "6", pieces=10)
    hold(session, linen)
    work = Packing((linens.one_parcel("6"),))
    on_hold(lambda: packing.pack(session, order, work, by=SYSTEM, at=now))
    session.rollback()
    page = f"/blanchisserie/emballage/{order.ref}"
    nadia = signed_in("moniteur", ("laundry",))
    code = linens.code(session, linen)
    form = {"linen": [code], "pieces-flat": "7", "weight": "6"}
    assert press(nadia, page, **form).status_code == 409
    session.expire_all()
    assert session.exec(select(Item).where(Item.kind == "parcel")).all() == []
    assert stage(session, linen) == "finished"


def test_the_packing_act_of_a_device_refuses_it_too(
    database: Database, session: Session, ground: Ground, now: datetime, floor: Actor
) -> None:
    order = linens.order_of(session)
    (linen,) = linens.opened(session, order, "6", "6", pieces=10)
    hold(session, linen)
    data: dict[str, Any] = {
        "order": order.ref,
        "parcels": [{"label": "Plat", "kg": "6", "lines": [{"family": "flat", "pieces": 10}]}],
    }
    for offline in (False, True):
        said = laundries.act(database, floor, "laundry.pack", None, now, offline=offline, **data)
        assert said["outcome"] in {"refused", "anomaly"}
    session.expire_all()
    assert session.exec(select(Item).where(Item.kind == "parcel")).all() == []


def test_a_held_parcel_goes_on_no_trolley_and_to_nobody(
    session: Session, ground: Ground, now: datetime, floor: Actor
) -> None:
    order = linens.order_of(session)
    parcel = linens.packed(session, order).parcels[0]
    hold(session, parcel)
    by = replace(floor, capabilities=floor.capabilities | {"production.deliver"}, account_id=None)
    _, trolley = linens.trolley(session)
    code = linens.code(session, parcel)
    on_hold(lambda: trolleys.put_on(session, trolley, [code], by=by, at=now))
    handed = Handed((parcel.id or 0,), "Mme Roche", (), "", None)
    on_hold(lambda: deliveries.deliver(session, order, handed, by=by))
    assert stage(session, parcel) == "packed"


def test_a_parcel_already_on_its_trolley_is_not_handed_over(
    session: Session, ground: Ground, now: datetime, floor: Actor
) -> None:
    order = linens.order_of(session)
    parcel = linens.packed(session, order).parcels[0]
    _, trolley = linens.trolley(session)
    trolleys.put_on(session, trolley, [linens.code(session, parcel)], by=SYSTEM, at=now)
    hold(session, parcel)
    by = replace(floor, capabilities=floor.capabilities | {"production.deliver"})
    handed = Handed((parcel.id or 0,), "Mme Roche", (), "", None)
    on_hold(lambda: deliveries.deliver(session, order, handed, by=by))


def test_a_held_parcel_is_washed_again_and_what_comes_out_of_it_stays_held(
    session: Session, ground: Ground, now: datetime
) -> None:
    order = linens.order_of(session)
    parcel = linens.packed(session, order).parcels[0]
    case = hold(session, parcel)
    assert rewashing.rewash(session, case, by=ground.rachid, at=now) == 1
    sorting.into_bin(
        session, linens.subject(session, parcel), ground.plant.flat, Context(ground.nadia, now)
    )
    session.expire_all()
    assert stage(session, parcel) == "emptied"
    inside = [one.id for one in session.exec(select(Item).where(Item.stage == "sorted"))]
    assert inside
    assert grounds.held(session) == sorted(key or 0 for key in inside)


def test_nobody_lifts_what_an_open_case_needs_by_any_road(
    database: Database, session: Session, ground: Ground, lot: Lot, floor: Actor,
    signed_in: SignedIn,
) -> None:  # fmt: skip
    hold_id = session.exec(select(Hold.id)).one()
    for by in (ground.ines, people.actor("administrateur"), SYSTEM):
        with pytest.raises((Refused, Forbidden)) as found:
            holds.lift(session, hold_id or 0, by=by)
        assert found.value.code in {"case_open", "not_allowed"}
    ines = signed_in("qualite")
    page = f"/rabc/quarantaines/{hold_id}"
    answer = press(ines, page, note="Je libère")
    assert answer.status_code == 409
    assert "cas RABC" in answer.get_data(as_text=True)
    assert "/rabc/cas/" in ines.get(page).text
    assert press(ines, "/atelier/lever", hold=hold_id, note="x").status_code == 409
    code = _codes(session, lot)[0]
    by = replace(people.actor("qualite"), workshops=None)
    said = laundries.act(database, by, "hold.lift", code, hold=hold_id)
    assert said["outcome"] == "refused"
    session.expire_all()
    assert grounds.held(session)


def test_a_quarantine_placed_by_hand_ends_by_hand(
    session: Session, ground: Ground, now: datetime
) -> None:
    item = linens.finished(session, linens.order_of(session), "5")
    by = people.actor("qualite")
    placed = holds.place(session, linens.subject(session, item), "rabc_quarantine", by=by)
    case = hold(session, item)
    assert refused(lambda: holds.lift(session, placed.id or 0, by=by)).code == "case_open"
    case.closed_at = now + HOUR
    session.flush()
    assert holding.let_go(session, case, by=by, at=now, note="x") == 0
    holds.lift(session, placed.id or 0, by=by)
    assert grounds.held(session) == []


def test_the_place_where_it_lies_is_kept_with_the_hold(
    session: Session, ground: Ground, lot: Lot, now: datetime
) -> None:
    place, _ = things.add_resource(session, "shelf", "Cage jaune", "laundry", "X")
    (case,) = grounds.cases(session)
    assert holding.put_at(session, case, place.id or 0) == 1
    hold_row = session.exec(select(Hold)).one()
    assert hold_row.place_id == place.id


def test_replayed_it_changes_nothing(
    database: Database, session: Session, floor: Actor, lot: Lot, now: datetime
) -> None:
    uid = uuid.uuid4()
    code = laundries.load_code(session, lot.id)
    for _ in range(2):
        laundries.act(database, floor, "laundry.rewash_load", code, now, uid=uid,
                      reason="hygiene", fault="ours")  # fmt: skip
    session.expire_all()
    assert len(grounds.held(session)) == 1
    assert Decimal(1) == len(grounds.cases(session))
