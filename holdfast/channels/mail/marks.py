"""Marks that a mail carries in its header block: of ourselves, and of programs that write mail (T1, T17, T19).

Whether a machine wrote it is the reader's verdict where the mail says so itself (`auto_submitted`). Here are the signs
by which a mail that *opens* a ticket is taken for a program's: an identity provider's verification mail must not
become a ticket of a client's. The rule, as it is told to operators, stands in docs/subsystems/channels-mail.md.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from holdfast.channels.mail.reading.headers import read_headers
from holdfast.channels.mail.reading.message import ReadMessage

_LOOKED_AT: Final = 256 * 1024
OWN_MARK: Final = "x-holdfast-instance"
_NOBODY = re.compile(r"(no|do[-_.]?not|dont)[-_.]?reply|mailer-daemon|postmaster|^bounces?([-+._=]|$)", re.I)
"""Nobody reads what is sent there, by its name."""
_ROUTINE = re.compile(
    r"^(notifications?|alerts?|verify|verification|invit(e|ation)s?|feedback|updates?|news(letter)?|mailer|robot)([-+._=]|$)",
    re.I,
)
"""Programs like to write under such a name; so do some people."""
_SERVICES: Final = frozenset(
    {
        "feedback-id",
        "x-ses-outgoing",
        "x-sg-eid",
        "x-mailgun-sid",
        "x-pm-message-id",
        "x-mandrill-user",
        "x-mc-user",
        "x-msfbl",
        "x-csa-complaints",
        "x-campaign",
        "x-mailer-campaign",
    }
)
"""Headers of services that send mail for programs, and for small companies all of their mail."""
_PROGRAMS: Final = frozenset({"x-github-reason", "x-jira-fingerprint"})
"""Headers that only the program that wrote the mail sets."""


@dataclass(frozen=True)
class Marks:
    """What the header block says besides what the reader reports."""

    instance: str = ""
    """The installation whose mail it is, by its own claim."""
    is_of_program: bool = False
    is_of_service: bool = False
    """Sent through a service for programs' mail, which proves no program by itself."""


def read_marks(raw: bytes) -> Marks:
    """Look at the beginning of the header block only; never raises."""
    headers, _ = read_headers(raw[:_LOOKED_AT], 0, min(len(raw), _LOOKED_AT))
    names = {name for name, _ in headers.fields}
    return Marks(
        instance=headers.loose(OWN_MARK)[:100],
        is_of_service=not names.isdisjoint(_SERVICES),
        is_of_program=not names.isdisjoint(_PROGRAMS),
    )


def is_machine(read: ReadMessage, *, envelope_from: str | None) -> bool:
    """Whether a machine wrote it, by its own declaration, in whatever place it stands."""
    return read.auto_submitted or envelope_from == "" or read.precedence in ("bulk", "junk", "auto_reply")


def opens_as_machine(
    read: ReadMessage, marks: Marks, *, sender: str, is_contact: bool, own: Collection[str]
) -> bool:
    """Whether a ticket that it opens is a machine's until a person says otherwise: promised nothing, told to nobody (T1).

    A person who is left without an answer is worse than a program that gets one, so only what by itself proves a list
    or a program counts for everybody, and a mail service only together with a name that programs like to have. A list
    of our own, which hands on what is sent to an address of ours, proves nothing.
    """
    is_our_list = _is_our_list(read.list_id, own)
    if marks.is_of_program or ((read.list_id is not None or read.precedence == "list") and not is_our_list):
        return True
    if is_contact:
        return False
    name = sender.partition("@")[0]
    return (
        ((read.is_bulk or _asks_for_silence(read)) and not is_our_list)
        or _NOBODY.search(name) is not None
        or (marks.is_of_service and _ROUTINE.search(name) is not None)
    )


def _asks_for_silence(read: ReadMessage) -> bool:
    """Whether the mail asks for no automatic answer (`X-Auto-Response-Suppress`).

    That is a wish and proves no program. Any client may set it on any mail (MS-OXOMSG, PidTagAutoResponseSuppress), and
    a company may have its server put it on all that leaves. So a mail on a ticket is not a machine's for it, and neither
    is what a contact of a client opens: they would be promised nothing, and hear nothing. Of a stranger, of whom we know
    nothing else, it is a sign as an address to unsubscribe at is one.
    """
    suppressed = (read.auto_response_suppress or "").lower()
    return any(word in suppressed for word in ("all", "autoreply", "oof"))


def _is_our_list(list_id: str | None, own: Collection[str]) -> bool:
    """Whether it is the list of an address of ours: `<support.pellucid.example>` (RFC 2919)."""
    name = (list_id or "").rpartition("<")[2].strip("> ").lower()
    return name in {address.replace("@", ".") for address in own}
