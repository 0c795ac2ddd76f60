"""A contact's next channel: used at once when one fails, is of unknown fate, or comes back; after a while when put off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef

from holdfast.kernel import tokens
from holdfast.kernel.actor import SYSTEM
from holdfast.kernel.facts import record
from holdfast.kernel.text import one_line
from holdfast.notices import ledger
from holdfast.notices.actions.bells import ring
from holdfast.notices.addresses import mail_host
from holdfast.notices.channels import MAIL
from holdfast.notices.facts import ChannelGaveWay, EveryChannelFailed, naming
from holdfast.notices.ledger import NewRow
from holdfast.notices.mail import Row
from holdfast.notices.models import Delivery, DeliveryState, Notice
from holdfast.vendor.models import the_vendor

OVERTAKEN_AFTER: Final = timedelta(minutes=2)
"""So long may a channel be put off alone; then the next one is used beside it, and both may still arrive."""
_MOST: Final = 500
_MAY_ARRIVE: Final = (DeliveryState.WAITING, DeliveryState.KEPT, DeliveryState.ACCEPTED)


def hand_on(rows: Sequence[Row], *, at: datetime) -> dict[int, str]:
    """Write the row of the next channel for each that names one; returns that channel by the key of the old row.

    In the caller's transaction, and for good: a row is handed on once, whoever comes to it again. A place at which
    somebody has the notice already, who shares it, is passed over.
    """
    keys = [delivery.pk for _, delivery in rows if delivery.next_channels]
    if not keys:
        return {}
    giving = list(
        Delivery.objects.select_for_update().filter(pk__in=keys).exclude(next_channels=[]).order_by("pk")
    )
    host = mail_host(the_vendor())
    taken = ledger.places_of({row.notice_id for row in giving})
    written: dict[int, NewRow] = {}
    for row in giving:
        its = taken.setdefault(row.notice_id, {})
        if free := [
            (channel, address)
            for channel, address in row.next_channels or ()
            if (channel, address) not in its
        ]:
            its[free[0]] = row.person_id
            written[row.pk] = _next_row(row, free, mail_id=f"<{tokens.mint()}@{host}>")
    _follow([row for row in written.values() if row.channel == MAIL])
    ledger.insert_rows(list(written.values()), at=at)
    Delivery.objects.filter(pk__in=[row.pk for row in giving]).update(next_channels=[])
    if written:
        ring({row.channel for row in written.values()})
    return {old: new.channel for old, new in written.items()}


@transaction.atomic
def overtake(*, at: datetime) -> int:
    """Hand on what waits too long at an address that was tried in vain; it goes on being tried. Returns how many."""
    tried = Delivery.objects.filter(
        channel=OuterRef("channel"),
        address=OuterRef("address"),
        pk__lte=OuterRef("pk"),
        state=DeliveryState.WAITING,
        lease_until=None,
        attempts__gte=1,
    )
    late = list(
        Delivery.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(state=DeliveryState.WAITING, next_channels__isnull=False)
        .filter(Exists(tried), written_at__lte=at - OVERTAKEN_AFTER)
        .exclude(next_channels=[])
        .select_related("notice")
        .order_by("pk")[:_MOST]
    )
    given = hand_on([(row.notice, row) for row in late], at=at)
    for row in late:
        fact = _gave_way(row.notice, row, row.trouble or "It was put off.", given.get(row.pk, ""))
        record(fact, by=SYSTEM, at=at)
    return len(late)


def say_given_up(notice: Notice, row: Delivery, *, trouble: str, next_channel: str, at: datetime) -> None:
    """Record that this channel is through with its contact, and, when none is left that may arrive, that all failed."""
    record(_gave_way(notice, row, trouble, next_channel), by=SYSTEM, at=at)
    if next_channel:
        return
    own = Delivery.objects.filter(notice=notice, person=row.person_id, name=row.name)
    if not own.filter(state__in=_MAY_ARRIVE).exists():
        record(EveryChannelFailed(**naming(notice, row), trouble=trouble), by=SYSTEM, at=at)


def _gave_way(notice: Notice, row: Delivery, trouble: str, next_channel: str) -> ChannelGaveWay:
    named = naming(notice, row)
    return ChannelGaveWay(**named, channel=row.channel, trouble=one_line(trouble), next_channel=next_channel)


def _next_row(row: Delivery, places: list[ledger.Place], *, mail_id: str) -> NewRow:
    (channel, address), *rest = places
    return NewRow(
        notice_id=row.notice_id,
        about=row.about,
        person_id=row.person_id,
        address=address,
        name=row.name,
        language=row.language,
        time_zone=row.time_zone,
        to_client=row.to_client,
        is_substitute=row.is_substitute,
        to_stranger=row.to_stranger,
        reply_token=row.reply_token,
        subject=row.subject,
        is_counted=False,
        lane=row.lane,
        mail_id=mail_id,
        channel=channel,
        next_channels=rest,
    )


def _follow(mails: list[NewRow]) -> None:
    """Name to each mail the one before it in its thread."""
    if mails:
        last = ledger.last_in_threads({(row.about, row.address) for row in mails})
        for row in mails:
            before = last.get((row.about, row.address))
            row.follows = before.mail_id if before else ""
