"""Accounts: roles and their scope, and the administrator who is never lost."""

from datetime import date

import pytest
from sqlmodel import Session

from esat import clock
from esat.accounts import service, sessions
from esat.accounts.models import Account
from esat.accounts.service import NewAccount
from esat.actors import SYSTEM, Actor
from esat.errors import Invalid, Refused


def _made(session: Session, login: str = "odile", role: str = "bureau", **more: object) -> Account:
    return service.create_account(
        session,
        NewAccount(login, "Odile", "hash", (role,), **more),  # type: ignore[arg-type]
    )


@pytest.mark.parametrize("login", ["", "a", "odile martin", "é.b", "x" * 61, "<b>x</b>"])
def test_a_login_is_plain(session: Session, login: str) -> None:
    with pytest.raises(Invalid) as caught:
        _made(session, login)
    assert "login" in caught.value.fields


def test_a_login_is_one_persons_whatever_its_capitals(session: Session) -> None:
    _made(session, "odile")
    with pytest.raises(Invalid):
        _made(session, "ODILE")


@pytest.mark.parametrize("roles", [(), ("borne",), ("chef",)])
def test_an_account_has_at_least_one_role_of_a_person(
    session: Session, roles: tuple[str, ...]
) -> None:
    with pytest.raises(Invalid):
        service.create_account(session, NewAccount("odile", "Odile", "hash", roles))


def test_only_roles_of_the_floor_are_held_for_chosen_workshops(session: Session) -> None:
    _made(session, "nadia", "moniteur", workshops=("laundry",))
    with pytest.raises(Invalid):
        _made(session, "odile", "bureau", workshops=("laundry",))


def test_an_inspector_has_an_end(session: Session) -> None:
    with pytest.raises(Invalid):
        _made(session, role="inspecteur")
    assert _made(session, "irene", "inspecteur", ends_on=date(2026, 12, 31)).id


def test_the_last_administrator_is_neither_closed_nor_demoted(session: Session) -> None:
    only = _made(session, "adele", "administrateur")
    with pytest.raises(Refused, match="last_administrator"):
        service.disable(session, only, by=SYSTEM)
    with pytest.raises(Refused, match="last_administrator"):
        service.set_roles(session, only, ("bureau",), workshops=None)
    _made(session, "denis", "administrateur")
    service.disable(session, only, by=SYSTEM)
    assert only.disabled_at is not None


def test_nobody_closes_his_own_account(session: Session) -> None:
    _made(session, "adele", "administrateur")
    mine = _made(session, "denis", "administrateur")
    with pytest.raises(Refused, match="not_yourself"):
        service.disable(session, mine, by=Actor(account_id=mine.id))


def test_closing_an_account_ends_its_sign_ins_and_its_badge(session: Session) -> None:
    person = _made(session)
    service.give_badge(session, person, badge_code="H0000011", pin_hash="hash")
    sessions.begin(session, person.id or 0, at=clock.now())
    session.flush()
    service.disable(session, person, by=SYSTEM)
    assert sessions.open_of(session, person.id or 0, at=clock.now()) == []
    assert person.badge_code is None


def test_a_badge_is_one_persons(session: Session) -> None:
    first, second = _made(session, "odile"), _made(session, "nadia", "moniteur")
    service.give_badge(session, first, badge_code="H0000011", pin_hash="hash")
    with pytest.raises(Invalid):
        service.give_badge(session, second, badge_code="H0000011", pin_hash="hash")


def test_a_new_password_ends_the_other_sign_ins(session: Session) -> None:
    person = _made(session)
    for _ in range(2):
        sessions.begin(session, person.id or 0, at=clock.now())
    session.flush()
    mine = sessions.open_of(session, person.id or 0, at=clock.now())[0]
    service.change_password(session, person, "hash2", keep_session=mine.id)
    left = sessions.open_of(session, person.id or 0, at=clock.now())
    assert [one.id for one in left] == [mine.id]
