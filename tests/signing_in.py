"""Opens a sign-in for a test, as the accounts' own service would, without its slow hash."""

from datetime import timedelta

from sqlmodel import Session

from esat import clock
from esat.accounts.identity import hash_token, new_token
from esat.accounts.models import Account, AccountRole, Device, LoginSession, Station
from esat.accounts.pages.edge import SESSION_COOKIE


def open_session(
    session: Session, role: str, name: str, workshops: tuple[str, ...] | None
) -> tuple[str, str]:
    """An account of that role with an open session; answers the cookie's name and value."""
    token = new_token()
    account = Account(
        login=f"{role}-{token[:8]}",
        display_name=name,
        password_hash="",
        created_at=clock.now(),
        totp_confirmed_at=clock.now(),
        password_changed_at=clock.now(),
    )
    session.add(account)
    session.flush()
    for workshop in workshops or (None,):
        session.add(AccountRole(account_id=account.id, role=role, workshop=workshop))
    session.add(
        LoginSession(
            token_hash=hash_token(token),
            account_id=account.id,
            created_at=clock.now(),
            expires_at=clock.now() + timedelta(days=1),
            second_factor_at=clock.now(),
        )
    )
    session.flush()
    return SESSION_COOKIE, token


def enrol(
    session: Session,
    workshop: str = "laundry",
    role: str = "comptoir",
    default_action: str | None = None,
) -> tuple[str, Station]:
    """A device at a station of that workshop; answers its bearer token."""
    from esat.production import barcodes

    code = barcodes.allocate(session, "X", clock.now())
    station = Station(
        code=code,
        name="Comptoir",
        workshop=workshop,
        created_at=clock.now(),
        default_action=default_action,
    )
    session.add(station)
    session.flush()
    barcodes.bind(session, code, station_id=station.id or 0)
    token = new_token()
    session.add(
        Device(
            name="Tablette",
            token_hash=hash_token(token),
            role=role,
            station_id=station.id,
            workshop=workshop,
            enrolled_at=clock.now(),
        )
    )
    session.flush()
    return token, station
