"""The mailboxes that are fetched: saved with their password beside them, which no backup of the database holds."""

from __future__ import annotations

from django.db import transaction

from holdfast.channels.facts import MailboxSaved
from holdfast.channels.models import Mailbox, Tls
from holdfast.channels.secret_files import has_secret, keep_secret, read_secret
from holdfast.kernel import clock
from holdfast.kernel.facts import record
from holdfast.kernel.refusal import Refused
from holdfast.kernel.text import one_line
from holdfast.people.acts import Act, require_may
from holdfast.people.models import Person


@transaction.atomic
def save_mailbox(
    *,
    name: str,
    host: str,
    user: str,
    port: int = 993,
    tls: str = Tls.IMPLICIT,
    folder: str = "INBOX",
    done_folder: str = "",
    is_active: bool = True,
    password: str = "",
    by: Person,
) -> Mailbox:
    """Make or change the mailbox of that name; an empty password leaves the one that is kept.

    The password goes to a private file (0600) among the installation's secrets, never into a row, a fact or a log.
    """
    require_may(by, Act.CHANGE_PEOPLE)
    name, host, user = one_line(name, limit=80), one_line(host, limit=200), one_line(user, limit=254)
    for field, value in (("name", name), ("host", host), ("user", user)):
        if not value:
            raise Refused(f"The mailbox's {field} is missing.", code="words_missing", field=field)
    if not 1 <= port <= 65535:
        raise Refused("A port is a number from 1 to 65535.", code="no_port", field="port")
    if tls not in Tls.values:
        raise Refused("Choose TLS, STARTTLS or none.", code="no_tls", field="tls")
    mailbox, is_new = Mailbox.objects.select_for_update().update_or_create(
        name=name,
        defaults={
            "host": host,
            "port": port,
            "tls": tls,
            "user": user,
            "folder": one_line(folder, limit=200) or "INBOX",
            "done_folder": one_line(done_folder, limit=200),
            "is_active": is_active,
        },
    )
    if password:
        keep_secret(_file_of(mailbox), password)
    elif is_new or not has_secret(
        _file_of(mailbox)
    ):  # a file of that number may be another's, from before a restore
        raise Refused("The mailbox needs its password.", code="words_missing", field="password")
    record(MailboxSaved(mailbox=mailbox.pk, name=name), by=by.actor, at=clock.now())
    return mailbox


def password_of(mailbox: Mailbox) -> str:
    """The mailbox's password; raises FileNotFoundError where the file is gone."""
    return read_secret(_file_of(mailbox))


def _file_of(mailbox: Mailbox) -> str:
    return f"mailbox-{mailbox.pk}"
