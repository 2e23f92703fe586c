"""A device whose place was taken out of use scans nothing there, and the bag stays where it was."""

from flask.testing import FlaskClient
from sqlmodel import Session

from esat import clock
from esat.production import subjects
from tests import factories, signing_in
from tests.esat.production.test_api import CAPTURES, capture, headers


def test_a_bag_scanned_at_a_closed_station_is_refused(
    client: FlaskClient, session: Session
) -> None:
    token, station = signing_in.enrol(session, default_action="receive")
    (bag,) = factories.items_of(session, factories.make_order(session, items=1))
    station.retired_at = clock.now()
    session.commit()
    sent = capture(bag.code)
    said = client.post(CAPTURES, json=sent, headers=headers(token)).get_json()
    assert (said["outcome"], said["reason"]) == ("refused", "station_closed")
    assert client.post(CAPTURES, json=sent, headers=headers(token)).get_json()["replay"]
    session.expire_all()
    still = subjects.item(session, bag.item_id or 0)
    assert still is not None
    assert still.stage == "expected"


def test_a_capture_that_names_a_closed_station_is_refused(
    client: FlaskClient, session: Session
) -> None:
    token, _ = signing_in.enrol(session)
    _, closed = signing_in.enrol(session)
    (bag,) = factories.items_of(session, factories.make_order(session, items=1))
    closed.retired_at = clock.now()
    session.commit()
    sent = capture(bag.code, "move", action="receive", station=closed.code)
    said = client.post(CAPTURES, json=sent, headers=headers(token)).get_json()
    assert (said["outcome"], said["reason"]) == ("refused", "station_unknown")
