"""The page that a job calls when it has run: the secret address of a heartbeat."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from holdfast.look.replies import keep_out_of_caches
from holdfast.monitors.actions.heartbeats import hear_heartbeat
from holdfast.people.door import ANYONE, allow


@allow(ANYONE)
@csrf_exempt
def heartbeat(request: HttpRequest, token: str) -> HttpResponse:
    """Take one call; whatever it posts is not read."""
    if not hear_heartbeat(token):
        raise Http404("Nobody listens here.")
    return keep_out_of_caches(HttpResponse("Heard.\n", content_type="text/plain; charset=utf-8"))


def heartbeat_url(token: str) -> str:
    """The whole address that a job calls."""
    return f"{settings.SITE_URL}{reverse('heartbeat', args=[token])}"
