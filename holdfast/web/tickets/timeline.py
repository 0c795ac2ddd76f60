"""The one timeline of a ticket: every message, and between them what happened, the newest at the bottom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import groupby
from typing import Any, Final

from django.urls import reverse
from django.utils.safestring import SafeString

from holdfast.channels.mail.sanitising import html_to_show
from holdfast.channels.voice.models import Call
from holdfast.channels.voice.wording import call_in_words, recording_in_words
from holdfast.escalation import wording as ladder
from holdfast.files.models import Verdict
from holdfast.files.serving import SHOWN_IN_PLACE
from holdfast.files.verdicts import note_on
from holdfast.incidents import wording as incidents
from holdfast.kernel.models import TrailEntry
from holdfast.kernel.prepared import Prepared
from holdfast.lists import wording as lists
from holdfast.look import pieces
from holdfast.look.foreign import shown_text
from holdfast.look.rows import CHANNEL_ICONS
from holdfast.look.shapes import Event, File
from holdfast.look.shapes import Message as ShownMessage
from holdfast.notices.models import DeliveryState
from holdfast.people.names import names_of
from holdfast.procedure import wording as procedure
from holdfast.promises import wording as promises
from holdfast.tickets import wording as tickets
from holdfast.tickets.models import Attachment, Channel, Message, Side, Ticket
from holdfast.web.calls.lines import recording_url
from holdfast.web.tickets.messages import messages_of

SHOWN: Final = 100
"""Messages shown at once; the older ones are a link away."""
_LOUD: Final = 4
_WORDING: Final = {
    **tickets.WORDING,
    **promises.WORDING,
    **procedure.WORDING,
    **ladder.WORDING,
    **lists.WORDING,
    **incidents.WORDING,
    **procedure.INSIDE,
}
_ELSEWHERE: Final = frozenset({"StageMoved", "PromiseKept", "PromiseWarned", "ExplanationAccepted"})
"""Said by the stages and by the list of promises."""
_STAYS: Final = frozenset(
    {"ClientApproved", "ClientRefused", "TicketResolved", "TicketReopened", "TicketMerged"}
)
"""How it ended, and that it did not: never folded away."""
_NAMED_IN: Final = ("to", "person", "persons", "back_to")
_KINDS: Final = {Side.CLIENT: "in", Side.VENDOR: "out", Side.INTERNAL: "note"}
_DELIVERY: Final[dict[str, tuple[str, str]]] = {
    DeliveryState.CANCELLED: ("", ""),
    DeliveryState.ACCEPTED: ("", ""),
    DeliveryState.WAITING: ("on its way", ""),
    DeliveryState.KEPT: ("kept in the outbox", "soon"),
    DeliveryState.BOUNCED: ("came back", "late"),
    DeliveryState.FAILED: ("could not be delivered", "late"),
    DeliveryState.UNKNOWN: ("outcome unknown", "soon"),
}
"""What is said of each outcome, the worst last."""
_MAY_TURN: Final = frozenset({DeliveryState.WAITING, DeliveryState.KEPT})


@dataclass(frozen=True)
class Cursor:
    """What of a timeline was shown already: the newest message and the newest entry of the trail."""

    message: int = 0
    entry: int = 0

    def __str__(self) -> str:
        return f"{self.message}.{self.entry}"


@dataclass(frozen=True)
class Item:
    """A message, or the events between two messages; of many the earlier ones are folded away."""

    message: ShownMessage | None = None
    events: tuple[Event, ...] = ()
    folded: tuple[Event, ...] = ()


@dataclass(frozen=True)
class Timeline:
    items: list[Item]
    cursor: Cursor
    is_cut: bool
    newest_by: str
    """Who wrote the newest message."""


def trail_of(ticket: Ticket) -> list[TrailEntry]:
    """All that was recorded about a ticket, oldest first."""
    return sorted(_trail_about(f"ticket-{ticket.pk}"), key=lambda entry: entry.pk)


_trail_about = Prepared(lambda about: TrailEntry.objects.filter(about=about), str)


def timeline(
    ticket: Ticket,
    trail: Sequence[TrailEntry],
    *,
    now: datetime,
    zone: tzinfo,
    after: Cursor | None = None,
    whole: bool = False,
) -> Timeline:
    """The messages and events of a ticket, or those after a cursor; two queries, however long it is."""
    after = after or Cursor()
    rows = messages_of(ticket, after=after.message, most=None if whole else SHOWN + 1)
    is_cut = not whole and len(rows) > SHOWN
    rows = rows[-SHOWN:] if is_cut else rows
    fresh = [entry for entry in trail if entry.pk > after.entry]
    if is_cut:
        fresh = [entry for entry in fresh if entry.at >= rows[0].at]
    said = [(row.at, 0, row.pk, message_shown(row, now=now, zone=zone)) for row in rows]
    happened = [(entry.at, 1, entry.pk, event) for entry, event in _events(fresh, now=now, zone=zone)]
    both: list[tuple[datetime, int, int, ShownMessage | Event]] = [*said, *happened]
    together = [each[3] for each in sorted(both, key=lambda each: each[:3])]
    cursor = Cursor(
        max([after.message, *(row.pk for row in rows)]), max([after.entry, *(entry.pk for entry in trail)])
    )
    return Timeline(list(_items(together)), cursor, is_cut, rows[-1].author_label if rows else "")


def came_back(
    ticket: Ticket, trail: Sequence[TrailEntry], *, now: datetime, zone: tzinfo, after: Cursor
) -> list[ShownMessage]:
    """Messages that were shown before the cursor and came back after it, though they had been taken."""
    events = {
        entry.said["event"] for entry in trail if entry.pk > after.entry and entry.fact == "NoticeBounced"
    }
    if not events:
        return []
    rows = messages_of(ticket, most=SHOWN)  # an older one may not stand on the page
    return [
        message_shown(row, now=now, zone=zone)
        for row in rows
        if row.pk <= after.message and f"message-{row.pk}" in events
    ]


def _items(together: Iterable[ShownMessage | Event]) -> Iterable[Item]:
    for is_event, run in groupby(together, key=lambda each: isinstance(each, Event)):
        if not is_event:
            yield from (Item(message=each) for each in run)  # type: ignore[arg-type]
            continue
        yield from _folded(run)  # type: ignore[arg-type]


def _folded(run: Iterable[Event]) -> Iterable[Item]:
    """The events between two messages; of a long stretch the earlier ones are folded away."""
    for stays, stretch in groupby(run, key=lambda event: event.stays):
        events = tuple(stretch)
        cut = len(events) - 2 if len(events) > _LOUD and not stays else 0
        yield Item(events=events[cut:], folded=events[:cut])


def message_shown(row: Message, *, now: datetime, zone: tzinfo) -> ShownMessage:
    """One message as `messages_of` reads it, with its files, and the call that it tells of."""
    attached: Sequence[Attachment] = row.attached  # type: ignore[attr-defined]
    call: Call | None = row.told_call  # type: ignore[attr-defined]
    body, rest = _body(row, attached)
    if call and call.transcription:
        body = shown_text(f"{row.text}\n\n“{call.transcription}”\n(written down by a machine)")
    outcome = _outcome(row)
    delivery, tone = _DELIVERY[outcome]
    channel = "Internal note" if row.side == Side.INTERNAL else Channel(row.channel).label
    return ShownMessage(
        anchor=f"message-{row.pk}",
        kind=_KINDS[Side(row.side)],
        author=row.author_label,
        tile=row.author_name,  # type: ignore[attr-defined]
        when=pieces.when(row.at, now=now, zone=zone),
        body=body,
        quoted=rest,
        role="sent by a machine" if row.is_machine else _of_call(call) if call else "",
        channel=channel,
        icon="phone" if call else "lock" if row.side == Side.INTERNAL else _icon(row.channel),
        files=tuple(_file(each, row.ticket_id) for each in attached if not (each.is_inline and row.html)),
        delivery=delivery,
        delivery_tone=tone,
        delivery_url=f"/desk/tickets/{row.ticket_id}/messages/{row.pk}/delivery/"
        if outcome in _MAY_TURN
        else "",
        topic=f"ticket-{row.ticket_id}",
        sound_url=recording_url(call) if call else "",
        original_url=f"/desk/tickets/{row.ticket_id}/messages/{row.pk}/original/" if row.raw_mail else "",
    )


def _of_call(call: Call) -> str:
    """What kind of call it was, and what became of its recording."""
    return ". ".join(filter(None, (call_in_words(call), recording_in_words(call))))


def _body(row: Message, attached: Iterable[Attachment]) -> tuple[SafeString, SafeString]:
    """What is shown and what is folded: where a mail quoted others, what was newly said stands alone (T33)."""
    if not row.html:
        return shown_text(row.text), shown_text(row.quoted)
    inline = {
        each.content_id.strip("<>"): f"/files/{each.key}/?shown" for each in attached if each.content_id
    }
    whole = SafeString(html_to_show(row.html, inline))
    return (shown_text(row.text), whole) if row.quoted.strip() else (whole, SafeString(""))


def _icon(channel: str) -> str:
    return CHANNEL_ICONS.get("email" if channel == Channel.MAIL else channel, "mail")


def _file(attached: Attachment, ticket: int) -> File:
    kind, was_given_up = attached.file.media_type, attached.file.verdict == Verdict.GIVEN_UP
    return File(
        attached.filename,
        f"/files/{attached.key}/",
        size_text(attached.file.size),
        "image" if kind in SHOWN_IN_PLACE else "file-text",
        note_on(attached.file),
        reverse("desk:scan", args=[ticket, attached.key]) if was_given_up else "",
    )


def size_text(size: int) -> str:
    """A number of bytes in words: `412 KB`, `1.4 MB`."""
    return f"{size / 1024**2:.1f} MB" if size >= 1024**2 else f"{max(1, round(size / 1024))} KB"


def _outcome(row: Message) -> str:
    """What became of a message of ours; the worst where it went to several."""
    outcomes: list[str] = row.outcomes  # type: ignore[attr-defined]
    return max(outcomes, key=list(_DELIVERY).index, default=DeliveryState.ACCEPTED)


def _events(
    trail: Sequence[TrailEntry], *, now: datetime, zone: tzinfo
) -> Iterable[tuple[TrailEntry, Event]]:
    told = [entry for entry in trail if entry.fact in _WORDING and entry.fact not in _ELSEWHERE]
    names = _names(told)
    for entry in told:
        sentence = _WORDING[entry.fact](entry.said, entry.actor_label, names)
        if sentence is not None:
            when = pieces.when(entry.at, now=now, zone=zone)
            stays = entry.fact in _STAYS
            yield entry, Event(f"event-{entry.pk}", sentence.icon, sentence.words, when, stays)


def _names(trail: Iterable[TrailEntry]) -> dict[int, str]:
    """The persons whom these entries name, read once."""
    wanted = {key for entry in trail for name in _NAMED_IN for key in _keys(entry.said.get(name))}
    return names_of(wanted)


def _keys(value: Any) -> list[int]:
    if isinstance(value, list):
        return [each for each in value if isinstance(each, int)]
    return [value] if isinstance(value, int) else []
