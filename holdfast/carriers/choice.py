"""Which wire mail leaves by: what the environment names, else the demo sink, else the outbox."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings

from holdfast.carriers.outbox import NOTHING_LEAVES, Outbox
from holdfast.carriers.outcome import Carrier
from holdfast.carriers.relay_address import BadRelay, read_relay
from holdfast.carriers.second import WithSecond
from holdfast.carriers.sink import Sink
from holdfast.carriers.smtp import Relay


def choose_carrier(*, demo_sink: bool = False) -> Carrier:
    """A wire of its own for one thread; in a demo world nothing ever leaves, whatever relay is named.

    `demo_sink` is the vendor's own setting. Raises `BadRelay` for a relay or a provider that can't be understood.
    """
    env = settings.ENV
    if demo_sink or env.demo_sink:
        return Sink()
    if env.nothing_leaves:
        return Outbox(why=NOTHING_LEAVES, found=NOTHING_LEAVES)
    named = [_first(env), *([Relay(read_relay(env.second_relay))] if env.second_relay else [])]
    wires = [wire for wire in named if wire is not None]
    if not wires:
        return Outbox()
    return WithSecond(wires[0], wires[1]) if len(wires) > 1 else wires[0]


def has_wire(*, demo_sink: bool = False) -> bool:
    """Whether mail can leave, or is at least taken by the demo sink."""
    env = settings.ENV
    if demo_sink or env.demo_sink:
        return True
    return not env.nothing_leaves and bool(env.relay or env.second_relay or _backend(env))


def why_kept(*, demo_sink: bool = False) -> str:
    """Why mail is kept here; empty where it leaves."""
    if has_wire(demo_sink=demo_sink):
        return ""
    if settings.ENV.nothing_leaves:
        return "Nothing may leave here (HOLDFAST_NOTHING_LEAVES)."
    return "No relay is set (HOLDFAST_RELAY)."


def _first(env: Any) -> Carrier | None:
    if backend := _backend(env):
        from holdfast.carriers.anymail import Provider

        try:
            return Provider(backend, json.loads(getattr(env, "anymail_settings", "") or "{}"))
        except Exception as wrong:  # each backend has errors of its own; their first line names the setting
            reason = (str(wrong).splitlines() or [type(wrong).__name__])[0]
            raise BadRelay(f"{backend} does not take HOLDFAST_ANYMAIL_SETTINGS: {reason}") from None
    return Relay(read_relay(env.relay)) if env.relay else None


def _backend(env: Any) -> str:
    return str(getattr(env, "anymail_backend", ""))
