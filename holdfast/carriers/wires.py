"""Which wire each channel other than mail leaves by: what the environment names, or one that says what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.conf import settings

from holdfast.carriers.outbox import Keeping
from holdfast.carriers.outcome import Outcome, Result
from holdfast.carriers.post import Post, Wire
from holdfast.carriers.slack import Slack
from holdfast.carriers.teams import Teams
from holdfast.carriers.twilio.account import Account
from holdfast.carriers.twilio.wires import Call, TextMessage
from holdfast.carriers.webhook import Webhook
from holdfast.kernel.models import Installation

SMS: Final = "sms"
VOICE: Final = "voice"
WEBHOOK: Final = "webhook"
SLACK: Final = "slack"
TEAMS: Final = "teams"


@dataclass(frozen=True)
class Missing:
    """The wire that is not there: whoever has another channel gets the word by that one at once."""

    why: str

    def send(self, post: Post) -> Outcome:
        return Outcome(Result.PERMANENT, self.why)

    def probe(self) -> Outcome:
        return Outcome(Result.KEPT, self.why)


class Taking:
    """The demo world's: takes everything at once, and nothing leaves."""

    def send(self, post: Post) -> Outcome:
        return Outcome(Result.ACCEPTED, "Taken by the demo; nothing has left.")

    def probe(self) -> Outcome:
        return Outcome(Result.ACCEPTED, "A demo: nothing leaves.")


@dataclass(frozen=True)
class Switchboard:
    """The wires of all these channels as one; any number of threads may use it."""

    wires: Mapping[str, Wire]

    def send(self, channel: str, post: Post) -> Outcome:
        wire = self.wires.get(channel)
        return wire.send(post) if wire else Outcome(Result.PERMANENT, f"There is no channel {channel!r}.")

    def close(self) -> None:
        """There is nothing to close: each post has a connection of its own."""


def choose_wires(*, demo_sink: bool = False) -> Mapping[str, Wire]:
    """The wire of each channel; they may be used by any number of threads, and ask no database."""
    env = settings.ENV
    if demo_sink or env.demo_sink:
        return dict.fromkeys((SMS, VOICE, WEBHOOK, SLACK, TEAMS), Taking())
    if env.nothing_leaves:
        return dict.fromkeys((SMS, VOICE, WEBHOOK, SLACK, TEAMS), Keeping())
    inside = may_go_inside()
    account = twilio_account()
    return {
        SMS: TextMessage(account) if account else _NO_TWILIO,
        VOICE: Call(account) if account else _NO_TWILIO,
        WEBHOOK: Webhook(allows_inside=inside),
        SLACK: Slack(token=env.slack_token, url=env.slack_url.rstrip("/"), allows_inside=inside),
        TEAMS: Teams(allows_inside=inside),
    }


def may_go_inside() -> bool:
    """Whether addresses inside may be asked: only by a test installation, which no real one can become."""
    return bool(settings.ENV.test_inside) and Installation.objects.filter(is_test=True).exists()


_NO_TWILIO: Final = Missing(
    "No provider of texts and calls is set (HOLDFAST_TWILIO_ACCOUNT and _TOKEN and _FROM)."
)


def twilio_account() -> Account | None:
    """The account for texts and calls; None where none is set, or nothing may leave."""
    env = settings.ENV
    if env.nothing_leaves or not (env.twilio_account and env.twilio_token and env.twilio_from):
        return None
    return Account(env.twilio_account, env.twilio_token, env.twilio_from, env.twilio_url, may_go_inside())
