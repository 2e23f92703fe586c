"""Enrolled devices and the stations they stand at; a device's token is shown once and not kept."""

from datetime import datetime

from sqlmodel import Session, col, select

from esat import clock
from esat.accounts.identity import hash_token, new_token
from esat.accounts.models import Device, Station
from esat.errors import Invalid, NotFound, Refused

ZONES = {"dirty": "Zone sale", "clean": "Zone propre", "none": "Sans zone"}
ROLES = ("comptoir", "borne")
FASTEST, SLOWEST = 5, 500
"""Milliseconds a sign that a scanner may be told by."""


def create_station(
    session: Session,
    *,
    code: str,
    name: str,
    workshop: str,
    zone: str = "none",
    default_action: str | None = None,
    printer: str | None = None,
    at: datetime | None = None,
) -> Station:
    """A new place to work; flushes, for its key."""
    if zone not in ZONES:
        raise Invalid("form_invalid", {"zone": "Choisissez dans la liste."})
    if session.exec(select(Station).where(Station.code == code)).first() is not None:
        raise Invalid("form_invalid", {"code": "Ce code de poste existe déjà."})
    station = Station(
        code=code,
        name=name,
        workshop=workshop,
        zone=zone,
        default_action=default_action or None,
        printer=printer or None,
        created_at=at or clock.now(),
    )
    session.add(station)
    session.flush()
    return station


def station_by_code(session: Session, code: str) -> Station:
    """The station in use that bears this code."""
    query = select(Station).where(Station.code == code, col(Station.retired_at).is_(None))
    found = session.exec(query).first()
    if found is None:
        raise NotFound("unknown_station", code=code)
    return found


def stations(session: Session, *, workshop: str | None = None) -> list[Station]:
    """The stations in use, of one workshop or of all."""
    query = select(Station).where(col(Station.retired_at).is_(None))
    if workshop is not None:
        query = query.where(Station.workshop == workshop)
    return list(session.exec(query.order_by(Station.workshop, Station.name)))


def retire_station(session: Session, station: Station, *, at: datetime | None = None) -> None:
    """Close a station; refused while a device stands at it."""
    query = select(Device).where(Device.station_id == station.id, col(Device.revoked_at).is_(None))
    if session.exec(query).first() is not None:
        raise Refused("station_has_devices")
    station.retired_at = at or clock.now()
    session.add(station)


def enrol_device(
    session: Session,
    *,
    name: str,
    station: Station | None = None,
    workshop: str | None = None,
    role: str = "comptoir",
    by: int | None = None,
    at: datetime | None = None,
) -> tuple[Device, str]:
    """Enrol a device and give its bearer token, once; flushes, for its key."""
    if role not in ROLES:
        raise Invalid("form_invalid", {"role": "Choisissez dans la liste."})
    if station is None and workshop is None:
        raise Invalid("form_invalid", {"station": "Choisissez le poste de cet appareil."})
    token = new_token()
    device = Device(
        name=name,
        token_hash=hash_token(token),
        role=role,
        station_id=station.id if station else None,
        workshop=station.workshop if station else workshop,
        enrolled_at=at or clock.now(),
        enrolled_by=by,
    )
    session.add(device)
    session.flush()
    return device, token


def place(session: Session, device: Device, station: Station) -> None:
    """Put a device at another station."""
    if device.revoked_at is not None:
        raise Refused("device_revoked")
    device.station_id, device.workshop = station.id, station.workshop
    session.add(device)


def tune(session: Session, device: Device, scan_ms: int) -> None:
    """Say which speed of keys tells a scanner from a hand on this device (5 to 500 ms a sign)."""
    if device.revoked_at is not None:
        raise Refused("device_revoked")
    if not FASTEST <= scan_ms <= SLOWEST:
        raise Invalid("form_invalid", {"scan_ms": f"Un nombre de {FASTEST} à {SLOWEST}."})
    device.scan_ms = scan_ms
    session.add(device)


def revoke_device(session: Session, device: Device, *, at: datetime | None = None) -> None:
    """Take a device's access away at once; the sign-ins begun on it end with it."""
    if device.revoked_at is None:
        device.revoked_at = at or clock.now()
        session.add(device)


def devices(session: Session) -> list[tuple[Device, Station | None]]:
    """Every device with its station: those in use first."""
    query = (
        select(Device, Station)
        .outerjoin(Station, col(Station.id) == Device.station_id)
        .order_by(col(Device.revoked_at).is_not(None), Device.name)
    )
    return [(device, station) for device, station in session.exec(query)]
