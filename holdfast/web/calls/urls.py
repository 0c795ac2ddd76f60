"""Every address of calls at the desk."""

from __future__ import annotations

from django.urls import path

from holdfast.web.calls import listing, noting, recording

urlpatterns = [
    path("calls/", listing.calls, name="calls"),
    path("calls/new/", noting.anew, name="call-new"),
    path("calls/<int:key>/recording/", recording.recording, name="call-recording"),
]
