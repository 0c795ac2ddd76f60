"""Sign-in by django-allauth, with nobody signing up on their own."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):
    """Persons are entered by the vendor or by writing to support; an account alone is never opened here."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return "/desk/" if request.user.is_vendor else "/"  # type: ignore[union-attr]
