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
    """A short proof that we made this token for this purpose and these parts; 80 bits, lower case."""
    message = "\x1f".join([purpose, *map(str, parts)]).encode()
    digest = hmac.new(_key(), message, hashlib.sha256).digest()[:10]
    return base64.b32encode(digest).decode().lower()


def is_signed(signature: str, purpose: str, *parts: str | int) -> bool:
    """Whether the signature is ours for this purpose and these parts, compared in constant time."""
    return hmac.compare_digest(signature.lower().encode(), sign(purpose, *parts).encode())


def digest(token: str) -> str:
    """What is stored of a secret token, so that a stolen backup opens nothing."""
    return hashlib.sha256(token.encode()).hexdigest()


def _key() -> bytes:
    return hashlib.sha256(b"holdfast.tokens\x1f" + settings.SECRET_KEY.encode()).digest()
