"""What a good password is (CNIL 2022-100), and how it is kept: argon2id, two at a time.

Each hash takes 64 MiB and a tenth of a second: it is never made inside a write transaction.
"""

import re
import secrets
from itertools import pairwise
from threading import BoundedSemaphore
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from esat.errors import Invalid
from esat.folding import fold

LONGEST: Final = 200
_EASY_SIGNS: Final = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789"
PIN: Final = re.compile(r"^\d{4,8}$")
_HASHER: Final = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=1)
_ROOM: Final = BoundedSemaphore(2)
_NOBODY: Final = (
    "$argon2id$v=19$m=65536,t=3,p=1$BWETdanq3VphQbqHe25+hQ$kpFtBp"
    "8JVQr+S6s5UTAV20b+UUkacpLgzbIfQ9vecHk"
)
"""The hash of a random text that nobody kept: unknown people are compared with it."""
_COMMON: Final = (
    "motdepasse",
    "password",
    "azerty",
    "qwerty",
    "123456",
    "abcdef",
    "bonjour",
    "soleil",
    "jetaime",
    "blanchisserie",
    "reliure",
    "espacesverts",
    "atelier",
    "clermont",
    "admin",
    "iloveyou",
    "welcome",
)
"""Roots that every list of stolen passwords begins with, and the words of this house."""
TOO_SHORT = (
    "Choisissez au moins 12 signes avec minuscule, majuscule, chiffre et signe spécial, "
    "ou 14 signes sans signe spécial, ou une phrase de 7 mots."
)
TOO_COMMON = "Ce mot de passe est trop facile à deviner. Choisissez-en un autre."
OWN_NAME = "Le mot de passe ne doit pas contenir votre nom ni votre identifiant."
PIN_SHAPE = "Le code se compose de 4 à 8 chiffres."
PIN_EASY = "Ce code est trop facile à deviner. Choisissez-en un autre."


def hashed(secret: str) -> str:
    """The argon2id hash to keep. Slow on purpose: call it outside a write transaction."""
    with _ROOM:
        return _HASHER.hash(secret)


def matches(kept: str | None, secret: str) -> bool:
    """Whether the secret is the one kept; unknown people cost the same time as known ones."""
    with _ROOM:
        try:
            return _HASHER.verify(kept or _NOBODY, secret[:LONGEST]) and kept is not None
        except (VerificationError, InvalidHashError):
            return False


def is_outdated(kept: str) -> bool:
    """Whether the hash was made with weaker settings than today's."""
    return _HASHER.check_needs_rehash(kept)


def first_password() -> str:
    """A password to hand over once, to be changed at the first sign-in."""
    while True:
        text = "-".join("".join(secrets.choice(_EASY_SIGNS) for _ in range(5)) for _ in range(3))
        if weakness(text) is None:
            return text


def check(password: str, *names: str, field: str = "password") -> None:
    """Raise `Invalid` when the password is too weak; `names` are the person's own."""
    if fault := weakness(password, *names):
        raise Invalid("form_invalid", {field: fault})


def weakness(password: str, *names: str) -> str | None:
    """The French sentence that says why the password is too weak, or None."""
    if len(password) > LONGEST or not _is_long_enough(password):
        return TOO_SHORT
    bare = re.sub(r"[\W_]", "", fold(password))
    if any(part in bare for name in names for part in _parts(name)):
        return OWN_NAME
    # What is left once the well-known words are gone must still be long.
    rest = bare
    for word in _COMMON:
        rest = rest.replace(word, "")
    if len(rest) < 8 or len(set(bare)) < 6:
        return TOO_COMMON
    return None


def check_pin(pin: str, field: str = "pin") -> None:
    """Raise `Invalid` when the code of the shared tablet is not digits, or is too easy."""
    if not PIN.match(pin):
        raise Invalid("form_invalid", {field: PIN_SHAPE})
    steps = {int(b) - int(a) for a, b in pairwise(pin)}
    if len(steps) == 1 and steps <= {-1, 0, 1}:
        raise Invalid("form_invalid", {field: PIN_EASY})


def _is_long_enough(password: str) -> bool:
    kinds = [
        any(c.islower() for c in password),
        any(c.isupper() for c in password),
        any(c.isdigit() for c in password),
        any(not c.isalnum() for c in password),
    ]
    if len(password) >= 12 and all(kinds):
        return True
    if len(password) >= 14 and all(kinds[:3]):
        return True
    words = {word for word in re.split(r"[\W_]+", fold(password)) if len(word) >= 2}
    return len(words) >= 7


def _parts(name: str) -> list[str]:
    """The pieces of a name that are long enough to be recognised."""
    return [part for part in re.split(r"[\W_]+", fold(name)) if len(part) >= 4]
