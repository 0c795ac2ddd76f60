"""Sign-in by django-allauth, with nobody signing up on their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from holdfast.kernel import hints
from holdfast.people.models import normal_address
from holdfast.people.own_paths import own_path
from holdfast.vendor.models import the_vendor


@dataclass(frozen=True)
class _Site:
    """What allauth's mails call the site."""

    name: str
    domain: str

    @classmethod
    def ours(cls) -> _Site:
        return cls(the_vendor().name or "Holdfast", urlsplit(settings.SITE_URL).netloc)


class Adapter(DefaultAccountAdapter):
    """Persons are entered by the vendor or by writing to support; an account alone is never opened here."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def logout(self, request: HttpRequest) -> None:
        """End the session, and then whatever that browser still listens to (T46)."""
        person = request.user
        super().logout(request)
        hints.send(f"rights-{person.pk}")

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """Set it, which ends the sessions elsewhere, and whatever those listen to (T46)."""
        super().set_password(user, password)
        hints.send(f"rights-{user.pk}")

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return "/desk/" if request.user.is_vendor else "/"  # type: ignore[union-attr]

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Mail that names us as we are set up, never as a request's Host says (T49)."""
        super().send_mail(template_prefix, email, {**context, "current_site": _Site.ours()})

    def format_email_subject(self, subject: str) -> str:
        """The subject without a site's name before it: it would be the request's Host (T49)."""
        return subject

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link in the mail: always on the configured address, never on a request's Host (T49)."""
        made = urlsplit(super().get_reset_password_from_key_url(key))
        return f"{settings.SITE_URL}{made.path}"

    def is_safe_url(self, url: str) -> bool:
        """Whether one may be sent on to it after signing in: paths of this installation only (T55)."""
        return bool(own_path(url))

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """What failed tries are counted under: the address alone, for allauth's own key holds the request's Host.

        Whoever sends another Host with each try would be counted anew each time (T49, T51).
        """
        return normal_address(str(credentials.get("email", "")))
