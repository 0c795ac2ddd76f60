"""The worker's loop over chats: what was missed is mailed, and what a silent colleague left goes back to the queue."""

from __future__ import annotations

from typing import Final

from holdfast.channels.chat.actions.mailing import mail_what_was_missed
from holdfast.channels.chat.actions.taking import give_back_silent
from holdfast.channels.chat.queries import open_chats
from holdfast.channels.chat.rules import SILENT_AFTER
from holdfast.kernel import clock

_LOOK_EVERY: Final = 5.0


def run_once() -> float:
    """One look at both; returns the seconds until the next."""
    mail_what_was_missed()
    silent_since = clock.now() - SILENT_AFTER
    for chat in open_chats().filter(agent__isnull=False, waiting_since__lt=silent_since):
        give_back_silent(chat)
    return _LOOK_EVERY
