"""The two wires of one account: a text message, and a call in which the words are spoken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from holdfast.carriers.outcome import Outcome
from holdfast.carriers.post import Post
from holdfast.carriers.twilio.account import Account
from holdfast.carriers.twilio.voices import voice_of

_RING_FOR: Final = "45"  # seconds


@dataclass(frozen=True)
class TextMessage:
    account: Account

    def send(self, post: Post) -> Outcome:
        body = f"{post.short}\n{post.link}" if post.link else post.short
        return self.account.make("Messages", {**_common(self.account, post), "Body": body})

    def probe(self) -> Outcome:
        return self.account.probe()


@dataclass(frozen=True)
class Call:
    account: Account

    def send(self, post: Post) -> Outcome:
        more = {"Twiml": spoken(post), "Timeout": _RING_FOR}
        return self.account.make("Calls", {**_common(self.account, post), **more})

    def probe(self) -> Outcome:
        return self.account.probe()


def spoken(post: Post) -> str:
    """What is said in a call, twice, for the first words are missed; a link can't be spoken, and is left away."""
    language = voice_of(post.language)
    say = f'<Say language="{language}">{escape(post.short)}</Say>'
    if not post.pressed_at:
        return f'<Response><Pause length="1"/>{say}<Pause length="1"/>{say}</Response>'
    key = f'<Say language="{language}">{escape(post.key_words)}</Say>'
    heard = f'<Gather numDigits="1" timeout="10" method="POST" action={quoteattr(post.pressed_at)}>'
    return f'<Response><Pause length="1"/>{heard}{say}{key}<Pause length="1"/>{say}{key}</Gather></Response>'


def spoken_answer(words: str, *, language: str) -> str:
    """What is said after a key was pressed; then the call ends."""
    return f'<Response><Say language="{voice_of(language)}">{escape(words)}</Say></Response>'


def _common(account: Account, post: Post) -> dict[str, str]:
    said = {"To": post.to, "From": account.sends_from}
    return said | ({"StatusCallback": post.heard_at} if post.heard_at else {})
