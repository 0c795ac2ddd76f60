"""What one client was told about an interruption, and what became of it: the ledger as a proof to hand out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from holdfast.clients.emergency.channels import Channel, ChannelKind
from holdfast.incidents.bulletin_words import parts_told
from holdfast.incidents.models import Affected, Bulletin, BulletinKind, Interruption, Told
from holdfast.lists.hidden import hidden
from holdfast.notices.models import Delivery, DeliveryState
from holdfast.promises.models import Promise
from holdfast.promises.models import State as Outcome
from holdfast.promises.wording import title_of, waiver_of


@dataclass(frozen=True)
class Contact:
    """One row of the ledger."""

    name: str
    channel: str
    address: str
    state: str
    tries: int
    accepted_at: datetime | None
    delivered_at: datetime | None
    answer: str
    """What the other side said when it took it, or why it did not."""
    mail_id: str
    is_substitute: bool

    @property
    def by(self) -> str:
        return channel_label(self.channel)


def channel_label(channel: str) -> str:
    """What people call it."""
    return ChannelKind(channel).label if channel in ChannelKind.values else channel


@dataclass(frozen=True)
class Word:
    """One word to one client."""

    kind: str
    client: str
    written_at: datetime
    next_at: datetime | None
    parts: Sequence[tuple[str, str]]
    list_version: int | None
    """By which version of the client's emergency list; None where it had no list."""
    contacts: Sequence[Contact]


@dataclass(frozen=True)
class Outcomes:
    """One promise to the client about it."""

    title: str
    due_at: datetime
    ended_at: datetime | None
    outcome: str
    is_broken: bool


@dataclass(frozen=True)
class Proof:
    title: str
    client: str
    began_at: datetime
    restored_at: datetime | None
    words: Sequence[Word]
    promises: Sequence[Outcomes]


def proof_for(affected: Affected, *, hides: bool = False) -> Proof:
    """All that one client was told, oldest first, and every promise to it.

    With `hides` addresses are only recognised, as contacts of a client see each other's on their emergency list.
    """
    return Proof(
        affected.interruption.title,
        affected.organisation.name,
        affected.interruption.began_at,
        affected.restored_at,
        list(words_of(affected.interruption, affected, hides=hides)),
        [
            _outcome(each)
            for each in Promise.objects.filter(affected=affected).order_by("start_at", "due_at", "pk")
        ],
    )


def words_of(
    interruption: Interruption, affected: Affected | None = None, *, hides: bool = False
) -> Iterator[Word]:
    """Every word to one client, or to all of them: by word, then by client."""
    told = Told.objects.filter(bulletin__interruption=interruption)
    if affected is not None:
        told = told.filter(affected=affected)
    rows = list(
        told.select_related("bulletin", "notice", "affected__organisation", "list_version").order_by(
            "bulletin", "affected__organisation__name", "pk"
        )
    )
    deliveries: dict[int, list[Delivery]] = {}
    for each in Delivery.objects.filter(notice__in=[row.notice_id for row in rows]).order_by("pk"):
        deliveries.setdefault(each.notice_id, []).append(each)
    for row in rows:
        yield _word(row, row.bulletin, deliveries.get(row.notice_id, []), hides=hides)


def _word(told: Told, bulletin: Bulletin, rows: Sequence[Delivery], *, hides: bool) -> Word:
    return Word(
        kind=BulletinKind(bulletin.kind).label,
        client=told.affected.organisation.name,
        written_at=bulletin.at,
        next_at=bulletin.next_at,
        parts=parts_told(told),
        list_version=told.list_version.number if told.list_version else None,
        contacts=[_contact(each, hides=hides) for each in rows],
    )


def _contact(row: Delivery, *, hides: bool) -> Contact:
    address, answer = row.shown_address, row.answer or row.trouble
    if hides:
        kind = row.channel if row.channel in ChannelKind.values else ChannelKind.MAIL
        address = hidden(Channel(kind, row.address))
        answer = re.sub(re.escape(row.address), lambda _: address, answer, flags=re.IGNORECASE)
    return Contact(
        name=row.name,
        channel=row.channel,
        address=address,
        state=DeliveryState(row.state).label,
        tries=row.attempts,
        accepted_at=row.accepted_at if row.state == DeliveryState.ACCEPTED else None,
        delivered_at=row.delivered_at,
        answer=answer,
        mail_id=row.mail_id,
        is_substitute=row.is_substitute,
    )


def _outcome(promise: Promise) -> Outcomes:
    state = Outcome(promise.state)
    words = waiver_of(promise) if state == Outcome.WAIVED else state.label
    is_broken = promise.broken_at is not None
    late = " (it was broken first)" if is_broken and state == Outcome.WAIVED else ""
    return Outcomes(title_of(promise.clause), promise.due_at, promise.ended_at, f"{words}{late}", is_broken)
