"""Every address of the desk, the portal and the public pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from holdfast.help.entry import start
from holdfast.help.robots import robots
from holdfast.web.duty.feed import feed
from holdfast.web.files import attachment
from holdfast.web.hearing import twilio, twilio_key
from holdfast.web.heartbeats import heartbeat
from holdfast.web.office.set_up import set_up_urls

handler500 = "holdfast.project.faults.show_fault"

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", include("holdfast.portal.sign_in.urls")),
    path("desk/", include("holdfast.web.urls")),
    path("files/<str:key>/", attachment, name="file"),
    path("carriers/twilio/<slug:token>/", twilio, name="carrier-twilio"),
    path("carriers/twilio/<slug:token>/key/", twilio_key, name="carrier-twilio-key"),
    path("hooks/voice/", include("holdfast.web.calls.hook_urls")),
    path("duty/<str:token>.ics", feed, name="duty_feed"),
    path("heartbeat/<slug:token>/", heartbeat, name="heartbeat"),
    path("", include(set_up_urls)),
    path("robots.txt", robots, name="robots"),
    path("help", start, name="help"),
    path("help/", include("holdfast.help.urls")),
    path("", include("holdfast.statuspage.urls")),
    path("", include("holdfast.portal.urls")),
]
