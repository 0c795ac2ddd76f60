"""Signed tokens: each for one purpose, bound to its subject, compared in constant time."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

from django.conf import settings


def mint(bits: int = 128) -> str:
    """An unguessable name of so many bits, safe in addresses and URLs, without upper case (mail folds it)."""
    return base64.b32encode(secrets.token_bytes(bits // 8)).decode().rstrip("=").lower()


def sign(purpose: str, *parts: str | int) -> str:
    """A proof that we made this token for this purpose and these parts: 128 bits in 26 characters, lower case (T53)."""
    return _signature(settings.SECRET_KEY, purpose, parts)


def is_signed(signature: str, purpose: str, *parts: str | int) -> bool:
    """Whether the signature is ours for this purpose and these parts, compared in constant time.

    By the present key, or by a former one whose overlap has not ended (T7).
    """
    given = signature.lower().encode()
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(hmac.compare_digest(given, _signature(key, purpose, parts).encode()) for key in keys)


def digest(token: str) -> str:
    """What is stored of a secret token, so that a stolen backup opens nothing."""
    return hashlib.sha256(token.encode()).hexdigest()


def _signature(key: str, purpose: str, parts: tuple[str | int, ...]) -> str:
    message = "\x1f".join([purpose, *map(str, parts)]).encode()
    derived = hashlib.sha256(b"holdfast.tokens\x1f" + key.encode()).digest()
    signature = hmac.new(derived, message, hashlib.sha256).digest()[:16]
    return base64.b32encode(signature).decode().rstrip("=").lower()
