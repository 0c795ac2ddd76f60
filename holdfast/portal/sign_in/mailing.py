"""Mail somebody a link to sign in; an address that is nobody's costs the same and gets nothing (T12, T13, T51)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext

from holdfast.kernel import tokens
from holdfast.notices.actions.writing import write_notice
from holdfast.notices.kinds import PLAIN
from holdfast.notices.languages import in_language
from holdfast.notices.letters import Reader
from holdfast.notices.models import Lane
from holdfast.people.actions.links import Purpose, make_link
from holdfast.people.mailbox import mailbox_of
from holdfast.people.models import Person
from holdfast.portal.turnstile import Gate, Limit

PER_ADDRESS: Final = (Limit(3, timedelta(minutes=20)), Limit(8, timedelta(days=1)))
PER_SOURCE: Final = (Limit(10, timedelta(minutes=10)), Limit(60, timedelta(days=1)))
IN_ALL: Final = (Limit(300, timedelta(minutes=10)),)


def source_gate(source: str) -> Gate:
    """How often one source may ask at all; said openly, for it tells of no address."""
    return Gate("sign-in-source", source, PER_SOURCE)


def address_gates(address: str) -> list[Gate]:
    """How often links go to one mailbox, and in all; kept silently."""
    return [Gate("sign-in-address", mailbox_of(address), PER_ADDRESS), Gate("sign-in", "all", IN_ALL)]


@transaction.atomic
def mail_link(address: str, *, next_path: str, at: datetime) -> None:
    """Mail a link to whoever is known and active under the address.

    For anybody else the same is written and then rolled back: the time that an answer takes names nobody.
    """
    known = Person.objects.by_address(address)
    is_let_in = known is not None and known.is_active
    person = known or Person.objects.create(email=address, name="", joined_at=at)
    token = make_link(Purpose.SIGN_IN, person=person)
    path = reverse("mailed_sign_in_link", args=[token])
    link = f"{settings.SITE_URL}{path}{'?' + urlencode({'next': next_path}) if next_path else ''}"
    subject, words = in_language(person.language, lambda: _words(link))
    write_notice(
        event=f"sign-in:{tokens.digest(token)[:32]}",
        kind=PLAIN,
        about=f"person-{person.pk}",
        readers=[Reader(person, to_client=not person.is_vendor)],
        subject=subject,
        said={"text": words},
        lane=Lane.REPLY,
        at=at,
    )
    if not is_let_in:
        transaction.set_rollback(True)


def _words(link: str) -> tuple[str, str]:
    """Subject and text; a translation that leaves the link out is none."""
    words = gettext(
        "Here is your link to sign in:\n\n%(link)s\n\nIt works once, within 20 minutes. If you did not ask for it, "
        "leave it: nobody gets in without it."
    ) % {"link": link}
    if link not in words:
        raise ValueError("no link")
    return gettext("Your link to sign in"), words
