"""Short secrets kept unreadable in the database, with a key drawn from the house's own.

The standard library has no cipher and no other part of the product needs one: the secret is masked
by an HMAC-SHA256 key stream and closed by an HMAC tag (encrypt, then authenticate).
"""

import base64
import hashlib
import hmac
import secrets

_NONCE = 16
_TAG = 32


class BrokenSealError(ValueError):
    """The secret was changed, or was sealed with another key."""


def seal(secret: bytes, key: str, purpose: str) -> str:
    """Text that gives nothing away without the key."""
    nonce = secrets.token_bytes(_NONCE)
    masked = _mask(secret, _derived(key, purpose, "mask"), nonce)
    tag = _tag(_derived(key, purpose, "tag"), nonce + masked)
    return base64.urlsafe_b64encode(nonce + masked + tag).decode()


def unseal(text: str, key: str, purpose: str) -> bytes:
    """The secret again; `BrokenSealError` when it is not ours."""
    try:
        raw = base64.urlsafe_b64decode(text.encode())
    except ValueError as error:
        raise BrokenSealError from error
    body, tag = raw[:-_TAG], raw[-_TAG:]
    if len(body) < _NONCE or not hmac.compare_digest(
        tag, _tag(_derived(key, purpose, "tag"), body)
    ):
        raise BrokenSealError
    return _mask(body[_NONCE:], _derived(key, purpose, "mask"), body[:_NONCE])


def _derived(key: str, purpose: str, use: str) -> bytes:
    if not key:
        msg = "no secret key: nothing can be sealed"
        raise ValueError(msg)
    return hmac.digest(key.encode(), f"esat {purpose} {use}".encode(), hashlib.sha256)


def _mask(text: bytes, key: bytes, nonce: bytes) -> bytes:
    stream = b""
    while len(stream) < len(text):
        block = nonce + len(stream).to_bytes(4, "big")
        stream += hmac.digest(key, block, hashlib.sha256)
    return bytes(a ^ b for a, b in zip(text, stream[: len(text)], strict=True))


def _tag(key: bytes, text: bytes) -> bytes:
    return hmac.digest(key, text, hashlib.sha256)
