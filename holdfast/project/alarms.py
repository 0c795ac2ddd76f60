"""What the administrators are told of at once: mail in our name, mailboxes that fail, letters that reach nobody."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop

from holdfast.duty.notices import PAGE
from holdfast.kernel.facts import Recorded
from holdfast.notices.actions.writing import write_notice
from holdfast.notices.kinds import UNPROVEN
from holdfast.notices.letters import Reader
from holdfast.notices.models import Lane
from holdfast.people.models import Role
from holdfast.people.standing_in import who_stands_in

KIND = "alarm"
SUBJECT = gettext_noop("Holdfast: something must be looked at")
WORDS: dict[str, str] = {
    "StaffMailRefused": gettext_noop(
        "A mail that claims to be from one of us was held, for nothing proves it."
    ),
    "SenderMuted": gettext_noop("Somebody sends us so much mail that we file it and answer it no more."),
    "OwnMailReturned": gettext_noop(
        "Our own mail came back to us; a mailbox forwards it, or is listed as one of our people."
    ),
    "MailboxFailed": gettext_noop("A mailbox can't be fetched."),
    "MailNotGiven": gettext_noop(
        "The server of a mailbox refuses to give us one of its mails; the rest is fetched."
    ),
    "MailboxRecovered": gettext_noop("The mailbox can be fetched again."),
    "NoticeFailed": gettext_noop("A notice was refused for good, or not taken in five days."),
    "EveryChannelFailed": gettext_noop("Every channel of a contact failed: a word has not reached them."),
    "EndpointDisabled": gettext_noop("A client's webhook took nothing for days, and is disabled."),
    "NoticeMuted": gettext_noop(
        "A cap on automatic mail was reached; what goes over it is left out, visibly, in the outbox."
    ),
}
"""What is told, by the name of the fact; the details stand at the desk, never in this mail (T81)."""


def tell_administrators(told: Recorded[Any]) -> None:
    """Write to every administrator, once an hour for each kind, for a flood of causes is one cause.

    Of an alarm that fails itself nothing more is written, or it would never end; nor of mail to an address that anybody
    may have typed into the form of the status page; a page that fails goes on to its next step.
    """
    if getattr(told.fact, "kind", "") in (KIND, PAGE, *UNPROVEN):
        return
    readers = [Reader(person=person, to_client=False) for person in who_stands_in(first=Role.ADMINISTRATOR)]
    name = type(told.fact).__name__
    write_notice(
        event=f"alarm-{name}-{told.at:%Y%m%d%H}",
        kind=KIND,
        about=f"alarm-{name}",
        readers=readers,
        subject=SUBJECT,
        said={"words": WORDS[name], "concerning": told.fact.about},
        lane=Lane.PAGING,
        at=told.at,
    )
