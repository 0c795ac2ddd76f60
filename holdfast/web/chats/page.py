"""The page of chats: one's own side by side, who waits, what colleagues have."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

from holdfast.channels.chat.actions.seeing import note_read_by_us
from holdfast.channels.chat.models import CannedAnswer, Conversation, Seat
from holdfast.channels.chat.previews import preview_of
from holdfast.channels.chat.queries import held_by, open_chats, usual_wait
from holdfast.channels.chat.routing import turns_of
from holdfast.files.serving import file_response
from holdfast.kernel import clock
from holdfast.people.door import STAFF, allow
from holdfast.people.models import Person
from holdfast.tickets.models import Attachment
from holdfast.web.chats.lines import last_of, lines_of
from holdfast.web.chats.panes import pane_of
from holdfast.web.frame import part, person_of, show, zone_of

MOST: Final = 60
TALKS_URL: Final = "/desk/chats/stream"
"""Where what is said comes as it is said: no page of Django's, for it never ends."""


@allow(STAFF)
def chats(request: HttpRequest) -> HttpResponse:
    """The page; `?with=` opens another's chat beside one's own."""
    now, me = clock.now(), person_of(request)
    own = list(held_by(me))
    beside = request.GET.get("with", "")
    if beside.isdecimal() and len(beside) < 12 and int(beside) not in {each.pk for each in own}:
        own += list(open_chats().filter(pk=int(beside)))
    context: dict[str, Any] = {
        **_queue(me, now=now),
        "panes": [_shown(each, me, now=now) for each in own],
        "canned": list(CannedAnswer.objects.order_by("name")),
        "zone": zone_of(request),
        "talks_url": TALKS_URL,
    }
    return show(request, "chats/page.html", context, place="chats", now=now)


@allow(STAFF)
def queue_part(request: HttpRequest) -> HttpResponse:
    """Who waits and what colleagues have, fetched again whenever that changes."""
    now = clock.now()
    context = {**_queue(person_of(request), now=now), "zone": zone_of(request)}
    return part(request, "chats/_queue.html", context, now=now)


@allow(STAFF)
def log_part(request: HttpRequest, key: int) -> HttpResponse:
    """What is said in one chat; whoever has it has read it by now."""
    now, me, chat = clock.now(), person_of(request), found_chat(key)
    return part(request, "chats/_log.html", {**_shown(chat, me, now=now), "zone": zone_of(request)}, now=now)


@allow(STAFF)  # type: ignore[arg-type]
def picture(request: HttpRequest, key: str) -> HttpResponseBase:
    """A picture that was sent, as we wrote it anew; the file itself is given by its own door."""
    found = Attachment.objects.select_related("file").filter(key=key).first()
    shown = preview_of(found.file) if found else None
    if found is None or shown is None:
        raise Http404("There is no such picture.")
    return file_response(shown, found.filename, inline=True)


def found_chat(key: int) -> Conversation:
    rows = Conversation.objects.select_related(
        "visitor__person", "ticket__organisation", "ticket__product", "agent"
    )
    chat = rows.filter(pk=key).first()
    if chat is None:
        raise Http404("There is no such chat.")
    return chat


def pane_context(chat: Conversation, me: Person, *, now: datetime) -> dict[str, Any]:
    """One pane with its composer."""
    return {**_shown(chat, me, now=now), "canned": list(CannedAnswer.objects.order_by("name"))}


def _shown(chat: Conversation, me: Person, *, now: datetime) -> dict[str, Any]:
    if chat.agent_id == me.pk:
        note_read_by_us([chat])
    lines = lines_of(chat)
    return {"pane": pane_of(chat, me, at=now), "lines": lines, "last": last_of(lines)}


def _queue(me: Person, *, now: datetime) -> dict[str, Any]:
    """Everybody's chats: those that nobody has in the reader's turn, one's own as one finds one's way among the panes."""
    turns = turns_of(me, at=now)
    taken = open_chats().filter(agent__isnull=False)[:MOST]
    found = [pane_of(each, me, at=now) for each in taken]
    return {
        "waiting": [(pane_of(each, me, at=now), reasons) for each, reasons in turns[:MOST]],
        "waiting_in_all": len(turns),
        "mine": [each for each in found if each.is_mine],
        "colleagues": [each for each in found if not each.is_mine],
        "seat": Seat.objects.filter(person=me).first(),
        "usual": usual_wait(at=now),
    }
