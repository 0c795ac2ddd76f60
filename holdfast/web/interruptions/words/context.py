"""What the form of a word and its preview are made of, on a page of their own or among others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest
from django.urls import reverse

from holdfast.incidents.actions.drafting import topic_of
from holdfast.incidents.models import Affected, BulletinKind, Interruption, WordTemplate
from holdfast.incidents.recipients import recipients_of
from holdfast.incidents.scope import scope_of, would_be_back
from holdfast.web.frame import person_of, zone_of
from holdfast.web.interruptions.room.people import people_context
from holdfast.web.interruptions.words.boxes import boxes_of
from holdfast.web.interruptions.words.keeping import keeps_in_words
from holdfast.web.interruptions.words.preview import preview_of
from holdfast.web.interruptions.words.writing import OWN, Writing
from holdfast.web.shared_fields import drafts_of, said_by_now, shared_fields

_TICKS: Final = ("choosing", "back")
"""What of the form says whom a word goes to."""


def words_context(
    request: HttpRequest,
    found: Interruption,
    writing: Writing,
    *,
    now: datetime,
    form: forms.Form | None = None,
    conflicts: Sequence[str] = (),
    is_own_page: bool = True,
) -> dict[str, Any]:
    """What the form and its preview need, on its own page or among others."""
    drafts = drafts_of(found, writing.kind)
    said = said_by_now(writing.before(found), drafts)
    form = form or writing.form_for(found, initial=said, zone=zone_of(request))
    to = told_of(request, found, writing, now=now)
    newest = found.bulletins.order_by("-pk").values_list("pk", flat=True).first()
    return {
        **(people_context(request, found, now=now, writes=writing.kind) if is_own_page else {}),
        "found": found,
        "writing": writing,
        "form": form,
        "fields": shared_fields(
            found,
            writing.kind,
            [each for each in form if each.name not in OWN],
            drafts,
            to=person_of(request),
            now=now,
            zone=zone_of(request),
            conflicts=conflicts,
        ),
        "newest": newest or 0,
        "action": reverse(f"desk:interruption-{writing.address}", args=[found.pk]),
        "may_send": found.state in writing.stages and bool(to or writing.kind != BulletinKind.CAUSE),
        "boxes": boxes_of(found, writing.kind, request.POST),
        "keeping": writing.keeping if writing.keeping and found.state in writing.keeping.stages else None,
        "whom": _whom(found, writing, to, is_told=bool(newest)),
        "keeps": keeps_in_words(writing, to),
        "templates": list(WordTemplate.objects.filter(kind=writing.kind).order_by("name")),
        "template_url": reverse("desk:interruption-template", args=[found.pk, writing.kind]),
        "preview_url": reverse("desk:interruption-preview", args=[found.pk, writing.kind]),
        **(previewed(request, found, writing, said, to) if is_own_page else {}),
    }


def told_of(
    request: HttpRequest, found: Interruption, writing: Writing, *, now: datetime
) -> Sequence[Affected]:
    """Whom the word goes to, by what is ticked now where a part can be back; as it is shipped all is."""
    ticked = request.POST if request.method == "POST" else request.GET
    if writing.kind != BulletinKind.RESTORED or "choosing" not in ticked:
        return recipients_of(found, writing.kind)
    keys = [int(key) for key in ticked.getlist("back") if key.isascii() and key.isdigit() and len(key) < 18]
    return would_be_back(found, keys, at=now)


def _whom(found: Interruption, writing: Writing, to: Sequence[Affected], *, is_told: bool) -> str:
    """The scope before sending: `It goes to 43 clients, 118 contacts, 2 unreachable.`"""
    if writing.kind == BulletinKind.RETRACTION and not is_told:
        return "No client was told of it yet, so it goes to none; linked tickets are answered."
    if writing.kind == BulletinKind.RESTORED and not to:
        return "With this no client has all back, so it goes to none."
    return f"It goes to {scope_of(found, writing.kind, to)}."


def previewed(
    request: HttpRequest,
    found: Interruption,
    writing: Writing,
    said: Mapping[str, str],
    told: Sequence[Affected],
) -> dict[str, Any]:
    """What the preview needs, for the client and the form that were asked for."""
    asked = request.GET
    return {
        "preview": preview_of(found, writing, said, told, to=asked.get("to", ""), form=asked.get("as", "")),
        "preview_ticks": "".join(
            f"&{urlencode({name: value})}" for name in _TICKS for value in asked.getlist(name)
        ),
        "preview_url": reverse("desk:interruption-preview", args=[found.pk, writing.kind]),
        "preview_topic": topic_of(found, writing.kind),
    }
