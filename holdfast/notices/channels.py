"""The channels that a word may go by: which addresses each takes, and how they may be shown."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from holdfast.carriers.wires import SLACK, SMS, TEAMS, VOICE, WEBHOOK

MAIL: Final = "mail"
AT_MOST_ONCE: Final = frozenset({SMS, VOICE})
"""What is never sent again when its fate is unknown: nobody is called twice for one thing."""
OF_ONE_PERSON: Final = frozenset({MAIL, SMS, VOICE})
"""What only its reader sees; in the others several read, so no link of one person is told there."""

_NUMBER: Final = re.compile(r"\+[1-9][0-9]{6,14}")
_PAGE: Final = re.compile(r"https?://[!-~]{1,990}")
_SLACK_CHANNEL: Final = re.compile(r"[CDGU][A-Z0-9]{2,20}")
_BY_PAGE: Final = frozenset({WEBHOOK, SLACK, TEAMS})


def is_usable_number(address: str) -> bool:
    """Whether it is a telephone number with its country (E.164)."""
    return _NUMBER.fullmatch(address) is not None


def is_usable_page(address: str) -> bool:
    """Whether it is the address of a page; whether it may be asked, the wire judges when it does."""
    return _PAGE.fullmatch(address) is not None


def is_usable_at(channel: str, address: str) -> bool:
    """Whether a channel other than mail can be used for this address at all."""
    if channel in AT_MOST_ONCE:
        return is_usable_number(address)
    if channel == SLACK and _SLACK_CHANNEL.fullmatch(address):
        return True
    return channel in _BY_PAGE and is_usable_page(address)


def shown_address(channel: str, address: str) -> str:
    """As people may read it: of a page its host alone, for whoever has the whole address can post there too."""
    if channel not in _BY_PAGE or not is_usable_page(address):
        return address
    return f"{urlsplit(address).hostname}/…"
