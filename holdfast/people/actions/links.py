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


@transaction.atomic
def make_link(purpose: Purpose, *, person: Person | None = None) -> str:
    """A new token for this purpose; only its digest is kept, and older unused ones of the same person end."""
    at = clock.now()
    MailedLink.objects.filter(purpose=purpose, person=person, used_at=None).delete()
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
    return _require_usable(link, at=clock.now())


@transaction.atomic
def use_link(token: str, purpose: Purpose) -> MailedLink:
    """Use the link up; a second use is refused."""
    rows = MailedLink.objects.select_for_update(of=("self",)).select_related("person")
    at = clock.now()
    link = _require_usable(rows.filter(digest=tokens.digest(token), purpose=purpose).first(), at=at)
    link.used_at = at
    link.save(update_fields=["used_at"])
    return link


def _require_usable(link: MailedLink | None, *, at: datetime) -> MailedLink:
    if link is None:
        raise Refused("This link is not one of ours. Ask for a new one.", code="no_such_link")
    if link.used_at is not None:
        raise Refused("This link has been used already. Ask for a new one.", code="used")
    if link.expires_at <= at:
        raise Refused("This link has run out. Ask for a new one.", code="expired")
    if link.person is not None and not link.person.is_active:
        raise Refused("This link is not one of ours. Ask for a new one.", code="no_such_link")
    return link
