"""Is a token what one of our consoles signed, for us, just now? The one place where that is decided (T89).

The key's row says by which algorithm it signs; what the token says of that may agree or is not believed. So neither
`alg: none`, nor a public key taken for a shared secret, nor a key that the token brings along means anything here.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import jwt
from jwt.types import Options

from holdfast.channels.console.audience import audience
from holdfast.channels.console.claims import Claims, read_claims
from holdfast.channels.console.models import Algorithm, ConsoleKey
from holdfast.channels.console.refusing import NotBelieved
from holdfast.channels.secret_files import read_secret

LONGEST: Final = timedelta(minutes=5)
"""A token that lives longer than this is not believed at all."""
SKEW: Final = timedelta(seconds=30)
"""So far the clock of a product may go before ours."""
MOST: Final = 4096
_SHAPE: Final = re.compile(r"[\w-]+\.[\w-]+\.[\w-]+", re.ASCII)
_HEADER: Final = {"alg", "kid", "typ"}


@dataclass(frozen=True)
class Verified:
    """A token that is believed, and the key that signed it."""

    key: ConsoleKey
    claims: Claims


def verify(token: str, *, now: datetime) -> Verified:
    """What the token says; raises `NotBelieved`. Whether it was used before is not asked here."""
    header = _header_of(token)
    key = _key_of(header, now=now)
    claims = read_claims(_signed(token, key))
    _require_now(claims, now=now)
    if claims.product and claims.product.casefold() != key.console.product.name.casefold():
        raise NotBelieved(
            f"It is for the product {claims.product}, and the key is of {key.console.product}.",
            code="wrong_product",
        )
    return Verified(key, claims)


def key_named(token: str, *, now: datetime) -> ConsoleKey | None:
    """The key that a token names, whether or not it signed it: it proves nothing of whoever brings it."""
    try:
        return _key_of(_header_of(token), now=now)
    except NotBelieved:
        return None


def _header_of(token: str) -> dict[str, Any]:
    if len(token) > MOST:
        raise NotBelieved(f"It is longer than {MOST} characters.", code="oversize")
    if _SHAPE.fullmatch(token) is None:
        raise NotBelieved("It has not the three parts of a token.", code="no_token")
    parts = [_decoded(part) for part in token.split(".")]
    try:
        header = json.loads(parts[0])
    except (ValueError, RecursionError):
        header = None
    if not isinstance(header, dict):
        raise NotBelieved("Its header can't be read.", code="no_token")
    if more := sorted(set(header) - _HEADER):
        raise NotBelieved(f"Its header names {more[0]}; alg, kid and typ are all it may.", code="header")
    return header


def _decoded(part: str) -> bytes:
    """The part's bytes; each has one spelling, so that a token changed by a letter is another token."""
    try:
        found = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
    except binascii.Error:
        found = b""
    if base64.urlsafe_b64encode(found).rstrip(b"=").decode() != part:
        raise NotBelieved("A part of it is not base64url.", code="no_token")
    return found


def _key_of(header: dict[str, Any], *, now: datetime) -> ConsoleKey:
    kid = header.get("kid")
    if not isinstance(kid, str) or not re.fullmatch(r"[a-z2-7]{1,32}", kid):
        raise NotBelieved("Its header names no key (kid).", code="unknown_key")
    found = ConsoleKey.objects.select_related("console__product", "console__organisation").filter(kid=kid)
    key = found.first()
    if key is None:
        raise NotBelieved("There is no key with this kid here.", code="unknown_key")
    if key.console.retired_at is not None or (key.ends_at is not None and key.ends_at <= now):
        raise NotBelieved("The key was retired.", code="key_ended")
    if header.get("alg") != key.algorithm:
        raise NotBelieved(f"The key signs by {key.algorithm}; the token says another.", code="algorithm")
    return key


def _signed(token: str, key: ConsoleKey) -> dict[str, Any]:
    """The claims, if the key signed them for us."""
    try:
        material = key.public_key if key.algorithm == Algorithm.EDDSA else read_secret(key.secret_name)
    except FileNotFoundError:
        raise NotBelieved(
            "The secret of the key is not on this machine any more.", code="no_secret"
        ) from None
    ours: Options = {
        **{"verify_exp": False, "verify_iat": False, "verify_nbf": False},
        **{"verify_sub": False, "verify_jti": False},
        "strict_aud": True,
        "require": ["iss", "aud"],
    }
    try:
        return jwt.decode(
            token,
            material,
            algorithms=[key.algorithm],
            audience=audience(),
            issuer=key.console.code,
            options=ours,
        )
    except jwt.InvalidSignatureError:
        raise NotBelieved("The signature is not the key's.", code="signature") from None
    except (jwt.InvalidAudienceError, jwt.InvalidIssuerError, jwt.MissingRequiredClaimError) as wrong:
        named = "aud" if isinstance(wrong, jwt.InvalidAudienceError) else "iss"
        named = getattr(wrong, "claim", named)
        must = audience() if named == "aud" else key.console.code
        raise NotBelieved(f"The claim {named} must be {must}", code=f"wrong_{named}") from None
    except (jwt.PyJWTError, ValueError, TypeError, RecursionError):
        raise NotBelieved("It can't be read.", code="no_token") from None


def _require_now(claims: Claims, *, now: datetime) -> None:
    if claims.issued_at > now + SKEW or (claims.not_before or now) > now + SKEW:
        raise NotBelieved("It was made in the future: look at the product's clock.", code="future")
    if claims.expires_at <= now:
        raise NotBelieved(f"It ran out at {claims.expires_at:%H:%M:%S} UTC.", code="expired")
    if claims.expires_at - claims.issued_at > LONGEST:
        raise NotBelieved("It lives longer than 5 minutes (exp less iat).", code="lives_long")
