"""A ticket and interruptions: say that it suspects one, link it to one that is known, unlink it (E5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any, Final

from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString

from holdfast.catalogue.models import Component
from holdfast.catalogue.queries import components_of
from holdfast.incidents import rules
from holdfast.incidents.actions.linking import unlink_ticket
from holdfast.incidents.actions.suspecting import suspect_on_ticket
from holdfast.incidents.facts import LinkedToInterruption, TicketSuspects
from holdfast.incidents.linked import interruptions_of
from holdfast.incidents.models import Interruption, LinkedTicket, State, Suspicion
from holdfast.incidents.proposals import reads_like_interruption
from holdfast.kernel import clock
from holdfast.kernel.models import TrailEntry
from holdfast.kernel.prepared import Prepared
from holdfast.look.once import do_once
from holdfast.look.pieces import when
from holdfast.people.acts import Act, may
from holdfast.people.door import allow
from holdfast.people.models import Person
from holdfast.tickets.actions.messages import Said, send_message
from holdfast.tickets.models import Ticket
from holdfast.web.acting import Sheet, ask
from holdfast.web.frame import person_of, ticket_url
from holdfast.web.interruptions.found import found_interruption
from holdfast.web.interruptions.listing import TONES
from holdfast.web.office.fields import said_by
from holdfast.web.tickets.find import found_ticket
from holdfast.web.tickets.preferred import is_in_chat

_TOUCH: Final = frozenset({LinkedToInterruption.__name__, TicketSuspects.__name__})


_STARTS: Final = (
    "The promise that it is weighed starts now; who may confirm it, and the account manager, are told."
)
_ASKS: Final = (
    "To which mail address may we send you what comes of this? You can give it here, by “Mail me this chat”."
)


@dataclass(frozen=True)
class Part:
    """An interruption beside the ticket: what it is linked to, or what it suspects."""

    title: str
    url: str
    state: str
    tone: str
    next_at: SafeString | str
    unlink_url: str
    """Empty of what is only suspected."""


class SuspicionForm(forms.Form):
    into = forms.ChoiceField(label="Which", required=False, widget=forms.RadioSelect)
    title = forms.CharField(
        label="What is wrong, in one line",
        max_length=200,
        required=False,
        help_text="As any client would notice it, without naming one: it may become the subject of every mail.",
    )
    component = forms.ModelChoiceField(
        Component.objects.none(), label="What it is about", required=False, empty_label="Not known yet"
    )
    words = forms.CharField(
        label="What the client says", widget=forms.Textarea(attrs={"rows": 3}), required=False
    )

    asks = forms.CharField(
        label="Ask for it in the chat",
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        help_text="Said to them as you leave it here; empty says nothing.",
    )

    def __init__(self, *args: Any, ticket: Ticket, **more: Any) -> None:
        super().__init__(*args, **more)
        if ticket.requester.has_address or not is_in_chat(ticket):
            del self.fields["asks"]
        self.current = {str(each.pk): each for each in current_interruptions()}
        choices = [("", "Something new"), *((key, _named(each)) for key, each in self.current.items())]
        self.fields["into"].choices = choices  # type: ignore[attr-defined]
        used = components_of(ticket.organisation, at=clock.now()) if ticket.organisation else []
        rows = Component.objects.filter(pk__in=[each.component.pk for each in used])
        self.fields["component"].queryset = rows.select_related("service")  # type: ignore[attr-defined]


@allow(Act.TELL_OF_INTERRUPTION)
def suspicion(request: HttpRequest, number: int) -> HttpResponse:
    """Say that the ticket's client suspects an interruption; of what is confirmed already the ticket is linked."""
    ticket = found_ticket(request, number)
    initial = {"into": request.GET.get("into", ""), "words": ticket.last_words, "asks": _ASKS}
    form = SuspicionForm(said_by(request), ticket=ticket, initial=initial)

    def act(said: dict[str, Any]) -> str:
        into, asks = form.current.get(said.pop("into")), said.pop("asks", "")
        person = person_of(request)

        def suspect() -> int:
            found = suspect_on_ticket(ticket, into=into, **said, by=person.actor)
            if asks:
                send_message(ticket, Said(text=asks, author=person), by=person)
            return found.pk

        do_once(request, suspect)
        if into is not None and into.is_public:
            return f"#{number} is linked. Every word about the interruption answers it."
        return "It is weighed now. The client is owed the answer within its promise."

    sheet = Sheet(
        title=f"#{number} suspects an interruption",
        button="Suspect it",
        back=ticket_url(number),
        lead=" ".join(filter(None, [_STARTS, hears_no_verdict(ticket)])),
    )
    return ask(request, form, sheet, act)


