"""Somebody comes from a product with a token: it is used up, and its address is left for one that tells nothing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from holdfast.channels.console.doubting import note_doubt
from holdfast.channels.console.refusing import NotBelieved
from holdfast.channels.console.visits import enter
from holdfast.kernel import clock
from holdfast.people.door import ANYONE, allow
from holdfast.portal.console.panel import for_frames_of, show_panel


@allow(ANYONE)
@require_GET
def arrive(request: HttpRequest) -> HttpResponse:
    """To the form that knows them; whoever is not believed finds the public one, as anybody does (T89)."""
    now, token = clock.now(), request.GET.get("token", "")
    try:
        identity, visit = enter(token, now=now)
    except NotBelieved as refused:
        return _not_believed(request, token, refused)
    answer = HttpResponseRedirect(reverse("portal:console_form", args=[visit]))
    return for_frames_of(identity.console, answer)


def _not_believed(request: HttpRequest, token: str, refused: NotBelieved) -> HttpResponse:
    now = clock.now()
    key = note_doubt(token, refused, now=now)
    if "framed" not in request.GET:
        return for_frames_of(None, HttpResponseRedirect(reverse("portal:support")))
    # the public form is for a page of its own: from the frame a link leads there
    console = key.console if key else None
    return show_panel(request, "portal/console/unknown.html", {}, console=console, now=now, status=403)
