"""Make a token as a product does, to try things out with: by a shared secret that lies on this machine."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import jwt

from holdfast.channels.console.audience import audience
from holdfast.channels.console.models import Algorithm, ConsoleKey
from holdfast.channels.console.verifying import LONGEST
from holdfast.channels.secret_files import read_secret
from holdfast.kernel import tokens
from holdfast.kernel.refusal import Refused


def mint_token(key: ConsoleKey, *, at: datetime, **claims: Any) -> str:
    """A token of the longest life with these claims; one said here takes the place of what stands by itself."""
    if key.algorithm != Algorithm.HS256:
        raise Refused("The product alone has the private half of a key pair.", code="key_pair")
    said = {
        "iss": key.console.code,
        "aud": audience(),
        "iat": int(at.timestamp()),
        "exp": int((at + LONGEST).timestamp()),
        "jti": tokens.mint(),
        **claims,
    }
    return jwt.encode(said, read_secret(key.secret_name), algorithm=key.algorithm, headers={"kid": key.kid})
