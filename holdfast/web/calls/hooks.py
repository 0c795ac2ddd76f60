"""The pages that the provider of calls asks what to do, and tells what was: what it did not sign is not believed (T88)."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from holdfast.channels.voice import answering, dialling, receiving, urgent
from holdfast.channels.voice.hearing import NoSuchCall, Told
from holdfast.channels.voice.twiml import Answer
from holdfast.people.door import ANYONE, View, allow
from holdfast.web.hearing import require_signed


def _hook(step: Callable[..., Answer | None]) -> View:
    """A page of this step: signed, by POST; its answer is what to do next, or nothing."""

    @allow(ANYONE)
    @csrf_exempt
    @require_POST
    def page(request: HttpRequest, **said: int) -> HttpResponse:
        require_signed(request, f"{settings.SITE_URL}{request.get_full_path()}")
        try:
            answer = step(Told(request.POST.dict()), **said)
        except NoSuchCall:
            answer = Answer().hang_up()
        if answer is None:
            return HttpResponse(status=204)
        return HttpResponse(str(answer), content_type="text/xml; charset=utf-8")

    return page


incoming = _hook(receiving.come_in)
menu = _hook(receiving.choose)
wait = _hook(receiving.wait)
queued = _hook(receiving.leave_queue)
left = _hook(receiving.take_left_message)
recording = _hook(receiving.hear_recording)
answered = _hook(answering.end_or_wait_again)
dial = _hook(dialling.dial)
announcement = _hook(dialling.announce)
dialled = _hook(dialling.hang_up_after)
status = _hook(receiving.hear_status)
duty = _hook(urgent.go_on)
whisper = _hook(urgent.whisper)
take = _hook(urgent.take)
