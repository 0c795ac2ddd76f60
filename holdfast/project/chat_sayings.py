"""What is said in chats, by both sides, as it is answered for many at once."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Sequence
from typing import Final

from django.core.handlers.wsgi import WSGIRequest
from django.db import close_old_connections
from django.http import HttpRequest, HttpResponse

from holdfast.portal.chat import at_once as visitors
from holdfast.project.at_once import Kind, Taken
from holdfast.project.bridge import Answer, environ_of
from holdfast.project.handfuls import TOGETHER
from holdfast.web.chats import at_once as desk

_NO_HURRY: Final = 0.25
"""That somebody has read a word may be seen a moment later; it is told as often as the word is."""
_log = logging.getLogger(__name__)
_Answers = Callable[[Sequence[HttpRequest]], Sequence[HttpResponse | None]]


def _kind(address: str, answers: _Answers, *, together: float = TOGETHER) -> Kind:
    def answer_all(taken: Sequence[Taken]) -> list[Answer | None]:
        try:
            made = answers([WSGIRequest(environ_of(scope, body)) for scope, body in taken])
            return [_sent(each) for each in made]
        except Exception:  # one of them; its page will say so, and the others go their way
            _log.exception("Words of chats could not be taken together.")
            return [None] * len(taken)
        finally:
            close_old_connections()

    return Kind(re.compile(address), answer_all, together)


def _sent(made: HttpResponse | None) -> Answer | None:
    if made is None:
        return None
    headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in made.items()]
    headers.append((b"x-content-type-options", b"nosniff"))
    return Answer(made.status_code, headers, made.content)


KINDS: Final = (
    _kind(visitors.SAY, visitors.answered_at_once),
    _kind(visitors.PROGRESS, visitors.answered_at_once, together=_NO_HURRY),
    _kind(desk.ADDRESS.pattern, desk.answered_at_once),
)
