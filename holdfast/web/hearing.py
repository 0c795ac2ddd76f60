"""The page at which Twilio tells what became of a text or call; whatever it did not sign is not believed."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from holdfast.carriers.twilio.hearing import is_from_twilio, meaning
from holdfast.kernel import clock
from holdfast.notices.actions.hearing import hear
from holdfast.notices.posts import heard_at
from holdfast.people.door import ANYONE, allow


@allow(ANYONE)
@csrf_exempt
@require_POST
def twilio(request: HttpRequest, token: str) -> HttpResponse:
    """Take one status; a row or a status that we don't know is no reason to have it told again."""
    form = {name: request.POST.getlist(name) for name in request.POST}
    signature = request.headers.get("X-Twilio-Signature", "")
    if not is_from_twilio(signature, heard_at(token), form, token=settings.ENV.twilio_token):
        raise PermissionDenied("This is not signed by our account.")
    status = request.POST.get("MessageStatus") or request.POST.get("CallStatus") or ""
    if heard := meaning(status):
        code = request.POST.get("ErrorCode", "")
        reason = f"Twilio tells: {status}{f', error {code[:12]}' if code else ''}."
        hear(token, heard, reason=reason, at=clock.now())
    return HttpResponse(status=204)
