"""What many of ours answer at the same time is written at once, behind the same door as the page that takes one answer.

Only a plain answer that is all right is taken here; the rest is left to the page (`doing.answering`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.exceptions import DisallowedHost, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware

from holdfast.channels.chat.actions.answering import Answer, answer_all
from holdfast.channels.chat.actions.canning import command_in
from holdfast.channels.chat.models import ChatMessage
from holdfast.clients.signed_in import read_together
from holdfast.people.door import rule_of
from holdfast.web.chats.doing import answering, said

ADDRESS: Final = re.compile(r"/desk/chats/(\d{1,9})/answer/")


def answered_at_once(requests: Sequence[HttpRequest]) -> list[HttpResponse | None]:
    """For each POST to it, in order, its answer; None for what the page must answer."""
    with read_together({each.COOKIES.get(settings.SESSION_COOKIE_NAME, "") for each in requests}):
        asked = [(nth, answer) for nth, each in enumerate(requests) if (answer := _answer(each)) is not None]
    answered: list[HttpResponse | None] = [None] * len(requests)
    if asked:
        for (nth, answer), placed in zip(asked, answer_all([answer for _, answer in asked]), strict=True):
            if isinstance(placed, ChatMessage):
                answered[nth] = said(answer.conversation)
    return answered


def _answer(request: HttpRequest) -> Answer | None:
    found = ADDRESS.fullmatch(request.path)
    if found is None or request.headers.get("HX-Request") != "true" or not _is_let_in(request):
        return None
    text = request.POST.get("text", "")
    if request.FILES or request.POST.get("mode") == "note" or command_in(text)[0] or "/help/" in text:
        return None  # what leads to an article is counted there
    return Answer(
        conversation=int(found[1]),
        text=text,
        client_id=request.POST.get("id", ""),
        by=request.user,  # type: ignore[arg-type]  # signed in, by the door's rule
    )


def _is_let_in(request: HttpRequest) -> bool:
    """Whether Django's own middleware and the page's door let this request through."""
    _SESSIONS.process_request(request)
    _USERS.process_request(request)
    rule = rule_of(answering)
    try:
        _CSRF.process_request(request)
        if _CSRF.process_view(request, answering, (), {}) is not None:
            return False
    except (DisallowedHost, TooManyFilesSent):
        return False
    return rule is not None and rule.admits(request.user if request.user.is_authenticated else None)


def _nowhere(_: HttpRequest) -> Any:
    raise RuntimeError("What is answered at once goes through no chain of middleware.")


_SESSIONS: Final = SessionMiddleware(_nowhere)
_USERS: Final = AuthenticationMiddleware(_nowhere)
_CSRF: Final = CsrfViewMiddleware(_nowhere)
