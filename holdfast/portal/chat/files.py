"""What hangs on the visitor's own talk, by a link for each: signed, for that file, that visitor and some hours.

A browser asks for a file by its address, and addresses are written into the logs of what stands in between: so what
stands there opens this one file for a while, and never the talk, as the visitor's token does.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any, Final, cast
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from holdfast.channels.chat.identity import is_let_in
from holdfast.channels.chat.models import ChatMessage, Visitor
from holdfast.channels.chat.previews import preview_of
from holdfast.files.serving import file_response
from holdfast.kernel import clock, tokens
from holdfast.kernel.refusal import Refused
from holdfast.people.door import ANYONE, allow
from holdfast.portal.chat.calls import shared
from holdfast.portal.mailed_links.ended import behind_a_link
from holdfast.tickets.models import Attachment

_PURPOSE: Final = "chat-file"
_LINK: Final = re.compile(r"f([1-9]\d{0,17})\.(\d{1,11})\.([a-z2-7]{26})")
LASTS: Final = timedelta(hours=3)
"""The script asks for a new one before that, when a panel has been open for long (`main.js`, `renew`)."""


def with_links(file: dict[str, Any], visitor: Visitor, *, at: datetime) -> dict[str, Any]:
    """The file as the visitor is told of it, with where it can be had from now on for some hours."""
    until = int((at + LASTS).timestamp())
    link = f"f{visitor.pk}.{until}.{tokens.sign(_PURPOSE, file['key'], visitor.pk, until)}"
    told = {**file, "url": f"chat/file/{file['key']}/{link}/{quote(file['name'], safe='')}"}
    return {**told, "shown": f"chat/picture/{file['key']}/{link}"} if file["picture"] else told


@allow(ANYONE)
@require_safe
@behind_a_link
def attachment(request: HttpRequest, key: str, link: str, filename: str) -> HttpResponse:
    """A file of the visitor's own talk, as a download that nothing runs in (T35, T36)."""
    found = _behind(link, key)
    return cast(
        HttpResponse, file_response(found.file, found.filename)
    )  # a streaming one; both are to Django


@allow(ANYONE)
@require_safe
def picture(request: HttpRequest, key: str, link: str) -> HttpResponse:
    """A picture of the visitor's own talk as we wrote it anew, for the panel on its site to draw."""
    try:
        found = _behind(link, key)
    except Refused as refused:
        raise Http404(refused.message) from None
    shown = preview_of(found.file)
    if shown is None:
        raise Http404("There is no such picture.")
    return shared(request, cast(HttpResponse, file_response(shown, found.filename, inline=True)))


def _behind(link: str, key: str) -> Attachment:
    """What hangs on a message of the talk of whom the link was made for. Refused: `link_wrong`, `link_ended`."""
    made = _LINK.fullmatch(link)
    if made is None or not tokens.is_signed(made[3], _PURPOSE, key, int(made[1]), int(made[2])):
        raise Refused("This address opens nothing.", code="link_wrong")
    if int(made[2]) < clock.now().timestamp():
        hours = LASTS // timedelta(hours=1)
        raise Refused(
            f"An address of a file in a chat is good for {hours} hours. Open the chat and choose the file there:"
            " that gives it a new one.",
            code="link_ended",
        )
    visitor = Visitor.objects.select_related("person").filter(pk=int(made[1])).first()
    if visitor is not None and is_let_in(visitor):
        own = ChatMessage.objects.filter(visitor=visitor).values("message")
        found = Attachment.objects.select_related("file").filter(key=key, message__in=own).first()
        if found is not None:
            return found
    raise Refused("This address opens nothing.", code="link_wrong")
