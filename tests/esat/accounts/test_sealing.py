"""A sealed secret comes back with its key only, and shows any change."""

import pytest

from esat.accounts.sealing import BrokenSealError, seal, unseal


def test_a_secret_comes_back_and_is_never_written_twice_alike() -> None:
    first, second = (seal(b"JBSWY3DP" * 8, "key", "totp") for _ in range(2))
    assert first != second
    assert unseal(first, "key", "totp") == b"JBSWY3DP" * 8


@pytest.mark.parametrize(("key", "purpose"), [("other", "totp"), ("key", "mail")])
def test_another_key_or_purpose_does_not_open(key: str, purpose: str) -> None:
    sealed = seal(b"JBSWY3DP", "key", "totp")
    with pytest.raises(BrokenSealError):
        unseal(sealed, key, purpose)


@pytest.mark.parametrize("broken", ["", "abc", "é", "AAAA" * 20])
def test_what_was_changed_does_not_open(broken: str) -> None:
    with pytest.raises(BrokenSealError):
        unseal(broken, "key", "totp")


def test_nothing_is_sealed_without_a_key() -> None:
    with pytest.raises(ValueError, match="secret key"):
        seal(b"x", "", "totp")
