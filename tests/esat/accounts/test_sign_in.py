"""Sign-in by password and by badge: what opens, what does not, and what locks."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from esat import clock
from esat.accounts import sign_in
from esat.accounts.identity import Enrolled
from esat.accounts.models import Account, LoginSession
from esat.db import Database
from esat.errors import Unauthenticated
from tests.esat.accounts.conftest import BADGE, PASSWORD, PIN, MakePerson


def _refused(database: Database, login: str = "nadia", password: str = PASSWORD) -> str:
    with pytest.raises(Unauthenticated) as caught:
        sign_in.authenticate(database, login, password)
    return caught.value.code


def _account(database: Database, login: str = "nadia") -> Account:
    with database.read() as session:
        found = session.exec(select(Account).where(Account.login == login)).one()
        session.expunge(found)
    return found


def test_the_right_password_opens_and_only_a_hash_of_the_token_is_kept(
    database: Database, make_person: MakePerson
) -> None:
    make_person()
    opened = sign_in.authenticate(database, " Nadia ", PASSWORD)
    with database.read() as session:
        kept = session.exec(select(LoginSession)).one()
        assert opened.token not in str(kept)


def test_unknown_and_wrong_get_the_same_answer(database: Database, make_person: MakePerson) -> None:
    make_person()
    assert _refused(database, password="x") == _refused(database, login="inconnu")


def test_a_locked_account_is_refused_with_the_right_password_then_opens_again(
    database: Database, make_person: MakePerson, now: datetime
) -> None:
    make_person()
    for _ in range(sign_in.TRIES):
        _refused(database, password="x")
    assert _refused(database) == "sign_in_refused"
    with clock.pinned(now + sign_in.LOCKED_FOR + timedelta(seconds=1)):
        assert sign_in.authenticate(database, "nadia", PASSWORD).token


def test_guessing_during_the_lock_does_not_lengthen_it(
    database: Database, make_person: MakePerson, now: datetime
) -> None:
    make_person()
    for _ in range(sign_in.TRIES + 3):
        _refused(database, password="x")
    assert _account(database).locked_until == now + sign_in.LOCKED_FOR


def test_a_success_forgets_the_failures(database: Database, make_person: MakePerson) -> None:
    make_person()
    for _ in range(sign_in.TRIES - 1):
        _refused(database, password="x")
    sign_in.authenticate(database, "nadia", PASSWORD)
    assert _account(database).failed_count == 0


def test_a_disabled_account_is_refused(database: Database, make_person: MakePerson) -> None:
    make_person(disabled_at=clock.now())
    assert _refused(database) == "sign_in_refused"


def test_an_ended_account_is_refused_from_the_day_after(
    database: Database, make_person: MakePerson, now: datetime
) -> None:
    make_person("inspecteur", ends_on=now.date())
    assert sign_in.authenticate(database, "nadia", PASSWORD).token
    with clock.pinned(now + timedelta(days=1)):
        assert _refused(database) == "sign_in_refused"


def test_wrong_codes_lock_though_the_password_is_right(
    database: Database, make_person: MakePerson, now: datetime
) -> None:
    person = make_person("bureau", totp_confirmed_at=now)
    for _ in range(sign_in.TRIES):
        opened = sign_in.authenticate(database, "nadia", PASSWORD)
        assert opened.asks_code
        assert not sign_in.finish_with_code(database, 1, person.id or 0, "000000", key="k")
    assert _refused(database) == "sign_in_refused"


@pytest.fixture
def with_badge(make_person: MakePerson, pin_hash: str) -> Account:
    return make_person(workshops=("laundry",), badge_code=BADGE, pin_hash=pin_hash)


def _badge_refused(database: Database, device: Enrolled, pin: str = PIN) -> str:
    with pytest.raises(Unauthenticated) as caught:
        sign_in.authenticate_badge(database, BADGE, pin, device)
    return caught.value.code


def test_badge_and_pin_open_on_a_device_of_ones_workshop(
    database: Database, with_badge: Account, enrolled: Enrolled
) -> None:
    opened = sign_in.authenticate_badge(database, BADGE, PIN, enrolled)
    with database.read() as session:
        kept = session.exec(select(LoginSession)).one()
        assert (opened.account_id, kept.way) == (with_badge.id, "badge")
        assert (kept.device_id, kept.station_id) == (enrolled.device_id, enrolled.station_id)


def test_a_pin_on_a_foreign_device_is_refused(
    database: Database, make_person: MakePerson, pin_hash: str, enrolled: Enrolled
) -> None:
    make_person(workshops=("bookbinding",), badge_code=BADGE, pin_hash=pin_hash)
    assert _badge_refused(database, enrolled) == "badge_other_workshop"


def test_three_wrong_pins_close_the_badge_until_the_password(
    database: Database, with_badge: Account, enrolled: Enrolled
) -> None:
    assert _badge_refused(database, enrolled, "0000") == "badge_refused"
    assert _badge_refused(database, enrolled, "0000") == "badge_refused"
    assert _badge_refused(database, enrolled, "0000") == "pin_closed"
    assert _badge_refused(database, enrolled) == "pin_closed"
    sign_in.authenticate(database, "nadia", PASSWORD)
    assert sign_in.authenticate_badge(database, BADGE, PIN, enrolled).token


def test_a_role_with_a_second_factor_has_no_badge(
    database: Database, make_person: MakePerson, pin_hash: str, enrolled: Enrolled
) -> None:
    make_person("bureau", badge_code=BADGE, pin_hash=pin_hash)
    assert _badge_refused(database, enrolled) == "badge_not_for_role"


def test_an_unknown_badge_and_a_disabled_person_get_the_same_answer(
    database: Database, make_person: MakePerson, pin_hash: str, enrolled: Enrolled
) -> None:
    assert _badge_refused(database, enrolled) == "badge_refused"
    make_person(badge_code=BADGE, pin_hash=pin_hash, disabled_at=clock.now())
    assert _badge_refused(database, enrolled) == "badge_refused"
