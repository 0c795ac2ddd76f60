"""The card of a client's emergency distribution list: who is on it, what ails it, what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from holdfast.clients.account_manager import managers_for
from holdfast.clients.emergency.health import Ailment, Finding, findings
from holdfast.clients.emergency.reading import Standing, list_of, listed, uses_mail
from holdfast.clients.list_rules import keeps_list
from holdfast.clients.models import ListEntry, ListReview, ListVersion, Organisation, Wanted
from holdfast.kernel import clock
from holdfast.lists.difference import channels_in_words
from holdfast.lists.links import is_proven
from holdfast.lists.queries import last_drill, open_requests
from holdfast.people.acts import Act, may
from holdfast.people.door import STAFF, allow
from holdfast.people.models import Person, Role
from holdfast.web.frame import part, person_of, zone_of
from holdfast.web.office.clients.found import found_client

_VERSIONS: Final = 6
_ICONS: Final = {"kept": "shield-check", "soon": "mail-question-mark", "late": "mail-x", "": "phone"}


@dataclass(frozen=True)
class Line:
    """One contact as the card shows it; `tone` says how well their mail is known to arrive."""

    person: Person
    note: str
    channels: str
    wants: str
    is_global: bool
    tone: str
    state: str
    since: datetime | None
    may_prove: bool

    @property
    def icon(self) -> str:
        return _ICONS[self.tone]


@allow(STAFF)
def card(request: HttpRequest, key: int) -> HttpResponse:
    """The card alone, as live hints fetch it; whoever asks for it by hand gets it in its page."""
    now, client = clock.now(), found_client(key)
    if not getattr(request, "htmx", False):
        return HttpResponseRedirect(f"{reverse('desk:client', args=[client.pk])}#emergency-list")
    context = list_card(client, person_of(request), now=now)
    return part(
        request,
        "office/lists/_card.html",
        {"list": context, "client": client, "zone": zone_of(request)},
        now=now,
    )


def list_card(client: Organisation, person: Person, *, now: datetime) -> dict[str, Any]:
    """All that the card shows; the same number of queries however long the list is."""
    standing = list_of(client.pk)
    ailments = findings(standing.state, at=now)
    is_keeper = keeps_list(person, client, at=now) and may(person, Act.CHANGE_LISTS)
    review = ListReview.objects.filter(organisation=client, reviewed_at=None).order_by("-quarter").first()
    return {
        "src": reverse("desk:list-card", args=[client.pk]),
        "lines": [_line(entry) for entry in standing.entries],
        "ailments": ailments,
        "badge": badge(standing, ailments),
        "version": standing.version,
        "versions": list(
            ListVersion.objects.filter(list__organisation=client).order_by("-number")[:_VERSIONS]
        ),
        "review": review,
        "drill": last_drill(client.pk),
        "requests": open_requests(client.pk),
        "keeper": _keeper(client, now=now),
        "is_keeper": is_keeper,
        "may_change": is_keeper or person.has_role(Role.AGENT, Role.LEAD),
    }


def badge(standing: Standing, ailments: list[Finding]) -> tuple[str, str, str]:
    """Icon, words and tone of the list's health in one look."""
    if not ailments:
        return "check", "Sound", "kept"
    worst = ailments[0].ailment
    if worst is Ailment.UNVERIFIED:
        mailed = [entry for entry in standing.entries if uses_mail(entry)]
        proven = sum(is_proven(entry.person) for entry in mailed)
        return "triangle-alert", f"{proven} of {len(mailed)} verified", worst.tone
    return "lightbulb" if worst.tone == "accent" else "triangle-alert", worst.label, worst.tone


def wants_in_words(wants: list[str]) -> str:
    """`Interruptions and restoration, maintenance`."""
    told = ", ".join(Wanted(kind).label.lower() for kind in Wanted.values if kind in wants)
    return told[:1].upper() + told[1:]


def _line(entry: ListEntry) -> Line:
    person = entry.person
    tone, state, since = _proof(entry)
    return Line(
        person=person,
        note=", ".join(each for each in (entry.role, person.email if person.name else "") if each),
        channels=channels_in_words(listed(entry)),
        wants=wants_in_words(entry.wants),
        is_global=entry.is_global,
        tone=tone,
        state=state,
        since=since,
        may_prove=tone in ("soon", "late"),
    )


def _proof(entry: ListEntry) -> tuple[str, str, datetime | None]:
    person = entry.person
    if not uses_mail(entry):
        return "", "Not by mail", None
    if person.bounced_at is not None:
        return "late", "Bounced", person.bounced_at
    if person.confirmed_at is None:
        return "soon", "Waiting for confirmation", None
    return "kept", "Verified", person.confirmed_at


def _keeper(client: Organisation, *, now: datetime) -> str:
    named = managers_for([client]).named(client, at=now)
    return str(named) if named else "the managers"
