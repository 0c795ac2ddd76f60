"""Every address of calls at the desk."""

from __future__ import annotations

from django.urls import path

from holdfast.web.calls import caller, calling, dialling, listing, noting, recording

urlpatterns = [
    path("calls/", listing.calls, name="calls"),
    path("calls/new/", noting.anew, name="call-new"),
    path("clients/<int:key>/contacts/<int:contact>/call/", dialling.dial_contact, name="contact-dial"),
    path("calls/live/", calling.calling, name="calling"),
    path("calls/<int:key>/answer/", calling.answer, name="call-answer"),
    path("calls/<int:key>/caller/", caller.caller, name="call-caller"),
    path("calls/<int:key>/recording/", recording.recording, name="call-recording"),
]
