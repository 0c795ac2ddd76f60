"""A channel's address half hidden: enough for a client to recognise it, too little to call it or to write there."""

from __future__ import annotations

from urllib.parse import urlsplit

from holdfast.clients.emergency.channels import NUMBERS, Channel, ChannelKind


def hidden(channel: Channel) -> str:
    """`n…@example.org`, `+12 … 99`, `https://hooks.example.org/…`."""
    if channel.kind == ChannelKind.MAIL:
        local, _, domain = channel.address.partition("@")
        return f"{local[:1]}…@{domain}"
    if channel.kind in NUMBERS:
        return f"{channel.address[:3]} … {channel.address[-2:]}"
    return f"https://{urlsplit(channel.address).hostname}/…"
