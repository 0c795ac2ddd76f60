"""The ledger's own SQL for writing: a fan-out of any size in a few statements; any of them may run again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import F

from holdfast.kernel.rows import run_over
from holdfast.notices.channels import MAIL
from holdfast.notices.models import Delivery, Notice

_NOTICES = """
INSERT INTO notices_notice (event, kind, about, lane, is_automatic, subject, thread_root, answers_to, from_name,
                            said, files, recipients, created_at)
SELECT event, kind, about, lane, is_automatic, subject, thread_root, answers_to, from_name, said, files, recipients,
       %(at)s
FROM ROWS FROM (jsonb_to_recordset(%(rows)s::jsonb)
     AS (event text, kind text, about text, lane smallint, is_automatic bool, subject text, thread_root text,
         answers_to text, from_name text, said jsonb, files jsonb, recipients int)) WITH ORDINALITY
     AS r(event, kind, about, lane, is_automatic, subject, thread_root, answers_to, from_name, said, files,
          recipients, nth)
ORDER BY nth
ON CONFLICT (event) DO NOTHING
RETURNING event, id
"""
_OF_NOTICE = (
    "event",
    "kind",
    "about",
    "lane",
    "is_automatic",
    "subject",
    "thread_root",
    "answers_to",
    "from_name",
    "said",
    "files",
    "recipients",
)


def insert_notices(notices: Sequence[Notice], *, at: datetime) -> dict[str, int]:
    """Insert those whose event is new, in their order; returns the keys of these alone, by event."""
    rows = [{name: getattr(notice, name) for name in _OF_NOTICE} for notice in notices]
    return dict(run_over(_NOTICES, rows, at=at))


@dataclass(slots=True)
class NewRow:
    """A row to be, while it is judged; what it does not name is the same for all new rows."""

    notice_id: int
    about: str
    person_id: int | None
    address: str
    name: str
    language: str
    time_zone: str
    to_client: bool
    is_substitute: bool
    to_stranger: bool
    reply_token: str
    subject: str
    is_counted: bool
    lane: int
    mail_id: str
    channel: str = MAIL
    next_channels: list[tuple[str, str]] | None = None
    follows: str = ""
    state: str = "waiting"
    trouble: str = ""

    @property
    def is_cancelled(self) -> bool:
        return self.state == "cancelled"

    def cancel(self, why: str) -> None:
        self.state, self.trouble = "cancelled", why


_NEW_ROWS = """
INSERT INTO notices_delivery (
    notice_id, about, person_id, address, name, language, time_zone, to_client, is_substitute, to_stranger,
    reply_token, subject, is_counted, lane, mail_id, channel, next_channels, follows, state, trouble,
    written_at, due_at, lease_by, attempts)
SELECT notice_id, about, person_id, address, name, language, time_zone, to_client, is_substitute, to_stranger,
       reply_token, subject, is_counted, lane, mail_id, channel, next_channels, follows, state, trouble,
       %(at)s, %(at)s, '', 0
FROM ROWS FROM (jsonb_to_recordset(%(rows)s::jsonb)
     AS (notice_id bigint, about text, person_id bigint, address text, name text, language text, time_zone text,
         to_client bool, is_substitute bool, to_stranger bool, reply_token text, subject text, is_counted bool,
         lane smallint, mail_id text, channel text, next_channels jsonb, follows text, state text, trouble text))
         WITH ORDINALITY
     AS r(notice_id, about, person_id, address, name, language, time_zone, to_client, is_substitute, to_stranger,
          reply_token, subject, is_counted, lane, mail_id, channel, next_channels, follows, state, trouble, nth)
ORDER BY nth
ON CONFLICT (notice_id, address, channel) DO NOTHING
"""


def insert_rows(rows: Sequence[NewRow], *, at: datetime) -> None:
    """Insert those rows that do not stand yet, due at once."""
    if rows:
        run_over(_NEW_ROWS, rows, at=at)


@dataclass(frozen=True)
class Before:
    """The last mail of a thread to one reader."""

    mail_id: str
    subject: str
    to_stranger: bool
    is_put_off: bool
    """Whether it still waits, without being in anybody's hands."""


_LAST = """
SELECT r.about, r.address, d.mail_id, d.subject, d.to_stranger, d.state = 'waiting' AND d.lease_until IS NULL
FROM unnest(%s::text[], %s::text[]) AS r(about, address)
CROSS JOIN LATERAL (
    SELECT * FROM notices_delivery d
    WHERE d.about = r.about AND d.address = r.address AND d.state <> 'cancelled'
    ORDER BY d.id DESC LIMIT 1
) d
"""


def last_in_threads(pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Before]:
    """The last mail that was not cancelled, of each (about, address) that has one."""
    wanted = list(pairs)
    with connection.cursor() as cursor:
        cursor.execute(_LAST, [[about for about, _ in wanted], [address for _, address in wanted]])
        return {(about, address): Before(*rest) for about, address, *rest in cursor.fetchall()}


_AT_ONCE = """
UPDATE notices_delivery d SET due_at = %s
FROM unnest(%s::text[], %s::text[]) AS r(about, address)
WHERE d.about = r.about AND d.address = r.address AND d.state = 'waiting' AND d.lease_until IS NULL AND
d.due_at > %s AND d.channel <> 'webhook'
"""


def try_again_now(pairs: Sequence[tuple[str, str]], at: datetime) -> None:
    """Have what was put off in these threads tried at once: a newer word waits behind it.

    Not webhooks, whose schedule is promised to their owners.
    """
    if pairs:
        with connection.cursor() as cursor:
            cursor.execute(
                _AT_ONCE, [at, [about for about, _ in pairs], [address for _, address in pairs], at]
            )


def count_more(notices: Sequence[int]) -> None:
    """Add one recipient to a notice for each time that it is named: it stood, and has a new reader."""
    for notice, more in Counter(notices).items():
        Notice.objects.filter(pk=notice).update(recipients=F("recipients") + more)


Place = tuple[str, str]
"""A channel, and an address of it."""


def places_of(notices: Iterable[int]) -> dict[int, dict[Place, int | None]]:
    """At which channel and address there is a row of these notices already, and whose."""
    found: dict[int, dict[Place, int | None]] = {}
    rows = Delivery.objects.filter(notice_id__in=list(notices))
    for notice, channel, address, person in rows.values_list("notice_id", "channel", "address", "person_id"):
        found.setdefault(notice, {})[channel, address] = person
    return found
