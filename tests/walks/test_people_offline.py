"""A day without network: roll call, places, an early leaving and two outputs, each exactly once."""

from datetime import date, datetime, time

from flask.testing import FlaskClient
from sqlmodel import Session, col, select

from esat import clock
from esat.activity.allocations.models import Allocation
from esat.activity.allocations.reads import slices
from esat.activity.outputs.models import Output
from esat.production.journal_models import Capture
from esat.workers.models import HalfDay
from tests.walks import people_day
from tests.walks.people_day import SignedIn, Tablet, Van

TUESDAY = date(2026, 11, 24)


def at(hour: int, minute: int) -> datetime:
    return datetime.combine(TUESDAY, time(hour, minute), clock.PARIS)


def works_all_day(tablet: Tablet, van: Van) -> None:
    """The roll, six people placed, one sent home at 14:30, two outputs after the restart."""
    where = {"group": van.code, "day": str(TUESDAY)}
    here = {f"status-{key}": "present" for key in van.people}
    tablet.does("half_day.record", at(8, 20), **where, half="morning", **here)
    for n, half in enumerate((van.people[:3], van.people[3:])):
        tablet.does(
            "allocation.record", at(8, 35), **where, worker=[str(key) for key in half],
            place=f"post:{van.post}", order=str(van.orders[n]), when="now",
        )  # fmt: skip
    tablet.does("half_day.record", at(13, 5), **where, half="afternoon", **here)
    home = {f"status-{van.people[0]}": "left_early", f"to-{van.people[0]}": "14:30"}
    tablet.does("half_day.record", at(14, 30), **where, half="afternoon", **{**here, **home})
    for order, quantity in zip(van.refs, ("350", "2"), strict=True):
        tablet.does("output.record", at(15, 40), **where, order=order, quantity=quantity)


def test_a_day_without_network(session: Session, signed_in: SignedIn) -> None:
    """A day without network

    *Given* Tuesday 24 November 2026, an iPad in the van, logged in at 7:45 with 6 workers and 2
    orders loaded, network lost from 7:50 to 17:05, *when* the supervisor takes the roll, allocates
    all six, sends one worker home at 14:30, the tablet restarts at 15:00 and she records two
    outputs, then opens the app at the depot at 17:06, *then* the screen shows the number of unsent
    entries all day, nothing is lost by the restart, the server holds each entry exactly once even
    if she taps "send" three times or the reply is cut off, the early leaving is 14:30 (device
    time) with reception at 17:06 (server time), and the counter returns to 0 only after the
    server's acknowledgement.

    What the screen counts and keeps is shown in Chromium: `tests/browser/test_people_offline.py`.
    """
    # Given: at 7:45 the pages of the day can be kept, with 6 workers and 2 orders.
    with clock.pinned(at(7, 45)):
        van = people_day.van(session, TUESDAY, at(7, 0))
        nadia = signed_in("moniteur", ("green_spaces",))
        people_day.lead(session, van.group_id, TUESDAY)
        pages_that_can_be_kept(nadia, van)

    # When: all day the tablet keeps what she does.
    tablet = Tablet(nadia)
    works_all_day(tablet, van)
    assert len(tablet.waiting) == 7

    # Then: at the depot the reply is cut off once, and she taps « envoyer » three times.
    with clock.pinned(at(17, 6)):
        tablet.browser = signed_in("moniteur", ("green_spaces",))  # the morning's sign-in is over
        people_day.lead(session, van.group_id, TUESDAY)
        assert tablet.sends(lost=True) == ["ok"] * 7
        assert len(tablet.waiting) == 7  # no acknowledgement, no zero
        for _ in range(3):
            said = [*tablet.waiting]
            tablet.sends()
            tablet.waiting, again = [], said
            assert tablet.browser.post(people_day.BATCH, json=again).status_code in {200, 422}
    assert tablet.waiting == []
    session.expire_all()
    everything_once(session, van)


def pages_that_can_be_kept(nadia: FlaskClient, van: Van) -> None:
    """Each page of the day as a tablet keeps it: all six, both orders, nobody's last name."""
    for page in ("", "/matin", "/apres-midi", "/postes", "/productions"):
        kept = nadia.get(f"{van.home}{page}?garder=1")
        assert kept.status_code == 200, page
        assert "Nadia" not in kept.get_data(as_text=True), page
    sheet = nadia.get(f"{van.home}/matin?garder=1").get_data(as_text=True)
    assert all(f"status-{key}" in sheet for key in van.people)
    outputs = nadia.get(f"{van.home}/productions?garder=1").get_data(as_text=True)
    assert all(ref in outputs for ref in van.refs)


def everything_once(session: Session, van: Van) -> None:
    """Each entry exactly once, with the device's time and the server's."""
    captures = session.exec(select(Capture).order_by(col(Capture.seq))).all()
    assert [row.seq for row in captures] == [1, 2, 3, 4, 5, 6, 7]
    assert {row.received_at for row in captures} == {at(17, 6)}
    left = session.exec(
        select(HalfDay).where(HalfDay.worker_id == van.people[0], HalfDay.half == "afternoon")
    ).one()
    assert (left.status, left.to_time, left.late) == ("left_early", time(14, 30), True)
    assert left.recorded_at == at(14, 30)
    assert captures[4].captured_at == at(14, 30)
    assert len(session.exec(select(HalfDay)).all()) == 12
    lines = session.exec(select(Allocation).where(col(Allocation.voided_at).is_(None))).all()
    assert sorted(line.worker_id for line in lines) == sorted(van.people)
    outputs = session.exec(select(Output).order_by(col(Output.id))).all()
    assert [(row.order_id, row.quantity) for row in outputs] == [
        (van.orders[0], 350), (van.orders[1], 2),
    ]  # fmt: skip
    assert {(row.at, row.recorded_at, row.late) for row in outputs} == {
        (at(15, 40), at(17, 6), True)
    }
    first = [one for one in slices(session, TUESDAY, TUESDAY) if one.worker_id == van.people[0]]
    assert sum(one.minutes for one in first) == 210 + 90
    assert {one.order_id for one in first} == {van.orders[0]}
