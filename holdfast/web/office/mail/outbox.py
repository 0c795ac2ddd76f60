"""The outbox: every letter with what became of it, and one letter as it left."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Final

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from holdfast.carriers.choice import why_kept
from holdfast.kernel import clock
from holdfast.kernel.refusal import Refused
from holdfast.look import pieces
from holdfast.look.frames import Place
from holdfast.look.shapes import ViewGroup
from holdfast.notices.actions.keeping import send_what_was_kept
from holdfast.notices.models import Delivery, DeliveryState
from holdfast.notices.queries import LetterRow, counts_by_state, outbox, shown_letter
from holdfast.notices.rendering import Words
from holdfast.notices.sender import the_sender
from holdfast.people.acts import Act, may
from holdfast.people.door import allow
from holdfast.vendor.models import the_vendor
from holdfast.web.frame import person_of, show, zone_of
from holdfast.web.office.subjects import subject_in_words, url_of_subject

STATES: Final = {state.value: state for state in DeliveryState}
_TONES: Final = {
    DeliveryState.KEPT: "soon",
    DeliveryState.UNKNOWN: "soon",
    DeliveryState.ACCEPTED: "kept",
    DeliveryState.BOUNCED: "late",
    DeliveryState.FAILED: "late",
}
_ICONS: Final = {
    DeliveryState.WAITING: "clock",
    DeliveryState.KEPT: "archive",
    DeliveryState.ACCEPTED: "mail-check",
    DeliveryState.BOUNCED: "undo-2",
    DeliveryState.FAILED: "mail-x",
    DeliveryState.UNKNOWN: "circle-help",
    DeliveryState.CANCELLED: "ban",
}
HTML_POLICY: Final = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none';"
    " frame-ancestors 'self'"
)
"""What a letter may do in its frame: look as it looks, and nothing else."""


@dataclass(frozen=True)
class LetterLine:
    """One letter in the list."""

    url: str
    subject: str
    to: str
    state: str
    tone: str
    trouble: str
    when: SafeString
    about_url: str
    about: str


@allow(Act.READ_OUTBOX)
def letters(request: HttpRequest) -> HttpResponse:
    """All letters, newest first, or those in one state."""
    state, before = request.GET.get("state", ""), request.GET.get("before", "")
    if (state and state not in STATES) or (before and not re.fullmatch(r"[0-9]{1,18}", before)):
        raise BadRequest("There is no such list of letters.")
    page = outbox(states=[state] if state else [], before=int(before) if before else None)
    now, zone = clock.now(), zone_of(request)
    counts = counts_by_state()
    here = f"state={state}&" if state else ""
    context = {
        "letters": [_line(row, now=now, zone=zone) for row in page.rows],
        "state": STATES[state].label if state else "",
        "older_url": f"?{here}before={page.before}" if page.before else "",
        "newer_url": f"?{here}" if before else "",
        "kept": counts[DeliveryState.KEPT],
        "why_kept": why_kept(demo_sink=the_vendor().demo_sink),
        "may_send": may(person_of(request), Act.CHANGE_PEOPLE),
        "views": _views(state, counts),
    }
    return show(request, "office/mail/outbox.html", context, place="outbox", now=now)


@allow(Act.READ_OUTBOX)
def letter(request: HttpRequest, key: int) -> HttpResponse:
    """One letter as it left, or would leave; ways in that are for its reader alone are blotted out."""
    delivery = _found(key)
    now, zone = clock.now(), zone_of(request)
    words = _words(request, delivery)
    state = DeliveryState(delivery.state)
    context = {
        "letter": delivery,
        "subject": words.subject,
        "text": words.text,
        "html_url": reverse("desk:letter-html", args=[delivery.pk]),
        "state": state.label,
        "tone": _TONES.get(state, ""),
        "about": subject_in_words(delivery.about),
        "about_url": url_of_subject(delivery.about),
        "zone": zone,
        "views": _views("", counts_by_state()),
    }
    return show(request, "office/mail/letter.html", context, place="outbox", now=now)


@allow(Act.READ_OUTBOX)
def letter_html(request: HttpRequest, key: int) -> HttpResponse:
    """The HTML of the letter for a frame of its own, in which nothing runs, nothing is fetched, nothing is sent."""
    answer = HttpResponse(_words(request, _found(key)).html)
    answer.headers["Content-Security-Policy"] = HTML_POLICY
    return answer


@allow(Act.CHANGE_PEOPLE)
@require_POST
def sending(request: HttpRequest) -> HttpResponse:
    """Set what was kept on its way."""
    try:
        sent = send_what_was_kept(by=person_of(request))
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        told = f"{sent} letter{'' if sent == 1 else 's'} set on the way." if sent else "Nothing was kept."
        messages.success(request, told)
    return HttpResponseRedirect(reverse("desk:outbox"))


def _words(request: HttpRequest, delivery: Delivery) -> Words:
    return shown_letter(delivery, the_sender(), to=person_of(request))


def _found(key: int) -> Delivery:
    return get_object_or_404(Delivery.objects.select_related("notice"), pk=key)


def _line(row: LetterRow, *, now: datetime, zone: tzinfo) -> LetterLine:
    state = DeliveryState(row.state)
    return LetterLine(
        reverse("desk:letter", args=[row.pk]),
        row.subject,
        f"{row.name} <{row.shown_address}>" if row.name else row.shown_address,
        state.label,
        _TONES.get(state, ""),
        row.trouble,
        pieces.when(row.accepted_at or row.written_at, now=now, zone=zone),
        url_of_subject(row.about),
        subject_in_words(row.about),
    )


def _views(here: str, counts: dict[str, int]) -> list[ViewGroup]:
    """Everything, then each state; a count stands where something waits or went wrong."""
    url = reverse("desk:outbox")
    places = [Place("All letters", url, "send", current=not here)]
    for value, state in STATES.items():
        count = counts.get(value) or None
        tone = "late" if count and state in (DeliveryState.FAILED, DeliveryState.BOUNCED) else ""
        places.append(Place(state.label, f"{url}?state={value}", _ICONS[state], here == value, count, tone))
    return [ViewGroup("Outbox", tuple(places))]
