"""Marks that a mail carries in its header block: of ourselves, and of programs that write mail (T1, T17, T19).

Whether a machine wrote it is the reader's verdict where the mail says so itself (`auto_submitted`). Here are the signs
by which a mail that *opens* a ticket is taken for a program's: an identity provider's verification mail must not
become a ticket of a client's. The rule, as it is told to operators, stands in docs/subsystems/channels-mail.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from holdfast.channels.mail.reading.headers import read_headers
from holdfast.channels.mail.reading.message import ReadMessage

_LOOKED_AT: Final = 256 * 1024
OWN_MARK: Final = "x-holdfast-instance"
_NOBODY = re.compile(
    r"(no|do[-_.]?not|dont)[-_.]?reply|mailer-daemon|postmaster|^(bounces?|notifications?|alerts?)([-+._=]|$)",
    re.I,
)
_PROGRAMS: Final = frozenset(
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
        "x-github-reason",
        "x-jira-fingerprint",
        "x-campaign",
        "x-mailer-campaign",
    }
)


@dataclass(frozen=True)
class Marks:
    """What the header block says besides what the reader reports."""

    instance: str = ""
    """The installation whose mail it is, by its own claim."""
    is_of_program: bool = False
    """Sent through a service for programs' mail."""


def read_marks(raw: bytes) -> Marks:
    """Look at the beginning of the header block only; never raises."""
    headers, _ = read_headers(raw[:_LOOKED_AT], 0, min(len(raw), _LOOKED_AT))
    names = {name for name, _ in headers.fields}
    return Marks(instance=headers.loose(OWN_MARK)[:100], is_of_program=not names.isdisjoint(_PROGRAMS))


def is_machine(read: ReadMessage, *, envelope_from: str | None) -> bool:
    """Whether a machine wrote it, by its own declaration, in whatever place it stands."""
    return read.auto_submitted or envelope_from == "" or read.precedence in ("bulk", "junk", "auto_reply")


def opens_as_machine(read: ReadMessage, marks: Marks, *, sender: str, is_contact: bool) -> bool:
    """Whether a ticket that it opens is a machine's: promised nothing, told to nobody, seen by no client (T1).

    Lists and bulk mail count for everybody. A no-reply address, or a service for programs' mail, counts only for
    senders who are no contact of a client: some small companies write all their mail through such services.
    """
    if read.is_bulk or read.list_id is not None:
        return True
    return not is_contact and (marks.is_of_program or _NOBODY.search(sender.partition("@")[0]) is not None)
