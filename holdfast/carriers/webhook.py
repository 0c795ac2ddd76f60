"""Outgoing webhooks after Standard Webhooks: signed, under one id on every try, by one schedule (T65)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from holdfast.carriers.outcome import Outcome, Result
from holdfast.carriers.outgoing.asking import AnswerLost, MayNotBeGiven, NotGiven, ask
from holdfast.carriers.post import Post
from holdfast.carriers.reading import outcome_of_trouble

SCHEDULE: Final = (
    timedelta(0),
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
"""How long after the one before each of the ten attempts is made: 75.6 h in all."""
_PREFIX: Final = "whsec_"
_GONE: Final = 410


@dataclass(frozen=True)
class Webhook:
    allows_inside: bool = False
    seconds: Callable[[], float] = time.time

    def send(self, post: Post) -> Outcome:
        body = json.dumps(dict(post.data), ensure_ascii=False, separators=(",", ":")).encode()
        at = int(self.seconds())
        headers = {
            "Content-Type": "application/json",
            "webhook-id": post.key,
            "webhook-timestamp": str(at),
            "webhook-signature": signatures(post.secrets, post.key, at, body),
        }
        try:
            answer = ask("POST", post.to, body=body, headers=headers, allows_inside=self.allows_inside)
        except MayNotBeGiven as refused:
            return Outcome(Result.PERMANENT, str(refused))
        except NotGiven as trouble:
            return outcome_of_trouble(trouble)
        except AnswerLost as trouble:  # the same id goes again, and the receiver knows it
            return Outcome(Result.TEMPORARY, str(trouble))
        said = f"The webhook answers {answer.status}."
        if answer.is_good:
            return Outcome(Result.ACCEPTED, said)
        if answer.status == _GONE:
            return Outcome(Result.PERMANENT, said, ends_endpoint=True)
        return Outcome(Result.TEMPORARY, said, again_after=answer.again_after)

    def probe(self) -> Outcome:
        return Outcome(Result.ACCEPTED, "Webhooks are posted to public addresses.")


def mint_secret() -> str:
    """A new secret of 256 bits, as its owner pastes it into their receiver."""
    return _PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def signatures(shared: Sequence[str], key: str, at: int, body: bytes) -> str:
    """One signature for each secret, so that a receiver knows us before and after it takes the new one."""
    signed = f"{key}.{at}.".encode() + body
    return " ".join(f"v1,{_signature(secret, signed)}" for secret in shared)


def _signature(secret: str, signed: bytes) -> str:
    try:
        key = base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except binascii.Error:
        key = secret.encode()
    return base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
