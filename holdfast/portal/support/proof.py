"""A form's own proof of when it was given out: whoever fills it in takes a while, a program does not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from holdfast.kernel import tokens

_PURPOSE: Final = "support-form"
QUICKEST: Final = timedelta(seconds=3)
OLDEST: Final = timedelta(hours=24)


def proof_of(at: datetime) -> str:
    """The hidden value of a form given out at that instant."""
    began = int(at.timestamp())
    return f"{began}.{tokens.sign(_PURPOSE, began)}"


def age_of(proof: str, *, at: datetime) -> timedelta | None:
    """How long ago the form was given out; None when the proof is not ours."""
    began, _, signature = proof.partition(".")
    if not (began.isascii() and began.isdigit() and len(began) < 12):
        return None
    if not tokens.is_signed(signature, _PURPOSE, int(began)):
        return None
    return at - datetime.fromtimestamp(int(began), tz=UTC)
