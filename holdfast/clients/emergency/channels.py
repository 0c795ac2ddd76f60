"""The channels of a contact: which kinds there are, and what an address of each looks like."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from django.db import models

from holdfast.kernel.refusal import Refused
from holdfast.kernel.text import one_line

MOST: Final = 4
"""Channels of one contact."""

_NUMBER: Final = re.compile(r"\+[1-9]\d{6,14}")
_HOST: Final = re.compile(
    r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])"
)
_INSIDE: Final = (".local", ".localhost", ".internal", ".intranet", ".lan", ".home.arpa")


class ChannelKind(models.TextChoices):
    """By what a contact is reached."""

    MAIL = "mail", "Mail"
    SMS = "sms", "Text message"
    VOICE = "voice", "Phone call"
    WEBHOOK = "webhook", "Webhook"
    SLACK = "slack", "Slack"
    TEAMS = "teams", "Microsoft Teams"


NUMBERS: Final = frozenset({ChannelKind.SMS, ChannelKind.VOICE})


@dataclass(frozen=True)
class Channel:
    """One way to one contact; that of mail is their own address."""

    kind: str
    address: str = ""


def require_channels(wanted: Sequence[Channel], *, mail: str) -> tuple[Channel, ...]:
    """The channels in their normal form and order; without any, mail alone.

    Refused at the field of the one that is wrong, `address_1` for the first: `no_channel`, `no_number`,
    `no_public_address`, `channel_twice`, `other_mail`; `too_many` as a whole.
    """
    if len(wanted) > MOST:
        raise Refused(f"At most {MOST} channels each.", code="too_many")
    found: list[Channel] = []
    for place, each in enumerate(wanted or [Channel(ChannelKind.MAIL)], start=1):
        channel = _require(each, mail=mail, field=f"address_{place}")
        if channel in found:
            raise Refused("This channel stands here already.", code="channel_twice", field=f"address_{place}")
        found.append(channel)
    return tuple(found)


def _require(channel: Channel, *, mail: str, field: str) -> Channel:
    if channel.kind not in ChannelKind.values:
        raise Refused("There is no such channel.", code="no_channel", field=field.replace("address", "kind"))
    kind, address = ChannelKind(channel.kind), one_line(channel.address, limit=500)
    if kind is ChannelKind.MAIL:
        if address.lower() not in ("", mail):
            raise Refused(
                "Mail goes to the contact's own address. Another address is a contact of its own.",
                code="other_mail",
                field=field,
            )
        return Channel(kind.value, mail)
    if kind in NUMBERS:
        return Channel(kind.value, _number(address, field=field))
    return Channel(kind.value, _public(address, field=field))


def _number(text: str, *, field: str) -> str:
    """E.164: a plus sign, the country's code, the number; at most fifteen digits."""
    found = re.sub(r"[\s().\-/]", "", text)
    if "(0)" in text or not _NUMBER.fullmatch(found):
        raise Refused(
            "Write the number with its country's code and without a zero before the area: +44 20 7946 0958.",
            code="no_number",
            field=field,
        )
    return found


def _public(text: str, *, field: str) -> str:
    """An https address of a host that anybody may know; what the name leads to is looked at again on sending."""
    try:
        parts = urlsplit(text)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        raise _not_public(field) from None
    is_plain = parts.scheme == "https" and "@" not in parts.netloc and port != 0 and " " not in text
    if not (is_plain and text.isascii() and _is_public(host)):
        raise _not_public(field)
    return text


def _is_public(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return _HOST.fullmatch(host) is not None and not host.endswith(_INSIDE)


def _not_public(field: str) -> Refused:
    return Refused(
        "This must be a public address that begins with https://, without a name or password in it.",
        code="no_public_address",
        field=field,
    )
