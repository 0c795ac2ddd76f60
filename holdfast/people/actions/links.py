"""Mailed single-use links: made, looked at without harm, and used once (T50)."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction

from holdfast.kernel import clock, tokens
from holdfast.kernel.refusal import Refused
from holdfast.people.models import MailedLink, Person


class Purpose(StrEnum):
    SET_UP = "set-up"
    SIGN_IN = "sign-in"
    INVITATION = "invitation"


LASTS = {
    Purpose.SET_UP: timedelta(days=7),
    Purpose.SIGN_IN: timedelta(minutes=20),
    Purpose.INVITATION: timedelta(days=7),
}


_NEW = {Purpose.SET_UP: "On the machine, “bin/holdfast manage setup_link” prints a new one."}
"""Where a new link comes from, if nobody is there to be asked for one."""


@transaction.atomic
def make_link(purpose: Purpose, *, person: Person | None = None) -> str:
    """A new token for this purpose; only its digest is kept, and older unused ones of the same person end."""
    at = clock.now()
    MailedLink.objects.filter(purpose=purpose, person=person, used_at=None, expires_at__gt=at).update(
        expires_at=at
    )
    token = tokens.mint(160)
    MailedLink.objects.create(
        digest=tokens.digest(token), purpose=purpose, person=person, expires_at=at + LASTS[purpose]
    )
    return token


def look_at_link(token: str, purpose: Purpose) -> MailedLink:
    """The link, unused; looking consumes nothing, for mail scanners look too."""
    link = (
        MailedLink.objects.select_related("person")
        .filter(digest=tokens.digest(token), purpose=purpose)
        .first()
    )
    return _require_usable(link, purpose, at=clock.now())


@transaction.atomic
def use_link(token: str, purpose: Purpose) -> MailedLink:
    """Use the link up; a second use is refused."""
    rows = MailedLink.objects.select_for_update(of=("self",)).select_related("person")
    at = clock.now()
    link = rows.filter(digest=tokens.digest(token), purpose=purpose).first()
    link = _require_usable(link, purpose, at=at)
    link.used_at = at
    link.save(update_fields=["used_at"])
    return link


def _require_usable(link: MailedLink | None, purpose: Purpose, *, at: datetime) -> MailedLink:
    new = _NEW.get(purpose, "Ask for a new one.")
    if link is None:
        raise Refused(f"This link is not one of ours. {new}", code="no_such_link")
    if link.used_at is not None:
        raise Refused("This link has been used already. Ask for a new one.", code="used")
    if link.expires_at <= at:
        why = (
            "A newer link was made after this one: use that."
            if _is_replaced(link)
            else "This link has run out."
        )
        raise Refused(f"{why} {new}", code="expired")
    if link.person is not None and not link.person.is_active:
        raise Refused(f"This link is not one of ours. {new}", code="no_such_link")
    return link


def _is_replaced(link: MailedLink) -> bool:
    return MailedLink.objects.filter(purpose=link.purpose, person=link.person_id, pk__gt=link.pk).exists()
