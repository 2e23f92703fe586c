"""Devices and stations: a token shown once, a place, an end."""

import pytest
from sqlmodel import Session

from esat.accounts import devices, identity
from esat.errors import Invalid, NotFound, Refused


def test_the_token_is_given_once_and_its_hash_kept(session: Session) -> None:
    made, token = devices.enrol_device(session, name="Scanner", workshop="laundry")
    assert token not in str(made)
    found = identity.device_of(session, token)
    assert found is not None
    assert (found.device_id, found.workshop) == (made.id, "laundry")


def test_a_device_follows_its_station_to_another_workshop(session: Session) -> None:
    here = devices.create_station(session, code="X1", name="Tri", workshop="laundry")
    there = devices.create_station(session, code="X2", name="Presse", workshop="bookbinding")
    made, token = devices.enrol_device(session, name="Scanner", station=here)
    devices.place(session, made, there)
    session.flush()
    found = identity.device_of(session, token)
    assert found is not None
    assert (found.station_id, found.workshop) == (there.id, "bookbinding")


def test_a_device_has_a_place_and_a_known_role(session: Session) -> None:
    with pytest.raises(Invalid):
        devices.enrol_device(session, name="Scanner")
    with pytest.raises(Invalid):
        devices.enrol_device(session, name="Scanner", workshop="laundry", role="administrateur")


def test_a_revoked_device_is_unknown_and_stays_so(session: Session) -> None:
    here = devices.create_station(session, code="X1", name="Tri", workshop="laundry")
    made, token = devices.enrol_device(session, name="Scanner", station=here)
    devices.revoke_device(session, made)
    session.flush()
    assert identity.device_of(session, token) is None
    with pytest.raises(Refused, match="device_revoked"):
        devices.place(session, made, here)


def test_a_station_with_a_device_is_not_retired(session: Session) -> None:
    here = devices.create_station(session, code="X1", name="Tri", workshop="laundry")
    made, _token = devices.enrol_device(session, name="Scanner", station=here)
    with pytest.raises(Refused, match="station_has_devices"):
        devices.retire_station(session, here)
    devices.revoke_device(session, made)
    session.flush()
    devices.retire_station(session, here)
    session.flush()
    with pytest.raises(NotFound):
        devices.station_by_code(session, "X1")


def test_two_stations_never_share_a_code(session: Session) -> None:
    devices.create_station(session, code="X1", name="Tri", workshop="laundry")
    with pytest.raises(Invalid):
        devices.create_station(session, code="X1", name="Autre", workshop="laundry")
