"""The recording of a call, for those who may see its ticket; that it was listened to is recorded."""

from __future__ import annotations

from typing import cast

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse

from holdfast.channels.voice.listening import recording_for
from holdfast.files.serving import piece_response
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.web.frame import person_of


@allow(Act.WORK_TICKETS)
@transaction.atomic
def recording(request: HttpRequest, key: int) -> HttpResponse:
    """The sound, or a piece of it; hidden, removed and missing are the same 404."""
    found = recording_for(key, by=person_of(request))
    if found is None:
        raise Http404("There is no such recording.")
    # Nothing says which sound a player has a piece of already, so one that asks to go on with that gets all of it.
    wanted = "" if "If-Range" in request.headers else request.headers.get("Range", "")
    return cast(HttpResponse, piece_response(found, f"call-{key}", wanted=wanted))
