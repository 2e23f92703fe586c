"""Tokens as pure text: made from the secret of the installation, recognised, hashed; no table."""

import base64
import hashlib
import hmac
import re
from typing import Final

_FORM: Final = re.compile(r"[A-Za-z0-9_-]{43}")


def key_from(secret: str) -> bytes:
    """A key of its own, so that no other use of the secret can stand for a link."""
    return hmac.digest(secret.encode(), b"esat tracking links", "sha256")


def make(key: bytes, link_id: int, purpose: str, salt: str) -> str:
    """The token of a link: 43 signs that nobody without the key can guess."""
    said = f"{link_id}:{purpose}:{salt}".encode()
    return base64.urlsafe_b64encode(hmac.digest(key, said, "sha256")).rstrip(b"=").decode()


def well_formed(token: str) -> bool:
    return _FORM.fullmatch(token) is not None


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
