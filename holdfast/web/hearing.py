"""The pages at which Twilio tells what became of a text or call; whatever it did not sign is not believed."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from holdfast.carriers.twilio.hearing import is_from_twilio, meaning
from holdfast.carriers.twilio.wires import spoken_answer
from holdfast.duty.actions.acknowledging import acknowledge_by_key
from holdfast.kernel import clock
from holdfast.notices.actions.hearing import hear
from holdfast.notices.languages import in_language
from holdfast.notices.posts import heard_at, pressed_at
from holdfast.notices.queries import row_of
from holdfast.people.door import ANYONE, allow


@allow(ANYONE)
@csrf_exempt
@require_POST
def twilio(request: HttpRequest, token: str) -> HttpResponse:
    """Take one status; a row or a status that we don't know is no reason to have it told again."""
    require_signed(request, heard_at(token))
    status = request.POST.get("MessageStatus") or request.POST.get("CallStatus") or ""
    if heard := meaning(status):
        code = request.POST.get("ErrorCode", "")
        reason = f"Twilio tells: {status}{f', error {code[:12]}' if code else ''}."
        hear(token, heard, reason=reason, at=clock.now())
    return HttpResponse(status=204)


@allow(ANYONE)
@csrf_exempt
@require_POST
def twilio_key(request: HttpRequest, token: str) -> HttpResponse:
    """Take the key that was pressed in a call of a page: whoever took the call has it in hand."""
    require_signed(request, pressed_at(token))
    row = row_of(token)
    language = row.language if row else "en"
    is_taken = bool(request.POST.get("Digits")) and acknowledge_by_key(token)
    words = in_language(
        language,
        lambda: gettext("Thank you. It is yours now.") if is_taken else gettext("Nothing was changed."),
    )
    return HttpResponse(spoken_answer(words, language=language), content_type="text/xml; charset=utf-8")


def require_signed(request: HttpRequest, address: str) -> None:
    """Refuse whatever our account did not sign for this address of ours (T88)."""
    form = {name: request.POST.getlist(name) for name in request.POST}
    signature = request.headers.get("X-Twilio-Signature", "")
    if not is_from_twilio(signature, address, form, token=settings.ENV.twilio_token):
        raise PermissionDenied("This is not signed by our account.")
