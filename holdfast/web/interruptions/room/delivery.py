"""What became of a word, per client and contact: accepted, waiting, lost, handed on to the next channel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from holdfast.incidents.actions.retrying import retry_word
from holdfast.incidents.delivered import Counted, count_by_client
from holdfast.incidents.models import Affected, BulletinKind, Interruption
from holdfast.look.pieces import when
from holdfast.notices.actions.retrying import to_try_again
from holdfast.notices.models import Delivery, DeliveryState, Notice
from holdfast.people.acts import Act
from holdfast.people.door import allow
from holdfast.reports.proof import channel_label
from holdfast.web.acting import go_back
from holdfast.web.frame import person_of
from holdfast.web.interruptions.found import found_interruption
from holdfast.web.told import Delivered, delivered_of, deliveries_of

SHOWN: Final = 50
"""So many clients stand on a page, those with trouble before the rest."""
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

    @property
    def is_folded(self) -> bool:
        """Where all went well the contacts are one press away."""
        return self.delivered.tone == "kept" and len(self.contacts) > 1


@dataclass(frozen=True)
class Pages:
    """Which of the clients are shown, and the numbers of the pages beside this one."""

    first: int
    last: int
    number: int
    of: int

    @property
    def before(self) -> int:
        return self.number - 1

    @property
    def after(self) -> int:
        return self.number + 1 if self.last < self.of else 0


def delivery_context(
    found: Interruption, *, now: datetime, zone: tzinfo, word: str = "", page: str = ""
) -> dict[str, Any]:
    """Of the word that was asked for by its key, else of the newest; those with trouble first, a page of them."""
    bulletins = list(found.bulletins.order_by("-pk"))
    chosen = next((each for each in bulletins if str(each.pk) == word), bulletins[0] if bulletins else None)
    counted = [(each, _outcome(each)) for each in count_by_client(found, chosen)]
    counted.sort(key=lambda each: _ORDER.get(each[1].tone, 1))
    pages = _pages(page, of=len(counted))
    return {
        "clients": _lines(counted[pages.first - 1 : pages.last], now=now, zone=zone),
        "pages": pages,
        "counts": _counts(counted) if chosen else [],
        "to_retry": to_try_again(Notice.objects.filter(told__bulletin=chosen)).count()
        if _may_be_retried(counted)
        else 0,
        "told_words": [
            (each.pk, BulletinKind(each.kind).label, when(each.at, now=now, zone=zone)) for each in bulletins
        ],
        "told_word": chosen.pk if chosen else 0,
        "file_url": reverse("desk:interruption-file", args=[found.pk]),
        "retry_url": reverse("desk:interruption-retry", args=[found.pk]),
    }


@allow(Act.TELL_OF_INTERRUPTION)
@require_POST
def retry(request: HttpRequest, key: int) -> HttpResponse:
    """What came back or was put off of one word is tried again at once."""
    found = found_interruption(key)
    word = request.POST.get("word", "")
    chosen = found.bulletins.filter(pk=int(word)).first() if word.isascii() and word.isdigit() else None
    many = retry_word(chosen, by=person_of(request)) if chosen else 0
    told = (
        "There is nothing to try again."
        if not many
        else f"{many} {'is' if many == 1 else 'are'} on the way again."
    )
    return go_back(request, f"{reverse('desk:interruption', args=[key])}?word={word}", told)


def _pages(asked: str, *, of: int) -> Pages:
    most = max(1, -(-of // SHOWN))
    number = min(max(1, int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1), most)
    return Pages(min(of, (number - 1) * SHOWN) + 1, min(of, number * SHOWN), number, of)


def _outcome(counted: Counted) -> Delivered:
    if counted.notice is None:
        return delivered_of(None)
    return delivered_of(
        counted.contacts,
        accepted=counted.accepted,
        has_lost=bool(counted.bounced or counted.failed),
        is_substitute=counted.is_substitute,
    )


def _lines(counted: Sequence[tuple[Counted, Delivered]], *, now: datetime, zone: tzinfo) -> list[ClientLine]:
    """The clients of this page with their contacts, in two statements."""
    rows = Affected.objects.select_related("organisation").in_bulk([each.affected for each, _ in counted])
    deliveries = deliveries_of(each.notice for each, _ in counted if each.notice is not None)
    return [
        _client(rows[each.affected], outcome, deliveries.get(each.notice or 0, ()), now=now, zone=zone)
        for each, outcome in counted
    ]


def _client(
    affected: Affected, outcome: Delivered, its: Sequence[Delivery], *, now: datetime, zone: tzinfo
) -> ClientLine:
    worst_first = sorted(its, key=lambda each: _ORDER[_TONES[DeliveryState(each.state)]])
    return ClientLine(
        name=affected.organisation.name,
        url=reverse("desk:client", args=[affected.organisation_id]),
        proof_url=reverse("desk:interruption-proof", args=[affected.interruption_id, affected.pk]),
        delivered=outcome,
        since=when(affected.since_at, now=now, zone=zone),
        is_restored=affected.restored_at is not None,
        contacts=[_contact(each, now=now, zone=zone) for each in worst_first],
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


def _may_be_retried(counted: Sequence[tuple[Counted, Delivered]]) -> bool:
    return any(each.bounced or each.failed or each.waiting for each, _ in counted)


def _counts(counted: Sequence[tuple[Counted, Delivered]]) -> list[tuple[str, str]]:
    """Of how many clients somebody has it, how many rows there are of each state, how often a next channel was used."""
    rows = [each for each, _ in counted]
    if not rows:
        return []
    reached = sum(each.accepted > 0 for each in rows)
    clients = (f"{reached} of {len(rows)} clients", "kept" if reached == len(rows) else "soon")
    by_state = [(state, sum(_of(each)[state] for each in rows)) for state in DeliveryState]
    told = [(f"{number} {state.label.lower()}", _TONES[state]) for state, number in by_state if number]
    handed = sum(each.contacts - each.people for each in rows)
    return [clients, *told, *([(f"{handed} by a next channel", "soon")] if handed else [])]


def _of(each: Counted) -> Mapping[DeliveryState, int]:
    return {state: getattr(each, state.value) for state in DeliveryState}
