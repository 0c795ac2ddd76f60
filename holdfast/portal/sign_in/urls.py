"""Signing in and out, and one's password: the mailed link's own pages, and those of allauth that the product needs.

Of allauth's addresses only these exist. Its others let one change the address that one is known by without proving
it, or open an account; here an address is whose it is because the vendor entered it or mail proved it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, wraps
from typing import Any, cast

from allauth.account import views
from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path
from django.views import View

from holdfast.people.door import ANYONE, SIGNED_IN, allow
from holdfast.portal.frame import support_name
from holdfast.portal.sign_in import asking, entering
from holdfast.vendor.models import the_vendor


def _page(view: type[View]) -> Callable[..., HttpResponse]:
    """A page of allauth, which names whom one signs in to, once somebody is set up."""

    @wraps(view.as_view())
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        named = view.as_view(extra_context={"vendor_name": cache(_vendor_name)})
        return cast("HttpResponse", named(request, *args, **kwargs))

    return page


def _vendor_name() -> str:
    """Asked by the page as it is made."""
    vendor = the_vendor()
    return support_name(vendor) if vendor.name else ""


urlpatterns = [
    path("link/", asking.ask_for_link, name="mailed_sign_in"),
    path("link/sent/", asking.link_sent, name="mailed_sign_in_sent"),
    path("link/<str:token>/", entering.enter_by_link, name="mailed_sign_in_link"),
    path("login/", allow(ANYONE)(_page(views.LoginView)), name="account_login"),
    path("logout/", allow(ANYONE)(_page(views.LogoutView)), name="account_logout"),
    path("inactive/", allow(ANYONE)(_page(views.AccountInactiveView)), name="account_inactive"),
    path("reauthenticate/", allow(SIGNED_IN)(_page(views.ReauthenticateView)), name="account_reauthenticate"),
    path(
        "password/change/", allow(SIGNED_IN)(_page(views.PasswordChangeView)), name="account_change_password"
    ),
    path("password/set/", allow(SIGNED_IN)(_page(views.PasswordSetView)), name="account_set_password"),
    path("password/reset/", allow(ANYONE)(_page(views.PasswordResetView)), name="account_reset_password"),
    path(
        "password/reset/done/",
        allow(ANYONE)(_page(views.PasswordResetDoneView)),
        name="account_reset_password_done",
    ),
    path(
        "password/reset/key/done/",
        allow(ANYONE)(_page(views.PasswordResetFromKeyDoneView)),
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allow(ANYONE)(_page(views.PasswordResetFromKeyView)),
        name="account_reset_password_from_key",
    ),
]
