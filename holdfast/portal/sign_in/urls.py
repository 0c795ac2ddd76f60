"""Signing in and out, and one's password: the mailed link's own pages, and those of allauth that the product needs.

Of allauth's addresses only these exist. Its others let one change the address that one is known by without proving
it, or open an account; here an address is whose it is because the vendor entered it or mail proved it.
"""

from __future__ import annotations

from allauth.account import views
from django.urls import path, re_path

from holdfast.people.door import ANYONE, SIGNED_IN, allow
from holdfast.portal.sign_in import asking, entering

urlpatterns = [
    path("link/", asking.ask_for_link, name="mailed_sign_in"),
    path("link/sent/", asking.link_sent, name="mailed_sign_in_sent"),
    path("link/<str:token>/", entering.enter_by_link, name="mailed_sign_in_link"),
    path("login/", allow(ANYONE)(views.login), name="account_login"),
    path("logout/", allow(ANYONE)(views.logout), name="account_logout"),
    path("inactive/", allow(ANYONE)(views.account_inactive), name="account_inactive"),
    path("reauthenticate/", allow(SIGNED_IN)(views.reauthenticate), name="account_reauthenticate"),
    path("password/change/", allow(SIGNED_IN)(views.password_change), name="account_change_password"),
    path("password/set/", allow(SIGNED_IN)(views.password_set), name="account_set_password"),
    path("password/reset/", allow(ANYONE)(views.password_reset), name="account_reset_password"),
    path(
        "password/reset/done/", allow(ANYONE)(views.password_reset_done), name="account_reset_password_done"
    ),
    path(
        "password/reset/key/done/",
        allow(ANYONE)(views.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allow(ANYONE)(views.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
]
