"""What became of a word, per client and contact: accepted, waiting, lost, handed on to the next channel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any, Final

from django.urls import reverse
from django.utils.safestring import SafeString

from holdfast.incidents.models import Affected, Bulletin, BulletinKind, Interruption, Told
from holdfast.look.pieces import when
from holdfast.notices.models import Delivery, DeliveryState
from holdfast.reports.proof import channel_label
from holdfast.web.told import Delivered, delivered, deliveries_of

SHOWN: Final = 100
"""So many clients are shown, those with trouble before the rest."""
_LOST: Final = (DeliveryState.BOUNCED, DeliveryState.FAILED, DeliveryState.UNKNOWN, DeliveryState.CANCELLED)
_TONES: Final = {
    DeliveryState.ACCEPTED: "kept",
    DeliveryState.WAITING: "soon",
    DeliveryState.KEPT: "soon",
    **dict.fromkeys(_LOST, "late"),
}
_ORDER: Final = {"late": 0, "soon": 1, "kept": 2}


@dataclass(frozen=True)
class ContactLine:
    """One row of the ledger."""

    name: str
    channel: str
    address: str
    state: str
    tone: str
    at: SafeString
    note: str
    """What is in the way, what comes next, or what the other side said."""


@dataclass(frozen=True)
class ClientLine:
    """One affected client: what it was told, and what became of that."""

    name: str
    url: str
    proof_url: str
    delivered: Delivered
    since: SafeString
    is_restored: bool
    contacts: Sequence[ContactLine]


def delivery_context(found: Interruption, *, now: datetime, zone: tzinfo, word: str = "") -> dict[str, Any]:
    """Of the word that was asked for by its key, else of the newest."""
    bulletins = list(found.bulletins.order_by("-pk"))
    chosen = next((each for each in bulletins if str(each.pk) == word), bulletins[0] if bulletins else None)
    rows = list(found.affected.select_related("organisation").order_by("organisation__name", "pk"))
    told = _told(chosen)
    deliveries = deliveries_of(told.values())
    lines = [_client(row, deliveries, told, now=now, zone=zone) for row in rows]
    lines.sort(key=lambda each: _ORDER.get(each.delivered.tone, 1))
    return {
        "clients": lines[:SHOWN],
        "more_clients": max(0, len(lines) - SHOWN),
        "counts": _counts([each for its in deliveries.values() for each in its]),
        "told_words": [(each.pk, BulletinKind(each.kind).label, each.at) for each in bulletins],
        "told_word": chosen.pk if chosen else 0,
        "file_url": reverse("desk:interruption-file", args=[found.pk]),
    }


def _told(bulletin: Bulletin | None) -> dict[int, int]:
    """By the affected client, the notice that told it."""
    if bulletin is None:
        return {}
    return dict(Told.objects.filter(bulletin=bulletin).values_list("affected_id", "notice_id"))


def _client(
    affected: Affected,
    deliveries: dict[int, list[Delivery]],
    told: dict[int, int],
    *,
    now: datetime,
    zone: tzinfo,
) -> ClientLine:
    its = deliveries.get(told[affected.pk], []) if affected.pk in told else None
    return ClientLine(
        name=affected.organisation.name,
        url=reverse("desk:client", args=[affected.organisation_id]),
        proof_url=reverse("desk:interruption-proof", args=[affected.interruption_id, affected.pk]),
        delivered=delivered(its),
        since=when(affected.since_at, now=now, zone=zone),
        is_restored=affected.restored_at is not None,
        contacts=[_contact(each, now=now, zone=zone) for each in its or ()],
    )


def _contact(row: Delivery, *, now: datetime, zone: tzinfo) -> ContactLine:
    state = DeliveryState(row.state)
    return ContactLine(
        name=row.name or row.shown_address,
        channel=channel_label(row.channel),
        address=row.shown_address,
        state=state.label,
        tone=_TONES[state],
        at=when(row.accepted_at or row.bounced_at or row.written_at, now=now, zone=zone),
        note=_note(row, state),
    )


def _note(row: Delivery, state: DeliveryState) -> str:
    if state == DeliveryState.ACCEPTED:
        return row.answer
    following = f"Next: {channel_label(row.next_channels[0][0])}." if row.next_channels else ""
    tries = f"{row.attempts} tries." if state == DeliveryState.WAITING and row.attempts > 1 else ""
    return " ".join(filter(None, (row.trouble, tries, following)))


def _counts(rows: Sequence[Delivery]) -> list[tuple[str, str]]:
    """How many there are of each state, with its tone, and how often a next channel was used."""
    if not rows:
        return []
    by_state = {state: sum(row.state == state for row in rows) for state in DeliveryState}
    told = [
        (f"{number} {state.label.lower()}", _TONES[state]) for state, number in by_state.items() if number
    ]
    handed = len(rows) - len({(row.notice_id, row.person_id or row.address) for row in rows})
    return [*told, *([(f"{handed} by a next channel", "soon")] if handed else [])]
