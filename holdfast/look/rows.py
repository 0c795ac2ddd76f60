"""The row of a ticket list, written in one go.

A template with a dozen values costs 0.2 ms a row, which fifty rows cannot afford; this costs a tenth. It is
the only place of that markup: `parts/_row.html` prints it, for page, answer and live update alike.
"""

from __future__ import annotations

from html import escape
from typing import TypeAlias

from django.utils.safestring import SafeString

from holdfast.look import pieces
from holdfast.look.clocks import Clock
from holdfast.look.icons import icon

Row: TypeAlias = SafeString
"""A row as it stands in a list."""

CHANNEL_ICONS = {
    "email": "mail",
    "chat": "messages-square",
    "phone": "phone",
    "form": "file-text",
    "portal": "globe",
    "console": "square-terminal",
    "desk": "headset",
}
"""The icon of each channel."""


def ticket_row(
    *,
    number: int,
    url: str,
    subject: str,
    preview: str,
    client: str,
    channel: str,
    priority: int,
    provisional: bool,
    stage: str,
    step: int,
    holder: str,
    clock: Clock | None,
    unread: bool = False,
    active: bool = False,
    live_url: str = "",
) -> Row:
    """One ticket in a list, ready to print; whatever comes from outside is escaped here.

    `channel` is a key of `CHANNEL_ICONS`, `holder` a name or empty for nobody, `step` as `pieces.stage_bar`.
    `live_url` is where the row is fetched again at the hint `ticket-<number>`; empty leaves that to the list.
    """
    state = (" data-unread" if unread else "") + (" data-active" if active else "")
    live = f' data-live="ticket-{number}" data-src="{escape(live_url)}"' if live_url else ""
    tile = pieces.avatar(client, square=True, hidden=True) if client else ""
    how = icon(CHANNEL_ICONS.get(channel, "mail"), size="sm", label=channel)
    return Row(
        f'<li class="row" id="ticket-{number}"{state}{live}>'
        f'<label class="row-check"><input type="checkbox" name="ticket" value="{number}" form="selected"'
        f' aria-label="Select #{number}"></label>'
        f"{pieces.priority_badge(priority, provisional=provisional)}"
        f'<span class="ref">{how}#{number}</span>'
        f'<div class="row-main"><a href="{escape(url)}">{escape(subject)}</a>'
        f"<span>{escape(preview)}</span></div>"
        f'<span class="org">{tile}<span class="trunc">{escape(client)}</span></span>'
        f"{pieces.stage_bar(stage, step)}{pieces.avatar(holder)}"
        f"{pieces.promise_chip(clock) if clock else _NO_CLOCK}</li>"
    )


_NO_CLOCK = SafeString('<span class="promise" data-state="waived"></span>')
