"""Words about a maintenance, in forms that all write who may: kept as they are typed, and seen by the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse

from holdfast.incidents.actions.drafting import act_of
from holdfast.incidents.models import AnnouncementKind, Maintenance
from holdfast.kernel import clock
from holdfast.kernel.refusal import Refused
from holdfast.people.acts import Act, may
from holdfast.people.door import allow
from holdfast.web.acting import Sheet, ask
from holdfast.web.frame import person_of, zone_of
from holdfast.web.maintenance import forms as given
from holdfast.web.maintenance.found import found_maintenance
from holdfast.web.office.fields import said_by
from holdfast.web.shared_fields import (
    answer_text,
    drafts_of,
    newer_than_seen,
    number_in,
    require_fields_seen,
    said_by_now,
    shared_fields,
)

F = TypeVar("F", bound=given.SharedForm)
FORMS: Final[Mapping[str, type[given.SharedForm]]] = {
    AnnouncementKind.NOTICE: given.WordsForm,
    AnnouncementKind.MOVED: given.MoveForm,
    AnnouncementKind.STARTED: given.StartForm,
    AnnouncementKind.UPDATE: given.UpdateForm,
    AnnouncementKind.EXTENDED: given.ExtensionForm,
    AnnouncementKind.COMPLETED: given.CompletionForm,
    AnnouncementKind.CANCELLED: given.CancellationForm,
}


@allow(Act.TELL_OF_MAINTENANCE)
def text(request: HttpRequest, key: int, kind: str, name: str) -> HttpResponse:
    """One field: on POST what is typed is kept, for all who write it; else as it stands now."""
    found = found_maintenance(key)
    if kind not in FORMS or name not in FORMS[kind].shared:
        raise Http404("There is no such field.")
    if not may(person_of(request), act_of(found, kind)):
        raise PermissionDenied("Whoever plans maintenance writes this word.")
    initial = said_by_now(_kept(found, kind), drafts_of(found, kind))
    return answer_text(request, found, kind, FORMS[kind](initial=initial)[name])


def words_form(
    request: HttpRequest, found: Maintenance, kind: AnnouncementKind, form: type[F], **initial: Any
) -> F:
    """The form of such a word, with what is written of it by now."""
    assert FORMS[kind] is form
    said = said_by_now({**_kept(found, kind), **initial}, drafts_of(found, kind))
    return form(said_by(request), initial=said)


def ask_for_words(
    request: HttpRequest,
    found: Maintenance,
    kind: AnnouncementKind,
    form: given.SharedForm,
    sheet: Sheet,
    act: Callable[[dict[str, Any]], str],
) -> HttpResponse:
    """Show the form, or send the word: never past what another one wrote or sent while one was writing."""
    drafts = drafts_of(found, kind)
    newer = newer_than_seen(drafts, request.POST, by=person_of(request))
    shared = shared_fields(
        found,
        kind,
        [form[name] for name in form.shared],
        drafts,
        to=person_of(request),
        now=clock.now(),
        zone=zone_of(request),
        conflicts=newer,
    )
    by_name = {each.name: each for each in shared}
    words = found.announcements.exclude(by=None).order_by("-pk")
    more = {
        "rows": [(field, by_name.get(field.name)) for field in form],
        "newest": words.values_list("pk", flat=True).first() or 0,
    }

    def send(said: dict[str, Any]) -> str:
        with transaction.atomic():
            Maintenance.objects.locked(found.pk)  # who sends at the same instant comes after
            _require_nothing_newer(found, request)
            require_fields_seen(newer, drafts)
            return act(said)

    return ask(request, form, replace(sheet, template="maintenance/_words.html", more=more), send)


def _kept(found: Maintenance, kind: str) -> dict[str, str]:
    """What stands in the form where nobody has written anything yet."""
    return {"title": found.title, "text": found.text} if kind == AnnouncementKind.NOTICE else {}


def _require_nothing_newer(found: Maintenance, request: HttpRequest) -> None:
    """Nobody sends past a person's word that they have not seen, nor the same one twice."""
    seen = request.POST.get("seen_word")
    if seen is None:
        return
    words = found.announcements.exclude(by=None).filter(pk__gt=number_in(seen))
    if newer := words.select_related("by").last():
        raise Refused(
            f"{newer.by} sent “{AnnouncementKind(newer.kind).label}” while you were writing. Read it, then send.",
            code="newer",
        )
