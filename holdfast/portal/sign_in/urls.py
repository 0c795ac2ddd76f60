"""Mailed sign-in, beside allauth's own addresses."""

from __future__ import annotations

from django.urls import path

from holdfast.portal.sign_in import asking, entering

urlpatterns = [
    path("link/", asking.ask_for_link, name="mailed_sign_in"),
    path("link/sent/", asking.link_sent, name="mailed_sign_in_sent"),
    path("link/<str:token>/", entering.enter_by_link, name="mailed_sign_in_link"),
]
