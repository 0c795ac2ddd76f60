"""What many visitors send at the same time is done at once: words in talks that they have, and how far they have read.

Only what is all right is answered here, as the page itself would; the rest is left to the page (`talking`), which says
what is wrong with it or begins a talk.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, JsonResponse

from holdfast.channels.chat import presence
from holdfast.channels.chat.actions.going_on import go_on_all
from holdfast.channels.chat.actions.saying import checked
from holdfast.channels.chat.actions.seeing import Seen, note_seen_by_all
from holdfast.channels.chat.actions.words import Word
from holdfast.channels.chat.identity import is_let_in, visitors_behind
from holdfast.channels.chat.models import ChatMessage, Visitor
from holdfast.kernel import clock
from holdfast.kernel.refusal import Refused
from holdfast.portal.chat.calls import Said, number_in, said_in, shared, text_in
from holdfast.portal.chat.placing import placed_at, word_in
from holdfast.portal.chat.sites import is_kept_out

SAY: Final = "/chat/say/"
PROGRESS: Final = "/chat/progress/"


@dataclass(frozen=True)
class _Asked:
    """What one of them sent."""

    nth: int
    request: HttpRequest
    said: Said
    visitor: Visitor


def answered_at_once(requests: Sequence[HttpRequest]) -> list[HttpResponse | None]:
    """For each POST to one of the two, in order, its answer; None for what the page must answer."""
    at = clock.now()
    said = [_read(request) for request in requests]
    visitors = visitors_behind({text_in(each, "token", limit=200) for each in said if each}, at=at)
    asked = [
        _Asked(nth, request, each, visitor)
        for nth, (request, each) in enumerate(zip(requests, said, strict=True))
        if each and (visitor := visitors.get(text_in(each, "token", limit=200))) and is_let_in(visitor)
    ]
    told = {
        **_say(
            [each for each in asked if each.request.path == SAY], is_there=presence.is_somebody_there(at=at)
        ),
        **_note([each for each in asked if each.request.path == PROGRESS]),
    }
    return [
        shared(request, JsonResponse(told[nth])) if nth in told else None
        for nth, request in enumerate(requests)
    ]


def _read(request: HttpRequest) -> Said | None:
    try:
        if is_kept_out(request.headers.get("Origin", ""), host=request.get_host()):
            return None
        return said_in(request) if request.content_type == "text/plain" else None
    except (Refused, DisallowedHost):
        return None


def _say(asked: Sequence[_Asked], *, is_there: bool) -> dict[int, dict[str, object]]:
    words = [(each, checked(word_in(each.said, is_there=is_there))) for each in asked]
    sound = [(each, word) for each, word in words if isinstance(word, Word)]
    if not sound:
        return {}
    said = go_on_all([(each.visitor, word) for each, word in sound])
    return {
        each.nth: placed_at(one)
        for (each, _), one in zip(sound, said, strict=True)
        if isinstance(one, ChatMessage)
    }


def _note(asked: Sequence[_Asked]) -> dict[int, dict[str, object]]:
    note_seen_by_all(
        [
            Seen(
                visitor=each.visitor.pk,
                conversation=number_in(each.said, "conversation"),
                got=number_in(each.said, "got"),
                read=number_in(each.said, "read"),
            )
            for each in asked
        ]
    )
    return {each.nth: {} for each in asked}
