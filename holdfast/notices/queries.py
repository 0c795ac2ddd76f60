"""The ledger as the desk reads it: the outbox, the letters of one ticket, what waits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import Min

from holdfast.carriers.choice import has_wire
from holdfast.kernel.text import one_line
from holdfast.notices.channels import shown_address
from holdfast.notices.kinds import SECRET
from holdfast.notices.mail import Row, Sender
from holdfast.notices.models import Delivery, DeliveryState
from holdfast.notices.public_stream import leave_url
from holdfast.notices.rendering import Words, render
from holdfast.people.models import Person, Role

PAGE = 50
_LINK = re.compile(r"https?://[^\s<>\"']+")


@dataclass(frozen=True)
class LetterRow:
    """One line of the outbox."""

    pk: int
    about: str
    kind: str
    subject: str
    address: str
    name: str
    state: str
    trouble: str
    written_at: datetime
    accepted_at: datetime | None
    due_at: datetime
    attempts: int
    is_automatic: bool
    to_client: bool
    channel: str

    @property
    def shown_address(self) -> str:
        """The address as people may read it."""
        return shown_address(self.channel, self.address)


@dataclass(frozen=True)
class LetterPage:
    rows: list[LetterRow]
    before: int | None
    """The key to ask the next page with; None on the last."""


_COLUMNS = (
    "pk",
    "about",
    "notice__kind",
    "subject",
    "address",
    "name",
    "state",
    "trouble",
    "written_at",
    "accepted_at",
    "due_at",
    "attempts",
    "notice__is_automatic",
    "to_client",
    "channel",
)


def outbox(*, states: Sequence[str] = (), before: int | None = None, limit: int = PAGE) -> LetterPage:
    """Letters newest first, all or in these states; `before` is what the page before said."""
    found = Delivery.objects.order_by("-pk")
    if states:
        found = found.filter(state__in=list(states))
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = [LetterRow(*row) for row in found.values_list(*_COLUMNS)[: limit + 1]]
    return LetterPage(rows[:limit], rows[limit - 1].pk if len(rows) > limit else None)


def letters_about(about: str) -> list[LetterRow]:
    """All letters about one thing (`ticket-412`), oldest first."""
    return [
        LetterRow(*row) for row in Delivery.objects.filter(about=about).order_by("pk").values_list(*_COLUMNS)
    ]


def counts_by_state() -> dict[str, int]:
    """How many letters wait, are kept, failed, bounced; what was accepted or cancelled is not counted over
    all time.
    """
    counts = {state.value: 0 for state in _UNSENT}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT state, count(*) FROM notices_delivery "
            "WHERE NOT (state IN ('accepted', 'cancelled')) GROUP BY state"
        )
        counts.update(cursor.fetchall())
    return counts


_UNSENT = (
    DeliveryState.WAITING,
    DeliveryState.KEPT,
    DeliveryState.FAILED,
    DeliveryState.BOUNCED,
    DeliveryState.UNKNOWN,
)


def oldest_waiting(at: datetime) -> timedelta | None:
    """For how long the oldest letter that is due has waited; None when none is due."""
    due: datetime | None = Delivery.objects.filter(
        state=DeliveryState.WAITING, folded_into=None, due_at__lte=at
    ).aggregate(first=Min("due_at"))["first"]
    return at - due if due is not None else None


def row_of(named: str) -> Delivery | None:
    """The row of one of our mails, by the token of its bounce address or by its Message-ID; None if it is
    not ours.
    """
    name = named.strip()
    if name.startswith("<"):
        return Delivery.objects.filter(mail_id=name).select_related("notice").first()
    if not re.fullmatch(r"[a-z2-7]{26}", name.lower()):
        return None
    return Delivery.objects.filter(mail_id__startswith=f"<{name.lower()}@").select_related("notice").first()


def shown_letter(delivery: Delivery, sender: Sender, *, to: Person) -> Words:
    """The letter as the desk shows it; ways in that are meant for its reader alone are blotted out.

    Whoever could read a colleague's sign-in link, or a client's link to approve, in the outbox could act as
    them. An administrator reads what lies there for want of a relay, for somebody must hand those links on, but
    nothing of a restored copy, whose links open the original; in a demo world everybody reads all.
    """
    words = render(delivery.notice, delivery, sender.vendor, folded=folded_into(delivery))
    if sender.vendor.demo_sink or settings.ENV.demo_sink:
        return words
    is_handed_on = not settings.ENV.nothing_leaves and not has_wire()
    if to.has_role(Role.ADMINISTRATOR) and delivery.state in _NOT_LEFT and is_handed_on:
        return words
    hidden = _personal_links(delivery, words)
    return Words(words.subject, _blot(words.text, hidden), _blot(words.html, hidden))


_NOT_LEFT = (DeliveryState.WAITING, DeliveryState.KEPT)


def folded_into(delivery: Delivery) -> list[Row]:
    """The rows that this one's mail tells besides."""
    return [(row.notice, row) for row in delivery.folded.select_related("notice").order_by("pk")]


def _personal_links(delivery: Delivery, words: Words) -> list[str]:
    if delivery.notice.kind in SECRET:
        return sorted({*_LINK.findall(words.text), *_LINK.findall(words.html)}, key=len, reverse=True)
    own = [each for each in [leave_url(delivery.notice, delivery)] if each]
    said = delivery.notice.said.items()
    return own + [str(value) for key, value in said if key.endswith("_link") and value]


def _blot(text: str, hidden: list[str]) -> str:
    for link in hidden:
        for form in (link, link.replace("&", "&amp;")):
            text = text.replace(form, f"[{one_line('a link for the reader alone')}]")
    return text
