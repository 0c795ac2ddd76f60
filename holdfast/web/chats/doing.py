"""What is done at the page of chats: sit down, take, answer, whisper, hand on, end."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from holdfast.channels.chat import presence
from holdfast.channels.chat.actions.answering import answer
from holdfast.channels.chat.actions.blocking import block, let_in
from holdfast.channels.chat.actions.canning import command_in, expanded
from holdfast.channels.chat.actions.ending import end_chat
from holdfast.channels.chat.actions.seeing import agent_types
from holdfast.channels.chat.actions.sitting import change_seat, note_seat, settle_seat
from holdfast.channels.chat.actions.taking import take, take_next, transfer
from holdfast.channels.chat.actions.whispering import whisper
from holdfast.channels.chat.models import Seat
from holdfast.channels.chat.pacing import paced
from holdfast.channels.chat.rules import MOST_AT_ONCE
from holdfast.kernel import clock, tokens
from holdfast.kernel.refusal import Forbidden, Refused
from holdfast.knowledge.actions.counting import count_links
from holdfast.look.replies import tell, trigger
from holdfast.people.acts import MAY, Act
from holdfast.people.door import allow
from holdfast.people.models import Person
from holdfast.web.acting import Sheet, ask
from holdfast.web.chats.page import found_chat, pane_context
from holdfast.web.frame import part, person_of, zone_of
from holdfast.web.tickets.writing import attached_files


def _chats_url(beside: int = 0) -> str:
    return f"{reverse('desk:chats')}?with={beside}" if beside else reverse("desk:chats")


def _back(request: HttpRequest, told: str, *, to: str = "") -> HttpResponse:
    return tell(request, HttpResponseRedirect(to or _chats_url()), told)


class SeatForm(forms.Form):
    """How many chats at once, and in which languages."""

    capacity = forms.IntegerField(label="Chats at once", min_value=1, max_value=MOST_AT_ONCE)
    languages = forms.CharField(
        label="Languages that you speak",
        max_length=100,
        required=False,
        help_text="By their codes, as: de, fr. Whoever waits in one of these is offered to you first.",
    )


@allow(Act.WORK_TICKETS)
@require_POST
def seat(request: HttpRequest) -> HttpResponse:
    """Take chats, or make a pause."""
    taking = request.POST.get("taking") == "1"
    change_seat(is_taking=taking, by=person_of(request))
    return _back(request, "You take chats now." if taking else "You take no new chats.")


@allow(Act.WORK_TICKETS)
def seat_settings(request: HttpRequest) -> HttpResponse:
    """How many at once, and what one speaks."""
    me = person_of(request)

    def settle(said: dict[str, Any]) -> str:
        settle_seat(capacity=said["capacity"], languages=said["languages"].replace(",", " ").split(), by=me)
        return "Kept."

    own = Seat.objects.filter(person=me).first() or Seat()
    stands = {"capacity": own.capacity, "languages": ", ".join(own.languages)}
    sheet = Sheet(title="Your chats", button="Keep it", back=_chats_url(), place="chats")
    return ask(request, SeatForm(request.POST or None, initial=stands), sheet, settle)


@allow(Act.WORK_TICKETS)
@require_POST
def here(request: HttpRequest) -> HttpResponse:
    """The page says that it is open."""
    note_seat(by=person_of(request))
    return HttpResponse(status=204)


@allow(Act.WORK_TICKETS)
@require_POST
def next_chat(request: HttpRequest) -> HttpResponse:
    """Take whoever waits longest."""
    try:
        chat = take_next(by=person_of(request))
    except Refused as refused:
        return _back(request, refused.message)
    return HttpResponseRedirect(f"{_chats_url()}#chat-{chat.pk}")


@allow(Act.WORK_TICKETS)
@require_POST
def taking(request: HttpRequest, key: int) -> HttpResponse:
    """Take this one, or take it over."""
    chat = found_chat(key)
    try:
        take(chat, by=person_of(request))
    except Refused as refused:
        return _back(request, refused.message)
    return HttpResponseRedirect(f"{_chats_url()}#chat-{key}")


@allow(Act.WORK_TICKETS)
@require_POST
def typing(request: HttpRequest, key: int) -> HttpResponse:
    """Somebody of ours is typing to the visitor; a note is typed unseen."""
    if request.POST.get("mode") != "note":
        paced(("chat", key), lambda: agent_types(found_chat(key)))
    return HttpResponse(status=204)


@allow(Act.WORK_TICKETS)
@require_POST
def answering(request: HttpRequest, key: int) -> HttpResponse:
    """Say it to the visitor, or to our own people alone; what was said comes by the stream of talks."""
    text = request.POST.get("text", "")
    command, rest = command_in(text)
    try:
        if command == "end":
            end_chat(found_chat(key), by=person_of(request))
            return _pane(request, key)
        if command == "note" or request.POST.get("mode") == "note":
            _whisper(request, key, rest if command == "note" else text)
        else:
            _answer(request, key, text)
    except Forbidden:
        raise
    except Refused as refused:
        return _pane(request, key, text=text, refusal=refused.message, mode=request.POST.get("mode", ""))
    if not getattr(request, "htmx", False):
        return HttpResponseRedirect(f"{_chats_url(key)}#chat-{key}")
    return said(key)


def _whisper(request: HttpRequest, key: int, text: str) -> None:
    attached = attached_files(request.FILES.getlist("files"))
    client_id = request.POST.get("id", "")
    whisper(found_chat(key), text, client_id=client_id, attached=attached, by=person_of(request))


def _answer(request: HttpRequest, key: int, text: str) -> None:
    me = person_of(request)
    chat, client_id = found_chat(key), request.POST.get("id", "")
    attached = attached_files(request.FILES.getlist("files"))
    placed = answer(chat, expanded(text, chat, by=me), client_id=client_id, attached=attached, by=me)
    if placed.number > chat.last_number:  # and was not said before
        count_links(placed.message.text, ticket=chat.ticket_id)


def said(key: int) -> HttpResponse:
    """The composer is emptied, and has an id for what is written next."""
    answered = HttpResponse(status=204, headers={"Cache-Control": "private, no-store"})
    return trigger(answered, {"chat-said": {"chat": key, "token": tokens.mint()}})


def _pane(
    request: HttpRequest, key: int, *, text: str = "", refusal: str = "", mode: str = ""
) -> HttpResponse:
    if not getattr(request, "htmx", False) and not refusal:
        return HttpResponseRedirect(f"{_chats_url(key)}#chat-{key}")
    now = clock.now()
    context = {
        **pane_context(found_chat(key), person_of(request), now=now),
        "zone": zone_of(request),
        "text": text,
        "refusal": refusal,
        "mode": mode,
    }
    return part(request, "chats/_pane.html", context, now=now, status=422 if refusal else 200)


class TransferForm(forms.Form):
    """To whom, of those who have their page of chats open."""

    to = forms.ModelChoiceField(
        Person.objects.none(),
        label="Colleague",
        empty_label=None,
        help_text="Whoever has the page of chats open now.",
    )

    def __init__(self, *given: object, me: Person, **more: object) -> None:
        super().__init__(*given, **more)  # type: ignore[arg-type]
        there = presence.seen_seats(at=clock.now()).values("person")
        colleagues = Person.objects.filter(pk__in=there, roles__overlap=list(MAY[Act.WORK_TICKETS]))
        self.fields["to"].queryset = colleagues.exclude(pk=me.pk).order_by("name")  # type: ignore[attr-defined]


@allow(Act.WORK_TICKETS)
def handing_on(request: HttpRequest, key: int) -> HttpResponse:
    """Hand the chat to a colleague."""
    chat, me = found_chat(key), person_of(request)
    form = TransferForm(request.POST or None, me=me)

    def act(said: dict[str, Person]) -> str:
        transfer(chat, to=said["to"], by=me)
        return f"{said['to']} has the chat now."

    is_anybody_there = form.fields["to"].queryset.exists()  # type: ignore[attr-defined]
    sheet = Sheet(
        title=f"Hand {chat.visitor} on",
        button="Hand on" if is_anybody_there else "",
        template="desk/_fields.html" if is_anybody_there else "chats/_nobody.html",
        back=_chats_url(),
        place="chats",
    )
    return ask(request, form, sheet, act)


@allow(Act.WORK_TICKETS)
@require_POST
def ending(request: HttpRequest, key: int) -> HttpResponse:
    """End the talk; the ticket goes on."""
    chat = found_chat(key)
    end_chat(chat, by=person_of(request))
    return _back(request, f"Ended. #{chat.ticket_id} goes on.")


class BlockForm(forms.Form):
    """Why nothing more is taken from this visitor."""

    because = forms.CharField(
        label="Why", max_length=400, help_text="Only your team sees this. The chat ends at once."
    )
    with_source = forms.BooleanField(
        label="For a day also other strangers from the same address on the net",
        required=False,
        help_text="A stranger is a new one for nothing. An office or a school may share the address.",
    )


@allow(Act.WORK_TICKETS)
def blocking(request: HttpRequest, key: int) -> HttpResponse:
    """Keep the visitor out, with a reason."""
    chat, me = found_chat(key), person_of(request)
    form = BlockForm(request.POST or None)

    def act(said: dict[str, Any]) -> str:
        block(chat, **said, by=me)
        return f"{chat.visitor} is blocked."

    sheet = Sheet(
        title=f"Block {chat.visitor}", button="Block", back=_chats_url(), place="chats", danger=True
    )
    return ask(request, form, sheet, act)


@allow(Act.WORK_TICKETS)
@require_POST
def letting_in(request: HttpRequest, key: int) -> HttpResponse:
    """Take their words again."""
    chat = found_chat(key)
    let_in(chat, by=person_of(request))
    to = reverse("desk:chat-blocks") if request.POST.get("from") == "blocks" else _chats_url(key)
    return _back(request, f"{chat.visitor} may write again.", to=to)