@allow(Act.TELL_OF_INTERRUPTION)
def unlinking(request: HttpRequest, number: int, key: int) -> HttpResponse:
    """Let the words about the interruption answer this ticket no more."""
    ticket, found = found_ticket(request, number), found_interruption(key)

    def act(_: dict[str, Any]) -> str:
        unlink_ticket(found, ticket, by=person_of(request))
        return f"#{number} is unlinked."

    from_list = "from" in request.GET
    sheet = Sheet(
        title=f"Unlink #{number}",
        button="Unlink it",
        back=reverse("desk:interruption", args=[key]) if from_list else ticket_url(number),
        lead=f"No further word about “{found.title}” answers it; what was said stays.",
    )
    return ask(request, forms.Form(said_by(request)), sheet, act)


def parts_on(ticket: Ticket, trail: Iterable[TrailEntry], *, now: datetime, zone: tzinfo) -> list[Part]:
    """What it is linked to and what it suspects; the trail, which the page has read, says whether anything."""
    if not any(entry.fact in _TOUCH for entry in trail):
        return []
    rows = sorted(_concerning(ticket.pk), key=lambda each: (not each.is_linked, -each.pk))  # type: ignore[attr-defined]
    return [_part(each, ticket, now=now, zone=zone) for each in rows]


def _concerned(ticket: int) -> QuerySet[Interruption]:
    linked = LinkedTicket.objects.filter(ticket=ticket)
    waiting = Suspicion.objects.filter(ticket=ticket, weighed_at=None)
    keys = linked.values("interruption_id").union(waiting.values("interruption_id"))
    is_linked = Exists(linked.filter(interruption=OuterRef("pk")))
    return Interruption.objects.filter(pk__in=keys).annotate(is_linked=is_linked)


_concerning = Prepared(_concerned, int)


def candidates_for(ticket: Ticket, person: Person) -> dict[str, Any] | None:
    """What the ticket may be part of, where nothing is said of that yet; None where nothing suggests itself."""
    if not (ticket.is_open and not ticket.is_machine and may(person, Act.TELL_OF_INTERRUPTION)):
        return None
    if interruptions_of([ticket.pk]).exists() or ticket.suspicions.filter(weighed_at=None).exists():
        return None
    current = current_interruptions()
    reads = reads_like_interruption(ticket)
    if not (current or reads):
        return None
    return {"current": current, "reads_like_one": reads, "unheard": hears_no_verdict(ticket)}


def hears_no_verdict(ticket: Ticket) -> str:
    """What stands before whoever suspects an interruption for somebody who can be sent no mail; empty of others."""
    person = ticket.requester
    if person.has_address:
        return ""
    if is_in_chat(ticket):
        return (
            f"{person} gave no mail address: of what comes of it they hear only what you write in the chat."
        )
    number = f": {person.phone}" if person.phone else ""
    return f"{person} gave no mail address: of what comes of it they hear only by a call{number}."


def current_interruptions() -> list[Interruption]:
    """What is suspected or down, the newest first."""
    states = (State.SUSPECTED, *rules.CONFIRMED)
    return list(Interruption.objects.filter(state__in=states).order_by("-suspected_at")[:8])


def _named(interruption: Interruption) -> str:
    return f"{interruption.title} ({State(interruption.state).label.lower()})"


def _part(interruption: Interruption, ticket: Ticket, *, now: datetime, zone: tzinfo) -> Part:
    state = State(interruption.state)
    is_linked = interruption.is_linked  # type: ignore[attr-defined]
    return Part(
        title=interruption.title,
        url=reverse("desk:interruption", args=[interruption.pk]),
        state=state.label,
        tone=TONES.get(state, ""),
        next_at=when(interruption.next_update_at, now=now, zone=zone, inside=True)
        if interruption.next_update_at
        else "",
        unlink_url=reverse("desk:unlinking", args=[ticket.pk, interruption.pk]) if is_linked else "",
    )
