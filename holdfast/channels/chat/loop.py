"""The worker's loop over chats: what was missed is mailed, what a silent colleague left goes back to the queue, and who
waits there in vain has left a message, and who moves in it hears of it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from holdfast.channels.chat import presence
from holdfast.channels.chat.actions.leaving import leave_as_message
from holdfast.channels.chat.actions.mailing import mail_what_was_missed
from holdfast.channels.chat.actions.taking import give_back_silent
from holdfast.channels.chat.moving import Queue
from holdfast.channels.chat.numbering import LISTS
from holdfast.channels.chat.queries import open_chats, waiting
from holdfast.channels.chat.rules import SILENT_AFTER
from holdfast.kernel import clock, hints

_LOOK_EVERY: Final = 5.0
_LATELY: Final = timedelta(seconds=3 * _LOOK_EVERY)
"""Whoever fell silent since is told of, though a look came late."""


_queue: Final = Queue()


def run_once() -> float:
    """One look at all of it; returns the seconds until the next."""
    mail_what_was_missed()
    silent_since = clock.now() - SILENT_AFTER
    for chat in open_chats().filter(agent__isnull=False, waiting_since__lt=silent_since):
        fell_silent = chat.waiting_since is not None and chat.waiting_since > silent_since - _LATELY
        if not give_back_silent(chat) and fell_silent:
            hints.send(LISTS)
    at = clock.now()
    is_somebody_there = presence.is_somebody_there(at=at)
    queue = []
    for chat in waiting():
        is_vain = not is_somebody_there or presence.is_gone(chat, at=at)
        if not (is_vain and leave_as_message(chat)):
            queue.append(chat)
    _queue.follow(queue, at=at)
    _queue.follow_us(is_somebody_there=is_somebody_there, at=at)
    return _LOOK_EVERY
