"""What a good password is, and that comparing takes no shortcut."""

import pytest
from argon2 import PasswordHasher, Type

from esat.accounts import passwords
from esat.errors import Invalid


@pytest.mark.parametrize(
    "good",
    [
        "Volcan-Rose1!",
        "VolcanRose1834x",
        "sept petits chats noirs dorment sous table",
    ],
)
def test_a_password_by_one_of_the_three_rules_is_taken(good: str) -> None:
    assert passwords.weakness(good, "odile.martin", "Odile Martin") is None


def test_a_password_that_the_house_draws_is_taken() -> None:
    assert passwords.weakness(passwords.first_password(), "odile.martin", "Odile Martin") is None


@pytest.mark.parametrize(
    "bad",
    [
        "Volcan-Ros1",
        "volcanrose1834x",
        "VolcanRose183",
        "chat chat chat chat chat chat chat",
        "Aa1!" * 60,
        "",
    ],
)
def test_a_short_or_plain_password_is_refused(bad: str) -> None:
    assert passwords.weakness(bad) == passwords.TOO_SHORT


@pytest.mark.parametrize("bad", ["MotDePasse2026!", "Azerty123456!!", "Aaaaaaaaaaa1!"])
def test_a_well_known_password_is_refused(bad: str) -> None:
    assert passwords.weakness(bad) == passwords.TOO_COMMON


def test_ones_own_name_is_refused_with_or_without_accents() -> None:
    assert passwords.weakness("Mon-Andre-2026!", "a.andré") == passwords.OWN_NAME


def test_only_the_right_secret_matches(password_hash: str) -> None:
    assert passwords.matches(password_hash, "Volcan-Rose-1834!")
    assert not passwords.matches(password_hash, "Volcan-Rose-1834?")


def test_nobody_matches_without_a_kept_secret() -> None:
    assert not passwords.matches(None, "x")
    assert not passwords.matches("", "x")


@pytest.mark.parametrize("pin", ["", "123", "12a4", "1234", "4321", "0000", "123456789"])
def test_a_pin_is_digits_and_not_a_run(pin: str) -> None:
    with pytest.raises(Invalid):
        passwords.check_pin(pin)


def test_an_ordinary_pin_is_taken() -> None:
    passwords.check_pin("8152")


def test_a_secret_costs_the_house_what_it_should_and_the_stand_in_as_much(
    true_secrets: tuple[PasswordHasher, str],
) -> None:
    hasher, nobody = true_secrets
    assert (hasher.type, hasher.memory_cost, hasher.time_cost) == (Type.ID, 64 * 1024, 3)
    assert not hasher.check_needs_rehash(nobody)
    assert passwords.is_outdated(nobody)
