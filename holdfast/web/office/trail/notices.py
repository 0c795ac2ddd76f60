"""What became of a notice, as a sentence of the trail: for whom it was, and what it told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from holdfast.carriers.wires import SMS, VOICE
from holdfast.escalation.wording import WORDS_TO_CLIENT
from holdfast.notices.kinds import PLAIN
from holdfast.tickets.wording import Names

Said = Mapping[str, Any]
_CHANNELS: Final = {SMS: "text message", VOICE: "call"}
_CHANNEL_FIELDS: Final = ("channel", "next_channel")


def _words(what_happened: str) -> Callable[[Said, str, Names], str]:
    def in_words(said: Said, by: str, names: Names) -> str:
        trouble = f" ({said['trouble']})" if said.get("trouble") else ""
        channels = {name: _CHANNELS.get(said.get(name, ""), said.get(name)) for name in _CHANNEL_FIELDS}
        told = what_happened.format(what=_what(said["kind"]), reader=_reader(said, names), **channels)
        return told + trouble

    return in_words


def _reader(said: Said, names: Names) -> str:
    """A person by name; who is none of ours, or is here no more, by the address that it went to."""
    return names.get(said["person"] or 0) or said["address"]


def _what(kind: str) -> str:
    if kind == PLAIN:
        return "A mail about the account"
    return WORDS_TO_CLIENT.get(kind, f"The notice “{kind.replace('_', ' ')}”")


WORDING: Final = {
    "NoticeAccepted": _words("{what} to {reader} was accepted"),
    "NoticeArrived": _words("{what} to {reader} arrived"),
    "NoticeFailed": _words("{what} to {reader} could not be delivered"),
    "EveryChannelFailed": _words("{what} to {reader} could not be delivered on any channel"),
    "ChannelGaveWay": _words("{what} to {reader} goes on by {next_channel}, for {channel} failed"),
    "NoticeBounced": _words("{what} to {reader} came back"),
    "NoticeLeftOut": _words("{what} to {reader} was not sent"),
    "NoticeMuted": _words("{what} to {reader} is held back by a cap"),
}
