"""The telephone's code and the recovery codes open once each."""

from datetime import datetime, timedelta

import pyotp
import pytest
from sqlmodel import Session

from esat.accounts import second_factor
from esat.accounts.models import Account
from tests.esat.accounts.conftest import MakePerson

KEY = "a key for tests"


@pytest.fixture
def person(session: Session, make_person: MakePerson) -> Account:
    found = session.get(Account, make_person("bureau").id)
    assert found is not None
    return found


def _code(secret: str, moment: datetime) -> str:
    return pyotp.TOTP(secret).at(moment)


def test_a_code_is_accepted_a_step_early_or_late_and_no_further() -> None:
    secret, now = second_factor.new_secret(), datetime.fromisoformat("2026-11-23T09:00:10+00:00")
    for seconds, right in ((-60, False), (-30, True), (0, True), (30, True), (60, False)):
        typed = _code(secret, now + timedelta(seconds=seconds))
        assert (second_factor.step_of(secret, typed, now) is not None) is right


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "12345a", "１２３４５６", "' OR 1=1"])
def test_what_is_not_six_digits_is_wrong(typed: str, now: datetime) -> None:
    assert second_factor.step_of(second_factor.new_secret(), typed, now) is None


def test_the_same_code_never_opens_twice(session: Session, person: Account, now: datetime) -> None:
    secret = second_factor.propose(session, person, KEY)
    session.flush()
    typed = _code(secret, now)
    assert second_factor.accept(session, person, typed, key=KEY, at=now)
    assert not second_factor.accept(session, person, typed, key=KEY, at=now)
    earlier = _code(secret, now - timedelta(seconds=30))
    assert not second_factor.accept(session, person, earlier, key=KEY, at=now)


def test_the_secret_is_not_readable_in_the_table(session: Session, person: Account) -> None:
    secret = second_factor.propose(session, person, KEY)
    assert secret not in (person.totp_secret or "")
    assert second_factor.propose(session, person, KEY) == secret


def test_a_recovery_code_serves_once(session: Session, person: Account, now: datetime) -> None:
    codes = second_factor.confirm(session, person, at=now)
    session.flush()
    assert second_factor.use_recovery_code(session, person, codes[0].lower(), at=now)
    assert not second_factor.use_recovery_code(session, person, codes[0], at=now)
    assert second_factor.codes_left(session, person.id or 0) == len(codes) - 1


def test_new_recovery_codes_void_the_old_ones(
    session: Session, person: Account, now: datetime
) -> None:
    old = second_factor.confirm(session, person, at=now)
    second_factor.renew_recovery_codes(session, person)
    session.flush()
    assert not second_factor.use_recovery_code(session, person, old[0], at=now)
