"""What a token says, read and bounded; nothing of it counts before its signature does."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from holdfast.channels.console.refusing import NotBelieved
from holdfast.kernel.refusal import Refused
from holdfast.kernel.text import one_line
from holdfast.people.actions.entering import require_address

_LENGTHS: Final = {
    **{"jti": 128, "sub": 200, "email": 254, "name": 200},
    **{"organisation": 120, "product": 120, "plan": 80, "page": 500},
}
_NEEDED: Final = ("jti", "sub", "email")
_LAST: Final = 4_000_000_000
"""Instants beyond this (the year 2096) are a mistake of units."""


@dataclass(frozen=True, kw_only=True)
class Claims:
    """The claims of one token, each on one line."""

    issued_at: datetime
    expires_at: datetime
    not_before: datetime | None
    jti: str
    sub: str
    email: str
    name: str
    organisation: str
    product: str
    plan: str
    page: str


def read_claims(said: Mapping[str, Any]) -> Claims:
    """The claims; refused is what is missing, of another kind, or longer than it may be."""
    words = {name: _words(said, name, limit) for name, limit in _LENGTHS.items()}
    for name in _NEEDED:
        if not words[name]:
            raise NotBelieved(f"The claim {name} is missing.", code="claim_missing")
    try:
        words["email"] = require_address(words["email"])
    except Refused as refused:
        raise NotBelieved("The claim email is no mail address.", code="claim_wrong") from refused
    return Claims(
        issued_at=_instant(said, "iat"),
        expires_at=_instant(said, "exp"),
        not_before=_instant(said, "nbf") if "nbf" in said else None,
        **words,
    )


def _words(said: Mapping[str, Any], name: str, limit: int) -> str:
    found = said.get(name)
    if found is None:
        return ""
    if not isinstance(found, str):
        raise NotBelieved(f"The claim {name} is not text.", code="claim_wrong")
    if len(found) > limit:
        raise NotBelieved(f"The claim {name} has more than {limit} characters.", code="claim_wrong")
    return one_line(found, limit=limit)


def _instant(said: Mapping[str, Any], name: str) -> datetime:
    found = said.get(name)
    if found is None:
        raise NotBelieved(f"The claim {name} is missing.", code="claim_missing")
    if isinstance(found, bool) or not isinstance(found, int | float) or not math.isfinite(found):
        raise NotBelieved(f"The claim {name} is not a number of seconds.", code="claim_wrong")
    if not 0 <= found <= _LAST:
        raise NotBelieved(f"The claim {name} is not a number of seconds since 1970.", code="claim_wrong")
    return datetime.fromtimestamp(found, tz=UTC)
