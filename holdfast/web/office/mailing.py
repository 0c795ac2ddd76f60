"""Mail that the office itself sends: the invitation of a colleague, and the test mail."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from holdfast.carriers.choice import why_kept
from holdfast.kernel import clock, tokens
from holdfast.notices.actions.writing import write_notice
from holdfast.notices.letters import Reader
from holdfast.notices.models import Lane
from holdfast.people.actions.links import Purpose, make_link
from holdfast.people.models import Person
from holdfast.vendor.models import the_vendor


@transaction.atomic
def send_invitation(person: Person, *, by: Person) -> None:
    """Mail the person a link that works once, with which they set a password; the one before it ends."""
    token = make_link(Purpose.INVITATION, person=person)
    vendor = the_vendor()
    write_notice(
        event=f"invitation-{tokens.digest(token)[:32]}",
        kind="invitation",
        about=f"person-{person.pk}",
        readers=[Reader(person, to_client=False)],
        subject=f"Your way in to {vendor.name or 'the support desk'}",
        said={
            "by": str(by),
            "heading": "Set your password",
            "button_link": f"{settings.SITE_URL}{reverse('invitation', args=[token])}",
            "button_label": "Set my password",
        },
        lane=Lane.REPLY,
    )


@transaction.atomic
def send_test_mail(person: Person, *, at: datetime | None = None) -> str:
    """Write the test mail to this person; returns in words what becomes of it now."""
    at = at or clock.now()
    vendor = the_vendor()
    write_notice(
        event=f"test-mail-{person.pk}-{at.isoformat()}",
        kind="test_mail",
        about=f"person-{person.pk}",
        readers=[Reader(person, to_client=False)],
        subject=f"Test mail of {vendor.name or 'Holdfast'}",
        said={
            "heading": "Mail leaves this installation",
            "sent_at": at.isoformat(),
        },
        lane=Lane.REPLY,
        at=at,
    )
    if why := why_kept(demo_sink=vendor.demo_sink):
        return f"{why} The test mail to {person.email} is in the outbox."
    return f"A test mail is on its way to {person.email}."
