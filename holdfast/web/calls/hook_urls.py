"""Every address that the provider of calls asks; `channels.voice.addresses.hook` gives them out."""

from __future__ import annotations

from django.urls import path

from holdfast.web.calls import hooks

urlpatterns = [
    path("incoming/", hooks.incoming, name="voice-incoming"),
    path("menu/", hooks.menu, name="voice-menu"),
    path("wait/", hooks.wait, name="voice-wait"),
    path("queued/", hooks.queued, name="voice-queued"),
    path("answered/", hooks.answered, name="voice-answered"),
    path("left/", hooks.left, name="voice-left"),
    path("recording/", hooks.recording, name="voice-recording"),
    path("status/", hooks.status, name="voice-status"),
    path("<int:key>/dial/", hooks.dial, name="voice-dial"),
    path("<int:key>/announcement/", hooks.announcement, name="voice-announcement"),
    path("<int:key>/dialled/", hooks.dialled, name="voice-dialled"),
    path("<int:key>/status/", hooks.status, name="voice-own-status"),
    path("duty/<int:level>/", hooks.duty, name="voice-duty"),
    path("<int:key>/whisper/<int:person>/", hooks.whisper, name="voice-whisper"),
    path("<int:key>/take/<int:person>/", hooks.take, name="voice-take"),
]
